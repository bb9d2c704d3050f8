//! Whole imports of small lists.

use super::*;
use crate::diagnostic::Severity;
use crate::model::{Force, Lifecycle, Observation, Project, WorthRule};
use serde_json::{Value, json};

/// A profile of four columns, changed by a function.
fn profile(change: impl FnOnce(&mut Value)) -> Value {
    let mut profile = json!({
        "blanks": ["TBD", "Exempt*"],
        "numbers": { "grouping": "," },
        "currency": "EUR",
        "status_date": { "from": { "constant": "2020-06" } },
        "organization": { "name": "Ville" },
        "grouping": { "kind": "roadmap", "id": "r", "name": "Liste" },
        "project": { "name": "name", "costs": [{ "from": "cost" }] }
    });
    change(&mut profile);
    profile
}

fn read(profile: &Value) -> Result<Profile, Diagnostics> {
    Profile::from_json(&profile.to_string())
}

/// Imports, and holds the import against what every import promises.
fn import(profile: &Value, list: impl AsRef<[u8]>) -> Import {
    let import = read(profile).expect("a profile").import(list.as_ref()).expect("a list");
    let reported = import.findings.iter().filter(|finding| finding.code() == Code::RowReported).count();
    assert_eq!(import.rows_read, import.projects + import.reported);
    assert_eq!((import.projects as usize, import.reported as usize), (import.draft.projects.len(), reported));
    for tally in &import.fields {
        assert_eq!(tally.read + tally.blank + tally.unreadable, import.projects, "{tally:?}");
    }
    let model = import.draft.clone().build().expect("a model");
    assert_eq!(import.scope(&model).expect("a scope").projects().len() as u64, import.projects);
    import
}

fn findings(import: &Import) -> Vec<(Code, String)> {
    assert!(!import.findings.has_errors());
    import.findings.iter().map(|finding| (finding.code(), finding.location().to_string())).collect()
}

fn costs(import: &Import) -> Vec<Option<String>> {
    let cost = |project: &Project| project.variants[0].costs.first().map(|line| line.amount.to_string());
    import.draft.projects.iter().map(cost).collect()
}

fn ids(import: &Import) -> Vec<&str> {
    import.draft.projects.iter().map(|project| project.id.as_str()).collect()
}

fn faults(profile: &Value) -> Vec<(Code, String)> {
    let faults = read(profile).expect_err("a profile at fault");
    assert!(faults.iter().all(|fault| fault.severity() == Severity::Error));
    faults.iter().map(|fault| (fault.code(), fault.location().to_string())).collect()
}

#[test]
fn text_where_a_number_is_expected_is_missing_with_a_finding() {
    let list = "name,cost\nA,\"1,250.50\"\nB,\nC,TBD\nD,exempt under 43\nE,about ten\nF,\"1,5\"\nG,9999999999999999\n";
    let import = import(&profile(|_| {}), list);
    assert_eq!(costs(&import).iter().flatten().collect::<Vec<_>>(), ["1250.5 EUR"]);
    assert_eq!(
        findings(&import),
        [
            (Code::MissingValue, "line 6, column `cost`".to_owned()),
            (Code::MissingValue, "line 7, column `cost`".to_owned()),
            (Code::NumberOutOfRange, "line 8, column `cost`".to_owned()),
        ]
    );
    let tally = &import.fields[2];
    assert_eq!((tally.field.as_str(), tally.read, tally.blank, tally.unreadable), ("/project/costs/0", 1, 3, 3));
}

