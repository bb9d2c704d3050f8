//! The main job: read a roadmap, select and place its projects, explain.
//!
//! Without arguments it decides the roadmap of a fictional French département that lies in `examples/data`.

use clap::{Parser, ValueEnum};
use portefeuille::diagnostic::{Code, Diagnostic, Diagnostics};
use portefeuille::engine::algorithms::Auto;
use portefeuille::engine::instance::write_mps;
use portefeuille::engine::run::{Event, Limits};
use portefeuille::interchange::csv::{Profile, Selectable};
use portefeuille::model::{Lifecycle, Scope, ThemeRef};
use portefeuille::render::{Align, Locale, Table, decision_report, diagnostic_text, lifecycle};
use portefeuille::{Date, Error, Model, Money};
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

#[derive(Parser)]
#[command(about = "Read a roadmap, select and place its projects, explain (French by default)")]
struct Arguments {
    /// A document of the crate's own format; the embedded roadmap where absent
    document: Option<PathBuf>,
    /// A project list to read instead of a document
    #[arg(long, requires = "profile", conflicts_with = "document")]
    csv: Option<PathBuf>,
    /// What the columns of the list mean (JSON)
    #[arg(long, requires = "csv")]
    profile: Option<PathBuf>,
    /// Id of the roadmap or portfolio; the first roadmap of the document where absent
    #[arg(long)]
    scope: Option<String>,
    /// The day to speak of instead of the document's own status date, YYYY-MM-DD
    #[arg(long)]
    as_of: Option<Date>,
    /// Language of the report
    #[arg(long, value_enum, default_value = "fr")]
    lang: Language,
    /// Folder that `decision.json` is written to
    #[arg(long)]
    out: Option<PathBuf>,
    /// File that the selection is written to as a mixed-integer program (MPS), which minimises the negated value in ticks
    #[arg(long, value_name = "FILE")]
    mps: Option<PathBuf>,
    /// Seconds the search may take; no limit but the steps where absent
    #[arg(long, value_parser = seconds)]
    seconds: Option<Duration>,
    /// Steps the search may take
    #[arg(long, default_value_t = 2_000_000)]
    steps: u64,
    /// Print the decision as JSON instead of the report
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Language {
    Fr,
    En,
}

/// Bad input ends with exit code 2 and every diagnostic on standard error.
#[allow(clippy::print_stderr, reason = "an example speaks to people")]
fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}", error.diagnostics());
            ExitCode::from(2)
        }
    }
}

#[allow(clippy::print_stdout, reason = "an example speaks to people")]
fn run(arguments: &Arguments) -> Result<(), Error> {
    let locale = match arguments.lang {
        Language::Fr => Locale::Fr,
        Language::En => Locale::En,
    };
    let fr = locale == Locale::Fr;
    let import = match (&arguments.csv, &arguments.profile) {
        (Some(list), Some(profile)) => Some(Profile::from_json(&read_text(profile)?)?.import(&read(list)?)?),
        _ => None,
    };
    let mut draft = match (&import, &arguments.document) {
        (Some(import), _) => import.draft.clone(),
        (None, Some(path)) => Model::from_json(&read_text(path)?)?.edit(),
        (None, None) => Model::from_json(include_str!("data/departement.json"))?.edit(),
    };
    draft.status_date = arguments.as_of.unwrap_or(draft.status_date);
    let model = draft.build()?;
    let scope = match (&arguments.scope, &import) {
        (Some(id), _) => open_scope(&model, id)?,
        (None, Some(import)) => import.scope(&model)?,
        (None, None) => first_scope(&model)?,
    };
    if !arguments.json {
        if let Some(import) = &import {
            print_findings(&import.findings, locale);
        }
        print_findings(model.warnings(), locale);
        println!("{}", overview(&scope, locale));
    }
    match import.as_ref().map(|import| &import.selectable) {
        Some(Selectable::No(reason)) if arguments.json => {
            println!("{}", serde_json::json!({ "selectable": false, "reason": reason.reason() }));
        }
        Some(Selectable::No(reason)) if fr => println!("Pas d’arbitrage : {}", reason.reason_fr()),
        Some(Selectable::No(reason)) => println!("No selection: {}", reason.reason()),
        _ => decide(&scope, arguments, locale)?,
    }
    if let (Some(import), false) = (&import, arguments.json) {
        println!("\n{import}");
    }
    Ok(())
}

#[allow(clippy::print_stdout, reason = "an example speaks to people")]
fn decide(scope: &Scope, arguments: &Arguments, locale: Locale) -> Result<(), Error> {
    if let Some(path) = &arguments.mps {
        let compiled = scope.compile()?;
        let mut text = Vec::new();
        write_mps(compiled.problem(), "roadmap", &mut text)
            .and_then(|()| fs::write(path, &text))
            .map_err(|error| failed(&path.display().to_string(), &error))?;
    }
    let limits = Limits::default().steps(arguments.steps).time(arguments.seconds);
    let mut quiet = |_: &Event<'_>| ControlFlow::Continue(());
    let decision = scope.select_with(&Auto::new(), &limits, &mut quiet)?;
    let json = serde_json::to_string_pretty(&decision).map_err(|error| failed("the decision", &error))? + "\n";
    if let Some(folder) = &arguments.out {
        let path = folder.join("decision.json");
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&path, &json))
            .map_err(|error| failed(&path.display().to_string(), &error))?;
    }
    if arguments.json {
        print!("{json}");
    } else {
        print_findings(decision.notes(), locale);
        print!("{}", decision_report(&decision, locale));
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|error| failed(&path.display().to_string(), &error))
}

