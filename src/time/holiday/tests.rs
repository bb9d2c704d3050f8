use super::*;
use chrono::Days;

/// Published dates of Easter Sunday by decade, as days of March: 32 is 1 April.
const EASTER: [(i32, [u32; 10]); 20] = [
    (1900, [46, 38, 30, 43, 34, 54, 46, 31, 50, 42]),
    (1910, [27, 47, 38, 23, 43, 35, 54, 39, 31, 51]),
    (1920, [35, 27, 47, 32, 51, 43, 35, 48, 39, 31]),
    (1930, [51, 36, 27, 47, 32, 52, 43, 28, 48, 40]),
    (1940, [24, 44, 36, 56, 40, 32, 52, 37, 28, 48]),
    (1950, [40, 25, 44, 36, 49, 41, 32, 52, 37, 29]),
    (1960, [48, 33, 53, 45, 29, 49, 41, 26, 45, 37]),
    (1970, [29, 42, 33, 53, 45, 30, 49, 41, 26, 46]),
    (1980, [37, 50, 42, 34, 53, 38, 30, 50, 34, 26]),
    (1990, [46, 31, 50, 42, 34, 47, 38, 30, 43, 35]),
    (2000, [54, 46, 31, 51, 42, 27, 47, 39, 23, 43]),
    (2010, [35, 55, 39, 31, 51, 36, 27, 47, 32, 52]),
    (2020, [43, 35, 48, 40, 31, 51, 36, 28, 47, 32]),
    (2030, [52, 44, 28, 48, 40, 25, 44, 36, 56, 41]),
    (2040, [32, 52, 37, 29, 48, 40, 25, 45, 36, 49]),
    (2050, [41, 33, 52, 37, 29, 49, 33, 53, 45, 30]),
    (2060, [49, 41, 26, 46, 37, 29, 42, 34, 53, 45]),
    (2070, [30, 50, 41, 26, 46, 38, 50, 42, 34, 54]),
    (2080, [38, 30, 50, 35, 26, 46, 31, 51, 42, 34]),
    (2090, [47, 39, 30, 43, 35, 55, 46, 31, 51, 43]),
];

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn march(year: i32, days: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 2, 28).expect("a day")
        + Days::new(days.into())
        + Days::new(u64::from(NaiveDate::from_ymd_opt(year, 2, 29).is_some()))
}

#[test]
fn easter_is_where_published_tables_have_it() {
    for (decade, days) in EASTER {
        for (year, days) in (decade..).zip(days) {
            assert_eq!(easter(year), Some(march(year, days)));
        }
    }
    for text in [
        "2100-03-28",
        "1961-04-02",
        "2008-03-23",
        "1943-04-25",
        "2038-04-25",
        "2000-04-23",
        "1583-04-10",
        "1818-03-22",
        "1886-04-25",
        "2199-04-14",
        "2200-04-06",
        "2285-03-22",
        "3401-03-22",
    ] {
        assert_eq!(easter(day(text).year()), Some(day(text)));
    }
    assert_eq!((easter(1582), easter(10_000), easter(i32::MIN), easter(i32::MAX)), (None, None, None, None));
}

/// Gauss's rule with its century terms, and its two exceptions, by the way of counting from 22 March.
fn by_gauss(year: i32) -> NaiveDate {
    let (a, b, c, k) = (year % 19, year % 4, year % 7, year / 100);
    let moon = (15 - (13 + 8 * k) / 25 + k - k / 4) % 30;
    let sunday = (4 + k - k / 4) % 7;
    let d = (19 * a + moon) % 30;
    let e = (2 * b + 4 * c + 6 * d + sunday) % 7;
    let late = (d == 29 && e == 6) || (d == 28 && e == 6 && (11 * moon + 11) % 30 < 19);
    march(year, (22 + d + e - if late { 7 } else { 0 }) as u32)
}

#[test]
fn easter_agrees_with_gauss() {
    for year in 1583..=9999 {
        let sunday = easter(year).expect("a year of the calendar");
        assert_eq!(sunday, by_gauss(year));
        assert_eq!(crate::time::Weekday::of(sunday), crate::time::Weekday::Sunday);
    }
}

