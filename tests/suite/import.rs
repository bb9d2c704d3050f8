//! Real project lists through the profiles of the examples, and hostile ones.

use portefeuille::Money;
use portefeuille::diagnostic::Code;
use portefeuille::interchange::csv::{Import, NotSelectable, Profile, Selectable};
use portefeuille::model::{Lifecycle, Observation};
use proptest::collection::vec;
use proptest::prelude::*;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

fn profile_text(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/profiles").join(name).with_extension("json");
    std::fs::read_to_string(path).expect("a profile of the examples")
}

/// A file of the shared data, beside the folder of instances; `None` where it is not on this machine.
fn shared(file: &str) -> Option<Vec<u8>> {
    let instances =
        std::env::var_os("PORTEFEUILLE_INSTANCES").map_or_else(|| "../shared/instances".into(), PathBuf::from);
    let instances = Path::new(env!("CARGO_MANIFEST_DIR")).join(instances);
    let path = instances.parent()?.join("data").join(file);
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        writeln!(std::io::stderr(), "skipped: {} is not there", path.display()).expect("standard error");
    }
    bytes
}

/// What every import promises.
fn hold(import: &Import) {
    let reported = import.findings.iter().filter(|finding| finding.code() == Code::RowReported).count() as u64;
    assert_eq!(import.rows_read, import.projects + import.reported);
    assert_eq!((import.projects, import.reported), (import.draft.projects.len() as u64, reported));
    assert!(!import.findings.has_errors(), "{}", import.findings);
    for tally in &import.fields {
        assert_eq!(tally.read + tally.blank + tally.unreadable, import.projects, "{tally:?}");
    }
    let model = import.draft.clone().build().expect("every import builds");
    assert_eq!(import.scope(&model).expect("a scope").projects().len() as u64, import.projects);
}

fn import(profile: &str, file: &str, rows: u64) -> Option<Import> {
    let bytes = shared(file)?;
    let profile = Profile::from_json(&profile_text(profile)).expect("a profile");
    let import = profile.import(&bytes).expect("a table");
    hold(&import);
    assert_eq!((import.rows_read, import.projects, import.reported), (rows, rows, 0), "{file}");
    Some(import)
}

fn tally(import: &Import, field: &str) -> (u64, u64, u64) {
    let tally = import.fields.iter().find(|tally| tally.field == field).expect("a field of the profile");
    (tally.read, tally.blank, tally.unreadable)
}

fn total(import: &Import) -> Money {
    let lines = import.draft.projects.iter().flat_map(|project| &project.variants[0].costs);
    let zero = Money::zero(import.draft.currency);
    lines.fold(zero, |sum, line| sum.checked_add(line.amount).expect("one currency, in range"))
}

fn money(text: &str) -> Money {
    text.parse().expect("an amount")
}

fn levels<'a>(import: &'a Import, indicator: &str) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    for measure in import.draft.measures.iter().filter(|measure| measure.indicator.as_str() == indicator) {
        let Observation::Level(level) = &measure.value else { panic!("a level") };
        *counts.entry(level.as_str()).or_default() += 1;
    }
    counts
}

fn states(import: &Import) -> BTreeMap<Lifecycle, usize> {
    let mut counts = BTreeMap::new();
    for project in &import.draft.projects {
        *counts.entry(project.state).or_default() += 1;
    }
    counts
}

#[test]
fn every_profile_of_the_examples_makes_sense() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/profiles");
    let mut names: Vec<_> = (std::fs::read_dir(folder).expect("the folder of profiles"))
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
        .collect();
    names.sort_unstable();
    assert_eq!(names.len(), 7);
    for name in names {
        let profile = Profile::from_json(&profile_text(&name)).unwrap_or_else(|faults| panic!("{name}: {faults}"));
        let fault = profile.import(b"another,list\n1,2\n").expect_err("a list without its columns");
        assert!(fault.iter().all(|fault| fault.code() == Code::UnknownColumn), "{name}: {fault}");
    }
}

