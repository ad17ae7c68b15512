#!/usr/bin/env python3
"""Builds the bundled fonts of Quandian: subsets of Noto Serif SC and Noto Sans SC.

Where the sources come from
    Fonts         npm packages @expo-google-fonts/noto-serif-sc 0.4.3 and
                  @expo-google-fonts/noto-sans-sc 0.4.3 (static TTFs, one a weight;
                  SIL Open Font License 1.1), taken with `npm pack`.
    GB2312        the code table of Python's own `gb2312` codec.
    通用规范汉字表   the property kTGH of the Unicode Han Database (Unihan 15.0), which
                  gives every character of the standard of 2013 its number, 1 to 8105;
                  taken from Debian's package `unicode-data` (Unicode licence).
    The lists are kept in characters.txt, so that an ordinary build needs no Unihan.

How to run it (Python 3.9 or newer, npm; about a minute)
    python3 -m venv /tmp/fontsrc/venv
    /tmp/fontsrc/venv/bin/pip install fonttools==4.68.0
    /tmp/fontsrc/venv/bin/python fonts/build.py                # fonts, licences, check
    /tmp/fontsrc/venv/bin/python fonts/build.py --check        # check what is there
    /tmp/fontsrc/venv/bin/python fonts/build.py --marks        # only the fonts of English marks
    /tmp/fontsrc/venv/bin/python fonts/build.py --characters   # write characters.txt anew
        --unihan FILE   use this Unihan_OtherMappings.txt (or .bz2, .gz) instead of
                        `apt-get download unicode-data`
        --work DIR      where downloads go (default: /tmp/fontsrc)

The same sources and the same fonttools give the same bytes.
"""

import argparse
import bz2
import gzip
import hashlib
import io
import pathlib
import subprocess
import sys
import tarfile

HERE = pathlib.Path(__file__).resolve().parent
CHARACTERS = HERE / "characters.txt"

# package, version, sha256 of the tarball, licence file written here
PACKAGES = {
    "serif": (
        "@expo-google-fonts/noto-serif-sc",
        "0.4.3",
        "ff6bcf5ba68d92dfecc05544bb150f9e724741a932354a0dd97e7289c40a3f5e",
        "OFL-NotoSerifSC.txt",
    ),
    "sans": (
        "@expo-google-fonts/noto-sans-sc",
        "0.4.3",
        "0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59",
        "OFL-NotoSansSC.txt",
    ),
}

# output, package, file in the package, sha256 of that file
FONTS = [
    (
        "NotoSerifSC-Regular.ttf",
        "serif",
        "400Regular/NotoSerifSC_400Regular.ttf",
        "c358a69de3df5f423a8946a7b03e3126fb6ba116f1130a463455b4e39e1f0742",
    ),
    (
        "NotoSerifSC-SemiBold.ttf",
        "serif",
        "600SemiBold/NotoSerifSC_600SemiBold.ttf",
        "5d19e0f438d4a30371f584d34a87c9232dba0a85237db63fe5337fe743487def",
    ),
    (
        "NotoSansSC-Regular.ttf",
        "sans",
        "400Regular/NotoSansSC_400Regular.ttf",
        "d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16",
    ),
]

