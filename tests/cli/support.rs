//! A set in a folder of its own, and the program run on it as a user without settings.

use std::{
    path::PathBuf,
    process::{Command, Stdio},
};

use serde::de::{Deserializer as _, MapAccess, Visitor};
use serde_json::Value;
use tempfile::TempDir;

/// The set's folder, as it is named on the command line.
pub(crate) const SET: &str = "文献集";

/// A set, and a home folder that no other test and no user shares.
pub(crate) struct Place {
    home: TempDir,
}

/// What the program did.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Place {
    /// A set with these articles.
    pub(crate) fn with(articles: &[(&str, &[u8])]) -> Self {
        let place = Self { home: TempDir::new().unwrap() };
        std::fs::create_dir(place.path(SET)).unwrap();
        for (name, bytes) in articles {
            place.write(&format!("{SET}/{name}"), bytes);
        }
        place
    }

    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.home.path().join(relative)
    }

    pub(crate) fn write(&self, relative: &str, bytes: &[u8]) {
        let path = self.path(relative);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    pub(crate) fn read(&self, relative: &str) -> Vec<u8> {
        std::fs::read(self.path(relative)).unwrap()
    }

    pub(crate) fn exists(&self, relative: &str) -> bool {
        self.path(relative).exists()
    }

    /// The program, ready to be started in this place.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_quandian"));
        command
            .args(args)
            .current_dir(self.home.path())
            .env_clear()
            .env("HOME", self.home.path())
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("XDG_DATA_HOME", self.path("data"))
            .env("XDG_CACHE_HOME", self.path("cache"))
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Done {
        let output = self.command(args).output().unwrap();
        Done {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Stdout of a run that succeeds and has nothing to complain of.
    pub(crate) fn ok(&self, args: &[&str]) -> String {
        let done = self.run(args);
        assert!(done.code == Some(0) && done.stderr.is_empty(), "{args:?}: {done:?}");
        done.stdout
    }

    /// Stderr of a run that fails with that code and prints no data.
    pub(crate) fn fails(&self, code: i32, args: &[&str]) -> String {
        let done = self.run(args);
        assert!(done.code == Some(code) && done.stdout.is_empty(), "{args:?}: {done:?}");
        assert!(!done.stderr.contains("panicked"), "{}", done.stderr);
        done.stderr
    }

    /// Marks a passage of coder `lin` with the theme 人才; its id.
    pub(crate) fn tag(&self, article: &str, span: &str) -> String {
        let fixed = ["tag", SET, "--coder", "lin", "--theme", "人才"];
        let id = self.ok(&[&fixed[..], &["--article", article, "--span", span]].concat());
        id.trim_end().to_owned()
    }

    /// What `check` says of everything, each passage's status with its text.
    pub(crate) fn statuses(&self) -> Vec<(String, String)> {
        let lines = values(&self.run(&["check", SET, "--json"]).stdout);
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        lines.iter().map(|line| (text(&line["status"]), text(&line["text"]))).collect()
    }
}

/// The objects of JSON Lines.
pub(crate) fn values(lines: &str) -> Vec<Value> {
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The keys of an object in the order in which they are written.
pub(crate) fn keys(line: &str) -> Vec<String> {
    struct Keys;
    impl<'de> Visitor<'de> for Keys {
        type Value = Vec<String>;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut keys = Vec::new();
            while let Some((key, _)) = map.next_entry::<String, Value>()? {
                keys.push(key);
            }
            Ok(keys)
        }
    }
    serde_json::Deserializer::from_str(line).deserialize_map(Keys).unwrap()
}
