//! The tokens of RTF: groups, control words with their numbers, and bytes of text.

/// A piece of an RTF file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// `\name` or `\name-12`.
    Word(&'a str, Option<i32>),
    /// `\*` and other signs behind a backslash.
    Symbol(u8),
    /// `\'d6`, or a byte as it stands: part of a character in some encoding.
    Byte(u8),
}

/// A control word is no longer, by the format's own rules; a longer one is cut.
const LONGEST_WORD: usize = 32;

/// Goes through a file.
#[derive(Debug)]
pub(super) struct RtfTokens<'a> {
    rest: &'a [u8],
}

impl<'a> RtfTokens<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Takes the first bytes of what is left.
    fn take(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.rest.split_at(count.min(self.rest.len()));
        self.rest = rest;
        taken
    }

    /// Takes the bytes that fit, but no more than `most`.
    fn take_while(&mut self, most: usize, fits: impl Fn(&u8) -> bool) -> &'a [u8] {
        let count = self.rest.iter().take(most).take_while(|byte| fits(byte)).count();
        self.take(count)
    }

    /// What follows a backslash.
    fn control(&mut self) -> Option<Token<'a>> {
        let word = self.take_while(LONGEST_WORD, u8::is_ascii_alphabetic);
        if word.is_empty() {
            let &[symbol] = self.take(1) else { return None };
            if symbol != b'\'' {
                return Some(Token::Symbol(symbol));
            }
            // What are no two digits stays: it may be the end of the group.
            let &[high, low, ..] = self.rest else { return Some(Token::Symbol(symbol)) };
            let digit = |byte: u8| char::from(byte).to_digit(16);
            let (Some(high), Some(low)) = (digit(high), digit(low)) else {
                return Some(Token::Symbol(symbol));
            };
            self.take(2);
            return Some(Token::Byte(u8::try_from(high * 16 + low).unwrap_or(b'?')));
        }
        let sign = self.take_while(1, |&byte| byte == b'-');
        let digits = self.take_while(10, u8::is_ascii_digit);
        let number = std::str::from_utf8(digits).ok().and_then(|digits| digits.parse::<i32>().ok());
        let number = if sign.is_empty() { number } else { number.map(i32::wrapping_neg) };
        // One space behind it belongs to it.
        self.take_while(1, |&byte| byte == b' ');
        let word = std::str::from_utf8(word).unwrap_or_default();
        if word == "bin" {
            // Raw bytes, which may look like anything. More than there are were never written.
            let count = number.and_then(|count| usize::try_from(count).ok()).unwrap_or(0);
            if count <= self.rest.len() {
                self.take(count);
            }
        }
        Some(Token::Word(word, number))
    }
}

impl<'a> Iterator for RtfTokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let &[byte] = self.take(1) else { return None };
            match byte {
                b'{' => return Some(Token::Open),
                b'}' => return Some(Token::Close),
                b'\\' => return self.control(),
                // Lines of the file mean nothing.
                b'\r' | b'\n' | 0 => {}
                byte => return Some(Token::Byte(byte)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_and_bytes_are_told_apart() {
        let file = b"{\\rtf1\\u-123 ?\\'d6\\*\\bin3 }{\\x\\par\r\na\\'4}\\bin9 b\\";
        let tokens: Vec<Token<'_>> = RtfTokens::new(file).collect();
        let expected = [
            Token::Open,
            Token::Word("rtf", Some(1)),
            Token::Word("u", Some(-123)),
            Token::Byte(b'?'),
            Token::Byte(0xD6),
            Token::Symbol(b'*'),
            Token::Word("bin", Some(3)),
            Token::Byte(b'x'),
            Token::Word("par", None),
            Token::Byte(b'a'),
            Token::Symbol(b'\''),
            Token::Byte(b'4'),
            Token::Close,
            Token::Word("bin", Some(9)),
            Token::Byte(b'b'),
        ];
        assert_eq!(tokens, expected);
    }
}