# Besides the two standards: whatever the fonts have of these.
RANGES = [
    (0x0020, 0x007E, "ASCII"),
    (0x00A0, 0x00FF, "Latin-1"),
    (0x0100, 0x017F, "Latin Extended-A: pinyin ā ē ī ō ū"),
    (0x01CD, 0x01DC, "pinyin ǎ ǐ ǒ ǔ ǖ ǘ ǚ ǜ"),
    (0x01F8, 0x01F9, "pinyin ǹ"),
    (0x0251, 0x0251, "pinyin ɑ"),
    (0x0261, 0x0261, "pinyin ɡ"),
    (0x02C7, 0x02CB, "tone marks ˇ ˉ ˊ ˋ"),
    (0x02D9, 0x02D9, "tone mark ˙"),
    (0x0300, 0x0304, "combining tone marks"),
    (0x0307, 0x0308, "combining dots"),
    (0x030C, 0x030C, "combining caron"),
    (0x0391, 0x03C9, "Greek"),
    (0x0400, 0x045F, "Cyrillic"),
    (0x1E3E, 0x1E3F, "pinyin ḿ"),
    (0x1EBE, 0x1EC1, "pinyin ế ề"),
    (0x2000, 0x206F, "general punctuation"),
    (0x2070, 0x209F, "superscripts and subscripts"),
    (0x20A0, 0x20CF, "currency"),
    (0x2100, 0x214F, "letterlike symbols"),
    (0x2150, 0x218F, "number forms"),
    (0x2190, 0x21FF, "arrows"),
    (0x2200, 0x22FF, "mathematical operators"),
    (0x2300, 0x23FF, "technical symbols"),
    (0x2400, 0x243F, "control pictures"),
    (0x2460, 0x24FF, "enclosed alphanumerics"),
    (0x2500, 0x257F, "box drawing"),
    (0x2580, 0x259F, "block elements"),
    (0x25A0, 0x25FF, "geometric shapes"),
    (0x2600, 0x26FF, "miscellaneous symbols"),
    (0x2700, 0x27BF, "dingbats"),
    (0x2900, 0x297F, "more arrows"),
    (0x2B00, 0x2BFF, "more arrows and shapes"),
    (0x2E3A, 0x2E3B, "long dashes ⸺ ⸻"),
    (0x2E80, 0x2FD5, "radicals: text from PDFs has them in place of Han characters"),
    (0x3000, 0x303F, "CJK symbols and punctuation"),
    (0x3040, 0x309F, "hiragana"),
    (0x30A0, 0x30FF, "katakana"),
    (0x3100, 0x312F, "bopomofo"),
    (0x31A0, 0x31BF, "bopomofo extended"),
    (0x31C0, 0x31E3, "CJK strokes"),
    (0x31F0, 0x31FF, "katakana phonetic extensions"),
    (0x3220, 0x325F, "enclosed CJK, numbers"),
    (0x3280, 0x32FF, "enclosed CJK, months"),
    (0x3358, 0x33FF, "CJK compatibility: hours, units, days"),
    (0xFE10, 0xFE19, "vertical forms"),
    (0xFE30, 0xFE6F, "CJK compatibility forms, small forms"),
    (0xFF00, 0xFFEF, "half-width and full-width forms"),
]

# These two are Latin, proportional glyphs in the sources (— in all three fonts, · in the
# serif), to be replaced through GSUB when the text's language is known. The subsets show
# the fonts' own one-em glyphs instead; ─ joins, so that —— is one unbroken line.
REMAP = {0x2014: 0x2500, 0x00B7: 0x30FB}  # — as ─, · as ・

# English text wants these low, narrow and single; the fonts above have them one em wide. Each of
# these small fonts has only them, made of the outlines of the font named, and stands before it
# where the interface speaks English.
MARKS = [
    ("NotoSansSC-Marks.ttf", "NotoSansSC-Regular.ttf"),
    ("NotoSerifSC-SemiBold-Marks.ttf", "NotoSerifSC-SemiBold.ttf"),
]

NAMES = list(range(0, 15)) + [16, 17]  # the variable-font names above go with STAT
# Nothing of this is used: the program sets lines horizontally, in Simplified Chinese
# forms (the fonts' default), one glyph a character, and measures with bare advances.
# egui shapes with harfrust: with GSUB "fi" would become one glyph and a language tag
# could change Han forms; with GPOS kerning the measured width would not be the drawn one.
DROP = [
    "BASE", "GDEF", "GPOS", "GSUB", "JSTF", "STAT", "VORG", "vhea", "vmtx",
    "gasp", "kern", "DSIG", "meta", "LTSH", "PCLT", "EBDT", "EBLC", "EBSC",
]


def sha256(data):
    return hashlib.sha256(data).hexdigest()


# ---------------------------------------------------------------- the characters


def gb2312():
    """Rows 1–9 (symbols) and 16–87 (hanzi) of GB2312, in the order of its code table."""
    symbols, hanzi = [], []
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                c = bytes([row, cell]).decode("gb2312")
            except UnicodeDecodeError:
                continue
            (hanzi if row >= 0xB0 else symbols).append(c)
    assert len(symbols) == 682 and len(hanzi) == 6763, (len(symbols), len(hanzi))
    return symbols, hanzi