#[test]
fn movable_days_of_the_example() {
    for (year, monday, ascension, whit) in [
        (2026, "2026-04-06", "2026-05-14", "2026-05-25"),
        (2027, "2027-03-29", "2027-05-06", "2027-05-17"),
        (2028, "2028-04-17", "2028-05-25", "2028-06-05"),
    ] {
        for (name, date) in [("Easter Monday", monday), ("Ascension Day", ascension), ("Whit Monday", whit)] {
            let found = HolidaySet::Metropolitan.holidays(year).into_iter().find(|holiday| holiday.name_en == name);
            assert_eq!(found.map(|holiday| holiday.date), Some(day(date)), "{name}");
        }
    }
}

#[test]
fn a_year_has_its_eleven_days() {
    let days: Vec<String> =
        HolidaySet::Metropolitan.holidays(2026).iter().map(|h| format!("{} {}", h.date, h.name_fr)).collect();
    assert_eq!(
        days,
        [
            "2026-01-01 Jour de l'An",
            "2026-04-06 Lundi de Pâques",
            "2026-05-01 Fête du Travail",
            "2026-05-08 Victoire de 1945",
            "2026-05-14 Ascension",
            "2026-05-25 Lundi de Pentecôte",
            "2026-07-14 Fête nationale",
            "2026-08-15 Assomption",
            "2026-11-01 Toussaint",
            "2026-11-11 Armistice de 1918",
            "2026-12-25 Noël",
        ]
    );
    // Both Ascension and Labor Day.
    assert_eq!(HolidaySet::Metropolitan.holidays(2008).iter().filter(|h| h.date == day("2008-05-01")).count(), 2);
    assert!((1982..=2200).all(|year| HolidaySet::Metropolitan.holidays(year).len() == 11));
}

#[test]
fn no_day_is_a_holiday_before_its_law() {
    for (set, month_day, years, others) in [
        (HolidaySet::Metropolitan, "05-08", &[1953, 1958, 1982, 2026][..], &[1952, 1959, 1981][..]),
        (HolidaySet::Metropolitan, "11-11", &[1922, 2026], &[1900, 1921]),
        (HolidaySet::Metropolitan, "05-01", &[1947, 2026], &[1900, 1946]),
        (HolidaySet::Metropolitan, "07-14", &[1900, 2200], &[1899, 2201]),
        (HolidaySet::AlsaceMoselle, "12-26", &[1900, 2026], &[1899, 2201]),
        (HolidaySet::Guadeloupe, "05-27", &[1984, 2026], &[1983]),
        (HolidaySet::Martinique, "05-22", &[1984, 2026], &[1983]),
        (HolidaySet::Guyane, "06-10", &[1984, 2026], &[1983]),
        (HolidaySet::Reunion, "12-20", &[1983, 2026], &[1982]),
        (HolidaySet::Mayotte, "04-27", &[1984, 2026], &[1983]),
        (HolidaySet::SaintBarthelemy, "10-09", &[2012, 2026], &[2011]),
        (HolidaySet::SaintMartin, "05-27", &[2012, 2017], &[2011, 2018, 2026]),
        (HolidaySet::SaintMartin, "05-28", &[2018, 2026], &[2012, 2017]),
    ] {
        for year in years {
            assert!(set.contains(day(&format!("{year}-{month_day}"))), "{set:?} {year}-{month_day}");
        }
        for year in others {
            assert!(!set.contains(day(&format!("{year}-{month_day}"))), "{set:?} {year}-{month_day}");
        }
    }
    let friday = HolidaySet::GoodFridayAlsaceMoselle.holidays(2026);
    assert_eq!(friday.iter().map(|h| h.date).collect::<Vec<_>>(), [day("2026-04-03")]);
    for set in HolidaySet::ALL {
        assert_eq!([i32::MIN, 1899, 2201, i32::MAX].map(|year| set.holidays(year).len()), [0; 4]);
        let added = usize::from(set != HolidaySet::Metropolitan);
        assert_eq!(set.holidays(2026).len(), if added == 1 { 1 } else { 11 });
    }
}

#[test]
fn sets_are_written_in_kebab_case() {
    let words: Vec<String> = HolidaySet::ALL.iter().map(|set| serde_json::to_string(set).expect("a word")).collect();
    assert_eq!(words[..3], ["\"metropolitan\"", "\"alsace-moselle\"", "\"good-friday-alsace-moselle\""]);
    for (set, word) in HolidaySet::ALL.iter().zip(&words) {
        assert_eq!(serde_json::from_str::<HolidaySet>(word).ok(), Some(*set));
    }
}