#[test]
fn amounts_are_kept_to_the_cent_of_their_own_currency() {
    let profile = profile(|p| {
        p["project"]["costs"] = json!([{
            "from": "cost", "factor": 1_000_000, "currency": "cur", "section": "operating", "nature": "2051",
            "numbers": { "decimal": ",", "grouping": " ", "strip": ["M€"] }
        }]);
    });
    let list = "name,cost,cur\nA,\"18,07 M€\",EUR\nB,\"0,000000005\",\nC,\"1 636,40000000000001\",EUR\nD,5,CAD\n";
    let import = import(&profile, list);
    let cost = |text: &str| Some(text.to_owned());
    assert_eq!(costs(&import), [cost("18070000 EUR"), cost("0 EUR"), cost("1636400000 EUR"), None]);
    assert_eq!(findings(&import), [(Code::MixedCurrencies, "line 5, column `cost`".to_owned())]);
    let line = &import.draft.projects[0].variants[0].costs[0];
    assert_eq!((line.section, line.nature.as_deref()), (crate::model::Section::Operating, Some("2051")));
}

#[test]
fn values_come_from_several_columns() {
    let profile = profile(|p| {
        p["project"] = json!({
            "id": { "join": ["dept", "code"], "with": "-" },
            "name": ["name", { "column": "name", "occurrence": 2 }, { "constant": "Sans nom" }],
            "description": { "join": [{ "constant": "Par" }, "dept"] }
        });
    });
    let import = import(&profile, "name,code,dept,name\nA,1,x,B\n TBD ,2,x, B \n,3,,\n");
    let names: Vec<_> = import.draft.projects.iter().map(|project| project.name.as_str()).collect();
    assert_eq!((names, ids(&import)), (vec!["A", "B", "Sans nom"], vec!["x-1", "x-2", "sans-nom"]));
    assert_eq!(import.draft.projects[1].description.as_deref(), Some("Par x"));
    assert_eq!(import.draft.projects[2].description, None);
}

#[test]
fn every_row_has_a_key_of_its_own() {
    let with_id = |p: &mut Value| p["project"]["id"] = json!("id");
    let import = import(&profile(with_id), "id,name,cost\nx,A,\nx,B,\n,Été  1,\nx,,\n,été 1,\n,?,\n,TBD,1\n");
    assert_eq!(ids(&import), ["x", "x-2", "ete-1", "x-3", "ete-1-2", "line-7"]);
    assert_eq!(
        findings(&import),
        [
            (Code::DuplicateId, "line 3, column `id`".to_owned()),
            (Code::MissingValue, "line 5, column `name`".to_owned()),
            (Code::DuplicateId, "line 5, column `id`".to_owned()),
            (Code::DuplicateId, "line 6, column `id`".to_owned()),
            (Code::RowReported, "line 8".to_owned()),
        ]
    );
    assert_eq!(import.draft.projects[3].name, "x");
}

#[test]
fn texts_stand_for_states_themes_and_units() {
    use Lifecycle::{Cancelled, Delivered, Idea};
    let profile = profile(|p| {
        p["project"] = json!({
            "name": "name",
            "state": { "from": "phase", "map": { "Déployé*": "delivered", "abandon": "cancelled", "?": null }, "default": "idea" },
            "theme": { "from": "theme", "map": { "MOB": "Mobilités", "-": null } },
            "unit": { "from": "unit" }
        });
    });
    let list =
        "name,phase,theme,unit\nA,DEPLOYE en 2019,Mobilités,DSI\nB,Abandon,MOB,dsi\nC,?,-,\nD,xyz,Mobilites,\nE,,,\n";
    let import = import(&profile, list);
    let states: Vec<_> = import.draft.projects.iter().map(|project| project.state).collect();
    assert_eq!(states, [Delivered, Cancelled, Idea, Idea, Idea]);
    assert_eq!(findings(&import), [(Code::UnmappedValue, "line 5, column `phase`".to_owned())]);
    let themes: Vec<_> = import.draft.themes.iter().map(|theme| (theme.id.as_str(), theme.name.as_str())).collect();
    assert_eq!(themes, [("mobilites", "Mobilités"), ("mobilites-2", "Mobilites")]);
    assert_eq!(import.draft.projects[1].theme.as_ref().map(crate::id::ThemeId::as_str), Some("mobilites"));
    let units: Vec<_> = import.draft.units.iter().map(|unit| unit.id.as_str()).collect();
    assert_eq!(units, ["dsi", "dsi-2"]);
    assert_eq!(import.draft.roadmaps[0].themes.len(), 2);
}

