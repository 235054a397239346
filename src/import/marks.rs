//! Marks that are data: 【新規】, （市受託事業）, （4月、7月）, 〔…と連携して実施〕.
//!
//! Lives here: what they look like and how they are taken off a title. Does not live here: what a
//! schedule means. May use: `schedule`; `plan` (status, partner note).

use super::schedule::is_schedule;
use crate::plan::{Node, Role, Status, tail_that_says_when};

/// A title without its marks.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Marks {
    /// What is left.
    pub title: String,
    /// Status.
    pub status: Option<Status>,
    /// Funding in the plan's words.
    pub funding: Vec<String>,
    /// Schedule phrases.
    pub schedule: Vec<String>,
    /// Marks that will print elsewhere or otherwise than they stood, as they stood.
    pub changed: String,
}

const OPEN: [char; 10] = ['(', '（', '[', '［', '【', '〔', '〈', '《', '＜', '<'];

/// Takes the marks off `text`.
pub(super) fn take(text: &str) -> Marks {
    let mut marks = Marks::default();
    let mut rest = text.trim();
    // The printed order is schedule, funding, status; from the end, the other way round.
    let mut stage = 0u8;
    if let Some((status, printed, after)) = leading_status(rest).or_else(|| boxed_status(rest)) {
        marks.status = Some(status);
        marks.changed.push_str(printed);
        rest = after;
    }
    let mut funding = Vec::new();
    let mut schedule = Vec::new();
    while let Some((before, bracket, inner)) = trailing_bracket(rest) {
        if before.is_empty() {
            break;
        }
        let square = bracket.starts_with(['【', '[', '［', '〈', '《', '〔', '＜', '<']);
        let mut other = false;
        let own = if let Some(status) = Status::from_word(inner).filter(|_| marks.status.is_none()) {
            marks.status = Some(status);
            other = bracket != format!("【{}】", status.word());
            0
        } else if !square && schedule.is_empty() && is_schedule(inner) && !names_a_time(before) && !goes_on(rest) {
            schedule.push(inner.to_owned());
            2
        } else if !square && is_funding(inner) {
            funding.push(inner.to_owned());
            1
        } else {
            break;
        };
        if own < stage || other {
            marks.changed.push_str(bracket);
        }
        stage = stage.max(own);
        rest = before.trim_end();
    }
    funding.reverse();
    marks.title = rest.to_owned();
    if marks.status.is_none()
        && let Some((status, range)) = inner_status(rest)
    {
        marks.status = Some(status);
        marks.changed.push_str(&rest[range.clone()]);
        let (before, after) = (rest[..range.start].trim_end(), rest[range.end..].trim_start());
        let space = if after.starts_with(OPEN) { "" } else { "　" };
        marks.title = format!("{before}{space}{after}");
    }
    marks.funding = funding;
    marks.schedule = schedule;
    marks
}

/// 研修【新規】（担当：総務課）, 大会（新規）６月: a status between the words of a title.
fn inner_status(text: &str) -> Option<(Status, std::ops::Range<usize>)> {
    text.char_indices().filter(|(at, c)| *at > 0 && OPEN.contains(c)).take(20).find_map(|(at, open)| {
        let (status, printed, after) = leading_status(&text[at..])?;
        // （新） is often a word's own bracket.
        let sure = !matches!(open, '(' | '（') || printed.chars().count() > 3;
        // What goes on right behind a mark without white space may be one word with it: only a
        // bracket, a space or a number parts them for sure.
        let parted = after.starts_with(OPEN)
            || text[at + printed.len()..].starts_with(char::is_whitespace)
            || after.starts_with(|c: char| c.is_numeric());
        (sure && parted).then(|| (status, at..at + printed.len()))
    })
}

/// Whether a bracket goes on with what stands before it: 体操教室　毎週火曜日（祝日を除く） is one phrase, which stays in the title.
fn goes_on(text: &str) -> bool {
    tail_that_says_when(text, None).is_some()
}

/// Whether another bracket of `text` says when: 理事会（月1回）、総会（2回） is two pairs in one line.
fn names_a_time(text: &str) -> bool {
    text.split(['(', '（']).skip(1).take(20).any(|part| part.split([')', '）']).next().is_some_and(is_schedule))
}

