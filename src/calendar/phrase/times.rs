//! Times of day: 10:00～12:00, 午前10時～正午, 13時30分から, 9～17時; and how long: 90分, 2時間程度.

use super::clause::{Clause, Context, Why};
use super::reader::Reader;
use crate::calendar::schedule::TimeOfDay;

/// Parts of a day, longer before shorter.
const PARTS_OF_DAY: [&str; 19] = [
    "24時間体制",
    "24時間",
    "午前の部",
    "午後の部",
    "夜の部",
    "午前中",
    "午前",
    "午後",
    "夜間",
    "昼間",
    "夕方",
    "日中",
    "朝夕",
    "終日",
    "半日",
    "放課後",
    "登下校時",
    "登校時",
    "下校時",
];

pub(super) fn read(r: &mut Reader, _: Context) -> Option<Clause> {
    if !(r.at_number() || "正午朝夕夜昼日終半放登下毎約各開入最受AaPp".contains(r.peek())) {
        return None;
    }
    let start = r.pos();
    if "開入最受".contains(r.peek()) {
        return labelled(r);
    }
    if let Some(from) = time(r, false).or_else(|| hours_of_one_unit(r)) {
        return Some(range(r, from));
    }
    r.back_to(start);
    if r.eat_any(&PARTS_OF_DAY) || short_part(r) {
        return Some(Clause::Note(false));
    }
    length(r).then_some(Clause::Note(false))
}

/// 開場13:00 and 入館は16時30分まで tell of the doors; 開演13:30 tells when it begins.
fn labelled(r: &mut Reader) -> Option<Clause> {
    const BEGINS: [&str; 4] = ["開演", "開会", "開式", "開始"];
    const DOORS: [&str; 2] = ["開場", "開門"];
    const LAST_ENTRANCES: [&str; 9] = ["最終入館", "最終入場", "最終入園", "最終受付", "入館受付", "入館", "入場", "入園", "受付"];
    let at_last = r.peek() == '最';
    let begins = r.eat_any(&BEGINS);
    let doors = !begins && r.eat_any(&DOORS);
    let entrance = !begins && !doors && r.eat_any(&LAST_ENTRANCES);
    if !(begins || doors || entrance) {
        return None;
    }
    let _sign = r.eat(':') || r.eat('は');
    let from = time(r, false)?;
    if entrance {
        // Only until when one may come in: 受付9:00～16:00 is when it is open.
        return (r.eat_word("まで") || (at_last && !r.at_wave())).then_some(Clause::Note(false));
    }
    let clause = range(r, from);
    Some(if doors && matches!(clause, Clause::Time(_)) { Clause::Note(false) } else { clause })
}

/// 水曜の夜, 毎朝; not 夜警, 朝市.
fn short_part(r: &mut Reader) -> bool {
    let start = r.pos();
    r.eat('毎');
    let read = (r.eat('朝') || r.eat('昼') || r.eat('夜') || r.eat('夕')) && (r.at_end() || "、・。/()~にの".contains(r.peek()));
    if !read {
        r.back_to(start);
    }
    read
}

/// The end of a span of time, if one follows.
fn range(r: &mut Reader, from: Time) -> Clause {
    let end = r.pos();
    let mut to = None;
    if r.wave() || r.eat_word("から") || r.eat_word("より") {
        to = time(r, from.afternoon);
        if to.is_none() && !(r.before() == '~' || r.before() == '-' || r.before() == 'ら' || r.before() == 'り') {
            r.back_to(end);
        }
    } else {
        r.eat_any(&["以降", "頃", "ごろ", "開始", "開会", "集合"]);
    }
    r.eat_any(&["まで", "頃", "ごろ"]);
    let is_late = |minutes: u16| minutes > 24 * 60;
    if is_late(from.minutes) || to.as_ref().is_some_and(|to| is_late(to.minutes)) {
        return Clause::Wrong(Why::NoSuchDay);
    }
    Clause::Time(TimeOfDay { from: from.minutes, to: to.map(|to| to.minutes) })
}

#[derive(Clone, Copy)]
struct Time {
    minutes: u16,
    afternoon: bool,
}

/// 10:00, 午前10時, 13時30分, 9時半, 正午. `afternoon` holds on from the beginning of a span.
fn time(r: &mut Reader, afternoon: bool) -> Option<Time> {
    let start = r.pos();
    let read = time_inner(r, afternoon);
    if read.is_none() {
        r.back_to(start);
    }
    read
}

fn time_inner(r: &mut Reader, afternoon: bool) -> Option<Time> {
    if r.eat_word("正午") {
        return Some(Time { minutes: 12 * 60, afternoon: true });
    }
    let morning = r.eat_any(&["午前", "朝", "AM", "am"]);
    let afternoon = !morning && (r.eat_any(&["午後", "夕方", "夜", "PM", "pm"]) || afternoon);
    let hour = u16::try_from(r.number()?).ok().filter(|hour| *hour < 100)?;
    let minute = if r.eat(':') {
        let minute = r.number().filter(|minute| *minute < 60)?;
        if r.peek() == ':' {
            return None;
        }
        minute
    } else if r.peek() == '時' && r.peek_at(1) != '間' {
        r.bump();
        let here = r.pos();
        if r.eat('半') {
            30
        } else if let Some(minute) = r.number().filter(|minute| *minute < 60 && r.eat('分')) {
            minute
        } else {
            r.back_to(here);
            0
        }
    } else {
        return None;
    };
    let shift = if afternoon && hour < 12 { 12 } else { 0 };
    Some(Time { minutes: (hour + shift) * 60 + u16::try_from(minute).ok()?, afternoon })
}

/// 9～17時: the first hour, the reader before the wave.
fn hours_of_one_unit(r: &mut Reader) -> Option<Time> {
    let start = r.pos();
    let afternoon = !r.eat_word("午前") && r.eat_word("午後");
    let hour = r.number().filter(|hour| *hour <= 24);
    let end = r.pos();
    let read = hour.filter(|_| r.wave() && r.number().is_some() && r.peek() == '時' && r.peek_at(1) != '間');
    match read {
        Some(hour) => {
            r.back_to(end);
            let shift = if afternoon && hour < 12 { 12 } else { 0 };
            Some(Time { minutes: u16::try_from((hour + shift) * 60).ok()?, afternoon })
        }
        None => {
            r.back_to(start);
            None
        }
    }
}

/// 90分, 2時間, 1時間30分, 1～2時間: how long something lasts within a day.
pub(super) fn length(r: &mut Reader) -> bool {
    let start = r.pos();
    r.eat_any(&["約", "各"]);
    let number = |r: &mut Reader| {
        let first = r.number();
        first.is_some() && (!r.at_wave() || (r.wave() && r.number().is_some()))
    };
    let read = number(r) && (r.eat_word("時間半") || r.eat_word("時間") || r.eat_word("分間") || r.eat('分'));
    if !read {
        r.back_to(start);
        return false;
    }
    let here = r.pos();
    if !(r.number().is_some() && r.eat('分')) {
        r.back_to(here);
    }
    r.eat_any(&["程度", "ほど", "以内"]);
    true
}
