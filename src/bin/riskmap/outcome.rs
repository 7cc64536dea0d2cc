//! What a command comes to, and how the process says so.

use std::error::Error;
use std::io::{self, BufWriter, StdoutLock, Write};
use std::process::ExitCode;

/// What a command that could be done came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing to object to: exit 0.
    Good,
    /// Done, but rows were rejected or a check failed: exit 1.
    #[allow(dead_code, reason = "for the commands that judge data")]
    Flawed,
}

impl Verdict {
    /// Good where the condition holds.
    #[allow(dead_code, reason = "for the commands that judge data")]
    pub fn good_if(condition: bool) -> Self {
        if condition { Self::Good } else { Self::Flawed }
    }
}

/// Why a command could not be done: exit 2.
#[derive(Debug)]
pub enum Failure {
    /// What failed, in words.
    Said(String),
    /// Whoever read our answer has seen enough (`riskmap … | head`): nothing to say, exit 0.
    PipeClosed,
}

impl Failure {
    /// A failure in words: what failed and the value, long parts last.
    pub fn said(words: impl Into<String>) -> Self {
        Self::Said(words.into())
    }
}

/// Any error can end a command with `?`; its causes are told with it.
impl<E: Error + 'static> From<E> for Failure {
    fn from(error: E) -> Self {
        let mut words = error.to_string();
        let mut cause: Option<&(dyn Error + 'static)> = Some(&error);
        while let Some(one) = cause {
            if one.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe) {
                return Self::PipeClosed;
            }
            let said = one.to_string();
            if !words.contains(&said) {
                words = format!("{words}: {said}");
            }
            cause = one.source();
        }
        Self::Said(words)
    }
}

/// What every command returns.
pub type Outcome = Result<Verdict, Failure>;

/// Standard output, buffered: answers go here and nowhere else. Flush it (or call [`print()`]) before returning, so that
/// a full disk is a failure and not silence.
pub fn stdout() -> BufWriter<StdoutLock<'static>> {
    BufWriter::new(io::stdout().lock())
}

/// Writes an answer to standard output as it is.
pub fn print(answer: impl AsRef<[u8]>) -> Result<(), Failure> {
    let mut out = stdout();
    out.write_all(answer.as_ref())?;
    Ok(out.flush()?)
}

/// The exit code of an outcome; a failure is said on standard error first.
pub fn exit_code(outcome: Outcome) -> ExitCode {
    match outcome {
        Ok(Verdict::Good) | Err(Failure::PipeClosed) => ExitCode::SUCCESS,
        Ok(Verdict::Flawed) => ExitCode::from(1),
        Err(Failure::Said(words)) => {
            // Nobody may be listening there either; then there is nothing left to do.
            let _ = writeln!(io::stderr(), "riskmap: {words}");
            ExitCode::from(2)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("cannot write the answer")]
    struct Wrapped(#[source] io::Error);

    #[test]
    fn a_closed_pipe_is_quiet_however_deep_it_lies() {
        let failure = Failure::from(Wrapped(io::ErrorKind::BrokenPipe.into()));
        assert!(matches!(failure, Failure::PipeClosed), "{failure:?}");
    }

    #[test]
    fn causes_are_told_once() {
        match Failure::from(Wrapped(io::Error::other("disk full"))) {
            Failure::Said(words) => assert_eq!(words, "cannot write the answer: disk full"),
            other => panic!("{other:?}"),
        }
    }
}