/// （…） at the end: what stands before, the bracket, its inside.
fn trailing_bracket(text: &str) -> Option<(&str, &str, &str)> {
    let close = text.chars().next_back().filter(|c| matches!(c, ')' | '）' | ']' | '］' | '】' | '〕' | '〉' | '》' | '＞' | '>'))?;
    let pairs: &[char] = match close {
        ')' | '）' => &['(', '（'],
        ']' | '］' => &['[', '［'],
        '】' => &['【'],
        '〕' => &['〔'],
        '〉' => &['〈'],
        '＞' => &['＜'],
        '>' => &['<'],
        _ => &['《'],
    };
    let mut depth = 0usize;
    // A mark is short; a bracket that opens farther back is none.
    for (at, c) in text.char_indices().rev().take(90) {
        if c == close || (matches!(close, ')' | '）') && matches!(c, ')' | '）')) {
            depth += 1;
        } else if pairs.contains(&c) {
            depth -= 1;
            if depth == 0 {
                let inner = &text[at + c.len_utf8()..text.len() - close.len_utf8()];
                return Some((&text[..at], &text[at..], inner.trim()));
            }
        }
    }
    None
}

/// 【新規】 or [新] before the title. （新） is too often a word's own bracket to be taken there.
fn leading_status(text: &str) -> Option<(Status, &str, &str)> {
    let open = text.chars().next().filter(|c| OPEN.contains(c))?;
    let close = match open {
        '【' => '】',
        '[' => ']',
        '［' => '］',
        '（' => '）',
        '(' => ')',
        '〔' => '〕',
        '〈' => '〉',
        '＜' => '＞',
        '<' => '>',
        _ => '》',
    };
    let end = text.char_indices().take(8).find(|(_, c)| *c == close)?.0;
    let status = Status::from_word(text[open.len_utf8()..end].trim())?;
    let after = &text[end + close.len_utf8()..];
    (!after.trim().is_empty()).then(|| (status, &text[..text.len() - after.len()], after.trim_start()))
}

/// 新 居場所づくり: a status in a box before its title, as a text has it that cannot draw the box.
fn boxed_status(text: &str) -> Option<(Status, &str, &str)> {
    let status = Status::ALL.into_iter().find(|status| text.starts_with(status.short()))?;
    let (printed, after) = text.split_at(status.short().len());
    let parted = after.starts_with([' ', '　']) && !after.trim().is_empty();
    parted.then(|| (status, printed, after.trim_start()))
}

/// 市受託事業, 県社協受託事業, 自主事業, 補助事業, 共同募金配分金事業.
fn is_funding(inner: &str) -> bool {
    const ENDS: [&str; 16] = [
        "受託事業",
        "委託事業",
        "補助事業",
        "自主事業",
        "助成事業",
        "単独事業",
        "受託",
        "委託",
        "補助",
        "自主",
        "自主財源",
        "補助金",
        "助成金",
        "配分金",
        "配分金事業",
        "共同募金",
    ];
    const WORDS: [&str; 8] = ["受託", "委託", "補助", "自主", "助成", "共同募金", "配分金", "単独"];
    inner.chars().count() <= 30
        && inner.split(['、', '・', '／', '/', '＋']).all(|part| {
            let part = part.trim();
            let ends = ENDS.iter().any(|end| part.ends_with(end)) || (part.contains("共同募金") && part.ends_with("事業"));
            ends && WORDS.iter().any(|word| part.contains(word))
        })
}

/// 担当：地域福祉課 as the plan prints it again.
pub(super) fn lead(text: &str) -> Option<&str> {
    let lead = text.strip_prefix("担当：")?;
    let plain = !lead.is_empty() && lead == lead.trim() && lead.chars().count() <= 40;
    (plain && !lead.contains(['。', '：', '\t', '　'])).then_some(lead)
}

/// 予算：1,200千円 as the plan prints it again.
pub(super) fn budget(text: &str) -> Option<i64> {
    let words = text.strip_prefix("予算：")?.strip_suffix("千円")?;
    let amount: i64 = words.replace(',', "").parse().ok().filter(|n| (0..1_000_000_000_000).contains(n))?;
    let digits = amount.to_string();
    let mut printed = String::new();
    for (at, c) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            printed.push(',');
        }
        printed.push(c);
    }
    (printed == words).then_some(amount)
}

