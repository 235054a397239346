//! Why the system refused something, in words of the user's language.
//!
//! Lives here: the one way from an error of the system to such words. Does not live here: what happened to what, and
//! what to do (the messages that take the reason as an argument).

use std::error::Error as _;
use std::io::{Error, ErrorKind};

use super::Message;

impl Message {
    /// The reason of an error of the system. What is not known is said in the system's own words.
    pub fn reason(error: &Error) -> Self {
        match key(error) {
            Some(key) => Self::new(key),
            None => {
                let words = error.to_string();
                // The name of a temporary file would only puzzle.
                Self::new("reason.other").with("words", words.split(" at path").next().unwrap_or_default())
            }
        }
    }
}

fn key(error: &Error) -> Option<&'static str> {
    use ErrorKind as K;
    if let Some(key) = code(error).and_then(by_code) {
        return Some(key);
    }
    Some(match error.kind() {
        K::StorageFull | K::QuotaExceeded => "reason.full",
        K::PermissionDenied => "reason.forbidden",
        K::ReadOnlyFilesystem => "reason.read_only",
        K::NotFound => "reason.not_found",
        K::ResourceBusy | K::ExecutableFileBusy | K::WouldBlock => "reason.in_use",
        K::IsADirectory => "reason.is_folder",
        K::NotADirectory => "reason.no_folder",
        K::InvalidFilename => "reason.name",
        K::AlreadyExists => "reason.exists",
        K::FileTooLarge => "reason.too_large",
        K::OutOfMemory => "reason.memory",
        K::BrokenPipe | K::UnexpectedEof | K::WriteZero => "reason.broken_off",
        K::HostUnreachable
        | K::NetworkUnreachable
        | K::NetworkDown
        | K::NotConnected
        | K::ConnectionReset
        | K::ConnectionAborted
        | K::ConnectionRefused
        | K::TimedOut
        | K::StaleNetworkFileHandle => "reason.network",
        _ => return None,
    })
}

/// The system's number, which may be wrapped in an error that names the file.
fn code(error: &Error) -> Option<i32> {
    let mut inner: Option<&dyn std::error::Error> = error.get_ref().map(|inner| inner as &dyn std::error::Error);
    let mut code = error.raw_os_error();
    while let (None, Some(one)) = (code, inner) {
        code = one.downcast_ref::<Error>().and_then(Error::raw_os_error);
        inner = one.source();
    }
    code.or_else(|| error.source().and_then(|source| source.downcast_ref::<Error>()).and_then(Error::raw_os_error))
}

/// Faults that have no kind of their own.
fn by_code(code: i32) -> Option<&'static str> {
    if cfg!(windows) {
        match code {
            19 => Some("reason.read_only"),
            32 | 33 => Some("reason.in_use"),
            23 | 1117 => Some("reason.fault"),
            51 | 53 | 59 | 64 | 67 | 1222 | 1231 => Some("reason.network"),
            _ => None,
        }
    } else {
        // EIO, and what is said of a device that was pulled out.
        matches!(code, 5 | 6 | 19).then_some("reason.fault")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Lang;

    #[test]
    fn what_people_meet_is_said_in_their_language() {
        let kinds = [
            ErrorKind::StorageFull,
            ErrorKind::PermissionDenied,
            ErrorKind::ReadOnlyFilesystem,
            ErrorKind::NotFound,
            ErrorKind::ResourceBusy,
            ErrorKind::IsADirectory,
            ErrorKind::HostUnreachable,
            ErrorKind::TimedOut,
        ];
        for kind in kinds {
            let reason = Message::reason(&Error::from(kind));
            assert_ne!(reason.key, "reason.other", "{kind:?}");
            assert!(!reason.text(Lang::Ja).is_ascii() && reason.text(Lang::En).is_ascii(), "{kind:?}");
        }
        assert_eq!(Message::reason(&Error::from(ErrorKind::StorageFull)).text(Lang::Ja), "空き容量が足りません");
    }

    #[cfg(unix)]
    #[test]
    fn numbers_of_the_system_are_seen_through_what_wraps_them() {
        let fault = Error::from_raw_os_error(5);
        assert_eq!(Message::reason(&fault).key, "reason.fault");
        assert_eq!(Message::reason(&Error::other(fault)).key, "reason.fault");
        let elsewhere = tempfile::Builder::new().tempfile_in("/there/is/no/such/folder").expect_err("no folder");
        assert_eq!(Message::reason(&elsewhere).key, "reason.not_found");
    }

    #[test]
    fn the_unknown_keeps_its_words_without_names_of_temporary_files() {
        let odd = Error::other(r#"odd thing at path "/tmp/.tmpX""#);
        assert_eq!(Message::reason(&odd).text(Lang::Ja), "odd thing");
    }
}
