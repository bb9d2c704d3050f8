use super::*;
use crate::diagnostic::Code;
use crate::time::Date;
use chrono::Days;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn period(text: &str) -> Period {
    text.parse().expect("a period")
}

fn exception(days: &str, opening: Opening) -> CalendarException {
    CalendarException::new(period(days), opening, "exception")
}

#[test]
fn days_have_their_numbers() {
    assert_eq!((number_of(day("1900-01-01")), number_of(day("2200-12-31"))), (FIRST, LAST));
    assert_eq!((date_of(FIRST), date_of(LAST)), (day("1900-01-01"), day("2200-12-31")));
    assert_eq!(Weekday::of(date_of(FIRST)), Weekday::Monday);
}

#[test]
fn years_have_the_working_days_that_published_calendars_count() {
    // Days from Monday to Friday, less the holidays on them.
    let calendar = WorkCalendar::metropolitan();
    for (year, days) in
        [(2022, 253), (2023, 251), (2024, 252), (2025, 251), (2026, 252), (2027, 254), (2028, 251), (2043, 252)]
    {
        let year = period(&format!("{year}-01/{}-01", year + 1));
        assert_eq!(calendar.worked_days(year), Decimal::from(days), "{year}");
    }
    let mut colmar = calendar.clone();
    colmar.holidays.extend([HolidaySet::AlsaceMoselle, HolidaySet::GoodFridayAlsaceMoselle]);
    assert_eq!(colmar.worked_days(period("2017-01/2018-01")), Decimal::from(249));
    // Good Friday; 26 December 2026 is a Saturday.
    assert_eq!(colmar.worked_days(period("2026-01/2027-01")), Decimal::from(251));
    // Labor Day and Ascension on one day count once.
    assert_eq!(calendar.worked_days(period("2008-05-01/2008-05-02")), Decimal::ZERO);
    assert_eq!(calendar.worked_days(period("2008-04-28/2008-05-03")), Decimal::from(4));
}

#[test]
fn exceptions_go_before_holidays_and_later_ones_before_earlier_ones() {
    let mut calendar = WorkCalendar::metropolitan();
    calendar.exceptions = vec![
        exception("2026-05-25/2026-05-26", Opening::Open),
        exception("2026-08-03/2026-08-17", Opening::Closed),
        exception("2026-08-10/2026-08-12", Opening::Part("0.5".parse().expect("a share"))),
    ];
    for (date, share) in [
        // Whit Monday, the day of solidarity; the Saturday before.
        ("2026-05-25", "1"),
        ("2026-05-23", "0"),
        ("2026-08-07", "0"),
        ("2026-08-10", "0.5"),
        ("2026-08-12", "0"),
        ("2026-08-17", "1"),
        ("2026-08-15", "0"),
    ] {
        assert_eq!(calendar.work_share(day(date)).to_string(), share, "{date}");
    }
    assert!(calendar.is_holiday(day("2026-05-25")) && calendar.is_worked(day("2026-05-25")));
    assert_eq!(calendar.worked_days(period("2026-08-01/2026-09-01")), Decimal::from(12));
    assert_eq!(calendar.next_worked(day("2026-08-12")), Some(day("2026-08-17")));
    assert_eq!(calendar.previous_worked(day("2026-08-09")), Some(day("2026-07-31")));
    let names: Vec<&str> = calendar.holidays_in(period("2026-05/2026-08")).iter().map(|h| h.name_en).collect();
    assert_eq!(names, ["Labor Day", "Victory Day", "Ascension Day", "Whit Monday", "National Day"]);
}

