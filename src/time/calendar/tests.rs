use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

#[test]
fn days_have_their_numbers() {
    assert_eq!((number_of(day("1900-01-01")), number_of(day("2200-12-31"))), (FIRST, LAST));
    assert_eq!((date_of(FIRST), date_of(LAST)), (day("1900-01-01"), day("2200-12-31")));
    assert_eq!(Weekday::of(date_of(FIRST)), Weekday::Monday);
}
