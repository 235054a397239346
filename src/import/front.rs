//! What stands on the cover: title, organisation, fiscal year.
//!
//! Lives here: how they are told from the lines at the top, and what is made up when they are missing.
//! Does not live here: the rest of the text. May use: `families`, `lines`; `calendar`, `locale`, `plan`.
//!
//! The fiscal year is the title's; else the first one at the top; else the first one the body speaks
//! of as its own (令和6年度は…, 令和6年度の…), never one merely mentioned (令和5年度に開設した).

use super::families::Entry;
use super::label::Family;
use super::lines::{reads_as_prose, width};
use super::markdown::Matter;
use chrono::NaiveDate;

use crate::calendar::{FiscalYear, find_fiscal_year, format_date, half_width, written_dates};
use crate::locale::Message;
use crate::plan::{Finding, FindingLevel, Stage};

/// How many lines at the top may be the cover.
const COVER_LINES: usize = 12;
/// A title or name is at most this wide, in half-width columns.
const WIDEST: usize = 120;

/// The cover.
#[derive(Debug, Default)]
pub(super) struct Front {
    /// The title.
    pub title: String,
    /// The organisation.
    pub organization: String,
    /// The fiscal year.
    pub year: Option<FiscalYear>,
    /// The day.
    pub date: Option<NaiveDate>,
    /// Whether it is marked as not resolved yet: （案）.
    pub proposal: bool,
}

/// Takes the lines of the cover out of `entries`.
pub(super) fn take(entries: &mut Vec<Entry>, matter: Matter, findings: &mut Vec<Finding>) -> Front {
    let Matter { title, organization } = matter;
    let mut front = Front { title, organization, ..Front::default() };
    let (titled, named_by) = (!front.title.is_empty(), !front.organization.is_empty());
    let cover = entries.iter().take(COVER_LINES).take_while(|e| may_be_cover(e)).count();
    let words = |e: &Entry| if e.family == Some(Family::Bracket) { format!("【{}】", e.text) } else { e.text.clone() };
    let texts: Vec<String> = entries[..cover].iter().map(words).collect();
    let short = |text: &str| width(text) <= WIDEST && !reads_as_prose(text);
    let named = |text: &String| short(text) && is_title(text);
    let mut used: Vec<usize> = Vec::new();
    if !titled && let Some(at) = texts.iter().position(named) {
        front.title = texts[at].clone();
        used.push(at);
        // 令和7年度 and 事業計画書 on two lines.
        if at > 0 && is_only_year(&texts[at - 1]) && year_in(&texts[at]).is_none() {
            front.title = format!("{}{}", texts[at - 1], front.title);
            used.push(at - 1);
        }
    }
    if !named_by
        && let Some(at) = (0..cover).find(|at| {
            !used.contains(at) && short(&texts[*at]) && entries[*at].family != Some(Family::Bracket) && is_organization(&texts[*at])
        })
    {
        front.organization = texts[at].clone();
        used.push(at);
    }
    if front.title.is_empty() && front.organization.is_empty() && !used.contains(&0) {
        // A line above prose is a heading, above headings and short lines a title.
        let alone = entries.get(1).is_none_or(|next| next.family.is_some() || (next.blanks > 0 && !reads_as_prose(&next.text)));
        let plain = entries.first().is_some_and(|e| {
            matches!(e.family, None | Some(Family::Heading | Family::Markdown(1))) && e.label.is_none() && e.table.is_none()
        });
        if cover > 0 && alone && plain && entries.len() > 1 && short(&texts[0]) && width(&texts[0]) <= 60 {
            front.title = texts[0].clone();
            used.push(0);
        }
    }
    front.year = year_in(&front.title).or_else(|| texts.iter().find_map(|text| year_in(text)));
    // What the cover prints again in the same words.
    let bare = |text: &str| half_width(text).chars().filter(|c| !c.is_whitespace()).collect::<String>();
    for (at, text) in texts.iter().enumerate().filter(|(at, _)| !used.contains(at)).map(|(at, text)| (at, bare(text))).collect::<Vec<_>>() {
        let day = written_dates(&text, None).first().and_then(|day| day.date).filter(|day| format_date(*day) == text);
        if front.date.is_none() && day.is_some() {
            front.date = day;
            used.push(at);
        } else if text == "(案)" && !front.proposal {
            front.proposal = true;
            used.push(at);
        }
    }
    // The rest of the cover is no heading: a year and plan named again above the first label would
    // otherwise stand over the whole plan.
    for (at, text) in texts.iter().enumerate() {
        if !used.contains(&at)
            && entries[at].family == Some(Family::Heading)
            && (is_title(text) || is_organization(text) || is_only_year(text))
        {
            entries[at].family = None;
        }
    }
    let mut at = 0;
    entries.retain(|_| {
        at += 1;
        !used.contains(&(at - 1))
    });
    if front.organization.is_empty() {
        front.organization = organization_in(&front.title);
    }
    make_up(&mut front, entries, findings);
    front
}

