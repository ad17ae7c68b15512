//! The one way to stdout and stderr: data on one, messages on the other, and the exit code.

use std::{
    fmt::Display,
    io::{self, BufWriter, StdoutLock, Write as _},
    process::ExitCode,
};

use rust_i18n::t;
use serde::Serialize;

use crate::session::describe;

/// Why a subcommand ended before its end.
#[derive(Debug)]
pub(super) enum Stop {
    /// It failed; the message is for the user.
    Failed(String),
    /// Nobody reads the output any more (`| head`): no reason to complain.
    Closed,
}

impl Stop {
    /// A failure that the user is told in these words.
    pub(super) fn failed(message: impl Into<String>) -> Self {
        Self::Failed(message.into())
    }

    /// The same, with what can be done about it in a line of its own.
    pub(super) fn advising(self, advice: &str) -> Self {
        match self {
            Self::Failed(message) => Self::Failed(format!("{message}\n{advice}")),
            Self::Closed => Self::Closed,
        }
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::Closed;
        }
        Self::Failed(t!("cli.error.stdout", reason = error.to_string()).into_owned())
    }
}

/// Stdout, and whether anything went wrong so far.
pub(super) struct Output {
    stdout: BufWriter<StdoutLock<'static>>,
    failed: bool,
}

impl Output {
    pub(super) fn new() -> Self {
        Self { stdout: BufWriter::new(io::stdout().lock()), failed: false }
    }

    /// One line of data for a human: control and direction characters of file names are escaped.
    pub(super) fn line(&mut self, text: &str) -> Result<(), Stop> {
        Ok(writeln!(self.stdout, "{}", describe::shown(text))?)
    }

    /// One line of data for a program.
    pub(super) fn json(&mut self, value: &impl Serialize) -> Result<(), Stop> {
        serde_json::to_writer(&mut self.stdout, value).map_err(io::Error::from)?;
        Ok(self.stdout.write_all(b"\n")?)
    }

    /// Data as it is.
    pub(super) fn bytes(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        Ok(self.stdout.write_all(bytes)?)
    }

    /// Lets go of what is held back so far.
    pub(super) fn flush(&mut self) -> Result<(), Stop> {
        Ok(self.stdout.flush()?)
    }

    /// Tells of something that failed while the rest goes on.
    pub(super) fn problem(&mut self, message: impl Display) {
        self.failed = true;
        tell(&message);
    }

    /// Counts something that the data itself tells of as failed.
    pub(super) fn mark_failed(&mut self) {
        self.failed = true;
    }

    /// Flushes and says how it went.
    pub(super) fn finish(mut self, done: Result<(), Stop>) -> ExitCode {
        let done = done.and_then(|()| Ok(self.stdout.flush()?));
        match done {
            Err(Stop::Failed(message)) => self.problem(message),
            Err(Stop::Closed) | Ok(()) => {}
        }
        if self.failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    }
}

/// Writes a message to stderr.
pub(super) fn tell(message: &impl Display) {
    // With stderr gone there is nobody left to tell.
    let _ = writeln!(io::stderr().lock(), "{message}");
}
