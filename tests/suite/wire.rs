//! Reading documents: every fault of form at once, each with its code and its place.

use portefeuille::diagnostic::{Code, Diagnostics, Location, Severity};
use portefeuille::model::DocumentVersion;
use portefeuille::{Model, ModelDraft};

const SOUND: &str = r#"{
  "portefeuille": "1.0",
  "status_date": "2026-11-24",
  "currency": "EUR",
  "organizations": [{"id": "dep", "name": "Département"}],
  "themes": [{"id": "demat", "name": "Démarches"}],
  "objectives": [{"id": "usage", "name": "Usage", "theme": "demat", "weight": "2"}],
  "envelopes": [
    {"id": "ap", "name": "AP", "amounts": [{"year": 2027, "section": "investment", "amount": "1000 EUR"}]}
  ],
  "pools": [{"id": "dev", "name": "Dev", "capacity": [{"period": "2027-01/2028-01", "workload": "200"}]}],
  "roadmaps": [{"id": "num", "name": "Num", "organization": "dep", "period": "2026-01/2029-01"}],
  "projects": [
    {"id": "a", "name": "A", "roadmaps": [{"roadmap": "num"}], "alignment": [{"objective": "usage", "score": "3"}],
     "variants": [
       {"id": "base", "months": 6,
        "costs": [{"year": 2027, "section": "investment", "envelope": "ap", "amount": "10.50 EUR"}],
        "workload": [{"pool": "dev", "workload": "14.5"}]}
     ]},
    {"id": "b", "name": "B", "variants": [{"id": "base", "months": 6}]}
  ],
  "dependencies": [
    {"timing": {"predecessor": "a", "successor": "b", "lag": {"months": 1}}}
  ],
  "indicators": [{"id": "gain", "name": "Gain"}],
  "measures": [{"indicator": "gain", "subject": {"project": "a"}, "date": "2026-10", "value": {"number": "5"}}]
}"#;

/// The sound document with some of its text replaced.
fn with(changes: &[(&str, &str)]) -> Result<Model, Diagnostics> {
    let mut text = SOUND.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "`{from}` is in the document");
        text = text.replacen(from, to, 1);
    }
    Model::from_json(&text)
}

fn found(result: Result<Model, Diagnostics>) -> Vec<(Code, String)> {
    let faults = match result {
        Ok(model) => model.warnings().clone(),
        Err(faults) => faults,
    };
    faults.iter().map(|d| (d.code(), d.location().to_string())).collect()
}

#[track_caller]
fn one(code: Code, place: &str, from: &str, to: &str) {
    assert_eq!(found(with(&[(from, to)])), [(code, place.to_owned())]);
}

#[test]
fn a_sound_document_is_read() {
    assert_eq!(found(with(&[])), []);
    // As a text editor may have saved it.
    assert!(Model::from_json(&format!("\u{feff}{}", SOUND.replace('\n', "\r\n"))).is_ok());
    let text = with(&[]).expect("sound").to_json();
    assert_eq!(Model::from_json(&text).expect("sound").to_json(), text);
}

#[test]
fn each_leaf_has_its_code() {
    let cost = "/projects/0/variants/0/costs/0";
    for (to, code) in [
        ("\"10,50 EUR\"", Code::MalformedNumber),
        ("\"10.50\"", Code::MalformedMoney),
        ("\"10.50 euro\"", Code::MalformedCurrency),
        ("\"1e3 EUR\"", Code::MalformedNumber),
        ("\"10.123456789 EUR\"", Code::TooManyDecimals),
        ("\"1000000000000001 EUR\"", Code::NumberOutOfRange),
        ("10.5", Code::MalformedMoney),
        ("null", Code::MalformedMoney),
        ("[]", Code::MalformedMoney),
        ("\"10.50 CAD\"", Code::MixedCurrencies),
    ] {
        one(code, &format!("{cost}/amount"), "\"10.50 EUR\"", to);
    }
    for (to, code) in [("1800", Code::MalformedDate), ("\"2027\"", Code::MalformedDate), ("-1", Code::MalformedDate)] {
        one(
            code,
            &format!("{cost}/year"),
            "2027, \"section\": \"investment\", \"envelope\"",
            &format!("{to}, \"section\": \"investment\", \"envelope\""),
        );
    }
    for (to, code) in [
        ("\"-1\"", Code::NegativeNumber),
        ("-1", Code::NegativeNumber),
        ("14.5", Code::MalformedNumber),
        ("\"quinze\"", Code::MalformedNumber),
        ("true", Code::MalformedNumber),
        ("\"2000000000\"", Code::NumberOutOfRange),
    ] {
        one(code, "/projects/0/variants/0/workload/0/workload", "\"14.5\"", to);
    }
    for (to, code) in [
        ("-6", Code::NegativeNumber),
        ("6.5", Code::MalformedNumber),
        ("\"6\"", Code::MalformedNumber),
        ("4294967296", Code::NumberOutOfRange),
        ("99999999999999999999999", Code::MalformedNumber),
        ("{}", Code::MalformedNumber),
        ("0", Code::ZeroDuration),
    ] {
        one(code, "/projects/1/variants/0/months", "\"months\": 6}]}\n", &format!("\"months\": {to}}}]}}\n"));
    }
    one(Code::MalformedNumber, "/dependencies/0/timing/lag/months", "{\"months\": 1}", "{\"months\": \"1\"}");
    one(Code::NumberOutOfRange, "/dependencies/0/timing/lag/months", "{\"months\": 1}", "{\"months\": 9999999999}");
    one(Code::MalformedDate, "/measures/0/date", "\"2026-10\"", "\"2026-13\"");
    one(Code::MalformedDate, "/status_date", "\"2026-11-24\"", "20261124");
    one(Code::MalformedCurrency, "/currency", "\"EUR\"", "\"€\"");
    one(Code::MalformedPeriod, "/roadmaps/0/period", "\"2026-01/2029-01\"", "\"2026 à 2028\"");
    one(Code::EmptyPeriod, "/roadmaps/0/period", "\"2026-01/2029-01\"", "\"2029-01/2026-01\"");
    one(Code::MalformedField, "/projects/1/name", "\"B\"", "12");
    one(Code::MalformedField, "/projects/1/variants", "[{\"id\": \"base\", \"months\": 6}]}\n", "{}}\n");
}

