use super::*;
use crate::diagnostic::Code;
use crate::time::calendar::tests::any_calendar;
use crate::time::{CalendarException, Opening, Week};
use chrono::Days;
use proptest::prelude::*;

fn period(text: &str) -> Period {
    text.parse().expect("a period")
}

fn read(json: &str) -> Cadence {
    serde_json::from_str(json).expect("a cadence")
}

fn days(cadence: &Cadence, span: &str, calendar: &WorkCalendar) -> Vec<String> {
    cadence.occurrences(period(span), calendar).iter().map(ToString::to_string).collect()
}

#[test]
fn the_bodies_of_the_example_meet() {
    let calendar = WorkCalendar::metropolitan();
    for (json, words, span, meetings) in [
        (
            r#"{"every_months":3,"on":{"nth":2,"weekday":"tuesday"},"from_month":3}"#,
            "every 3 months from month 3, on the second Tuesday",
            "2026-01/2027-01",
            &["2026-03-10", "2026-06-09", "2026-09-08", "2026-12-08"][..],
        ),
        (
            r#"{"months":[12,6],"on":{"nth":1,"weekday":"monday"}}"#,
            "in months 12, 6, on the first Monday",
            "2027-01/2029-01",
            // The first Monday of June 2028 is Whit Monday.
            &["2027-06-07", "2027-12-06", "2028-06-06", "2028-12-04"],
        ),
        (r#"{"every_months":1}"#, "every month", "2026-10/2027-01", &["2026-10-01", "2026-11-02", "2026-12-01"]),
        (
            r#"{"every_months":1,"shift":"previous"}"#,
            "every month",
            "2026-10/2027-01",
            &["2026-10-01", "2026-10-30", "2026-12-01", "2026-12-31"],
        ),
        (
            r#"{"every_months":12,"on":{"nth":-1,"weekday":"friday"},"from_month":9}"#,
            "every 12 months from month 9, on the last Friday",
            "2026-01/2028-01",
            &["2026-09-25", "2027-09-24"],
        ),
        (
            r#"{"every_months":1,"on":{"day":31}}"#,
            "every month, on day 31",
            "2026-01/2026-06",
            &["2026-02-02", "2026-03-02", "2026-03-31", "2026-04-30"],
        ),
        (
            r#"{"every_weeks":1,"on":{"weekday":"tuesday"}}"#,
            "every week, on Tuesday",
            "2026-11-20/2026-12-10",
            &["2026-11-24", "2026-12-01", "2026-12-08"],
        ),
        (
            // The second of them falls on Ascension.
            r#"{"every_weeks":7,"on":{"weekday":"thursday"},"from":"2026-03-24"}"#,
            "every 7 weeks from 2026-03-24, on Thursday",
            "2026-01/2026-08",
            &["2026-03-26", "2026-05-15", "2026-07-02"],
        ),
        (
            r#"{"every_months":5,"from":"2026-02"}"#,
            "every 5 months from 2026-02",
            "2026-01/2027-06",
            &["2026-02-02", "2026-07-01", "2026-12-01", "2027-05-03"],
        ),
        (
            r#"{"every_months":24,"on":{"day":10},"from":"2026-02-11"}"#,
            "every 24 months from 2026-02-11, on day 10",
            "2026-01/2031-01",
            &["2028-02-10", "2030-02-11"],
        ),
        (r#"{"times_per_year":6}"#, "6 times a year", "2026-01/2027-01", &[]),
        ("{}", "on request", "2026-01/2027-01", &[]),
    ] {
        let cadence = read(json);
        assert_eq!(cadence.check(), Ok(()), "{json}");
        assert_eq!(cadence.is_on_request(), json == "{}");
        assert_eq!(cadence.to_string(), words);
        assert_eq!(days(&cadence, span, &calendar), meetings, "{json}");
        assert_eq!(serde_json::to_string(&cadence).expect("written"), json);
    }
    assert!(serde_json::from_str::<Cadence>(r#"{"every_month":1}"#).is_err());
    assert!(serde_json::from_str::<Cadence>(r#"{"every_weeks":1,"on":{"weekday":"mardi"}}"#).is_err());
}

#[test]
fn constructors_write_the_same() {
    let from: Date = "2026-01-08".parse().expect("a date");
    for (cadence, json) in [
        (Cadence::weekly(Weekday::Tuesday), r#"{"every_weeks": 1, "on": {"weekday": "tuesday"}}"#),
        (
            Cadence::every_weeks(2, Weekday::Thursday, from),
            r#"{"every_weeks": 2, "on": {"weekday": "thursday"}, "from": "2026-01-08"}"#,
        ),
        (Cadence::monthly(Anchor::day(15)), r#"{"every_months": 1, "on": {"day": 15}}"#),
        (Cadence::undated(6), r#"{"times_per_year": 6}"#),
        (Cadence::on_request(), "{}"),
    ] {
        assert_eq!(cadence, read(json));
        assert_eq!(cadence.check(), Ok(()));
    }
}

#[test]
fn fields_that_do_not_hold_together_are_named() {
    for (json, message, code) in [
        (r#"{"every_weeks":0}"#, "`every_weeks` of a cadence is 0, not 1 to 520", Code::NumberOutOfRange),
        (
            r#"{"every_weeks":521,"from":"2026-01"}"#,
            "`every_weeks` of a cadence is 521, not 1 to 520",
            Code::NumberOutOfRange,
        ),
        (r#"{"every_months":0}"#, "`every_months` of a cadence is 0, not 1 to 120", Code::NumberOutOfRange),
        (
            r#"{"every_months":4294967295}"#,
            "`every_months` of a cadence is 4294967295, not 1 to 120",
            Code::NumberOutOfRange,
        ),
        (r#"{"months":[6,13]}"#, "`months` of a cadence is 13, not 1 to 12", Code::NumberOutOfRange),
        (r#"{"times_per_year":0}"#, "`times_per_year` of a cadence is 0, not 1 to 366", Code::NumberOutOfRange),
        (r#"{"every_months":1,"on":{"day":32}}"#, "`day` of a cadence is 32, not 1 to 31", Code::NumberOutOfRange),
        (
            r#"{"every_months":1,"on":{"nth":5,"weekday":"monday"}}"#,
            "`nth` of a cadence is 5, not 1 to 4",
            Code::NumberOutOfRange,
        ),
        (r#"{"every_months":1,"from_month":0}"#, "`from_month` of a cadence is 0, not 1 to 12", Code::NumberOutOfRange),
        (
            r#"{"every_weeks":1,"every_months":1}"#,
            "a cadence has `every_months` together with `every_weeks`",
            Code::CadenceMalformed,
        ),
        (
            r#"{"months":[6],"times_per_year":1}"#,
            "a cadence has `times_per_year` together with `months`",
            Code::CadenceMalformed,
        ),
        (
            r#"{"every_weeks":1,"from_month":3}"#,
            "a cadence has `from_month` together with `every_weeks`",
            Code::CadenceMalformed,
        ),
        (
            r#"{"every_weeks":1,"on":{"day":3}}"#,
            "a cadence has `day` together with `every_weeks`",
            Code::CadenceMalformed,
        ),
        (
            r#"{"every_weeks":1,"on":{"nth":1,"weekday":"monday"}}"#,
            "a cadence has `nth` together with `every_weeks`",
            Code::CadenceMalformed,
        ),
        (r#"{"every_weeks":2}"#, "a cadence has `every_weeks` without `from`", Code::CadenceMalformed),
        (r#"{"every_months":5}"#, "a cadence has `every_months` without `from`", Code::CadenceMalformed),
        (
            r#"{"every_months":5,"from_month":2,"from":"2026-01"}"#,
            "a cadence has `from_month` together with `every_months`",
            Code::CadenceMalformed,
        ),
        (
            r#"{"months":[6],"from_month":6}"#,
            "a cadence has `from_month` together with `months`",
            Code::CadenceMalformed,
        ),
        (
            r#"{"times_per_year":4,"on":{"day":1}}"#,
            "a cadence has `on` together with `times_per_year`",
            Code::CadenceMalformed,
        ),
        (
            r#"{"every_months":1,"on":{"weekday":"monday"}}"#,
            "a cadence has `weekday` without `nth`",
            Code::CadenceMalformed,
        ),
        (r#"{"every_months":1,"on":{"nth":1}}"#, "a cadence has `nth` without `weekday`", Code::CadenceMalformed),
        (
            r#"{"every_months":1,"on":{"nth":1,"day":1}}"#,
            "a cadence has `nth` together with `day`",
            Code::CadenceMalformed,
        ),
        (
            r#"{"every_months":1,"on":{"day":1,"weekday":"monday"}}"#,
            "a cadence has `weekday` together with `day`",
            Code::CadenceMalformed,
        ),
        (r#"{"on":{"day":1}}"#, "a cadence has `on` without `every_months`", Code::CadenceMalformed),
        (r#"{"from_month":1}"#, "a cadence has `from_month` without `every_months`", Code::CadenceMalformed),
    ] {
        let cadence = read(json);
        let error = cadence.check().expect_err(json);
        assert_eq!((error.to_string().as_str(), error.code()), (message, code), "{json}");
        assert_eq!(days(&cadence, "2026-01/2027-01", &WorkCalendar::new()), [""; 0], "{json}");
        assert_eq!((cadence.times_per_year(), cadence.is_on_request()), (None, false), "{json}");
        assert_eq!(cadence.to_string(), format!("never: {message}"));
    }
}

#[test]
fn levels_are_met_or_not() {
    let from: Date = "2026-01-05".parse().expect("a date");
    let every = |weeks| Cadence::every_weeks(weeks, Weekday::Monday, from);
    let months = |months| Cadence { every_months: Some(months), from: Some(from), ..Cadence::default() };
    for (cadence, least, most) in [
        (Cadence::weekly(Weekday::Friday), 52, 53),
        (every(2), 26, 27),
        (every(4), 13, 14),
        (every(7), 7, 8),
        (every(60), 0, 1),
        (months(1), 12, 12),
        (months(2), 6, 6),
        (months(3), 4, 4),
        (months(5), 2, 3),
        (months(6), 2, 2),
        (months(12), 1, 1),
        (months(24), 0, 1),
        (Cadence::in_months([6, 12, 6], Anchor::day(1)), 2, 2),
        (Cadence::undated(6), 6, 6),
    ] {
        assert_eq!(cadence.times_per_year(), Some(least..=most), "{cadence}");
        assert!(cadence.is_at_least(least) && !cadence.is_at_least(least + 1), "{cadence}");
    }
    // The levels of domain.md: operational monthly, tactical quarterly, strategic half-yearly or yearly.
    assert!(months(1).is_at_least(12) && !months(2).is_at_least(12) && !every(5).is_at_least(12));
    assert!(months(3).is_at_least(4) && Cadence::on_request().is_at_least(0));
}

#[test]
fn days_off_in_a_row_gather_meetings_on_one_day() {
    let mut calendar = WorkCalendar::new();
    calendar.exceptions.push(CalendarException::new(period("2026-07-06/2026-08-24"), Opening::Closed, "été"));
    let weekly = Cadence::weekly(Weekday::Wednesday);
    assert_eq!(days(&weekly, "2026-07/2026-09", &calendar), ["2026-07-01", "2026-08-24", "2026-08-26"]);
    let before = Cadence { shift: Shift::Previous, ..weekly.clone() };
    assert_eq!(days(&before, "2026-07/2026-09", &calendar), ["2026-07-01", "2026-07-03", "2026-08-26"]);
    // None of the days meant lies in the period, yet a meeting does.
    assert_eq!(days(&weekly, "2026-08-24/2026-08-25", &calendar), ["2026-08-24"]);
    assert_eq!(days(&before, "2026-07-03/2026-07-04", &calendar), ["2026-07-03"]);
    calendar.exceptions.clear();
    calendar.week = Week::OFF;
    assert_eq!(days(&weekly, "1900-01-01/2200-12-31", &calendar), [""; 0]);
    calendar.exceptions.push(CalendarException::new(period("2026-08-22/2026-08-23"), Opening::Open, "forum"));
    assert_eq!(days(&weekly, "1900-01-01/2200-12-31", &calendar), ["2026-08-22"]);
    assert_eq!(days(&before, "1900-01-01/2200-12-31", &calendar), ["2026-08-22"]);
}

fn any_cadence() -> impl Strategy<Value = Cadence> {
    let weekday = || prop::sample::select(Weekday::ALL.to_vec());
    let anchor = || {
        prop::option::of(prop_oneof![
            (1..=31_u8).prop_map(Anchor::day),
            (prop::sample::select(vec![1, 2, 3, 4, -1]), weekday())
                .prop_map(|(nth, weekday)| Anchor::nth(nth, weekday)),
        ])
    };
    let from = || (0..2_000_u64).prop_map(|days| Date::day(day(days)).expect("a date"));
    let rhythm = prop_oneof![
        (1..12_u32, prop::option::of(weekday()), from()).prop_map(|(weeks, weekday, from)| Cadence {
            every_weeks: Some(weeks),
            on: weekday.map(Anchor::weekday),
            from: Some(from),
            ..Cadence::default()
        }),
        prop::option::of(weekday()).prop_map(|weekday| Cadence {
            every_weeks: Some(1),
            on: weekday.map(Anchor::weekday),
            ..Cadence::default()
        }),
        (1..=24_u32, anchor(), from()).prop_map(|(months, on, from)| Cadence {
            every_months: Some(months),
            on,
            from: Some(from),
            ..Cadence::default()
        }),
        (
            prop::sample::select(vec![1, 2, 3, 4, 6, 12]),
            anchor(),
            prop::option::of(1..=12_u8),
            prop::option::of(from())
        )
            .prop_map(|(months, on, from_month, from)| Cadence {
                every_months: Some(months),
                on,
                from_month,
                from,
                ..Cadence::default()
            }),
        (prop::collection::vec(1..=12_u8, 1..5), anchor()).prop_map(|(months, on)| Cadence {
            months,
            on,
            ..Cadence::default()
        }),
    ];
    (rhythm, prop::sample::select(vec![Shift::Next, Shift::Previous]))
        .prop_map(|(rhythm, shift)| Cadence { shift, ..rhythm })
}

fn day(offset: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, 6, 1).expect("a day") + Days::new(offset)
}

/// Whether the rhythm means a day, told by looking at the day alone.
fn is_meant(cadence: &Cadence, day: NaiveDate) -> bool {
    let start = cadence.from.map(Date::first_day);
    if start.is_some_and(|start| day < start) {
        return false;
    }
    if let Some(weeks) = cadence.every_weeks {
        let monday = |day: NaiveDate| day - Days::new(Weekday::of(day).days_from_monday() as u64);
        let weekday = cadence.on.and_then(|on| on.weekday).unwrap_or(Weekday::Monday);
        let apart = start.map_or(0, |start| (monday(day) - monday(start)).num_days() / 7);
        return Weekday::of(day) == weekday && apart % i64::from(weeks) == 0;
    }
    let month = day.year() * 12 + day.month() as i32;
    let is_month_meant = match cadence.every_months {
        None => cadence.months.contains(&(day.month() as u8)),
        Some(months) => {
            let first = match (cadence.from_month, start) {
                (Some(month), _) => i32::from(month),
                (None, Some(start)) => start.year() * 12 + start.month() as i32,
                (None, None) => 1,
            };
            (month - first) % months as i32 == 0
        }
    };
    let of_month: Vec<NaiveDate> =
        day.with_day(1).expect("a day").iter_days().take_while(|d| d.month() == day.month()).collect();
    let asked = match cadence.on {
        None => of_month[0],
        Some(Anchor { day: Some(day), .. }) => of_month[(usize::from(day)).min(of_month.len()) - 1],
        Some(on) => {
            let same: Vec<NaiveDate> =
                of_month.into_iter().filter(|day| Some(Weekday::of(*day)) == on.weekday).collect();
            match on.nth {
                Some(-1) => same[same.len() - 1],
                nth => same[nth.expect("an nth") as usize - 1],
            }
        }
    };
    is_month_meant && day == asked
}

proptest! {
    #[test]
    fn meetings_are_worked_days_in_order_and_those_that_walking_finds(
        cadence in any_cadence(), calendar in any_calendar(), start in 0..1_800_u64, length in 1..700_u64,
    ) {
        let span = Period::new(day(start), day(start + length)).expect("a period");
        let meetings = cadence.occurrences(span, &calendar);
        prop_assert!(meetings.iter().all(|day| span.contains(*day) && calendar.is_worked(*day)));
        prop_assert!(meetings.windows(2).all(|pair| pair[0] < pair[1]));

        let mut walked: Vec<NaiveDate> = Vec::new();
        // The exceptions lie within ten years; two more on either side hold a day meant by any of these rhythms.
        for meant in period("2020-01/2034-01").start().iter_days().take(365 * 14).filter(|day| is_meant(&cadence, *day)) {
            let moved = match cadence.shift {
                Shift::Next => meant.iter_days().take(365 * 14).find(|day| calendar.is_worked(*day)),
                Shift::Previous => (0..365 * 14).map(|days| meant - Days::new(days)).find(|day| calendar.is_worked(*day)),
            };
            walked.extend(moved.filter(|day| span.contains(*day)));
        }
        walked.dedup();
        prop_assert_eq!(meetings, walked);
    }

    /// The law holds without a condition: a meeting belongs to the period that holds the day it is moved to.
    #[test]
    fn meetings_of_two_periods_are_those_of_both_together(
        cadence in any_cadence(), calendar in any_calendar(), start in 0..2_000_u64, first in 1..400_u64, second in 1..400_u64,
    ) {
        let (start, cut, end) = (day(start), day(start + first), day(start + first + second));
        let meetings = |start, end| cadence.occurrences(Period::new(start, end).expect("a period"), &calendar);
        let mut both = meetings(start, cut);
        both.extend(meetings(cut, end));
        prop_assert_eq!(both, meetings(start, end));
    }

    #[test]
    fn years_have_as_many_meetings_as_promised(cadence in any_cadence(), year in 2030..2190_i32) {
        // Every day is worked, so none is moved; and the rhythms have begun by 2030.
        let mut open = WorkCalendar::new();
        open.week.saturday = crate::quantity::Share::ONE;
        open.week.sunday = crate::quantity::Share::ONE;
        let count = cadence.occurrences(period(&format!("{year}-01/{}-01", year + 1)), &open).len() as u32;
        let promised = cadence.times_per_year().expect("a dated rhythm");
        prop_assert!(promised.contains(&count), "{} has {} in {}, not {:?}", cadence, count, year, promised);
        prop_assert!(promised.end() - promised.start() <= 1);
    }

    #[test]
    fn cadences_are_read_as_written(cadence in any_cadence()) {
        prop_assert_eq!(cadence.check(), Ok(()));
        let text = serde_json::to_string(&cadence).expect("written");
        prop_assert_eq!(read(&text), cadence);
    }
}
