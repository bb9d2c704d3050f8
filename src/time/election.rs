//! The months before an election.

use chrono::{Datelike, Months, NaiveDate};

/// The first day on which an authority may no longer promote its achievements before general elections (*période
/// préélectorale*): the first day of the sixth month before the month of the election.
///
/// *Code électoral*, art. L. 52-1, second paragraph. The day within the month does not matter, nor which of two rounds
/// is meant while both lie in one month. The ban binds communication, not the meetings of committees. An election in the
/// first months that chrono counts gives the first day that it counts.
///
/// ```
/// use portefeuille::time::pre_election_start;
///
/// let departments: chrono::NaiveDate = "2028-03-12".parse()?;
/// assert_eq!(pre_election_start(departments).to_string(), "2027-09-01");
/// # Ok::<(), chrono::ParseError>(())
/// ```
pub fn pre_election_start(election_day: NaiveDate) -> NaiveDate {
    election_day.with_day(1).and_then(|first| first.checked_sub_months(Months::new(6))).unwrap_or(NaiveDate::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_elections() {
        for (election, start) in [
            // Municipal elections of 2014, 2020 and 2026.
            ("2014-03-23", "2013-09-01"),
            ("2020-03-15", "2019-09-01"),
            ("2020-03-22", "2019-09-01"),
            ("2026-03-15", "2025-09-01"),
            ("2026-03-22", "2025-09-01"),
            // Regional elections of December 2015; departments in March 2015 and 2028.
            ("2015-12-06", "2015-06-01"),
            ("2015-03-29", "2014-09-01"),
            ("2028-03-05", "2027-09-01"),
            ("2028-03-26", "2027-09-01"),
            // Ends of months and of years.
            ("2024-08-31", "2024-02-01"),
            ("2024-02-29", "2023-08-01"),
            ("2024-06-30", "2023-12-01"),
            ("2024-07-01", "2024-01-01"),
        ] {
            let day: NaiveDate = election.parse().expect("a day");
            assert_eq!(pre_election_start(day).to_string(), start, "{election}");
        }
        assert_eq!(pre_election_start(NaiveDate::MIN), NaiveDate::MIN);
    }
}