fn may_be_cover(entry: &Entry) -> bool {
    match entry.family {
        None => entry.table.is_none() && !entry.quote,
        Some(Family::Heading | Family::ParenHeading | Family::Markdown(1)) => entry.label.is_none(),
        Some(Family::Markdown(2)) => entry.label.is_none() && is_title(&entry.text) && year_in(&entry.text).is_some(),
        Some(Family::Bracket) => is_title(&entry.text) && find_fiscal_year(&entry.text).is_some(),
        _ => false,
    }
}

/// Fills what the cover does not say.
fn make_up(front: &mut Front, entries: &[Entry], findings: &mut Vec<Finding>) {
    if front.year.is_none()
        && let Some((year, line)) = entries.iter().find_map(|e| own_year(&e.text).map(|year| (year, e.line)))
    {
        front.year = Some(year);
        let message = Message::new("import.fiscal_year_from_body").with("year", year).with("line", line);
        findings.push(Finding::new(FindingLevel::Info, message).at_line(line));
    }
    if !front.title.is_empty() {
        return;
    }
    front.title = match front.year {
        Some(year) => format!("{year}事業計画"),
        None => front.organization.clone(),
    };
    let message = if front.title.is_empty() {
        Message::new("import.no_title")
    } else {
        Message::new("import.title_made_up").with("title", &front.title)
    };
    findings.push(Finding::new(FindingLevel::Info, message));
}

/// 令和6年度は…: the year the text speaks of as its own.
fn own_year(text: &str) -> Option<FiscalYear> {
    let mut rest = text;
    while let Some((year, range)) = find_fiscal_year(rest) {
        let after = rest[range.end..].trim_start();
        if ["は", "も", "の", "、", "において", "における", "には", "事業"].iter().any(|word| after.starts_with(word)) {
            return Some(year);
        }
        rest = &rest[range.end..];
    }
    None
}

/// The fiscal year of a line of the cover, however far apart its letters are set (令 和 ７ 年 度).
fn year_in(text: &str) -> Option<FiscalYear> {
    find_fiscal_year(&text.split_whitespace().collect::<String>()).map(|(year, _)| year)
}

fn is_title(text: &str) -> bool {
    const KINDS: [&str; 14] =
        ["計画", "報告", "方針", "要覧", "概要", "活動", "予算", "プラン", "議案", "基本構想", "ビジョン", "Plan", "plan", "行事"];
    const ENDS: [&str; 8] = ["事業計画", "計画書", "計画", "計画（案）", "計画(案)", "計画書（案）", "計画書(案)", "報告書"];
    let text = text.split_whitespace().collect::<String>();
    let year = find_fiscal_year(&text).is_some();
    (year && KINDS.iter().any(|kind| text.contains(kind))) || ENDS.iter().any(|end| text.ends_with(end))
}

fn is_only_year(text: &str) -> bool {
    let text: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '（' | '）' | '(' | ')')).collect();
    find_fiscal_year(&text).is_some_and(|(_, range)| range == (0..text.len()))
}

const CORPORATIONS: [&str; 18] = [
    "特別養護老人ホーム",
    "養護老人ホーム",
    "軽費老人ホーム",
    "介護老人保健施設",
    "社会福祉法人",
    "公益社団法人",
    "一般社団法人",
    "公益財団法人",
    "一般財団法人",
    "特定非営利活動法人",
    "NPO法人",
    "ＮＰＯ法人",
    "学校法人",
    "医療法人",
    "宗教法人",
    "独立行政法人",
    "(福)",
    "（福）",
];
const BODIES: [&str; 40] = [
    "商工会議所",
    "商工会",
    "PTA",
    "ＰＴＡ",
    "苑",
    "老人クラブ",
    "クラブ連合",
    "子ども会",
    "子供会",
    "婦人会",
    "青年会",
    "振興会",
    "商店街",
    "同窓会",
    "後援会",
    "保存会",
    "こども園",
    "支援学校",
    "協議会",
    "協会",
    "連合会",
    "連盟",
    "委員会",
    "小学校",
    "中学校",
    "高等学校",
    "学園",
    "大学",
    "自治会",
    "町内会",
    "町会",
    "財団",
    "機構",
    "組合",
    "連絡会",
    "部会",
    "市役所",
    "役場",
    "保育園",
    "幼稚園",
];

