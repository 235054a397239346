//! What `--help` says: of everything, or of one verb with what only it needs to tell.

use crate::locale::{Lang, text};

/// The words in which a verb tells more than its usage, where it does.
const MORE: [(&str, &str); 2] = [("calendar", "cli.help.calendar"), ("merge", "cli.help.merge")];

/// The help, of one verb alone or of all.
pub(super) fn of(verb: Option<&str>, lang: Lang) -> String {
    let all = text(lang, "cli.help");
    let Some((verb, (usage, rest))) = verb.zip(usage_of(verb.unwrap_or_default(), all)) else { return all.to_owned() };
    let more = MORE.iter().find(|(of, _)| *of == verb).map(|(_, key)| format!("{}\n", text(lang, key))).unwrap_or_default();
    let heading = all.lines().find(|line| line.ends_with(':')).unwrap_or_default();
    format!("{heading}\n{usage}\n{more}{rest}")
}

/// The lines of a verb's usage, and what stands behind the usage of all.
fn usage_of<'a>(verb: &str, all: &'a str) -> Option<(&'a str, &'a str)> {
    let start = all.find(&format!("  nendo {verb} "))?;
    let behind = all.get(start..)?;
    let over = behind.find("\n\n")?;
    let own = behind.find("\n  nendo ").filter(|next| *next < over).unwrap_or(over) + 1;
    Some((behind.get(..own)?, behind.get(over + 2..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verb_tells_of_itself_alone() {
        for lang in [Lang::Ja, Lang::En] {
            let all = of(None, lang);
            for verb in ["import", "outline", "export", "compare", "merge", "check", "calendar", "fmt"] {
                let own = of(Some(verb), lang);
                assert!(own.contains(&format!("  nendo {verb} ")) && own.matches("  nendo ").count() == 1, "{own}");
                assert!(own.contains("--lang ja|en") && own.len() < all.len(), "{own}");
            }
            let calendar = of(Some("calendar"), lang);
            assert!(["--layout grid|list", "holidays.ron", ".ics"].iter().all(|words| calendar.contains(words)), "{calendar}");
            assert!(!of(Some("fmt"), lang).contains("--layout"));
        }
    }
}