def standard_table(unihan, work):
    """The 8,105 characters of 通用规范汉字表 in the standard's order, from kTGH."""
    if unihan is None:
        got = sorted(work.glob("unicode-data_*.deb"))
        if not got:
            subprocess.run(["apt-get", "download", "unicode-data"], cwd=work, check=True)
            got = sorted(work.glob("unicode-data_*.deb"))
        tar = subprocess.run(
            ["dpkg-deb", "--fsys-tarfile", got[-1]], check=True, stdout=subprocess.PIPE
        ).stdout
        with tarfile.open(fileobj=io.BytesIO(tar)) as t:
            name = "./usr/share/unicode/Unihan_OtherMappings.txt.bz2"
            text = bz2.decompress(t.extractfile(name).read()).decode("utf-8")
    else:
        opener = {".bz2": bz2.open, ".gz": gzip.open}.get(unihan.suffix, open)
        with opener(unihan, "rt", encoding="utf-8") as f:
            text = f.read()
    version = next(
        (l.split(":")[1].strip() for l in text.splitlines() if l.startswith("# Unicode version")),
        "unknown",
    )
    table = {}
    for line in text.splitlines():
        if not line.startswith("U+"):
            continue
        code, key, value = line.split("\t")
        if key == "kTGH":
            for item in value.split():
                year, number = item.split(":")
                assert year == "2013" and int(number) not in table, line
                table[int(number)] = chr(int(code[2:], 16))
    assert sorted(table) == list(range(1, 8106)), len(table)
    return version, [table[i] for i in range(1, 8106)]


def write_characters(unihan, work):
    symbols, hanzi = gb2312()
    version, table = standard_table(unihan, work)
    out = [
        "# Characters of the bundled fonts. Written by `build.py --characters`; do not edit.",
        "# A line that starts with '# ' is a comment, [name] starts a block; in the last",
        "# block every line is a range of code points, in the others characters.",
    ]

    def block(name, comments, chars):
        out.append("")
        out.append(f"[{name}]")
        out.extend("# " + c for c in comments)
        for i in range(0, len(chars), 50):
            out.append("".join(chars[i : i + 50]))

    block(
        "gb2312-symbols",
        ["GB2312, rows 1 to 9, without the ideographic space: Python's gb2312 codec."],
        [c for c in symbols if c != "\u3000"],
    )
    block("gb2312-hanzi", ["GB2312, rows 16 to 87: Python's gb2312 codec."], hanzi)
    origin = f"property kTGH of the Unicode Han Database, Unicode {version} (see UNICODE.txt)."
    for level, a, b in ((1, 0, 3500), (2, 3500, 6500), (3, 6500, 8105)):
        block(
            f"table-{level}",
            [f"通用规范汉字表, level {level}, numbers {a + 1} to {b}:", origin],
            table[a:b],
        )
    out += ["", "[ranges]", "# Whatever the fonts have of these Unicode ranges: RANGES in build.py."]
    out += [f"U+{a:04X}-{b:04X} {note}" for a, b, note in RANGES]
    CHARACTERS.write_text("\n".join(out) + "\n", encoding="utf-8", newline="\n")
    print(f"{CHARACTERS.name}: {len(set(hanzi) | set(table))} Han, Unihan {version}")


def read_characters():
    """→ (required Han, 通用规范汉字表, wanted code points)"""
    blocks, name = {}, None
    for line in CHARACTERS.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("# "):
            continue
        if line.startswith("["):
            name = line.strip("[]")
            blocks[name] = []
        elif name == "ranges":
            a, b = line.split(" ")[0][2:].split("-")
            blocks[name] += map(chr, range(int(a, 16), int(b, 16) + 1))
        else:
            blocks[name] += line
    symbols, hanzi = gb2312()
    assert blocks["gb2312-hanzi"] == hanzi
    assert blocks["gb2312-symbols"] == [c for c in symbols if c != "\u3000"]
    table = blocks["table-1"] + blocks["table-2"] + blocks["table-3"]
    assert len(set(table)) == 8105
    han = set(hanzi) | set(table)
    assert len(han) == 8230, len(han)
    wanted = {ord(c) for chars in blocks.values() for c in chars}
    return han, set(table), wanted


# --------------------------------------------------------------------- the fonts


def fetch(key, work):
    """→ {path in the package: bytes}, the tarball's sum checked"""
    package, version, want, _ = PACKAGES[key]
    tgz = work / f"{package.lstrip('@').replace('/', '-')}-{version}.tgz"
    if not tgz.exists():
        subprocess.run(
            ["npm", "pack", "--silent", f"{package}@{version}"], cwd=work, check=True
        )
    data = tgz.read_bytes()
    if sha256(data) != want:
        sys.exit(f"{tgz}: sha256 is {sha256(data)}, expected {want}")
    need = {f for _, k, f, _ in FONTS if k == key} | {"LICENSE_FONT"}
    with tarfile.open(fileobj=io.BytesIO(data)) as t:
        return {f: t.extractfile(f"package/{f}").read() for f in need}


