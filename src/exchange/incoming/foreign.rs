//! Files that are recognised and not read: what they are, so that the user is told the way out.

use super::SourceFile;

/// How many of a file's first bytes tell what it is.
const HEAD: usize = 1024;

/// A kind of file of which another program has to make one that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// Word of before 2007.
    OldWord,
    /// The writer of WPS.
    Wps,
    /// A web page with its pictures in one file.
    WebArchive,
    /// The format of CNKI.
    Caj,
    /// Books for Kindle and other readers' own formats.
    Book,
    /// Apple's Pages.
    Pages,
    /// Slides of any program.
    Slides,
    /// Tables of any program.
    Sheet,
    /// The Chinese format of laid out pages.
    Ofd,
    /// Microsoft's format of laid out pages.
    Xps,
    /// Pages that were scanned.
    Djvu,
    /// A picture.
    Picture,
    /// Sound or video.
    Recording,
    /// Files packed into one.
    Packed,
    /// A letter with its heads.
    Mail,
}

impl Foreign {
    /// Its name among the texts of the interface.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OldWord => "old_word",
            Self::Wps => "wps",
            Self::WebArchive => "web_archive",
            Self::Caj => "caj",
            Self::Book => "book",
            Self::Pages => "pages",
            Self::Slides => "slides",
            Self::Sheet => "sheet",
            Self::Ofd => "ofd",
            Self::Xps => "xps",
            Self::Djvu => "djvu",
            Self::Picture => "picture",
            Self::Recording => "recording",
            Self::Packed => "packed",
            Self::Mail => "mail",
        }
    }

    /// What `file` is by its first bytes, or where they say nothing, by its ending.
    pub(in crate::exchange) fn of(file: &SourceFile) -> Option<Self> {
        Self::of_bytes(&file.bytes, &file.extension())
            .or_else(|| Self::of_extension(&file.extension()))
    }

    /// What an archive is, by the names of its parts.
    pub(in crate::exchange) fn of_parts<'a>(
        names: impl Iterator<Item = &'a str>,
        extension: &str,
    ) -> Self {
        for name in names {
            match name {
                "xl/workbook.xml" | "xl/workbook.bin" => return Self::Sheet,
                "ppt/presentation.xml" => return Self::Slides,
                "OFD.xml" => return Self::Ofd,
                "FixedDocumentSequence.fdseq" | "FixedDocSeq.fdseq" => return Self::Xps,
                _ => {}
            }
        }
        Self::of_extension(extension).unwrap_or(Self::Packed)
    }

    /// Whether a file of that ending is worth a word where a whole folder is read: a document,
    /// and not the pictures beside it.
    #[must_use]
    pub fn is_document(extension: &str) -> bool {
        let of = Self::of_extension(extension);
        of.is_some_and(|kind| {
            !matches!(kind, Self::Picture | Self::Recording | Self::Packed | Self::Sheet)
        })
    }

    fn of_bytes(bytes: &[u8], extension: &str) -> Option<Self> {
        let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
        let starts = |word: &[u8]| head.starts_with(word);
        let at = |place: usize, word: &[u8]| head.get(place..).is_some_and(|h| h.starts_with(word));
        Some(match head {
            _ if starts(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") => {
                return of_streams(bytes, extension);
            }
            _ if starts(b"CAJ\0") || starts(b"HN\0\0") || starts(b"KDH ") => Self::Caj,
            _ if at(60, b"BOOKMOBI") || at(60, b"TEXtREAd") || starts(b"ITOLITLS") => Self::Book,
            _ if starts(b"ITSF") || starts(b"\xEA\x44RBRK\xEE") => Self::Book,
            _ if starts(b"AT&TFORM") => Self::Djvu,
            _ if starts(b"\x89PNG") || starts(b"\xFF\xD8\xFF") || starts(b"GIF8") => Self::Picture,
            _ if starts(b"II*\0") || starts(b"MM\0*") || at(8, b"WEBP") => Self::Picture,
            _ if at(4, b"ftypheic") || at(4, b"ftypmif1") || at(4, b"ftypavif") => Self::Picture,
            _ if starts(b"BM") && extension == "bmp" => Self::Picture,
            _ if starts(b"ID3") || starts(b"OggS") || starts(b"fLaC") => Self::Recording,
            _ if at(4, b"ftyp") || at(8, b"WAVE") || at(8, b"AVI ") => Self::Recording,
            _ if starts(b"Rar!") || starts(b"7z\xBC\xAF") || starts(b"\x1F\x8B") => Self::Packed,
            _ if is_web_archive(head) => Self::WebArchive,
            _ => return None,
        })
    }

    fn of_extension(extension: &str) -> Option<Self> {
        Some(match extension {
            "doc" | "dot" => Self::OldWord,
            "wps" | "wpt" => Self::Wps,
            "mht" | "mhtml" => Self::WebArchive,
            "caj" | "nh" | "kdh" | "teb" => Self::Caj,
            "mobi" | "azw" | "azw3" | "azw4" | "kfx" | "prc" | "fb2" | "lit" | "lrf" | "chm" => {
                Self::Book
            }
            "pages" => Self::Pages,
            "ppt" | "pptx" | "pptm" | "pps" | "ppsx" | "odp" | "dps" | "key" => Self::Slides,
            "xls" | "xlsx" | "xlsm" | "xlsb" | "ods" | "et" | "numbers" => Self::Sheet,
            "ofd" => Self::Ofd,
            "xps" | "oxps" => Self::Xps,
            "djvu" | "djv" => Self::Djvu,
            "jpg" | "jpeg" | "png" | "gif" | "bmp" | "tif" | "tiff" | "webp" | "heic" | "heif"
            | "avif" => Self::Picture,
            "mp3" | "wav" | "m4a" | "aac" | "ogg" | "flac" | "wma" | "amr" | "mp4" | "mov"
            | "avi" | "mkv" | "wmv" => Self::Recording,
            "zip" | "rar" | "7z" | "gz" | "tar" | "tgz" | "bz2" | "xz" => Self::Packed,
            "eml" | "msg" => Self::Mail,
            _ => return None,
        })
    }
}

/// What a compound file is, by the names of its streams, which are written in UTF-16.
fn of_streams(bytes: &[u8], extension: &str) -> Option<Foreign> {
    let has = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(bytes, &name).is_some()
    };
    // A letter or a table may hold a document, and a document a table; the ending tells them apart.
    let by_ending = Foreign::of_extension(extension);
    if by_ending.is_some() {
        return by_ending;
    }
    [
        ("__substg1.0_", Foreign::Mail),
        ("WordDocument", Foreign::OldWord),
        ("PowerPoint Document", Foreign::Slides),
        ("Workbook", Foreign::Sheet),
    ]
    .into_iter()
    .find_map(|(name, kind)| has(name).then_some(kind))
}

/// Whether it begins with the heads of a letter that holds a page and its pictures.
fn is_web_archive(head: &[u8]) -> bool {
    let head = head.to_ascii_lowercase();
    let has = |word: &[u8]| memchr::memmem::find(&head, word).is_some();
    has(b"mime-version:") && has(b"multipart/related")
}