#[test]
fn dinum_2019_adds_up_to_the_published_totals() {
    let Some(import) = import("dinum-panorama-2019", "dinum-panorama/panorama_2019-06.csv", 48) else { return };
    assert!(import.findings.is_empty(), "{}", import.findings);
    assert_eq!(tally(&import, "/project/costs/0"), (44, 4, 0));
    assert_eq!(tally(&import, "/project/duration"), (44, 4, 0));
    assert_eq!(tally(&import, "/project/start"), (46, 2, 0));
    assert_eq!(total(&import), money("1636400000 EUR"));
    let years: Vec<Decimal> = (import.draft.measures.iter())
        .filter(|measure| measure.indicator.as_str() == "duree")
        .map(|measure| match &measure.value {
            Observation::Number(years) => years.value(),
            other => panic!("a number, not {other:?}"),
        })
        .collect();
    let mean = years.iter().sum::<Decimal>() / Decimal::from(years.len());
    assert_eq!((years.len(), mean.round_dp(4).to_string()), (44, "6.5568".to_owned()));
    assert_eq!(states(&import), BTreeMap::from([(Lifecycle::Scoping, 4), (Lifecycle::Running, 44)]));
    let adamant = &import.draft.projects[0];
    assert_eq!((adamant.name.as_str(), adamant.variants[0].months), ("ADAMANT", 63));
    assert_eq!(adamant.start.map(|start| start.to_string()).as_deref(), Some("2015-04"));
    assert_eq!(import.selectable, Selectable::No(NotSelectable::NoAssumptions));
    assert!(import.draft.envelopes.iter().all(|envelope| envelope.amounts.is_empty()));
}

#[test]
fn dinum_2017_leaves_projects_being_scoped_without_cost() {
    let file = "dinum-panorama/panorama_grands_projets_SI_20170630.csv";
    let Some(import) = import("dinum-panorama-2017", file, 61) else { return };
    assert!(import.findings.is_empty(), "{}", import.findings);
    assert_eq!(tally(&import, "/project/costs/0"), (53, 8, 0));
    assert_eq!(tally(&import, "/project/duration"), (53, 8, 0));
    assert_eq!(
        (import.draft.status_date.to_string().as_str(), total(&import)),
        ("2017-06-01", money("2561100000 EUR"))
    );
    assert_eq!(levels(&import, "interministeriel"), BTreeMap::from([("Non", 41), ("Oui", 20)]));
    assert_eq!((import.draft.units.len(), levels(&import, "phase")["Cadrage"]), (11, 8));
}

#[test]
fn gmpp_2022_counts_the_published_ratings() {
    let Some(import) = import("uk-gmpp-2022", "uk-gmpp/uk_2022.csv", 235) else { return };
    assert!(import.findings.is_empty(), "{}", import.findings);
    let expected = [("Amber", 170), ("Exempt", 11), ("Green", 24), ("Other text", 3), ("Red", 27)];
    assert_eq!(levels(&import, "rating"), BTreeMap::from(expected));
    assert_eq!(tally(&import, "/project/start"), (224, 11, 0));
    assert_eq!(tally(&import, "/project/end"), (218, 17, 0));
    assert_eq!(tally(&import, "/project/costs/0"), (191, 44, 0));
    assert_eq!(total(&import), money("494181000000 GBP"));
    let first = &import.draft.projects[0];
    assert_eq!((first.id.as_str(), first.variants[0].costs[0].amount), ("MOD_0135_2122-Q1", money("278000000 GBP")));
    assert_eq!((import.draft.themes.len(), import.draft.units.len()), (4, 18));
}

#[test]
fn gmpp_2018_is_read_from_windows_1252() {
    let Some(import) = import("uk-gmpp-2018", "uk-gmpp/uk_2018.csv", 133) else { return };
    assert!(import.findings.is_empty(), "{}", import.findings);
    let expected = [("Amber", 59), ("Amber/Green", 22), ("Amber/Red", 38), ("Exempt", 4), ("Green", 2), ("Red", 8)];
    assert_eq!(levels(&import, "rating"), BTreeMap::from(expected));
    assert_eq!(tally(&import, "/project/costs/0"), (119, 14, 0));
    assert_eq!(tally(&import, "/project/end"), (128, 5, 0));
    assert_eq!(total(&import), money("422739430000 GBP"));
    let first = &import.draft.projects[0];
    assert_eq!(first.variants[0].costs[0].amount, money("12131500000 GBP"));
    assert_eq!(first.start.map(|start| start.to_string()).as_deref(), Some("2008-06-30"));
}

