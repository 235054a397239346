//! Words that are a clause by themselves: 随時, 未定, 夏休み期間, 他; fillers such as 開催 and 雨天順延.
//! Data alone: a new word of the field is a line here.

use std::sync::LazyLock;

use super::clause::{Clause, Context, Why};
use super::counts::GROUPS;
use super::reader::{Reader, Words};
use super::{remarks, weekdays};

/// At any time, when there is need. Longer words stand before those they begin with.
static ANY_TIME: LazyLock<Words> = LazyLock::new(|| {
    Words::new(&[
        "必要に応じて随時",
        "必要に応じて適宜",
        "必要に応じ随時",
        "必要に応じて",
        "必要に応じ",
        "必要な都度",
        "必要の都度",
        "必要が生じた都度",
        "必要がある場合",
        "必要のある場合",
        "必要な時",
        "必要なとき",
        "必要時",
        "要望に応じて",
        "要望に応じ",
        "依頼に応じて",
        "依頼に応じ",
        "依頼があったとき",
        "依頼の都度",
        "申請に応じて",
        "申請の都度",
        "申込に応じて",
        "相談に応じて",
        "相談があったとき",
        "状況に応じて",
        "希望に応じて",
        "その都度",
        "開催の都度",
        "都度",
        "災害発生時",
        "災害時",
        "緊急時",
        "開催時",
        "不定期に",
        "不定期",
        "随時",
        "適宜",
    ])
});

/// Says when, and no month follows from it.
static NOTES: LazyLock<Words> = LazyLock::new(|| {
    Words::new(&[
        "次年度に向けて",
        "翌年度に向けて",
        "時期未定",
        "日程未定",
        "日時は未定",
        "日時未定",
        "期日未定",
        "開催日未定",
        "未定",
        "別途通知",
        "別途連絡",
        "別途決定",
        "別途調整",
        "後日通知",
        "後日連絡",
        "後日決定",
        "後日調整",
        "日程調整中",
        "調整中",
        "夏休み期間中",
        "夏休み期間",
        "夏休み中",
        "夏休み",
        "冬休み期間中",
        "冬休み期間",
        "冬休み中",
        "冬休み",
        "春休み期間中",
        "春休み期間",
        "春休み中",
        "春休み",
        "長期休業中",
        "長期休業",
        "夏季休業日",
        "夏期休業日",
        "冬季休業日",
        "学年始休業",
        "学年末休業",
        "春季休業中",
        "春季休業",
        "長期休暇中",
        "夏季休業期間中",
        "夏季休業中",
        "夏期休業中",
        "冬季休業中",
        "夏季休業",
        "夏期休業",
        "冬季休業",
        "冬期休業",
        "夏期休暇中",
        "夏季休暇中",
        "各四半期",
        "各学期末",
        "各学期",
        "学期ごとに",
        "学期ごと",
        "学期毎",
        "学期末",
        "学期始め",
        "学期初め",
        "1学期始め",
        "2学期始め",
        "3学期始め",
        "1学期初め",
        "2学期初め",
        "3学期初め",
        "1学期末",
        "2学期末",
        "3学期末",
        "1学期",
        "2学期",
        "3学期",
        "一学期",
        "二学期",
        "三学期",
        "お盆前",
        "お盆明け",
        "お盆期間中",
        "お盆期間",
        "お盆",
        "春の彼岸",
        "秋の彼岸",
        "春彼岸",
        "秋彼岸",
        "お彼岸",
        "彼岸の頃",
        "彼岸",
        "春秋",
        "大型連休中",
        "大型連休",
        "連休中",
        "確定申告期間",
        "確定申告期",
        "誕生日月",
        "誕生月",
        "誕生日",
        "梅雨時",
        "ゴールデンウィーク",
        "GW",
        "定期的に",
        "定期的",
        "毎回",
        "毎回の",
        "開所日",
        "開館日",
        "営業日",
        "授業日",
        "開庁日",
        "登校日",
        "会期中",
        "期間中",
        "農繁期",
        "農閑期",
        "選挙時",
        "卒業時",
        "入学時",
        "年度ごとに",
        "年度ごと",
    ])
});