#[test]
fn dates_give_starts_durations_and_the_period() {
    let profile = profile(|p| {
        p["organization"]["fiscal_year_start"] = json!(4);
        p["dates"] = json!(["DD.MM.YY"]);
        p["status_date"] = json!({ "from": { "constant": "2020-06" }, "formats": ["YYYY-MM"] });
        p["project"] = json!({
            "name": "name",
            "start": { "from": "start" }, "end": { "from": "end", "formats": ["Month YYYY", "DD.MM.YY"] },
            "duration": { "from": "years", "unit": "years" },
            "costs": [{ "from": "cost", "year": "year" }]
        });
    });
    let list = "name,start,end,years,cost,year\n\
        A,15.02.19,14.03.19,,1,\nB,15.02.19,mars 2019,,1,2021\nC,15.02.19,15.03.19,5.08333333333334,1,2017\n\
        D,15.02.19,14.02.19,,1,\nE,TBD,31.12.30,0.01,1,\nF,31.02.19,,0,1,x\nG,15.02.19,15.02.99,,,\n\
        H,01.01.69,01.01.70,101,,\nI,01.01.20,01.01.69,101,,\n";
    let import = import(&profile, list);
    let projects = &import.draft.projects;
    let months: Vec<_> = projects.iter().map(|project| project.variants[0].months).collect();
    assert_eq!(months, [1, 2, 61, 1, 1, 1, 1, 1, 589]);
    let years: Vec<_> =
        projects.iter().filter_map(|p| p.variants[0].costs.first()).map(|line| line.year.year()).collect();
    assert_eq!(years, [2018, 2021, 2018, 2018, 2020, 2020]);
    let at = |line: u64, column: &str| format!("line {line}, column `{column}`");
    assert_eq!(
        findings(&import),
        [
            (Code::CostBeforeStart, at(4, "year")),
            (Code::EmptyPeriod, at(5, "end")),
            (Code::MissingValue, at(7, "start")),
            (Code::ZeroDuration, at(7, "years")),
            (Code::MissingValue, at(7, "year")),
            (Code::EmptyPeriod, at(8, "end")),
            (Code::NumberOutOfRange, at(9, "years")),
            (Code::EmptyPeriod, at(9, "end")),
            (Code::NumberOutOfRange, at(10, "years")),
        ]
    );
    assert_eq!(import.draft.roadmaps[0].period.to_string(), "2018-04-01/2069-04-01");
}

#[test]
fn the_status_date_may_be_a_column() {
    let from = |p: &mut Value| p["status_date"] = json!({ "from": "day", "formats": ["Month D, YYYY"] });
    let import = import(&profile(from), "name,cost,day\nA,1,\"May 1, 2019\"\nB,2,\"June 3, 2019\"\nC,3,soon\n");
    assert_eq!(import.draft.status_date.to_string(), "2019-06-03");
    assert_eq!(findings(&import), [(Code::MissingValue, "line 4, column `day`".to_owned())]);
    assert_eq!(import.draft.roadmaps[0].period.to_string(), "2019-01-01/2020-01-01");
    let without = read(&profile(from)).expect("a profile").import(b"name,cost,day\nA,1,\n").expect_err("no date");
    assert_eq!(without.as_slice()[0].location(), &Location::pointer("/status_date"));
    let none = import_of_nothing();
    assert_eq!(none.to_string(), "rows read 0 = projects 0 + reported 0");
}

fn import_of_nothing() -> Import {
    import(&profile(|_| {}), "name,cost\n\n")
}

