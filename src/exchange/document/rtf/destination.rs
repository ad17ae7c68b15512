//! The words of RTF that say where the text of their group goes.

/// What a word makes of its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Destination {
    /// Its text is no text of the document.
    Nowhere,
    /// It is a part of the text, although readers need not know it.
    Text,
    /// It is a note at the foot of a page, at the end, or in the margin.
    Note,
    /// It is a picture.
    Picture,
    /// It is a text box.
    Box,
    /// It is the number of an item, as it is shown.
    Marker,
    /// It holds two forms of a text.
    Forms,
    /// The one of them in Unicode.
    Unicode,
    /// The table of fonts.
    Fonts,
    /// The sheet of styles.
    Styles,
    /// The document's properties.
    Info,
    /// The title.
    Title,
    /// A property of a shape.
    Shape,
    /// What a field is made of.
    Code,
    /// What stands in the margins of pages.
    Margin,
    /// A field of a form.
    Form,
    /// An entry of its list.
    FormEntry,
}

impl Destination {
    /// What the word says; `None` if it is no such word, or only where it is marked as optional.
    pub(super) fn of(word: &str) -> Option<Self> {
        Some(match word {
            "footnote" | "annotation" => Self::Note,
            "pict" => Self::Picture,
            "shptxt" | "dptxbxtext" => Self::Box,
            "listtext" | "pntext" => Self::Marker,
            "upr" => Self::Forms,
            "ud" => Self::Unicode,
            "fonttbl" => Self::Fonts,
            "stylesheet" => Self::Styles,
            "info" => Self::Info,
            "title" => Self::Title,
            "sp" => Self::Shape,
            "fldinst" => Self::Code,
            "formfield" => Self::Form,
            "ffl" => Self::FormEntry,
            "shppict" | "shpinst" | "shpgrp" | "do" | "fldrslt" | "result"
            // It holds the end of a row.
            | "nesttableprops"
            // A formula is what its runs say, in the order in which they are written.
            | "moMath" | "moMathPara" | "mr" | "me" | "mnum" | "mden" | "msub" | "msup" | "mdeg"
            | "mfName" | "mlim" | "mf" | "md" | "mrad" | "mnary" | "mfunc" | "msSub" | "msSup"
            | "msSubSup" | "msPre" | "macc" | "mbar" | "mbox" | "mborderBox" | "meqArr"
            | "mgroupChr" | "mlimlow" | "mlimupp" | "mm" | "mmr" | "mphant" => Self::Text,
            "header" | "headerl" | "headerr" | "headerf" | "footer" | "footerl" | "footerr"
            | "footerf" => Self::Margin,
            // Rules between notes.
            "ftnsep" | "ftnsepc" | "ftncn" | "aftnsep" | "aftnsepc" | "aftncn"
            // Tables of the document.
            | "colortbl" | "listtable" | "listoverridetable" | "filetbl" | "revtbl" | "xmlnstbl"
            | "pgptbl" | "rsidtbl" | "protusertbl" | "latentstyles" | "themedata" | "datastore"
            | "colorschememapping" | "defchp" | "defpap" | "mmathPr" | "generator" | "userprops"
            | "private" | "template" | "nextfile" | "mailmerge" | "docvar" | "background"
            | "windowcaption" | "wgrffmtfilter" | "writereservation" | "writereservhash"
            | "password" | "passwordhash" | "factoidname" | "fontemb"
            // Other forms of what was read already.
            | "nonshppict" | "shprslt" | "mmathPict" | "nonesttables" | "falt" | "panose"
            // Parts of pictures, objects, fields, lists, notes and marks in the text.
            | "picprop" | "blipuid" | "objdata" | "objclass" | "objname" | "objalias" | "objsect"
            | "objtime" | "oleclsid" | "datafield" | "fldtype" | "pn" | "pnseclvl"
            | "pntxta" | "pntxtb" | "listname" | "leveltext" | "levelnumbers"
            | "tc" | "xe" | "rxe" | "txe" | "pxe" | "bkmkstart" | "bkmkend" | "atnid"
            | "atnauthor" | "atnicn" | "atndate" | "atnref" | "atntime" | "atnparent"
            | "atrfstart" | "atrfend" | "protstart" | "protend" | "ebcstart" | "ebcend"
            | "mvfmf" | "mvfml" | "mvtof" | "mvtol" | "xmlopen" | "xmlclose" | "xmlattrname"
            | "xmlattrvalue" | "xmlname" | "hl" | "hlfr" | "hlloc" | "hlsrc" | "oldcprops"
            | "oldpprops" | "oldsprops" | "oldtprops"
            // Properties of the document that some write outside of `info`.
            | "author" | "operator" | "subject" | "keywords" | "doccomm" | "comment" | "company"
            | "manager" | "category" | "hlinkbase" | "creatim" | "revtim" | "printim" | "buptim" => {
                Self::Nowhere
            }
            // The looks of a formula.
            _ if word.starts_with('m') && word.ends_with("Pr") => Self::Nowhere,
            _ => return None,
        })
    }
}