#[test]
fn words_and_fields_are_those_of_the_format() {
    one(
        Code::UnknownWord,
        "/envelopes/0/amounts/0/section",
        "\"section\": \"investment\", \"amount\"",
        "\"section\": \"invest\", \"amount\"",
    );
    one(Code::UnknownWord, "/measures/0/subject", "{\"project\": \"a\"}", "{\"projet\": \"a\"}");
    one(
        Code::MalformedField,
        "/measures/0/subject",
        "{\"project\": \"a\"}",
        "{\"project\": \"a\", \"theme\": \"demat\"}",
    );
    one(Code::MalformedField, "/measures/0/subject", "{\"project\": \"a\"}", "12");
    one(Code::MalformedField, "/measures/0/subject", "{\"project\": \"a\"}", "\"project\"");
    one(Code::MalformedField, "/measures/0/subject/project", "{\"project\": \"a\"}", "{\"project\": 1}");
    one(Code::MissingField, "/measures/0/subject", "\"subject\": {\"project\": \"a\"}, ", "");
    one(Code::MissingField, "/dependencies/0/timing/successor", "\"successor\": \"b\", ", "");
    one(Code::UnknownWord, "/dependencies/0", "{\"timing\"", "{\"time\"");
    one(Code::MalformedField, "/organizations/0", "[{\"id\": \"dep\", \"name\": \"Département\"}]", "[\"dep\"]");
    one(Code::MissingField, "/status_date", "\"status_date\": \"2026-11-24\",", "");
    one(Code::UnknownField, "/projets", "\"projects\"", "\"projets\"");
    one(Code::MalformedField, "/indicators", "[{\"id\": \"gain\", \"name\": \"Gain\"}]", "{}");
    one(Code::DuplicateField, "/projects/1/name", "\"name\": \"B\"", "\"name\": \"B\", \"name\": \"C\"");
    one(Code::UnknownField, "/projects/1/a~1b~0", "\"name\": \"B\"", "\"name\": \"B\", \"a/b~\": 1");
    let faults = with(&[("\"name\": \"B\"", "\"nom\": \"B\"")]).expect_err("two faults");
    let said: Vec<_> = faults.iter().map(|d| (d.code(), d.location().to_string(), d.remedy().to_owned())).collect();
    assert_eq!(
        said,
        [
            (Code::UnknownField, "/projects/1/nom".to_owned(), "did you mean `name`?".to_owned()),
            (Code::MissingField, "/projects/1/name".to_owned(), "write the field; it is a text".to_owned()),
        ]
    );
}