#[test]
fn canada_leaves_undisclosed_budgets_out_of_the_question() {
    let file = "canada-large-it-projects/gc-it-projects-2019.csv";
    let Some(import) = import("canada-large-it-projects", file, 463) else { return };
    assert!(import.findings.is_empty(), "{}", import.findings);
    assert_eq!(tally(&import, "/project/costs/0"), (456, 7, 0));
    assert_eq!(tally(&import, "/project/end"), (419, 44, 0));
    assert_eq!((import.draft.status_date.to_string().as_str(), import.draft.units.len()), ("2019-05-01", 37));
    let (budget, asked) = (money("5624697320.8 CAD"), money("7030871651 CAD"));
    assert_eq!(total(&import), asked);
    assert_eq!(import.selectable, Selectable::Yes { budget, asked, candidates: 463, retaken: 463, unpriced: 7 });
    let portfolio = &import.draft.portfolios[0];
    assert_eq!((portfolio.policy.forced.len(), portfolio.envelopes.len()), (7, 1));
    assert_eq!(portfolio.horizon.map(|year| year.to_string()).as_deref(), Some("2019-04-01/2020-04-01"));
}

#[test]
fn paris_asks_what_half_of_the_money_would_have_done() {
    let file = "paris-budget-participatif/projets_laureats.csv";
    let Some(import) = import("paris-budget-participatif", file, 609) else { return };
    let found: Vec<_> = import.findings.iter().map(|f| (f.code(), f.location().to_string())).collect();
    let expected = [
        (Code::MissingValue, "line 7, column `titre_projet_gagnant`"),
        (Code::EmptyPeriod, "line 124, column `livraison_prev_projet`"),
        (Code::MissingValue, "line 221, column `titre_projet_gagnant`"),
    ];
    assert_eq!(found, expected.map(|(code, place)| (code, place.to_owned())));
    assert_eq!(tally(&import, "/project/costs/0"), (609, 0, 0));
    assert_eq!(
        states(&import),
        BTreeMap::from([
            (Lifecycle::Candidate, 539),
            (Lifecycle::Approved, 3),
            (Lifecycle::Scoping, 20),
            (Lifecycle::Cancelled, 47)
        ])
    );
    assert_eq!((levels(&import, "avancement")["FIN"], total(&import)), (502, money("271491307 EUR")));
    let Selectable::Yes { budget, asked, candidates, .. } = &import.selectable else { panic!("assumptions") };
    assert_eq!((*budget, *asked, *candidates), (money("132335203.5 EUR"), money("264670407 EUR"), 562));
}

#[test]
fn marseille_brings_every_row_of_both_years() {
    for (file, rows, sum) in
        [("investissements_2023.csv", 17, "99520000 EUR"), ("investissements_2024.csv", 44, "273378000 EUR")]
    {
        let file = format!("marseille-investissements/{file}");
        let Some(import) = import("marseille-investissements", &file, rows) else { return };
        assert!(import.findings.is_empty(), "{}", import.findings);
        assert_eq!(tally(&import, "/project/costs/0"), (rows, 0, 0));
        assert_eq!(total(&import), money(sum));
    }
}

/// A profile that uses every kind of field, for lists of the columns `LIST`.
const HOSTILE: &str = r#"{
    "blanks": ["TBD", "Exempt*"],
    "numbers": { "decimal": ",", "grouping": " " },
    "dates": ["YYYY-MM-DD", "DD.MM.YY", "Month YY", "YYYY"],
    "currency": "EUR",
    "status_date": { "from": [{ "constant": "2026-11-24" }] },
    "organization": { "name": "Ville", "fiscal_year_start": 4 },
    "grouping": { "kind": "roadmap", "id": "r", "name": "R" },
    "project": {
        "id": "id", "name": ["name", "note"], "description": "note",
        "theme": { "from": "note" }, "unit": { "from": "phase" },
        "state": { "from": "phase", "map": { "run*": "running", "fin": "closed", "": "idea" } },
        "start": { "from": "start" }, "end": { "from": "end" },
        "duration": { "from": "time", "unit": "years" },
        "costs": [{ "from": "cost", "factor": "1000.5", "year": "year" }, { "from": "time", "section": "operating" }]
    },
    "indicators": [
        { "id": "a", "name": "A", "from": "phase", "holds": "levels", "levels": ["fin", "run"] },
        { "id": "b", "name": "B", "from": "cost", "holds": "numbers" },
        { "id": "c", "name": "C", "from": "end", "holds": "dates" }
    ],
    "assumptions": { "budget": { "share": "0.4" }, "worth": { "indicator": "b" }, "candidates": ["running", "idea"] }
}"#;
const LIST: [&str; 9] = ["id", "name", "note", "phase", "start", "end", "time", "cost", "year"];