#[test]
fn indicators_are_observed() {
    let profile = profile(|p| {
        p["indicators"] = json!([
            { "id": "rag", "name": "Météo", "from": "rag", "holds": "levels", "levels": ["Green", "Red", "Other"],
              "map": { "vert": "Green", "Exempt*": null, "other*": "Other" } },
            { "id": "pct", "name": "Avancement", "from": "pct", "holds": "numbers", "factor": "0.01", "numbers": { "strip": ["%"] } },
            { "id": "due", "name": "Échéance", "from": "due", "holds": "dates", "formats": ["D/MM/YYYY"] }
        ]);
    });
    let list = "name,cost,rag,pct,due\nA,,GREEN,62.5 %,30/06/2020\nB,,vert,1/3,5/06/2020\nC,,exempt,,TBD\nD,,blue,0.33333333,\nE,,Other text,,\n";
    let import = import(&profile, list);
    let value = |value: &Observation| match value {
        Observation::Number(number) => number.to_string(),
        Observation::Level(level) => level.clone(),
    };
    let values: Vec<_> =
        (import.draft.measures.iter()).map(|m| format!("{} {}", m.indicator, value(&m.value))).collect();
    assert_eq!(values, ["rag Green", "pct 0.625", "due 0", "rag Green", "due -25", "pct 0.003333", "rag Other"]);
    assert_eq!(
        findings(&import),
        [
            (Code::MissingValue, "line 3, column `pct`".to_owned()),
            (Code::UnmappedValue, "line 5, column `rag`".to_owned()),
        ]
    );
    let definitions: Vec<_> = (import.draft.indicators.iter()).map(|i| (i.levels.len(), i.unit.as_deref())).collect();
    assert_eq!(definitions, [(3, None), (0, None), (0, Some("d"))]);
}

#[test]
fn bytes_that_are_no_text_are_found() {
    let utf8 = import(&profile(|_| {}), b"name,cost\n\xc9t\xe9,1\nA,1\n");
    assert_eq!(findings(&utf8), [(Code::UndecodableText, "line 2, column `name`".to_owned())]);
    let windows = |p: &mut Value| p["table"] = json!({ "encoding": "windows-1252", "separator": ";" });
    let windows = import(&profile(windows), b"name;cost\n\xc9t\xe9;\xa31\nA\x81;1\n");
    assert_eq!(windows.draft.projects[0].name, "Été");
    assert_eq!(findings(&windows), [(Code::UndecodableText, "line 3, column `name`".to_owned())]);
}

#[test]
fn a_table_without_the_columns_of_the_profile_is_refused_whole() {
    let profile = profile(|p| {
        p["project"]["id"] = json!(["id", { "column": "name", "occurrence": 2 }]);
        p["project"]["costs"][0]["from"] = json!("Cost");
    });
    let faults = read(&profile).expect("a profile").import(b"name,cost\nA,1\n").expect_err("no such columns");
    let faults: Vec<_> = faults.iter().map(|fault| (fault.code(), fault.location().to_string())).collect();
    let at = |pointer: &str| (Code::UnknownColumn, pointer.to_owned());
    assert_eq!(faults, [at("/project/id"), at("/project/id"), at("/project/costs/0")]);
}