fn read_text(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|error| failed(&path.display().to_string(), &error))
}

fn failed(what: &str, error: &dyn std::error::Error) -> Error {
    Error::Document(Diagnostic::new(Code::FileFailed, format!("{what}: {error}")).into())
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "write a number of seconds".to_owned())?;
    Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())
}

/// The roadmap of an id, or the portfolio.
fn open_scope(model: &Model, id: &str) -> Result<Scope, Error> {
    Ok(model.roadmap(id).or_else(|error| model.portfolio(id).map_err(|_| error))?)
}

/// The first roadmap of the document, or its first portfolio.
fn first_scope(model: &Model) -> Result<Scope, Error> {
    let records = model.records();
    let first = records.roadmaps.first().map(|roadmap| roadmap.id.as_str());
    let id = first.or_else(|| records.portfolios.first().map(|portfolio| portfolio.id.as_str()));
    open_scope(model, id.unwrap_or_default())
}

/// Findings in one line each; the first twenty, and how many more there are.
#[allow(clippy::print_stdout, reason = "an example speaks to people")]
fn print_findings(findings: &Diagnostics, locale: Locale) {
    for finding in findings.iter().take(20) {
        println!("{}", diagnostic_text(finding, locale));
    }
    if findings.len() > 20 {
        let more = findings.len() - 20;
        println!(
            "{}",
            if locale == Locale::Fr {
                format!("… et {more} autres constats")
            } else {
                format!("… and {more} more findings")
            }
        );
    }
    if !findings.is_empty() {
        println!();
    }
}

/// The roadmap in a few lines, and its themes by number of projects, cost and workload.
fn overview(scope: &Scope, locale: Locale) -> String {
    let fr = locale == Locale::Fr;
    let period = scope.period();
    let mut out = format!(
        "{}\n{}\n{} → {} · {} {}\n",
        scope.name(),
        "═".repeat(scope.name().chars().count()),
        locale.date(period.start()),
        locale.date(period.last_day()),
        if fr { "situation au" } else { "as of" },
        locale.date(scope.status_date()),
    );
    if let Some(purpose) = scope.as_roadmap().and_then(|roadmap| roadmap.purpose.as_ref()) {
        out += purpose;
        out.push('\n');
    }
    out += &states(scope, locale);
    let mut table = Table::new([
        (if fr { "Thématique" } else { "Theme" }, Align::Left),
        (if fr { "Projets" } else { "Projects" }, Align::Right),
        (if fr { "Coût" } else { "Cost" }, Align::Right),
        (if fr { "Charge (j.h)" } else { "Workload (days)" }, Align::Right),
    ]);
    let themes = scope.themes();
    let named = themes.iter().map(|theme| (theme.name().to_owned(), Some(theme.ix())));
    let mut rows: Vec<_> = named.collect();
    rows.push(((if fr { "(sans thématique)" } else { "(no theme)" }).to_owned(), None));
    for (name, theme) in rows {
        let projects: Vec<_> = scope.projects().filter(|p| p.theme().map(ThemeRef::ix) == theme).collect();
        if !projects.is_empty() {
            table.row(totals(scope, name, &projects, locale));
        }
    }
    let all: Vec<_> = scope.projects().collect();
    table.row(totals(scope, "Total".to_owned(), &all, locale));
    out + "\n" + &table.to_text()
}

fn totals(
    scope: &Scope,
    name: String,
    projects: &[portefeuille::model::ProjectRef<'_>],
    locale: Locale,
) -> [String; 4] {
    let zero = Money::zero(scope.model().currency());
    let cost = projects.iter().try_fold(zero, |sum, project| sum.checked_add(project.cost()?));
    let days = projects.iter().try_fold(portefeuille::Workload::ZERO, |sum, p| sum.checked_add(p.workload()?));
    [
        name,
        projects.len().to_string(),
        cost.map_or_else(|error| error.to_string(), |cost| locale.money(cost)),
        days.map_or_else(|error| error.to_string(), |days| locale.number(days.value(), 0)),
    ]
}

fn states(scope: &Scope, locale: Locale) -> String {
    let mut counts: Vec<(Lifecycle, usize)> = Vec::new();
    let mut all: Vec<Lifecycle> = scope.projects().map(|project| project.record().state).collect();
    all.sort_unstable();
    for state in all {
        match counts.last_mut() {
            Some((last, count)) if *last == state => *count += 1,
            _ => counts.push((state, 1)),
        }
    }
    let texts: Vec<String> =
        counts.iter().map(|(state, count)| format!("{count} {}", lifecycle(*state, locale))).collect();
    let total = scope.projects().count();
    let noun = if locale == Locale::Fr { "projets" } else { "projects" };
    format!("{total} {noun} : {}\n", texts.join(", "))
}
