use super::*;

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
    for (json, span, meetings) in [
        (
            r#"{"every_months": 3, "on": {"nth": 2, "weekday": "tuesday"}, "from_month": 3}"#,
            "2026-01/2027-01",
            &["2026-03-10", "2026-06-09", "2026-09-08", "2026-12-08"][..],
        ),
        (
            r#"{"months": [12, 6], "on": {"nth": 1, "weekday": "monday"}}"#,
            "2027-01/2029-01",
            &["2027-06-07", "2027-12-06", "2028-06-06", "2028-12-04"],
        ),
        (r#"{"every_months": 1}"#, "2026-10/2027-01", &["2026-10-01", "2026-11-02", "2026-12-01"]),
        (
            r#"{"every_months": 1, "shift": "previous"}"#,
            "2026-10/2027-01",
            &["2026-10-01", "2026-10-30", "2026-12-01", "2026-12-31"],
        ),
        (
            r#"{"every_months": 12, "on": {"nth": -1, "weekday": "friday"}, "from_month": 9}"#,
            "2026-01/2028-01",
            &["2026-09-25", "2027-09-24"],
        ),
        (
            r#"{"every_months": 1, "on": {"day": 31}}"#,
            "2026-01/2026-06",
            &["2026-02-02", "2026-03-02", "2026-03-31", "2026-04-30"],
        ),
        (
            r#"{"every_weeks": 1, "on": {"weekday": "tuesday"}}"#,
            "2026-11-20/2026-12-10",
            &["2026-11-24", "2026-12-01", "2026-12-08"],
        ),
        (
            r#"{"every_weeks": 7, "on": {"weekday": "thursday"}, "from": "2026-03-24"}"#,
            "2026-01/2026-08",
            &["2026-03-26", "2026-05-15", "2026-07-02"],
        ),
        (
            r#"{"every_months": 5, "from": "2026-02"}"#,
            "2026-01/2027-06",
            &["2026-02-02", "2026-07-01", "2026-12-01", "2027-05-03"],
        ),
        (
            r#"{"every_months": 24, "on": {"day": 10}, "from": "2026-02-11"}"#,
            "2026-01/2031-01",
            &["2028-02-10", "2030-02-11"],
        ),
        (r#"{"times_per_year": 6}"#, "2026-01/2027-01", &[]),
        ("{}", "2026-01/2027-01", &[]),
    ] {
        let cadence = read(json);
        assert_eq!(cadence.check(), Ok(()), "{json}");
        assert_eq!(days(&cadence, span, &calendar), meetings, "{json}");
        let written = serde_json::to_string(&cadence).expect("written");
        assert_eq!(read(&written), cadence, "{written}");
    }
}