/// What a plan prints in one line below a title.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Details<'a> {
    /// Who is in charge.
    pub lead: Option<&'a str>,
    /// The labels of the goals it serves.
    pub goals: Option<&'a str>,
    /// The budget in thousand yen.
    pub budget: Option<i64>,
}

/// 担当：地域福祉課　　重点目標：1、3　　予算：1,200千円 as the plan prints it again: some of them, in this order.
pub(super) fn details(text: &str) -> Option<Details<'_>> {
    let mut details = Details::default();
    let mut before = 0;
    for part in text.split("　　") {
        let own = if let Some(lead) = lead(part) {
            details.lead = Some(lead);
            1
        } else if let Some(goals) = part.strip_prefix("重点目標：").filter(|goals| !goals.is_empty() && !goals.contains(['。', '：']))
        {
            details.goals = Some(goals);
            2
        } else {
            details.budget = Some(budget(part)?);
            3
        };
        if own <= before {
            return None;
        }
        before = own;
    }
    Some(details)
}

/// A line that is wholly 〔…と連携して実施〕: the partners and the wording of the note.
pub(super) fn partner_note(text: &str) -> Option<(Vec<String>, String)> {
    let inner = text.strip_prefix('〔')?.strip_suffix('〕')?;
    let at = ["と連携", "と協働", "と共催", "と共同", "との連携", "との共催", "との協働", "に委託", "の協力", "と協力"]
        .iter()
        .filter_map(|word| inner.find(word))
        .min()?;
    let (who, rest) = inner.split_at(at);
    if who.trim().is_empty() || inner.contains("{}") {
        return None;
    }
    let partners: Vec<String> = who.split('、').map(|p| p.trim().to_owned()).collect();
    // Only if it prints as it stood: with the usual wording, else with its own.
    let mut node = Node::new(Role::Item, "");
    node.partners.clone_from(&partners);
    let squash = |t: &str| t.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let prints = |node: &Node| node.partner_line().map(|line| squash(&line)) == Some(squash(inner));
    if !prints(&node) {
        node.partner_note = format!("{{}}{rest}");
    }
    (prints(&node) && partners.iter().all(|p| !p.is_empty())).then_some((partners, node.partner_note))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_come_off_titles() {
        let got = take("発達相談事業（すくすく）（一部市受託事業）【拡充】");
        assert_eq!(
            (got.title.as_str(), got.status, got.funding),
            ("発達相談事業（すくすく）", Some(Status::Expanded), vec!["一部市受託事業".to_owned()])
        );
        assert!(got.changed.is_empty());
        let got = take("会長会議（4月、7月、10月、2月）");
        assert_eq!((got.title.as_str(), got.schedule), ("会長会議", vec!["4月、7月、10月、2月".to_owned()]));
        let got = take("相談（火・水・木曜日（年末年始、祝祭日を除く））");
        assert_eq!((got.title.as_str(), got.schedule), ("相談", vec!["火・水・木曜日（年末年始、祝祭日を除く）".to_owned()]));
        let got = take("【新規】サロン（市受託事業）（年2回）");
        assert_eq!((got.title.as_str(), got.status, got.changed.as_str()), ("サロン", Some(Status::New), "【新規】（市受託事業）"));
        for kept in ["新任研修【2・3期目】", "フォーラム（パンフレット）", "サロン[地区]", "（年2回）", "理事会（月1回）、総会（2回）"]
        {
            assert_eq!(take(kept).title, kept);
        }
        assert_eq!(take("サロン[新]").status, Some(Status::New));
    }

    #[test]
    fn partners_print_as_they_stood() {
        assert_eq!(partner_note("〔会長部会と連携して実施〕"), Some((vec!["会長部会".to_owned()], String::new())));
        assert_eq!(partner_note("〔市、民児協との共催〕"), Some((vec!["市".to_owned(), "民児協".to_owned()], "{}との共催".to_owned())));
        assert_eq!(partner_note("〔別紙のとおり〕"), None);
    }
}