#[test]
fn assumptions_ask_a_static_question() {
    let ask = |assumptions: Value| {
        profile(|p| {
            p["project"]["state"] =
                json!({ "from": "phase", "map": { "run": "running", "new": "candidate", "off": "cancelled" } });
            p["project"]["start"] = json!({ "from": "start" });
            p["assumptions"] = assumptions;
        })
    };
    let list = "name,cost,phase,start\nA,10.01,run,2015-01\nB,20,new,2016-01\nC,,new,\nD,40,off,2017-01\n";
    let share = import(&ask(json!({ "budget": { "share": "0.5" }, "worth": "cost", "candidates": ["running"] })), list);
    let money = |text: &str| text.parse::<crate::Money>().expect("money");
    let (budget, asked) = (money("15 EUR"), money("30.01 EUR"));
    assert_eq!(share.selectable, Selectable::Yes { budget, asked, candidates: 3, retaken: 1, unpriced: 1 });
    let roadmap = &share.draft.roadmaps[0];
    assert_eq!((roadmap.period.to_string().as_str(), roadmap.policy.may_outlive), ("2020-01-01/2021-01-01", true));
    assert_eq!(
        (&roadmap.policy.worth, &roadmap.policy.candidate_states[..]),
        (&WorthRule::Cost, &[Lifecycle::Candidate][..])
    );
    let forced: Vec<_> = roadmap.policy.forced.iter().map(|f| (f.project.as_str(), f.force)).collect();
    assert_eq!(forced, [("c", Force::Out)]);
    let opened: Vec<_> = share.draft.envelopes.iter().map(|e| (e.id.as_str(), e.amounts.len())).collect();
    assert_eq!((opened, roadmap.envelopes.len()), (vec![("budget", 1), ("list", 0)], 1));
    assert_eq!(share.draft.envelopes[0].amounts[0].amount, budget);
    for (project, envelope, year) in [(0, "budget", 2020), (1, "budget", 2020), (3, "list", 2017)] {
        let project = &share.draft.projects[project];
        let line = &project.variants[0].costs[0];
        assert_eq!((line.envelope.as_str(), line.year.year()), (envelope, year));
        assert_eq!(project.start.is_none(), envelope == "budget");
    }
    let amount = json!({ "budget": { "amount": "5 EUR" }, "worth": "count", "year": 2022 });
    let amount = import(&ask(amount), list);
    let (budget, asked) = (money("5 EUR"), money("20 EUR"));
    assert_eq!(amount.selectable, Selectable::Yes { budget, asked, candidates: 2, retaken: 0, unpriced: 1 });
    assert_eq!(amount.draft.roadmaps[0].period.to_string(), "2022-01-01/2023-01-01");
    assert_eq!(amount.draft.projects[0].state, Lifecycle::Running);
    for (list, reason) in [
        ("name,cost,phase,start\nA,1,off,\n", NotSelectable::NoCandidate),
        ("name,cost,phase,start\nA,,new,\n", NotSelectable::NoCost),
        ("name,cost,phase,start\nA,900000000000000,new,\nB,900000000000000,new,\n", NotSelectable::OutOfRange),
    ] {
        let import = import(&ask(json!({ "budget": { "share": "1" }, "worth": "count" })), list);
        assert_eq!(import.selectable, Selectable::No(reason));
        assert!(import.draft.roadmaps[0].envelopes.is_empty());
    }
    assert_eq!(import_of_nothing().selectable, Selectable::No(NotSelectable::NoAssumptions));
}

#[test]
fn a_portfolio_takes_the_projects_too() {
    let kind = |p: &mut Value| {
        p["grouping"] =
            json!({ "kind": "portfolio", "id": "p", "name": "P", "period": "2020-01/2022-01", "step": "quarter" });
    };
    let import = import(&profile(kind), "name,cost\nA,1\n");
    assert!(import.draft.roadmaps.is_empty());
    assert_eq!(
        import.draft.portfolios[0].horizon.map(|horizon| horizon.to_string()).as_deref(),
        Some("2020-01-01/2022-01-01")
    );
}

