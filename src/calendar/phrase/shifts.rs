//! Where to a time goes that falls on a day off: 祝日の場合は翌日, 土日祝日の場合は翌営業日, 祝日と重なる場合は休み.

use super::clause::Clause;
use super::reader::Reader;
use super::weekdays;
use crate::calendar::schedule::{Except, Shift, ShiftTo, Weekdays};

const IF: [&str; 22] = [
    "の場合には",
    "の場合は",
    "の場合、",
    "の場合",
    "に当たる場合は",
    "にあたる場合は",
    "に当たるときは",
    "にあたるときは",
    "に当たる時は",
    "にあたる時は",
    "と重なる場合は",
    "に重なる場合は",
    "と重なるときは",
    "に重なるときは",
    "と重なる時は",
    "と重なった場合は",
    "に重なった場合は",
    "のときは",
    "の時は",
    "の際は",
    "に当たった場合は",
    "となる場合は",
];

const CANCELLED: [&str; 14] =
    ["お休み", "休みます", "休み", "休会", "休館", "休講", "休業", "休止", "中止", "開催しない", "実施しない", "行わない", "除く", "なし"];

/// Longer before shorter.
const MOVED: [(&str, ShiftTo); 20] = [
    ("翌営業日", ShiftTo::NextOpenDay),
    ("翌開庁日", ShiftTo::NextOpenDay),
    ("翌開所日", ShiftTo::NextOpenDay),
    ("次の平日", ShiftTo::NextWorkday),
    ("直後の平日", ShiftTo::NextWorkday),
    ("翌平日", ShiftTo::NextWorkday),
    ("翌日以降の平日", ShiftTo::NextWorkday),
    ("翌日の平日", ShiftTo::NextWorkday),
    ("翌日", ShiftTo::NextDay),
    ("次の日", ShiftTo::NextDay),
    ("翌週", ShiftTo::NextWeek),
    ("次週", ShiftTo::NextWeek),
    ("次の週", ShiftTo::NextWeek),
    ("前営業日", ShiftTo::OpenDayBefore),
    ("前開庁日", ShiftTo::OpenDayBefore),
    ("直前の平日", ShiftTo::WorkdayBefore),
    ("前の平日", ShiftTo::WorkdayBefore),
    ("前平日", ShiftTo::WorkdayBefore),
    ("前日", ShiftTo::DayBefore),
    ("前週", ShiftTo::WeekBefore),
];

const ENDINGS: [&str; 22] = [
    "に変更して開催",
    "に変更します",
    "に変更する",
    "に変更",
    "へ変更",
    "に開催する",
    "に開催",
    "に実施する",
    "に実施",
    "に振替",
    "に振り替え",
    "に振り替える",
    "へ振替",
    "に順延",
    "に延期",
    "に繰り下げ",
    "に繰下げ",
    "に繰り上げ",
    "に行う",
    "とする",
    "となります",
    "です",
];

/// Reads the condition and what then becomes of the time; the reader may be anywhere when there is none.
pub(super) fn read(r: &mut Reader) -> Option<Clause> {
    if r.eat_any(&["ただし", "但し", "なお"]) {
        r.eat('、');
    }
    r.eat_any(&["当日が", "その日が", "開催日が"]);
    let mut off = Weekdays::NONE;
    let (mut new_year, mut vague) = (false, false);
    loop {
        if r.eat_any(&["閉庁日", "市役所閉庁日", "役場閉庁日"]) {
            (off, new_year) = (off.with(Weekdays::WEEKEND).with(Weekdays::HOLIDAYS), true);
        } else if r.eat_any(&["国民の祝日", "祝祭日", "祝日", "祝"]) {
            off = off.with(Weekdays::HOLIDAYS);
            // 祝休日 and 祝日・休日 are the holidays of the law.
            r.eat_any(&["・休日", "、休日", "休日"]);
        } else if r.eat_word("年末年始") {
            new_year = true;
        } else if r.eat_any(&["休日", "休祝日", "祝休日"]) {
            (off, vague) = (off.with(Weekdays::HOLIDAYS), true);
        } else {
            off = off.with(weekdays::weekdays(r, true)?);
        }
        if r.eat_any(&IF) {
            break;
        }
        let _listed = r.list_sign() || r.eat_any(&["及び", "および", "または", "又は", "や", "と", "か"]);
    }
    r.eat('、');
    let cancelled = r.eat_any(&CANCELLED);
    let mut to_nth = None;
    let to = if cancelled {
        None
    } else if r.peek() == '第' {
        let nths = weekdays::nths(r)?;
        to_nth = Some((nths, weekdays::weekdays(r, true)?));
        Some(ShiftTo::NextWeek)
    } else if let Some((_, to)) = MOVED.iter().find(|(word, _)| r.eat_word(word)) {
        Some(*to)
    } else if off == Weekdays::WEEKEND && r.eat_any(&["翌週月曜日", "翌週の月曜日", "翌月曜日", "次の月曜日", "月曜日"])
    {
        // Saturday and Sunday go to the Monday behind them.
        Some(ShiftTo::NextDay)
    } else {
        return None;
    };
    if !cancelled {
        r.eat('の');
        r.eat_word("同曜日");
        r.eat_any(&ENDINGS);
    }
    r.eat_any(&["とする", "とします", "となる", "です"]);
    let over = r.at_end() || r.after_space() || matches!(r.peek(), ')' | '、' | '。' | '・' | '(');
    over.then_some(())?;
    let shift = |to| Shift { off, new_year, to };
    if let Some((nths, days)) = to_nth {
        return Some(Clause::ShiftedToNth { shift: shift(ShiftTo::NextWeek), vague, nths, days });
    }
    Some(match to {
        None => Clause::Cancelled { except: Except { weekdays: off, new_year, ..Except::default() }, vague },
        Some(to) => Clause::Shifted { shift: shift(to), vague },
    })
}