/// A season, alone or with its ending; it must not be the beginning of another word (春日町).
const SEASONS: [&str; 4] = ["春", "夏", "秋", "冬"];

const OTHERS: [&str; 6] = ["その他", "ほか", "他", "など", "等", "その外"];

/// Adds nothing to when.
static FILLERS: LazyLock<Words> = LazyLock::new(|| {
    Words::new(&[
        "開催予定",
        "実施予定",
        "発行予定",
        "開催する",
        "実施する",
        "を開催",
        "を実施",
        "に開催",
        "に実施",
        "開催",
        "実施",
        "を予定",
        "予定",
        "程度",
        "頃を",
        "頃",
        "ごろ",
        "中旬頃",
        "の予定",
        "原則として",
        "原則",
        "基本",
        "概ね",
        "おおむね",
        "約",
        "主に",
        "及び",
        "および",
        "並びに",
        "かつ",
        "のうち",
        "の間",
        "期間中に",
        "期間中",
        "期間",
        "中に",
        "にかけて",
        "雨天順延",
        "雨天中止",
        "雨天決行",
        "小雨決行",
        "荒天中止",
        "少雨決行",
        "助成",
        "配分",
        "交付",
        "募集",
        "発行号",
        "発行",
        "刊行",
        "号",
        "配布",
        "配付",
        "送付",
        "提出",
        "更新",
        "公開",
        "放送",
        "掲載",
        "受付",
        "受け付け",
        "開講",
        "開設",
        "開館",
        "開所",
        "開始",
        "開店",
        "締切",
        "締め切り",
        "必着",
        "支給",
        "贈呈",
        "集計",
        "点検",
        "出展",
        "訪問",
        "巡回",
        "運行",
        "配達",
        "配食",
        "回覧",
        "納付",
        "徴収",
        "決算",
        "改選",
        "時点",
        "を目途",
        "を目処",
        "を目安",
        "毎に",
        "ごとに",
        "の部",
        "ずつ",
        "対応",
        "稼働",
        "とも",
        "共に",
        "それぞれ",
        "連続講座",
        "縮小実施",
        "連続",
        "同日",
        "日程",
        "時期",
        "期日",
        "日時",
        "その後",
        "想定",
        "両日とも",
        "両日",
        "各日とも",
        "各日",
        "要予約",
        "完全予約制",
        "予約制",
        "要申込",
        "事前申込制",
        "申込制",
    ])
});

/// Particles and signs between clauses.
const JOINTS: [&str; 8] = ["に", "の", "と", "や", "で", "も", ":", "※"];

pub(super) fn read(r: &mut Reader, context: Context) -> Option<Clause> {
    if r.eat_known(&ANY_TIME) {
        return Some(Clause::AnyTime);
    }
    if r.eat_any(&["24時間365日", "365日24時間", "365日"]) {
        return Some(Clause::Months(crate::calendar::Months::ALL, None));
    }
    // 開館日：火～日 says which days are open.
    if label(r) {
        return Some(Clause::Filler);
    }
    if r.eat_known(&NOTES) || season(r) || each_group(r) {
        if r.before() == '期' {
            r.eat_any(&["の始め", "の初め", "のはじめ", "の末", "当初", "中"]);
        }
        return Some(Clause::Note(true));
    }
    if let Some(clause) = western_year(r, context) {
        return Some(clause);
    }
    if r.eat_word("年間通して") || r.eat_word("年間通じて") || (r.is_next("年間") && !r.peek_at(2).is_ascii_digit() && r.eat_word("年間"))
    {
        return Some(Clause::Months(crate::calendar::Months::ALL, None));
    }
    if r.eat_any(&["または", "又は", "もしくは", "若しくは"]) || (r.peek() == 'か' && r.peek_at(1).is_ascii_digit() && r.eat('か'))
    {
        return Some(Clause::Or);
    }
    if r.eat_any(&OTHERS) {
        return Some(Clause::Others);
    }
    if r.eat_any(&["のみ", "だけ"]) {
        return Some(Clause::Only);
    }
    let here = r.pos();
    if context.in_bracket
        && r.eat_any(&["いずれも", "どちらも", "すべて", "全て", "各"])
        && let Some(days) = weekdays::weekdays(r, r.before() != '各')
    {
        return Some(Clause::EachOn(days));
    }
    r.back_to(here);
    // ただし1月は第2土曜日: the words behind it say what is otherwise.
    if context.joint_allowed && r.eat_any(&["ただし、", "但し、", "ただし", "但し"]) && r.at_digit() {
        return Some(Clause::Filler);
    }
    r.back_to(here);
    // Which week it is, and what becomes of it in bad weather, nothing but the words tells.
    if remarks::bad_weather(r, context) || remarks::reserve_day(r, context) || remarks::nth_week(r) {
        return Some(Clause::Remark);
    }
    if each_of_months(r, context) || remarks::each_place(r) || remarks::subset(r, context.in_bracket) || ordinal(r) || r.eat_known(&FILLERS)
    {
        return Some(Clause::Filler);
    }
    if occasion(r) {
        return Some(Clause::AnyTime);
    }
    // Particles stand between clauses, never first.
    // も and や begin もちつき and やきいも大会.
    let begins_word = matches!(r.peek(), 'も' | 'や') && ('ぁ'..='ん').contains(&r.peek_at(1));
    let joint = context.joint_allowed && !begins_word && r.eat_any(&JOINTS);
    joint.then_some(Clause::Filler)
}

