//! Workbooks of old as they are laid out byte by byte.

use proptest::prelude::*;

use super::*;

/// The stream of a workbook with one sheet, whose place is filled in.
fn stream(globals: &[(u16, Vec<u8>)], cells: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let record = |kind: u16, data: &[u8]| -> Vec<u8> {
        let length = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    };
    let bof = record(record::BOF, &[BIFF8.to_le_bytes(), [5, 0]].concat());
    let globals: Vec<u8> = globals.iter().flat_map(|(kind, data)| record(*kind, data)).collect();
    // The sheet's place, that it is shown, that it is one of cells, its name.
    let start = u32::try_from(bof.len() + globals.len() + 4 + 9 + 4).unwrap();
    let bound = [&start.to_le_bytes()[..], &[0, 0, 1, 0, b'A']].concat();
    let mut bytes = [bof.clone(), globals, record(record::BOUND_SHEET, &bound)].concat();
    bytes.extend(record(record::EOF, &[]));
    bytes.extend(bof);
    bytes.extend(cells.iter().flat_map(|(kind, data)| record(*kind, data)));
    bytes.extend(record(record::EOF, &[]));
    bytes
}

/// A compound file with that stream: a table of sectors, a directory, the stream, the small ones.
fn compound(name: &str, stream: &[u8]) -> Vec<u8> {
    const END: u32 = 0xFFFF_FFFE;
    let is_small = stream.len() < 4096;
    let count = u32::try_from(stream.len().div_ceil(512)).unwrap();
    let mut header = vec![0; 512];
    let mut put = |at: usize, bytes: &[u8]| header[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
    put(30, &[9, 0, 6, 0]);
    put(48, &1_u32.to_le_bytes());
    put(56, &4096_u32.to_le_bytes());
    put(60, &2_u32.to_le_bytes());
    put(68, &END.to_le_bytes());
    put(76, &0_u32.to_le_bytes());
    for at in (80..512).step_by(4) {
        put(at, &u32::MAX.to_le_bytes());
    }
    let chain = |from: u32, count: u32| {
        (1..=count).map(move |at| if at == count { END } else { from + at }.to_le_bytes())
    };
    // The table itself, the directory, the table of small sectors, the stream.
    let mut table: Vec<u8> =
        [u32::MAX - 2, END, END].into_iter().flat_map(u32::to_le_bytes).collect();
    table.extend(chain(3, count).flatten());
    table.resize(512, 0xFF);
    let mut small: Vec<u8> = chain(0, 64).flatten().collect();
    small.resize(512, 0xFF);
    let entry = |name: &str, kind: u8, start: u32| {
        let mut entry = vec![0; 128];
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry[..units.len()].copy_from_slice(&units);
        entry[64] = u8::try_from(units.len() + 2).unwrap();
        entry[66] = kind;
        entry[116..120].copy_from_slice(&start.to_le_bytes());
        let size = u32::try_from(stream.len()).unwrap();
        entry[120..124].copy_from_slice(&size.to_le_bytes());
        entry
    };
    let own = if is_small { 0 } else { 3 };
    let mut directory = [entry("Root Entry", 5, 3), entry(name, 2, own)].concat();
    directory.resize(512, 0);
    let mut stream = stream.to_vec();
    stream.resize(count as usize * 512, 0);
    [header, table, directory, small, stream].concat()
}

fn read(bytes: &[u8]) -> Result<Vec<Vec<Row>>, FaultKind> {
    sheets("簿.xls", bytes, &mut Room::new("簿.xls")).map_err(|fault| fault.kind)
}

fn at(row: u16, column: u16, more: &[u8]) -> Vec<u8> {
    [&row.to_le_bytes()[..], &column.to_le_bytes(), &[0, 0], more].concat()
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn every_kind_of_cell_is_read_and_texts_go_on_in_the_next_record() {
    // Two texts: one wide with a run of another look, cut after its first character, where it goes
    // on narrow; one narrow.
    let first = [&[2, 0, 0, 0, 2, 0, 0, 0][..], &[3, 0, 9, 1, 0], &wide("党")].concat();
    let second = [&[0][..], b"ab", &[0, 0, 0, 0], &[1, 0, 0], b"z"].concat();
    let globals = [(record::SST, first), (record::CONTINUE, second)];
    let packed: u32 = (7 << 2) | 2;
    let cells = [
        (record::LABEL_SST, at(0, 0, &0_u32.to_le_bytes())),
        (record::LABEL_SST, at(0, 1, &1_u32.to_le_bytes())),
        (record::LABEL_SST, at(0, 2, &9_u32.to_le_bytes())),
        (record::LABEL, at(1, 0, &[&[2, 0, 1][..], &wide("人才")].concat())),
        (record::NUMBER, at(1, 1, &2.5_f64.to_le_bytes())),
        (record::RK, at(1, 2, &packed.to_le_bytes())),
        (record::FORMULA, at(2, 0, &[0, 0, 0, 0, 0, 0, 0xFF, 0xFF])),
        (record::STRING, [&[1, 0, 1][..], &wide("和")].concat()),
        (record::FORMULA, at(2, 1, &3_f64.to_le_bytes())),
        (record::MUL_RK, [&[3, 0, 1, 0][..], &[0, 0, 2, 0, 0, 0, 0, 0, 6, 0, 0, 0, 2, 0]].concat()),
    ];
    let expected = vec![vec![
        vec!["党ab", "z"],
        vec!["人才", "2.5", "7"],
        vec!["和", "3"],
        vec!["", "0", "1"],
    ]];
    for padding in [0, 5000] {
        let mut stream = stream(&globals, &cells);
        stream.resize(stream.len() + padding, 0);
        assert_eq!(read(&compound("Workbook", &stream)).unwrap(), expected);
    }
}

#[test]
fn what_is_locked_or_no_workbook_says_so() {
    let locked = compound("Workbook", &stream(&[(record::FILE_PASS, vec![1, 0])], &[]));
    assert_eq!(read(&locked), Err(FaultKind::Encrypted));
    assert_eq!(read(&compound("EncryptedPackage", &[0; 9])), Err(FaultKind::Encrypted));
    assert_eq!(read(&compound("WordDocument", &[0; 9])), Err(FaultKind::OtherFormat));
    assert_eq!(read(b"\xD0\xCF\x11\xE0"), Err(FaultKind::OtherFormat));
}

proptest! {
    #[test]
    fn damage_is_put_up_with(
        damage in prop::collection::vec((0..4096_usize, any::<u8>()), 1..20),
        padding in prop::sample::select(vec![0, 5000]),
    ) {
        let text = [&[1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1][..], &wide("党")].concat();
        let mut stream = stream(
            &[(record::SST, text)],
            &[(record::LABEL_SST, at(0, 0, &[0; 4])), (record::NUMBER, at(9, 9, &[0; 8]))],
        );
        stream.resize(stream.len() + padding, 0);
        let mut bytes = compound("Workbook", &stream);
        for (at, byte) in damage {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        let _ = read(&bytes);
    }
}