#[test]
fn records_that_may_be_absent_are_asked_for_by_name() {
    let purchase = |value: &str| with(&[("\"name\": \"B\"", &format!("\"name\": \"B\", \"purchase\": {value}"))]);
    assert_eq!(found(purchase("{\"route\": \"adapted\", \"lead_months\": 3}")), []);
    assert_eq!(found(purchase("null")), []);
    let at = |place: &str| format!("/projects/1/purchase{place}");
    for (value, code, place) in [
        ("12", Code::MalformedField, ""),
        ("[]", Code::MalformedField, ""),
        ("{\"lead_months\": 3}", Code::MissingField, "/route"),
        ("{\"route\": \"gré à gré\", \"lead_months\": 3}", Code::UnknownWord, "/route"),
        ("{\"route\": \"adapted\", \"lead_months\": -3}", Code::NegativeNumber, "/lead_months"),
        ("{\"route\": \"adapted\", \"lead_months\": 3, \"awarded\": \"2026-02-30\"}", Code::MalformedDate, "/awarded"),
    ] {
        assert_eq!(found(purchase(value)), [(code, at(place))], "{value}");
    }
    // The rest of the project is judged all the same.
    let both = with(&[("\"name\": \"B\"", "\"name\": \"B\", \"purchase\": 12, \"weight\": \"x\"")]);
    assert_eq!(found(both), [(Code::MalformedField, at("")), (Code::MalformedNumber, "/projects/1/weight".to_owned())]);
}

#[test]
fn new_fields_in_the_head_of_an_older_revision_are_read() {
    let demand = "\"demands\": [{\"id\": \"d\", \"name\": \"D\", \"arrived\": \"2026-02\"}], \"themes\"";
    let model = with(&[("\"themes\"", demand)]).expect("sound");
    assert_eq!(model.demand("d").map(|demand| demand.name.as_str()), Some("D"));
    let old = found(with(&[("\"themes\"", "\"moods\": [], \"themes\"")]));
    assert_eq!(old, [(Code::UnknownField, "/moods".to_owned())]);
    // In the revision that this crate writes an unknown field is an error, too.
    let current = with(&[("\"1.0\"", "\"1.1\""), ("\"themes\"", "\"moods\": [], \"themes\"")]);
    assert_eq!(found(current), [(Code::UnknownField, "/moods".to_owned())]);
}

#[test]
fn all_faults_come_at_once_without_false_ones() {
    let faults = with(&[
        ("\"weight\": \"2\"", "\"weight\": 2.5"),
        ("\"year\": 2027, \"section\": \"investment\", \"amount\"", "\"section\": \"rien\", \"amount\""),
        ("\"10.50 EUR\"", "\"dix\""),
        ("\"14.5\"", "\"-14.5\""),
        ("\"objective\": \"usage\"", "\"objective\": \"usages\""),
        ("\"theme\": \"demat\"", "\"theme\": \"dematerialisation\""),
        ("{\"id\": \"b\"", "{\"id\": \"a\""),
        ("\"months\": 6}]}\n", "\"months\": 0}]}\n"),
        ("{\"months\": 1}", "{\"weeks\": 1}"),
    ]);
    assert_eq!(
        found(faults),
        [
            (Code::MalformedNumber, "/objectives/0/weight".to_owned()),
            (Code::UnknownWord, "/envelopes/0/amounts/0/section".to_owned()),
            (Code::MissingField, "/envelopes/0/amounts/0/year".to_owned()),
            (Code::MalformedMoney, "/projects/0/variants/0/costs/0/amount".to_owned()),
            (Code::NegativeNumber, "/projects/0/variants/0/workload/0/workload".to_owned()),
            (Code::DuplicateId, "/projects/1/id".to_owned()),
            (Code::ZeroDuration, "/projects/1/variants/0/months".to_owned()),
            (Code::UnknownWord, "/dependencies/0/timing/lag".to_owned()),
        ]
    );
    // A reference is reported next to a fault of form in another record, unless an id could not be read.
    let dangling = ("\"theme\": \"demat\"", "\"theme\": \"rien\"");
    let both = found(with(&[dangling, ("\"14.5\"", "14.5")]));
    assert_eq!(both.iter().map(|(code, _)| *code).collect::<Vec<_>>(), [Code::UnknownReference, Code::MalformedNumber]);
    assert_eq!(found(with(&[("\"id\": \"demat\", ", "")])), [(Code::MissingField, "/themes/0/id".to_owned())]);
}

#[test]
fn places_stay_right_after_an_item_that_cannot_be_read() {
    let faults = with(&[
        ("{\"timing\": {\"predecessor\"", "{\"lien\": 1}, 7, {\"timing\": {\"predecessors\""),
        ("\"costs\": [{", "\"costs\": [3, {"),
        ("\"10.50 EUR\"", "\"dix EUR\""),
    ]);
    assert_eq!(
        found(faults),
        [
            (Code::MalformedField, "/projects/0/variants/0/costs/0".to_owned()),
            (Code::MalformedNumber, "/projects/0/variants/0/costs/1/amount".to_owned()),
            (Code::UnknownWord, "/dependencies/0".to_owned()),
            (Code::MalformedField, "/dependencies/1".to_owned()),
            (Code::UnknownField, "/dependencies/2/timing/predecessors".to_owned()),
            (Code::MissingField, "/dependencies/2/timing/predecessor".to_owned()),
        ]
    );
}