/// ブロックごとに, 学年別に: each at a time of its own.
fn each_group(r: &mut Reader) -> bool {
    let start = r.pos();
    let read = r.eat_known(&GROUPS) && r.eat_any(&["ごとに", "毎に", "別に", "ごと", "毎"]) && !r.at_digit() && !r.is_next("各");
    if !read {
        r.back_to(start);
    }
    read
}

/// 開館日：, 営業日（.
fn label(r: &mut Reader) -> bool {
    const LABELS: [&str; 13] = [
        "開館日",
        "開所日",
        "開庁日",
        "開園日",
        "営業日",
        "診療日",
        "活動日",
        "相談日",
        "会期",
        "開催期間",
        "展示期間",
        "開催日",
        "実施日",
    ];
    let start = r.pos();
    // 開館日　毎日 is every day on which it is open.
    let read = r.eat_any(&LABELS) && ((r.after_space() && !r.is_next("毎日")) || matches!(r.peek(), ':' | '(' | 'は'));
    r.eat('は');
    if !read {
        r.back_to(start);
    }
    read
}

/// 6月・10月の各第2日曜日, の各15日: of each of the months that were listed.
fn each_of_months(r: &mut Reader, context: Context) -> bool {
    let digits = (1..4).take_while(|ahead| r.peek_at(*ahead).is_ascii_digit()).count();
    let day = digits > 0 && r.peek_at(digits + 1) == '日' && r.peek_at(digits + 2) != '間';
    let nth = matches!(r.peek_at(1), '第' | '最') || (r.peek_at(1) == '月' && matches!(r.peek_at(2), '第' | '最' | '1'..='9'));
    // 各月第2日曜日 of months that were listed.
    let fits = context.months_listed && r.peek() == '各' && (day || nth);
    if fits {
        r.bump();
        r.eat('月');
    }
    fits
}

/// 2025年度, 2025年秋, 2026年春: the plan's own year adds nothing, another is wrong.
fn western_year(r: &mut Reader, context: Context) -> Option<Clause> {
    if !(r.at_digit() && r.peek_at(3).is_ascii_digit()) {
        return None;
    }
    let start = r.pos();
    let year = r.number().and_then(|year| i32::try_from(year).ok()).filter(|year| (1980..=2100).contains(year));
    let own = |year| context.year.is_none_or(|own| own.0 == year);
    let clause = match year {
        Some(year) if r.eat_word("年度") => {
            let within = r.eat_any(&["内", "中"]);
            Some(if own(year) { Clause::YearWord { says_when: within } } else { Clause::Wrong(Why::OutsideYear) })
        }
        Some(year) => season_of(r, year, context).map(|own| if own { Clause::Note(true) } else { Clause::Wrong(Why::OutsideYear) }),
        _ => None,
    };
    if clause.is_none() {
        r.back_to(start);
    }
    clause
}

