//! Writes the list of the sample set's files, so that the program brings them along.
//!
//! `session/sample.rs` includes it. Nothing else is generated.

#![expect(clippy::disallowed_methods, reason = "a build script has no `storage`")]

use std::{
    env,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

/// Where the sample set lies in the repository.
const SAMPLE: &str = "assets/sample";
/// The name of the folder it is copied to.
const NAME: &str = "临河区文献集";

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={SAMPLE}");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join(SAMPLE);
    let mut files = Vec::new();
    collect(&root, "", &mut files)?;
    files.sort();
    let mut code = format!("const SAMPLE_NAME: &str = {NAME:?};\n");
    code.push_str("const SAMPLE_FILES: &[(&str, &[u8])] = &[\n");
    for (name, path) in &files {
        // Writing to a `String` cannot fail.
        let path = path.to_string_lossy();
        let _ = writeln!(code, "    ({name:?}, include_bytes!({path:?})),");
    }
    code.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("sample_files.rs"), code)
}

/// Every file below `folder`, with its path relative to the sample set, `/` between parts.
fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    println!("cargo:rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.push((name, entry.path()));
        }
    }
    Ok(())
}
