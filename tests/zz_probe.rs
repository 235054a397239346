use chrono::Datelike;
use nendo::calendar::*;
#[test]
fn probe() {
    let text = std::fs::read_to_string("/tmp/probe-sched.txt").unwrap();
    let y = FiscalYear(2025);
    let h = Holidays::of_law();
    for line in text.lines().filter(|l| !l.is_empty()) {
        let (year, phrase) = match line.strip_prefix('@').and_then(|r| r.split_once(' ')) {
            Some((a, b)) => (FiscalYear(a.parse().unwrap()), b),
            None => (y, line),
        };
        let r = read_schedule(phrase, Some(year));
        let unread: Vec<_> = r.unread.iter().map(|u| format!("{}:{:?}", &phrase[u.range.clone()], u.why)).collect();
        println!("{} {phrase}   {}", if r.understood() { "OK " } else { "-- " }, unread.join(" "));
        for e in &r.entries {
            let d = e.schedule.dates(year, &h);
            let ds: Vec<_> = d.iter().take(14).map(|d| format!("{}/{}", d.month(), d.day())).collect();
            println!(
                "      [{}] m{:?} d{}:{} c{:?} any={} time={:?} exc={:?} long={:?} oth={}",
                e.name.clone().map_or("", |n| &phrase[n]),
                e.schedule.months().iter().collect::<Vec<_>>(),
                d.len(),
                ds.join(","),
                e.schedule.count(year, &h).map(|c| (c.min, c.max, c.per.code())),
                e.schedule.any_time,
                e.schedule.time.map(|t| (t.from, t.to)),
                (e.schedule.except.months.len(), e.schedule.except.weekdays.0, e.schedule.except.new_year, e.schedule.except.days.len()),
                e.schedule.days_long,
                e.schedule.and_others
            );
        }
    }
}