def subset_font(data, wanted):
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.drop_tables = DROP
    options.name_IDs = NAMES
    options.name_languages = ["*"]
    options.glyph_names = False
    options.notdef_glyph = options.notdef_outline = True
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    # Variation sequences would only pull in Japanese and centred punctuation.
    font["cmap"].tables = [t for t in font["cmap"].tables if t.format != 14]
    for t in font["cmap"].tables:
        t.cmap.update({code: t.cmap[other] for code, other in REMAP.items()})
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def build(work):
    _, _, wanted = read_characters()
    sources = {key: fetch(key, work) for key in PACKAGES}
    for name, key, path, want in FONTS:
        data = sources[key][path]
        if sha256(data) != want:
            sys.exit(f"{path}: sha256 is {sha256(data)}, expected {want}")
        (HERE / name).write_bytes(subset_font(data, wanted))
        print(f"{name} written")
    for key, (_, _, _, licence) in PACKAGES.items():
        text = sources[key]["LICENSE_FONT"].decode("utf-8").replace("\r\n", "\n")
        if key == "serif":
            # The package's file has an older copyright line than the fonts themselves.
            text = "Copyright 2017-2024 Adobe (http://www.adobe.com/)\n" + text
        (HERE / licence).write_text(text, encoding="utf-8", newline="\n")
    build_marks()
    return sources


def marks_font(data):
    """The marks of English text as a font of their own: `…` of three periods, `“ ” ‘ ’ ·` with
    the white around them that a comma has."""
    from fontTools.pens.recordingPen import DecomposingRecordingPen
    from fontTools.pens.transformPen import TransformPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    cmap, hmtx, glyf, glyphs = font.getBestCmap(), font["hmtx"], font["glyf"], font.getGlyphSet()
    comma = glyf[cmap[ord(",")]]
    edge = (hmtx[cmap[ord(",")]][0] - (comma.xMax - comma.xMin)) // 2

    def drawn(parts):
        pen = TTGlyphPen(None)
        for name, dx in parts:
            outline = DecomposingRecordingPen(glyphs)
            glyphs[name].draw(outline)
            outline.replay(TransformPen(pen, (1, 0, 0, 1, dx, 0)))
        return pen.glyph()

    made = {".notdef": (drawn([(".notdef", 0)]), hmtx[".notdef"][0])}
    period, step = cmap[ord(".")], hmtx[cmap[ord(".")]][0]
    made[cmap[0x2026]] = (drawn([(period, step * i) for i in range(3)]), step * 3)
    for c in "“”‘’·":
        name = cmap[ord(c)]
        glyph = glyf[name]
        wide = glyph.xMax - glyph.xMin + 2 * edge
        made[name] = (drawn([(name, edge - glyph.xMin)]), wide)
    codes = {code: cmap[code] for code in map(ord, "…“”‘’·")}
    order = list(made)
    font.setGlyphOrder(order)
    glyf.glyphs, glyf.glyphOrder = {name: glyph for name, (glyph, _) in made.items()}, order
    for glyph in glyf.glyphs.values():
        glyph.recalcBounds(glyf)
    hmtx.metrics = {
        name: (wide, getattr(glyph, "xMin", 0)) for name, (glyph, wide) in made.items()
    }
    for t in font["cmap"].tables:
        t.cmap = dict(codes)
    font["post"].formatType = 3.0
    # Another family: a program that looks for the font they are made of must not find six marks.
    for record in font["name"].names:
        text = record.toUnicode()
        for kind in ("Sans", "Serif"):
            text = text.replace(f"Noto {kind} SC", f"Quandian {kind} Marks")
            text = text.replace(f"Noto{kind}SC", f"Quandian{kind}Marks")
        record.string = text
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def build_marks():
    for name, of in MARKS:
        (HERE / name).write_bytes(marks_font((HERE / of).read_bytes()))
        print(f"{name} written")