fn profiles() -> [Profile; 2] {
    let asking = Profile::from_json(HOSTILE).expect("a profile");
    let mut reporting = asking.clone();
    reporting.assumptions = None;
    [asking, reporting]
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        prop::sample::select(vec![
            "TBD",
            "Exempt, 43",
            "run",
            "Running",
            "fin",
            "2026-11-24",
            "31.12.40",
            "1900-01-01",
            "2199-12-31",
            "2200-12-31",
            "avril 15",
            "2026",
            "1899",
            "0",
            "5,25",
            "-3",
            "1 250,5",
            "999999999999999",
            "1e9",
            "(12)",
            "a \"b\"",
            "\u{feff}x",
            "été\n\"2\"",
            "\0",
        ])
        .prop_map(str::to_owned),
        "[0-9]{1,12}(,[0-9]{1,3})?",
        "\\PC{0,8}",
        any::<String>(),
    ]
}

fn write(rows: &[Vec<String>], line_end: &str) -> String {
    let line = |cells: &[String]| {
        let quoted: Vec<_> = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
        quoted.join(",") + line_end
    };
    let header: Vec<_> = LIST.iter().map(|&name| name.to_owned()).collect();
    line(&header) + &rows.iter().map(|row| line(row)).collect::<String>()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn every_row_of_a_table_becomes_a_project_or_is_reported(
        rows in vec(vec(cell(), LIST.len()), 0..8),
        line_end in prop::sample::select(vec!["\n", "\r\n"]),
    ) {
        let list = write(&rows, line_end);
        for profile in profiles() {
            let import = profile.import(list.as_bytes()).expect("a table");
            prop_assert_eq!(import.rows_read, rows.len() as u64);
            hold(&import);
        }
    }

    #[test]
    fn ragged_rows_are_reported_on_their_line(widths in vec(1usize..14, 1..12)) {
        let rows: Vec<Vec<String>> = widths.iter().map(|width| vec!["x".to_owned(); *width]).collect();
        let import = profiles()[1].import(write(&rows, "\n").as_bytes()).expect("a table");
        hold(&import);
        let reported: Vec<String> = (import.findings.iter())
            .filter(|finding| finding.code() == Code::RowReported)
            .map(|finding| finding.location().to_string())
            .collect();
        let ragged = (2..).zip(&widths).filter(|(_, width)| **width != LIST.len());
        prop_assert_eq!(reported, ragged.map(|(line, _)| format!("line {line}")).collect::<Vec<_>>());
    }

    #[test]
    fn mutated_tables_never_panic(
        rows in vec(vec(cell(), LIST.len()), 0..6),
        mutations in vec((any::<prop::sample::Index>(), prop_oneof![Just(b'"'), Just(b'\n'), Just(b'\r'), Just(b','), any::<u8>()], 0..3u8), 1..12),
    ) {
        let mut list = write(&rows, "\n").into_bytes();
        for (index, byte, how) in mutations {
            let at = index.index(list.len());
            match how {
                0 => list[at] = byte,
                1 => list.insert(at, byte),
                _ => list.truncate(at.max(40)),
            }
        }
        for profile in profiles() {
            match profile.import(&list) {
                Ok(import) => hold(&import),
                Err(faults) => prop_assert!(faults.has_errors()),
            }
        }
    }

    #[test]
    fn mutated_profiles_are_read_or_refused(
        mutations in vec((any::<prop::sample::Index>(), prop::sample::select(b"\"{}[],:0-*Ya \xc3".to_vec()), 0..3u8), 1..4),
    ) {
        let mut text = HOSTILE.as_bytes().to_vec();
        for (index, byte, how) in mutations {
            let at = index.index(text.len());
            match how {
                0 => text[at] = byte,
                1 => text.insert(at, byte),
                _ => drop(text.remove(at)),
            }
        }
        match Profile::from_json(&String::from_utf8_lossy(&text)) {
            Err(faults) => prop_assert!(faults.has_errors()),
            Ok(profile) => {
                let row = ["a", "A", "b", "run", "2026-01-01", "2027", "1,5", "12", "2026"].map(str::to_owned);
                match profile.import(write(&[row.to_vec()], "\n").as_bytes()) {
                    Ok(import) => hold(&import),
                    Err(faults) => prop_assert!(faults.has_errors()),
                }
            }
        }
    }
}