#[test]
fn a_calendar_without_work_answers() {
    let mut never = WorkCalendar::metropolitan();
    never.week = Week::OFF;
    let mut closed = WorkCalendar::metropolitan();
    closed.exceptions.push(exception("1900-01-01/2200-12-31", Opening::Closed));
    closed.exceptions.push(exception("2200-12-25/2200-12-31", Opening::Part(Share::ZERO)));
    for calendar in [&never, &closed] {
        assert_eq!(calendar.next_worked(day("1900-01-01")).filter(|day| *day < date_of(LAST)), None);
        assert_eq!(calendar.previous_worked(day("2200-12-30")), None);
        assert_eq!(calendar.worked_days(period("1900-01-01/2200-12-31")), Decimal::ZERO);
        assert_eq!(calendar.working_days_between(NaiveDate::MIN, day("2200-12-30")), 0);
        let error = calendar.add_working_days(day("2026-01-01"), -3).expect_err("no such day");
        assert_eq!(error.to_string(), "no day from 1900 to 2200 lies -3 working days from 2026-01-01");
        assert_eq!(error.code(), Code::DateOutOfRange);
    }
    assert_eq!(never.next_worked(day("1900-01-01")), None);
    never.exceptions.push(exception("2026-03-07/2026-03-09", Opening::Open));
    assert_eq!(never.add_working_days(day("1950-01-01"), 2), Ok(day("2026-03-08")));
    assert_eq!(never.add_working_days(day("2100-01-01"), -2), Ok(day("2026-03-07")));
    assert!(never.add_working_days(day("1950-01-01"), 3).is_err());
}

#[test]
fn days_outside_the_years_are_not_worked() {
    let calendar = WorkCalendar::new();
    for outside in [NaiveDate::MIN, day("1899-12-29"), day("2201-01-01"), NaiveDate::MAX] {
        assert!(!calendar.is_worked(outside) && !calendar.is_holiday(outside));
        assert!(calendar.add_working_days(outside, 0).is_err());
    }
    let (first, last) = (day("1900-01-01"), day("2200-12-31"));
    assert_eq!(calendar.next_worked(NaiveDate::MIN), Some(first));
    assert_eq!(calendar.previous_worked(NaiveDate::MAX), Some(last));
    assert_eq!((calendar.next_worked(NaiveDate::MAX), calendar.previous_worked(NaiveDate::MIN)), (None, None));
    assert_eq!(calendar.add_working_days(NaiveDate::MIN, 1), Ok(first));
    assert_eq!(calendar.add_working_days(NaiveDate::MAX, -1), Ok(last));
    let all = calendar.working_days_between(NaiveDate::MIN, NaiveDate::MAX);
    assert_eq!(Decimal::from(all), calendar.worked_days(period("1900-01-01/2200-12-31")) + Decimal::ONE);
    assert_eq!(calendar.add_working_days(first, all - 1), Ok(last));
    for too_many in [all, i32::MAX, -1, i32::MIN] {
        assert!(calendar.add_working_days(first, too_many).is_err(), "{too_many}");
    }
}

#[test]
fn thousands_of_exceptions_are_laid_side_by_side() {
    let mut calendar = WorkCalendar::new();
    calendar.week = Week::OFF;
    for i in 0..20_000 {
        let start = date_of(FIRST + i);
        let end = date_of(FIRST + i + 40_000);
        let opening = if i % 3 == 0 { Opening::Open } else { Opening::Closed };
        let span = Period::new(start, end).expect("a period");
        calendar.exceptions.push(CalendarException::new(span, opening, "long"));
    }
    // On each of the first 20 000 days the exception that starts there counts: every third is open. The last of them
    // outlives the others and is closed.
    assert_eq!(calendar.worked_days(period("1900-01-01/2200-12-31")), Decimal::from(6_667));
    assert_eq!(calendar.previous_worked(date_of(LAST)), Some(date_of(FIRST + 19_998)));
}