def check(sources):
    """Every promise the README makes; → number of failures."""
    from fontTools.pens.recordingPen import DecomposingRecordingPen
    from fontTools.ttLib import TTFont

    han, table, wanted = read_characters()
    failures = []

    def expect(ok, what):
        if not ok:
            failures.append(what)

    print(f"\n{'file':26}{'bytes':>10}{'glyphs':>8}{'chars':>7}{'table':>7}{'Han':>6}"
          f"{'hhea':>12}{'typo':>10}{'win':>11}  sha256")
    total = 0
    for name, key, path, _ in FONTS:
        data = (HERE / name).read_bytes()
        total += len(data)
        font = TTFont(io.BytesIO(data))
        cmap, hmtx, os2, hhea = font.getBestCmap(), font["hmtx"], font["OS/2"], font["hhea"]
        em = font["head"].unitsPerEm
        has = {chr(c) for c in cmap}
        print(f"{name:26}{len(data):10}{font['maxp'].numGlyphs:8}{len(cmap):7}"
              f"{len(table & has):7}{len(han & has):6}"
              f"{f'{hhea.ascent}/{hhea.descent}':>12}"
              f"{f'{os2.sTypoAscender}/{os2.sTypoDescender}':>10}"
              f"{f'{os2.usWinAscent}/{os2.usWinDescent}':>11}  {sha256(data)[:16]}")
        expect(han <= has, f"{name}: Han missing: {''.join(sorted(han - has))}")
        symbols = set(gb2312()[0])
        expect(symbols <= has, f"{name}: GB2312 symbols missing: {''.join(sorted(symbols - has))}")
        for c in han | set("“”‘’·—…、。，；：？！（）《》「」『』【】　●○■□▲△◆◇★☆①⑳ⅠⅫ"):
            expect(hmtx[cmap[ord(c)]][0] == em, f"{name}: {c} is not one em wide")
        names = {i: font["name"].getDebugName(i) for i in (0, 1, 4, 6, 13, 14, 16)}
        family = "Noto Serif SC" if key == "serif" else "Noto Sans SC"
        expect((names[16] or names[1]) == family, f"{name}: family is {names}")
        expect("Adobe" in (names[0] or ""), f"{name}: no copyright")
        expect("SIL Open Font License" in (names[13] or ""), f"{name}: no licence")
        expect(names[14], f"{name}: no licence address")
        expect("fpgm" not in font and "prep" not in font, f"{name}: hinting left")
        if sources:  # outlines and advances as in the source, for every character
            whole = TTFont(io.BytesIO(sources[key][path]))
            before, a, b = whole.getBestCmap(), whole.getGlyphSet(), font.getGlyphSet()
            expect(set(cmap) == wanted & set(before), f"{name}: not all the source has of the list")
            for code, glyph in cmap.items():
                old = before[REMAP.get(code, code)]
                p, q = DecomposingRecordingPen(a), DecomposingRecordingPen(b)
                a[old].draw(p)
                b[glyph].draw(q)
                same = p.value == q.value and whole["hmtx"][old] == hmtx[glyph]
                expect(same, f"{name}: U+{code:04X} changed")
            for k in ("ascent", "descent", "lineGap"):
                expect(getattr(whole["hhea"], k) == getattr(hhea, k), f"{name}: hhea.{k} changed")
    for name, of in MARKS:
        data, whole = (HERE / name).read_bytes(), TTFont(HERE / of)
        total += len(data)
        font = TTFont(io.BytesIO(data))
        print(f"{name:31}{len(data):5}")
        expect(marks_font((HERE / of).read_bytes()) == data, f"{name}: not what is made of {of}")
        expect({chr(c) for c in font.getBestCmap()} == set("…“”‘’·"), f"{name}: other characters")
        # A line must not become higher because one of them stands in it.
        for k in ("ascent", "descent", "lineGap"):
            same = getattr(font["hhea"], k) == getattr(whole["hhea"], k)
            expect(same, f"{name}: hhea.{k} is another")
    print(f"{'total':26}{total:10}")
    expect(total < 13_000_000, "more than 13 MB")
    for f in failures[:40]:
        print("FAILED:", f)
    print(f"{'check failed' if failures else 'check passed'}"
          f"{'' if sources else ' (sources not compared)'}")
    return len(failures)


def main():
    p = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    p.add_argument("--characters", action="store_true", help="write characters.txt anew, then stop")
    p.add_argument("--check", action="store_true", help="only check the fonts that are there")
    p.add_argument("--marks", action="store_true", help="only make the fonts of English marks")
    p.add_argument("--unihan", type=pathlib.Path, help="a Unihan_OtherMappings.txt[.bz2|.gz]")
    p.add_argument("--work", type=pathlib.Path, default=pathlib.Path("/tmp/fontsrc"))
    args = p.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    if args.characters:
        write_characters(args.unihan, args.work)
        return 0
    if args.marks:
        build_marks()
    sources = None if args.check or args.marks else build(args.work)
    return 1 if check(sources) else 0


if __name__ == "__main__":
    sys.exit(main())