/// 年秋 behind the number of a year: whether the plan's year has a part in it.
pub(super) fn season_of(r: &mut Reader, year: i32, context: Context) -> Option<bool> {
    let start = r.pos();
    if r.eat('年') && season(r) {
        return Some(context.year.is_none_or(|own| own.0 == year || own.0 + 1 == year));
    }
    r.back_to(start);
    None
}

/// 第1回4/19, 第2号：7月: which of a row it is, said before its own day or month.
fn ordinal(r: &mut Reader) -> bool {
    let start = r.pos();
    let nth = r.eat('第');
    let read = r.number().is_some() && (r.eat_word("回目") || (nth && r.eat_any(&["回", "号", "講"])));
    r.eat(':');
    let day = r.pos();
    let dated = read && r.number().is_some() && matches!(r.peek(), '月' | '/');
    r.back_to(if dated { day } else { start });
    dated
}

/// 入所時, 事故発生時, 申請があった都度: whenever it happens.
fn occasion(r: &mut Reader) -> bool {
    const LONGEST: usize = 12;
    let start = r.pos();
    for _ in 0..LONGEST {
        if r.at_end() || r.at_digit() || matches!(r.peek(), '、' | '。' | '・' | '(' | ')' | '/' | ':' | '~' | '月' | '週' | 'は') {
            break;
        }
        if r.pos() > start + 1
            && (r.eat_any(&["があった都度", "の都度", "があったとき", "があった時", "があった場合", "があり次第", "に応じて", "に応じ"])
                || (r.eat_any(&["により", "によって", "に基づき", "があれば"]) && is_wish(r, start))
                || (r.eat('時') && is_occasion(r, start)))
        {
            return true;
        }
        r.bump();
    }
    r.back_to(start);
    false
}

/// Whether what ends here with により is what somebody asks for.
fn is_wish(r: &Reader, start: usize) -> bool {
    const WISHES: [&str; 11] = ["依頼", "要請", "申し出", "申出", "希望", "要望", "申請", "申込", "申し込み", "相談", "ニーズ"];
    let said: String = r.chars(start, r.pos()).collect();
    let said = ["により", "によって", "に基づき", "があれば"].iter().find_map(|ending| said.strip_suffix(ending));
    said.is_some_and(|said| WISHES.iter().any(|wish| said.ends_with(wish)))
}

/// Whether what ends here with 時 is something that happens, not an hour.
fn is_occasion(r: &Reader, start: usize) -> bool {
    const HAPPENINGS: [&str; 32] = [
        "発生", "入所", "入園", "入学", "入会", "入職", "入社", "入居", "入院", "採用", "就任", "着任", "異動", "退所", "退院", "退職",
        "転入", "出生", "変化", "変更", "開始", "終了", "更新", "契約", "加入", "急変", "申込", "申請", "新任", "相談", "来所", "訪問",
    ];
    let end = r.pos() - 1;
    let over = r.at_end() || matches!(r.peek(), '、' | '。' | '・' | ')' | '(' | 'に' | '及' | 'お' | 'と' | '/') || r.at_digit();
    over && end >= start + 2 && HAPPENINGS.iter().any(|word| r.chars(end - 2, end).eq(word.chars()))
}

/// 春, 春季, 夏頃, 秋期; not 春日町.
fn season(r: &mut Reader) -> bool {
    let start = r.pos();
    if r.eat_any(&SEASONS) {
        r.eat_any(&["季", "期", "先", "頃", "ごろ"]);
        r.eat_any(&["頃", "ごろ"]);
        let parted = matches!(r.peek(), '\0' | '、' | '・' | '/' | '。' | ')' | '(' | 'と' | 'の' | 'に' | '~' | '及' | '開' | '実' | '各')
            || (r.at_digit() && r.pos() > start)
            || r.is_next("年")
            || r.peek() == ':';
        // 秋の交通安全運動 is a name.
        let name = r.peek() == 'の' && !(r.peek_at(1).is_ascii_digit() || r.peek_at(1) == '年');
        if parted && !name {
            return true;
        }
    }
    r.back_to(start);
    false
}