#[test]
fn faults_of_a_profile_have_code_and_pointer() {
    let at = |code: Code, pointer: &str| vec![(code, pointer.to_owned())];
    let one = |change: fn(&mut Value)| faults(&profile(change));
    assert_eq!(one(|p| p["project"]["nom"] = json!("name")), at(Code::UnknownField, "/project/nom"));
    assert_eq!(one(|p| p["currency"] = json!("euro")), at(Code::MalformedField, "/currency"));
    assert_eq!(one(|p| p["project"]["costs"][0] = json!({})), at(Code::MissingField, "/project/costs/0"));
    assert_eq!(
        one(|p| p["project"]["name"] = json!({ "column": "a", "constant": "b" })),
        at(Code::MalformedField, "/project/name")
    );
    assert_eq!(
        one(|p| p["project"]["name"] = json!(["a", { "column": "b", "occurrence": 0 }])),
        at(Code::MalformedField, "/project/name/1")
    );
    assert_eq!(one(|p| p["dates"] = json!(["YYYY-MM", "yyyy"])), at(Code::MalformedField, "/dates/1"));
    assert_eq!(one(|p| p["table"] = json!({ "separator": ";;" })), at(Code::MalformedField, "/table/separator"));
    assert_eq!(one(|p| p["table"] = json!({ "separator": "\"" })), at(Code::MalformedField, "/table/separator"));
    let several = faults(&profile(|p| {
        p["table"] = json!({ "encoding": "klingon" });
        p["organization"] = json!({ "name": " ", "fiscal_year_start": 13 });
        p["grouping"]["step"] = json!("week");
        p["numbers"] = json!({ "decimal": ",", "grouping": "," });
        p["project"]["costs"][0]["factor"] = json!(0);
        p["indicators"] = json!([
            { "id": "a", "name": "A", "from": "a", "holds": "levels", "levels": ["x", "x"], "map": { "b": "y" } },
            { "id": "a", "name": "A", "from": "a", "holds": "numbers", "levels": ["x"] },
            { "id": "", "name": "A", "from": "a", "holds": "levels" }
        ]);
        p["assumptions"] = json!({ "budget": { "amount": "-1 CAD" }, "worth": { "indicator": "a" } });
    }));
    let expected = [
        (Code::MalformedField, "/table/encoding"),
        (Code::NumberOutOfRange, "/organization/fiscal_year_start"),
        (Code::EmptyId, "/organization/name"),
        (Code::PeriodOffGrid, "/grouping/step"),
        (Code::MalformedField, "/numbers"),
        (Code::MalformedField, "/project/costs/0/factor"),
        (Code::DuplicateReference, "/indicators/0/levels/1"),
        (Code::UnknownReference, "/indicators/0/map"),
        (Code::DuplicateId, "/indicators/1/id"),
        (Code::MalformedField, "/indicators/1/levels"),
        (Code::EmptyId, "/indicators/2/id"),
        (Code::MalformedField, "/indicators/2/levels"),
        (Code::MixedCurrencies, "/assumptions/budget/amount"),
        (Code::NegativeNumber, "/assumptions/budget/amount"),
        (Code::UnknownReference, "/assumptions/worth/indicator"),
    ];
    assert_eq!(several, expected.map(|(code, pointer)| (code, pointer.to_owned())));
    let assumed = |change: fn(&mut Value)| {
        faults(&profile(|p| {
            p["assumptions"] = json!({ "budget": { "share": "0.5" }, "worth": "count" });
            change(p);
        }))
    };
    assert_eq!(assumed(|p| p["project"]["costs"] = json!([])), at(Code::MissingField, "/project/costs"));
    assert_eq!(
        assumed(|p| p["assumptions"]["worth"] = json!("alignment")),
        at(Code::MalformedField, "/assumptions/worth")
    );
    assert_eq!(
        assumed(|p| p["grouping"]["period"] = json!("2020-01/2021-01")),
        at(Code::MalformedField, "/grouping/period")
    );
    assert_eq!(
        one(|p| p["grouping"]["period"] = json!("2020-01/2021-02")),
        at(Code::PeriodOffGrid, "/grouping/period")
    );
}

#[test]
fn a_broken_text_is_reported_where_it_breaks() {
    let fault = |text: &str| Profile::from_json(text).expect_err("no profile").as_slice()[0].clone();
    assert_eq!(fault("{\n \"currency\": \"EUR\",,").code(), Code::MalformedJson);
    assert_eq!(fault("{\n \"currency\": \"EUR\",,").location(), &Location::Text { line: 2, column: 20 });
    assert_eq!(fault("").code(), Code::MalformedJson);
    assert_eq!(fault("[]").code(), Code::MalformedField);
    assert_eq!(fault(&format!("{} x", profile(|_| {}))).code(), Code::MalformedJson);
    assert_eq!(fault(&"[".repeat(100_000)).code(), Code::MalformedField);
    let deep = format!(r#"{{"project":{{"name":{}"#, r#"{"join":["#.repeat(100_000));
    assert_eq!(fault(&deep).code(), Code::MalformedJson);
}
