//! Files that other programs wrote, as far as they are at hand.
//!
//! Ignored by default, for the files are not ours to keep: they are looked for beside the checkout.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "the tests read files and may stop where that fails"
)]

use std::{fmt::Write as _, path::Path, process::Command};

use quandian::exchange::{
    codebook_table,
    incoming::{Incoming, SourceFile},
    refi,
};

/// Counts what a project holds, by other means: sources with their texts, codes with their parents
/// by name, and for each coding its code, its user and the text that its selection spans.
const COUNT: &str = r#"
import sys, zipfile, xml.etree.ElementTree as tree
archive = zipfile.ZipFile(sys.argv[1])
root = tree.fromstring(archive.read("project.qde"))
name = lambda element: element.tag.split("}")[1]
users = {u.get("guid"): u.get("name") for u in root.iter() if name(u) == "User"}
codes = {}
def walk(element, path):
    for child in element:
        if name(child) == "Code":
            own = path + [child.get("name").strip()]
            codes[child.get("guid")] = "/".join(own)
            print("code", "/".join(own), sep="\t")
            walk(child, own)
        else:
            walk(child, path)
walk(root, [])
for source in root.iter():
    if name(source) != "TextSource":
        continue
    path = source.get("plainTextPath").replace("internal://", "sources/")
    text = archive.read(path).decode("utf-8")
    print("source", source.get("name"), len(text), sep="\t")
    for selection in source:
        if name(selection) != "PlainTextSelection":
            continue
        span = text[int(selection.get("startPosition")):int(selection.get("endPosition"))]
        for coding in selection:
            if name(coding) == "Coding":
                user = users.get(coding.get("creatingUser") or selection.get("creatingUser"))
                print("coding", codes[coding[0].get("targetGUID")], user, repr(span), sep="\t")
"#;

/// The same of what was read.
fn counted(read: &Incoming) -> Vec<String> {
    let mut paths: Vec<String> = Vec::new();
    let mut lines = Vec::new();
    for theme in &read.themes {
        let parent = theme.parent.map(|at| format!("{}/", paths[at])).unwrap_or_default();
        paths.push(parent + &theme.name);
        lines.push(format!("code\t{}", paths.last().unwrap()));
    }
    for article in &read.articles {
        let text = article.text.as_deref().unwrap();
        lines.push(format!("source\t{}\t{}", article.name, text.chars().count()));
    }
    for passage in &read.passages {
        let text = read.articles[passage.article].text.as_deref().unwrap();
        let span = passage.fragments[0];
        let said: String =
            text.chars().skip(span.start().to_usize()).take(span.len() as usize).collect();
        for &theme in &passage.themes {
            let coder = passage.coder.as_deref().unwrap_or("None");
            lines.push(format!("coding\t{}\t{coder}\t'{said}'", paths[theme]));
        }
    }
    lines.sort();
    lines
}

#[test]
#[ignore = "needs python3 and the samples in ../shared"]
fn projects_of_other_programs_are_read_as_another_reader_reads_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/refi");
    let mut projects = 0;
    for entry in std::fs::read_dir(folder).expect("the samples") {
        let path = entry.expect("a name").path();
        if path.extension().is_none_or(|extension| extension != "qdpx") {
            continue;
        }
        let output = Command::new("python3").args(["-c", COUNT]).arg(&path).output();
        let output = output.expect("python3 is installed");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let mut expected: Vec<String> =
            String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect();
        expected.sort();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let file = SourceFile { name, bytes: std::fs::read(&path).unwrap() };
        let read = refi::read_project(&file).expect("a project");
        assert_eq!(counted(&read), expected, "{}", path.display());
        assert_eq!((read.leftovers.iter().count(), read.faults.len()), (0, 0));
        assert!(read.themes.iter().all(|theme| theme.id.is_some()));
        projects += 1;
    }
    assert_eq!(projects, 2);
}

#[test]
#[ignore = "needs soffice (LibreOffice)"]
fn a_codebook_is_the_same_in_every_kind_of_workbook() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("簿.csv");
    let mut text =
        String::from("主题,上级,说明,颜色,词表\n党建,,\"一行\n二行\",#1D518A,驿站、粮站\n");
    for at in 0..400 {
        let long = "长说明 and more，".repeat(10 + at % 30);
        writeln!(text, "主题{at},党建,{long}{at},carmine,词{at}").unwrap();
    }
    std::fs::write(&table, text).unwrap();
    let read = |path: &Path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        codebook_table::read(&SourceFile { name, bytes: std::fs::read(path).unwrap() }).unwrap()
    };
    let expected = read(&table);
    assert_eq!(expected.themes.len(), 401);
    for kind in ["ods", "xlsx"] {
        let profile = format!("-env:UserInstallation=file://{}/soffice", folder.path().display());
        let output = Command::new("soffice")
            .args([&profile, "--headless", "--infilter=CSV:44,34,76,1", "--convert-to", kind])
            .arg("--outdir")
            .args([folder.path(), &table])
            .output()
            .expect("soffice is installed");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(read(&table.with_extension(kind)), expected, "{kind}");
    }
}