fn is_organization(text: &str) -> bool {
    let text = text.trim();
    text.chars().count() <= 40
        && !text.contains(['。', '、', '：', ':'])
        && !is_title(text)
        && (CORPORATIONS.iter().any(|c| text.starts_with(c)) || BODIES.iter().any(|b| text.ends_with(b)))
}

/// The organisation named in a title: what is left without year and 事業計画.
fn organization_in(title: &str) -> String {
    let mut rest = title;
    if let Some((_, range)) = find_fiscal_year(title) {
        rest = if title[range.end..].trim().is_empty() { &title[..range.start] } else { &title[range.end..] };
        // わかば市社会福祉協議会 令和7年度事業計画
        let before = title[..range.start].trim();
        if is_organization(before) {
            return before.to_owned();
        }
    }
    // 2026年度（令和8年度）: the year once more.
    let again =
        find_fiscal_year(rest).filter(|(_, range)| rest[..range.start].chars().all(|c| c.is_whitespace() || "（(・／/".contains(c)));
    if let Some((_, range)) = again {
        rest = rest[range.end..].trim_start_matches(['）', ')', '　', ' ']);
    }
    let end = ["事業計画", "活動計画", "事業報告", "運営計画", "計画", "報告"]
        .iter()
        .filter_map(|word| rest.find(word))
        .min()
        .unwrap_or(rest.len());
    let name = rest[..end].trim().trim_end_matches('の').trim();
    if is_organization(name) { name.to_owned() } else { String::new() }
}

/// How far the plan had come when its text was written, as its title says: （案）, （第2稿）, （第2回変更）, （承認済）.
/// A text that says nothing is taken for a draft: what is imported is to be worked on.
pub(super) fn stage_of(title: &str) -> Stage {
    let title = half_width(title);
    let title = title.trim_end().trim_end_matches([')', '）', '】', '］', ']']);
    if title.ends_with('案') {
        return Stage::BoardProposal;
    }
    if ["承認済", "承認済み", "議決済", "議決済み", "決定版", "確定版", "確定"].iter().any(|word| title.ends_with(word))
    {
        return Stage::Approved;
    }
    let counted = |ending: &str| title.strip_suffix(ending)?.rsplit_once('第')?.1.parse().ok();
    counted("回変更").map(Stage::Amendment).or_else(|| counted("稿").map(Stage::Draft)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_tells_the_stage() {
        assert_eq!(stage_of("令和7年度事業計画（案）"), Stage::BoardProposal);
        assert_eq!(stage_of("令和７年度事業計画（第２回変更）"), Stage::Amendment(2));
        assert_eq!(stage_of("令和7年度事業計画（第2稿）"), Stage::Draft(2));
        assert_eq!(stage_of("令和7年度事業計画【承認済】"), Stage::Approved);
        assert_eq!([stage_of("令和7年度事業計画"), stage_of("ご案内"), stage_of("")], [Stage::Draft(1); 3]);
    }

    #[test]
    fn titles_and_names() {
        for title in
            ["令和2年度事業計画", " 令和 7年度 市町村社協部会事業計画", "平成29年度 研究会 報告書", "事業計画書", "2025年度活動方針"]
        {
            assert!(is_title(title), "{title}");
        }
        for name in ["社会福祉法人 若葉市社会福祉協議会", "わかば町自治会", "わかば市立みどり小学校"] {
            assert!(is_organization(name) && !is_title(name), "{name}");
        }
        assert_eq!(organization_in("令和 7年度 市町村社協部会事業計画"), "市町村社協部会");
        assert_eq!(organization_in("令和7年度 わかば市社会福祉協議会の事業計画（案）"), "わかば市社会福祉協議会");
        assert_eq!(own_year("令和5年度に開設した。令和6年度は策定する。"), Some(FiscalYear(2024)));
        assert_eq!(own_year("会員数（令和3年度）"), None);
    }
}