#[test]
fn the_wire_holds_what_differs_from_the_plain_week() {
    let text = r#"{"week":{"wednesday":"0.5","saturday":"1"},"holidays":["metropolitan","reunion"],"exceptions":[{"period":"2026-05-15/2026-05-16","opening":"closed","name":"Pont"},{"period":"2026-12-24/2026-12-25","opening":{"part":"0.5"},"name":"Veille"}]}"#;
    let calendar: WorkCalendar = serde_json::from_str(text).expect("a calendar");
    assert_eq!(calendar.week.wednesday.to_string(), "0.5");
    assert_eq!(serde_json::to_string(&calendar).expect("written"), text);
    assert_eq!(serde_json::from_str::<WorkCalendar>("{}").ok(), Some(WorkCalendar::new()));
    assert_eq!(serde_json::to_string(&WorkCalendar::new()).expect("written"), "{}");
    for wrong in
        [r#"{"weeks":{}}"#, r#"{"week":{"lundi":"1"}}"#, r#"{"week":{"monday":"2"}}"#, r#"{"holidays":["mars"]}"#]
    {
        assert!(serde_json::from_str::<WorkCalendar>(wrong).is_err(), "{wrong}");
    }
}

fn any_share() -> impl Strategy<Value = Share> {
    prop::sample::select(vec!["0", "1", "0.5", "0.333333333333", "0.000000000001"])
        .prop_map(|text| text.parse().expect("a share"))
}

/// Calendars with much going on in 2024 to 2029, weeks without work among them.
pub(in crate::time) fn any_calendar() -> impl Strategy<Value = WorkCalendar> {
    let week = prop_oneof![
        2 => Just(Week::FIVE_DAYS),
        1 => Just(Week::OFF),
        3 => prop::array::uniform7(any_share()).prop_map(|[monday, tuesday, wednesday, thursday, friday, saturday, sunday]| {
            Week { monday, tuesday, wednesday, thursday, friday, saturday, sunday }
        }),
    ];
    let opening =
        prop_oneof![3 => Just(Opening::Closed), 2 => Just(Opening::Open), 1 => any_share().prop_map(Opening::Part)];
    let exception = (0..2_200_u64, 1..120_u64, opening).prop_map(|(start, days, opening)| {
        let start = day("2023-12-01") + Days::new(start);
        let span = Period::new(start, start + Days::new(days)).expect("a period");
        CalendarException::new(span, opening, "exception")
    });
    let holidays = prop::collection::vec(prop::sample::select(HolidaySet::ALL.to_vec()), 0..4);
    (week, holidays, prop::collection::vec(exception, 0..12)).prop_map(|(week, holidays, exceptions)| WorkCalendar {
        week,
        holidays,
        exceptions,
    })
}

fn some_day(offset: u64) -> NaiveDate {
    day("2023-06-01") + Days::new(offset)
}

/// The share of a day, told from the records alone.
fn share_by_the_list(calendar: &WorkCalendar, day: NaiveDate) -> Decimal {
    let mut share = match Weekday::of(day) {
        Weekday::Monday => calendar.week.monday,
        Weekday::Tuesday => calendar.week.tuesday,
        Weekday::Wednesday => calendar.week.wednesday,
        Weekday::Thursday => calendar.week.thursday,
        Weekday::Friday => calendar.week.friday,
        Weekday::Saturday => calendar.week.saturday,
        Weekday::Sunday => calendar.week.sunday,
    };
    if calendar.holidays.iter().any(|set| set.holidays(day.year()).iter().any(|holiday| holiday.date == day)) {
        share = Share::ZERO;
    }
    for exception in &calendar.exceptions {
        if exception.period.start() <= day && day < exception.period.end() {
            share = exception.opening.share();
        }
    }
    share.value()
}

proptest! {
    #[test]
    fn counting_agrees_with_walking(calendar in any_calendar(), start in 0..2_400_u64, days in 1..900_u64) {
        let span = Period::new(some_day(start), some_day(start + days)).expect("a period");
        let walked: Vec<Decimal> =
            span.start().iter_days().take(days as usize).map(|day| share_by_the_list(&calendar, day)).collect();
        for (day, share) in span.start().iter_days().zip(&walked) {
            prop_assert_eq!(calendar.work_share(day).value(), *share, "{}", day);
        }
        prop_assert_eq!(calendar.worked_days(span), walked.iter().sum::<Decimal>());
        let count = walked.iter().filter(|share| !share.is_zero()).count() as i32;
        let (before, last) = (span.start().pred_opt().expect("a day"), span.last_day());
        prop_assert_eq!(calendar.working_days_between(before, last), count);
        prop_assert_eq!(calendar.working_days_between(span.end(), span.start()), -count);
    }

    #[test]
    fn worked_days_add_up_over_a_cut(calendar in any_calendar(), start in 0..2_400_u64, first in 1..900_u64, second in 1..900_u64) {
        let (start, cut, end) = (some_day(start), some_day(start + first), some_day(start + first + second));
        let span = |start, end| Period::new(start, end).expect("a period");
        prop_assert_eq!(
            calendar.worked_days(span(start, cut)) + calendar.worked_days(span(cut, end)),
            calendar.worked_days(span(start, end))
        );
        prop_assert_eq!(
            calendar.working_days_between(start, cut) + calendar.working_days_between(cut, end),
            calendar.working_days_between(start, end)
        );
    }

    #[test]
    fn the_nearest_worked_day_is_the_one_walking_finds(calendar in any_calendar(), start in 0..2_400_u64) {
        let day = some_day(start);
        let is_worked = |day: &NaiveDate| calendar.is_worked(*day);
        // What lies within ten years; a calendar may have nothing at all.
        prop_assert_eq!(
            calendar.next_worked(day).filter(|found| *found < day + Days::new(3_650)),
            day.iter_days().take(3_650).find(is_worked)
        );
        let back = (0..3_650).filter_map(|days| day.checked_sub_days(Days::new(days))).find(is_worked);
        prop_assert_eq!(calendar.previous_worked(day).filter(|found| *found > day - Days::new(3_650)), back);
    }

    #[test]
    fn adding_and_counting_are_inverse(calendar in any_calendar(), start in 0..2_400_u64, days in -700..700_i32) {
        let day = some_day(start);
        let Ok(there) = calendar.add_working_days(day, days) else {
            // Only a week without work runs out of days.
            prop_assert!(Weekday::ALL.iter().all(|weekday| calendar.week.share(*weekday).is_zero()));
            return Ok(());
        };
        prop_assert_eq!(calendar.working_days_between(day, there), days);
        prop_assert!(days == 0 || calendar.is_worked(there));
        if calendar.is_worked(day) {
            prop_assert_eq!(calendar.add_working_days(there, -days), Ok(day));
            prop_assert_eq!(calendar.working_days_between(there, day), -days);
        }
        if days > 0 {
            prop_assert_eq!(calendar.add_working_days(day, days - 1).and_then(|day| calendar.add_working_days(day, 1)), Ok(there));
        }
    }

    #[test]
    fn calendars_are_read_as_written(calendar in any_calendar()) {
        let text = serde_json::to_string(&calendar).expect("written");
        prop_assert_eq!(serde_json::from_str::<WorkCalendar>(&text).expect("read"), calendar);
    }

    #[test]
    fn any_dates_are_answered(calendar in any_calendar(), a in any::<i32>(), b in -1_000_000..1_000_000_i32, days in any::<i32>()) {
        let date = |number: i32| NaiveDate::from_num_days_from_ce_opt(number).unwrap_or(NaiveDate::MIN);
        let (a, b) = (date(a), date(b));
        let between = calendar.working_days_between(a, b);
        prop_assert!(between.abs() <= LAST - FIRST + 1);
        for found in [calendar.next_worked(a), calendar.previous_worked(b), calendar.add_working_days(b, days).ok()] {
            prop_assert!(found.is_none_or(|day| Date::day(day).is_ok()));
        }
    }
}
