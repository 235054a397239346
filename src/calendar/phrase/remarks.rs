//! Words behind a time that leave it as it is: 雨天時は翌日, 予備日, 内1回は…, 各会場で, 10月第2週; （昼間想定6月、夜間想定12月）.

use super::clause::{Clause, Context};
use super::counts::GROUPS;
use super::dates;
use super::reader::Reader;

/// 各地区で開催, 各会場: where, and no more often than is said.
pub(super) fn each_place(r: &mut Reader) -> bool {
    let start = r.pos();
    let each = r.eat('各');
    let known = each && r.eat_known(&GROUPS);
    let read = known || (each && place(r));
    let within = r.eat_any(&["において", "にて", "で"]);
    let over = read && (known || within) && (r.at_end() || matches!(r.peek(), '、' | '。' | ')' | '開' | '実'));
    if !over {
        r.back_to(start);
    }
    over
}

/// 雨天の場合は翌日に順延, 雨天時は6月22日（日）: the day that is planned stays.
pub(super) fn bad_weather(r: &mut Reader, context: Context) -> bool {
    const WEATHERS: [&str; 7] = ["雨天", "荒天", "悪天候", "小雨", "降雨", "台風", "警報発令"];
    const CONDITIONS: [&str; 9] = ["の場合には", "の場合は", "の場合", "のときは", "の時は", "の際は", "時は", "時には", "時"];
    const THEN: [&str; 14] = [
        "中止",
        "延期",
        "順延",
        "決行",
        "翌日",
        "翌週",
        "次週",
        "翌々日",
        "翌土曜日",
        "翌日曜日",
        "翌月曜日",
        "翌開庁日",
        "翌平日",
        "別途",
    ];
    let start = r.pos();
    // 雨天順延11日（日）; without a day it is a filler.
    let mut read = r.eat_any(&WEATHERS) && (r.eat_any(&CONDITIONS) || r.eat_any(&["順延日", "順延"]));
    if read {
        let _sign = r.eat('、') || r.eat(':');
        let here = r.pos();
        let dated = matches!(dates::read(r, context), Some(Clause::MonthDays(..) | Clause::DaysOnly(_) | Clause::Span(..)));
        if !dated {
            r.back_to(here);
        }
        read = dated || r.eat_any(&THEN);
        r.eat_any(&["に順延", "へ順延", "に延期", "へ延期", "に変更", "へ変更", "に開催", "に実施", "とする", "調整", "連絡"]);
    }
    let over = read && (r.at_end() || matches!(r.peek(), ')' | '、' | '。' | '・'));
    if !over {
        r.back_to(start);
    }
    over
}

/// 予備日25日（日）, 予備日：翌日: a day on which nothing is planned.
pub(super) fn reserve_day(r: &mut Reader, context: Context) -> bool {
    let start = r.pos();
    if !r.eat_any(&["雨天時予備日", "予備日"]) {
        return false;
    }
    if !r.eat(':') {
        r.eat('は');
    }
    let here = r.pos();
    let read = r.eat_any(&["翌日", "翌週", "あり"])
        || matches!(dates::read(r, context), Some(Clause::MonthDays(..) | Clause::DaysOnly(_) | Clause::Span(..)));
    if !read {
        r.back_to(here);
    }
    let over = r.at_end() || matches!(r.peek(), ')' | '、' | '。' | '・');
    if !over {
        r.back_to(start);
    }
    over
}

/// 内1回は…, うち2回は合同開催: what some of those counted are, to the end of the sentence.
pub(super) fn subset(r: &mut Reader, in_bracket: bool) -> bool {
    let start = r.pos();
    // In a bracket it need not be said that it is of them: 年2回（1回は夜間想定）.
    let of_them = r.eat_any(&["その内", "そのうち", "うち", "内"]);
    // 毎月1回（うち総合訓練 9月・3月）.
    let named = of_them && in_bracket && !r.at_number();
    let begun = named || ((of_them || in_bracket) && r.number().is_some() && r.eat('回'));
    if !begun || !(of_them || r.peek() == 'は') {
        r.back_to(start);
        return false;
    }
    while !r.at_end() && !matches!(r.peek(), '。' | ')') {
        r.bump();
    }
    true
}

/// 10月第2週: no day is said.
pub(super) fn nth_week(r: &mut Reader) -> bool {
    let start = r.pos();
    let read = (r.is_next("最終週") && r.eat_word("最終週"))
        || (r.eat('第') && r.number().is_some_and(|nth| (1..=5).contains(&nth)) && r.eat('週'));
    r.eat('目');
    // 第2週～第4週.
    let here = r.pos();
    let more =
        read && (r.wave() || r.list_sign()) && (r.eat('第') || r.at_digit()) && r.number().is_some_and(|nth| nth <= 5) && r.eat('週');
    if !more {
        r.back_to(here);
    }
    let over = read && (r.at_end() || r.after_space() || matches!(r.peek(), ')' | '、' | '。' | '頃' | 'に' | '(' | '開' | '実'));
    if !over {
        r.back_to(start);
    }
    over
}

/// 支店 behind 各: a few characters, none of which says when.
fn place(r: &mut Reader) -> bool {
    const LONGEST: usize = 5;
    let start = r.pos();
    while r.pos() - start <= LONGEST && ('\u{4e00}'..='\u{9fff}').contains(&r.peek()) && !OF_TIME.contains(r.peek()) {
        r.bump();
    }
    (2..=LONGEST).contains(&(r.pos() - start))
}

/// Signs of words that say when or how often.
const OF_TIME: &str = "月火水木金土日週曜旬期末年毎各奇偶回時第約計全前後以内外翌除休隔又或未";

/// 昼間想定 of 年2回（昼間想定6月、夜間想定12月）: what takes place in the month or on the day behind it.
pub(super) fn member_label(r: &mut Reader) -> bool {
    const LONGEST: usize = 10;
    // うち総合訓練 9月・3月 is of them, not all of them.
    if r.is_next("うち") || r.is_next("そのうち") {
        return false;
    }
    let start = r.pos();
    while !r.at_end() && !r.at_digit() && r.pos() - start <= LONGEST {
        let c = r.peek();
        if !(c.is_alphabetic() || c == 'ー') || OF_TIME.contains(c) {
            break;
        }
        r.bump();
    }
    let label = r.pos();
    let fits = (2..=LONGEST).contains(&(label - start)) && !matches!(r.before(), 'は' | 'も' | 'を' | 'が' | 'か' | 'と' | 'や');
    let dated = fits && r.at_digit() && r.number().is_some_and(|month| (1..=12).contains(&month)) && matches!(r.peek(), '月' | '/');
    r.back_to(if dated { label } else { start });
    dated
}