#[test]
fn text_that_is_no_json_names_line_and_column() {
    let place = |text: &str| {
        let faults = Model::from_json(text).expect_err("no JSON");
        assert_eq!(faults.len(), 1);
        let fault = &faults.as_slice()[0];
        assert_eq!(fault.code(), Code::MalformedJson, "{faults}");
        fault.location().clone()
    };
    assert_eq!(place(""), Location::Text { line: 1, column: 1 });
    assert_eq!(place("{\n  \"é\": é\n}"), Location::Text { line: 2, column: 8 });
    assert_eq!(place("{\"portefeuille\": \"1.0\"} x"), Location::Text { line: 1, column: 25 });
    assert_eq!(place(&SOUND[..SOUND.len() - 10]).to_string().split(',').next(), Some("line 26"));
    for deep in ["[".repeat(100_000), "{\"a\":".repeat(100_000), format!("{{\"themes\": {}", "[".repeat(5_000))] {
        let at = place(&deep);
        assert!(matches!(at, Location::Text { line: 1, .. }), "{at}");
    }
}

#[test]
fn another_format_or_version_is_said_to_be_one() {
    for (text, place) in [
        ("[]", "(whole document)"),
        ("12", "(whole document)"),
        ("{}", "(whole document)"),
        ("{\"type\": \"FeatureCollection\", \"features\": []}", "(whole document)"),
        ("{\"portefeuille\": 1.0}", "/portefeuille"),
        ("{\"portefeuille\": \"un\"}", "/portefeuille"),
    ] {
        assert_eq!(found(Model::from_json(text)), [(Code::WrongFormat, place.to_owned())], "{text}");
    }
    let version = |text: &str| found(Model::from_json(text));
    let unsupported = [(Code::UnsupportedVersion, "/portefeuille".to_owned())];
    assert_eq!(version(&SOUND.replace("\"1.0\"", "\"2.0\"")), unsupported);
    assert_eq!(version("{\"portefeuille\": \"2.3\", \"projects\": {\"sig\": {}}}"), unsupported);
    assert_eq!(version("{\"portefeuille\": \"2.3\", \"projects\": <broken"), unsupported);
    assert_eq!(version("{\"x\": [1, {}], \"portefeuille\": \"0.9\", "), unsupported);
}

#[test]
fn a_later_revision_is_read_with_warnings() {
    let newer = SOUND.replace("\"1.0\"", "\"1.7\"");
    let model = Model::from_json(&newer).expect("nothing new is in it");
    assert!(model.warnings().is_empty());
    assert_eq!(model.records().version, DocumentVersion::CURRENT);
    let text = newer
        .replace("\"name\": \"B\"", "\"name\": \"B\", \"moods\": [1, 2]")
        .replace("\"themes\"", "\"moods\": {}, \"themes\"");
    let model = Model::from_json(&text).expect("the new fields are passed over");
    let warnings: Vec<_> =
        model.warnings().iter().map(|d| (d.severity(), d.code(), d.location().to_string())).collect();
    assert_eq!(
        warnings,
        [
            (Severity::Warning, Code::UnknownField, "/moods".to_owned()),
            (Severity::Warning, Code::UnknownField, "/projects/1/moods".to_owned()),
        ]
    );
    assert_eq!(model.to_json(), with(&[]).expect("sound").to_json());
    // What is wrong in a later revision is wrong all the same.
    let faults = found(Model::from_json(&text.replace("\"14.5\"", "14.5")));
    assert_eq!(faults.len(), 3);
}

#[test]
fn a_draft_is_read_without_being_judged() {
    let draft =
        ModelDraft::from_json(&SOUND.replace("\"theme\": \"demat\"", "\"theme\": \"rien\"")).expect("well formed");
    assert_eq!(draft.objectives[0].theme.as_str(), "rien");
}

#[test]
fn faults_without_end_are_counted_and_stopped() {
    // Each record alone is cheap: all are found.
    let project = "{\"id\": 1, \"name\": 2, \"variants\": [{\"id\": 3, \"months\": \"x\"}]}";
    let many = |n: usize| {
        let projects = vec![project; n].join(",");
        format!(
            "{{\"portefeuille\": \"1.0\", \"status_date\": \"2026-01\", \"currency\": \"EUR\", \"projects\": [{projects}]}}"
        )
    };
    assert_eq!(ModelDraft::from_json(&many(2_000)).expect_err("faults").len(), 8_000);
    // One record with faults without end is not: its faults are listed as far as the steps go, and it says so.
    let lines = vec!["{}"; 4_000].join(",");
    let one = project.replace("\"months\": \"x\"", &format!("\"costs\": [{lines}]"));
    let faults = ModelDraft::from_json(&many(1).replace(project, &one)).expect_err("faults");
    assert_eq!(faults.iter().filter(|d| d.code() == Code::TooManyFaults).count(), 1);
    assert!(faults.len() > 1_000, "{}", faults.len());
}
