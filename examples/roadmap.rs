//! The main job: read a roadmap, select and place its projects, explain.
//!
//! Without arguments it decides the roadmap of a fictional French département that lies in `examples/data`.

use clap::{Parser, ValueEnum};
use portefeuille::capacity::{Draws, Load, Placement};
use portefeuille::decision::Decision;
use portefeuille::diagnostic::{Code, Diagnostic, Diagnostics};
use portefeuille::engine::algorithms::Auto;
use portefeuille::engine::instance::write_mps;
use portefeuille::engine::run::{Event, Limits};
use portefeuille::indicator::{RollUp, RolledUp, objective_measures};
use portefeuille::interchange::csv::{Profile, Selectable};
use portefeuille::model::{Dependency, Lifecycle, MeasureStatus, Scope, ThemeRef, WeightBasis};
use portefeuille::network::Network;
use portefeuille::render::{
    Align, Locale, Table, decision_notes, decision_report, fault_report, indicator_report, lifecycle_count,
    load_report, network_error_report, note_text, objective_report, schedule_report,
};
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

impl Language {
    fn locale(self) -> Locale {
        match self {
            Self::Fr => Locale::Fr,
            Self::En => Locale::En,
        }
    }
}

/// Rows that a section shows before it counts the others.
const ROWS: usize = 12;

/// Bad input ends with exit code 2 and every diagnostic on standard error.
#[allow(clippy::print_stderr, reason = "an example speaks to people")]
fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let locale = arguments.lang.locale();
    match run(&arguments, locale) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprint!("{}", fault_report(&error.diagnostics(), locale));
            ExitCode::from(2)
        }
    }
}

#[allow(clippy::print_stdout, reason = "an example speaks to people")]
fn run(arguments: &Arguments, locale: Locale) -> Result<(), Error> {
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
            print_findings(&texts(&import.findings, &model, locale), locale);
        }
        print_findings(&texts(model.warnings(), &model, locale), locale);
        print!("{}", overview(&scope, locale));
        print!("{}", dates(&scope, locale));
    }
    let decision = match import.as_ref().map(|import| &import.selectable) {
        Some(Selectable::No(reason)) if arguments.json => {
            println!("{}", serde_json::json!({ "selectable": false, "reason": reason.reason() }));
            None
        }
        Some(Selectable::No(reason)) => {
            let (title, reason) =
                if fr { ("Pas d’arbitrage :", reason.reason_fr()) } else { ("No selection:", reason.reason()) };
            println!("\n{title} {reason}");
            None
        }
        _ => Some(decide(&scope, arguments, locale)?),
    };
    if !arguments.json {
        print!("{}", load(&scope, decision.as_ref(), locale)?);
        let rolled = roll_up(&scope, decision.as_ref())?;
        print!("{}", indicator_report(&scope, &rolled, ROWS, locale));
        print!("{}", objective_report(&scope, &objective_measures(&scope, scope.status_date()), 2 * ROWS, locale));
    }
    if let (Some(import), false) = (&import, arguments.json) {
        println!("\n{import}");
    }
    Ok(())
}

#[allow(clippy::print_stdout, reason = "an example speaks to people")]
fn decide(scope: &Scope, arguments: &Arguments, locale: Locale) -> Result<Decision, Error> {
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
        println!();
        print_findings(&decision_notes(&decision, locale), locale);
        print!("{}", decision_report(&decision, locale).trim_start());
    }
    Ok(decision)
}

/// Earliest and latest dates, where the scope's projects have timing links; cycles where those allow none.
fn dates(scope: &Scope, locale: Locale) -> String {
    let timed = |link: &Dependency| matches!(link, Dependency::Timing { .. });
    if !scope.projects().any(|project| project.dependencies().any(timed)) {
        return String::new();
    }
    match Network::of(scope).and_then(|network| network.schedule()) {
        Ok(schedule) => schedule_report(scope, &schedule, ROWS, locale),
        Err(error) => network_error_report(scope, &error, locale),
    }
}

/// Load against capacity of the plan decided: work that has begun where it stands, new work where it is placed.
fn load(scope: &Scope, decision: Option<&Decision>, locale: Locale) -> Result<String, Error> {
    let new = decision.into_iter().flat_map(Decision::retained).filter(|project| project.is_new());
    let placed = new.filter_map(|project| {
        let placement = project.placement()?;
        Some(Placement::new(project.id().clone(), placement.variant.clone(), placement.period.start()))
    });
    let placed: Vec<Placement> = placed.collect();
    Ok(load_report(scope, &Load::with(scope, &placed)?, &Draws::with(scope, &placed)?, ROWS, locale))
}

/// Every indicator measured by projects, from facts or else from forecasts or plans. Projects that have not begun count
/// only where one of them is measured.
fn roll_up(scope: &Scope, decision: Option<&Decision>) -> Result<Vec<(MeasureStatus, RolledUp)>, Error> {
    const BEGUN: [Lifecycle; 5] =
        [Lifecycle::Running, Lifecycle::OnHold, Lifecycle::Delivered, Lifecycle::InService, Lifecycle::Closed];
    let mut all = Vec::new();
    for indicator in scope.model().indicators() {
        let mut roll_up = RollUp::new(indicator.id().clone());
        if indicator.record().weight == WeightBasis::Worth {
            let Some(decision) = decision else { continue };
            roll_up = roll_up.weights(decision.projects().iter().map(|p| (p.id().clone(), p.worth())));
        }
        for status in [MeasureStatus::Actual, MeasureStatus::Forecast, MeasureStatus::Planned] {
            let roll_up = roll_up.clone().status(status);
            let (begun, any) = (roll_up.clone().states(BEGUN).over(scope)?, roll_up.over(scope)?);
            if any.whole.coverage.measured > 0 {
                let enough = begun.whole.coverage.measured == any.whole.coverage.measured;
                all.push((status, if enough { begun } else { any }));
                break;
            }
        }
    }
    Ok(all)
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

fn texts(findings: &Diagnostics, model: &Model, locale: Locale) -> Vec<String> {
    findings.iter().map(|finding| note_text(finding, model, locale)).collect()
}

/// Findings in one line each; the first twenty, and how many more there are.
#[allow(clippy::print_stdout, reason = "an example speaks to people")]
fn print_findings(findings: &[String], locale: Locale) {
    const SHOWN: usize = 20;
    for finding in findings.iter().take(SHOWN) {
        println!("{finding}");
    }
    let more = findings.len().saturating_sub(SHOWN);
    if more > 0 {
        let noun = match locale {
            Locale::En if more == 1 => "more finding",
            Locale::En => "more findings",
            _ if more == 1 => "autre constat",
            _ => "autres constats",
        };
        println!("… {} {more} {noun}", if locale == Locale::En { "and" } else { "et" });
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
    let texts: Vec<String> = counts.iter().map(|(state, count)| lifecycle_count(*state, *count, locale)).collect();
    let total = scope.projects().count();
    let noun = if locale == Locale::Fr { "projet" } else { "project" };
    let (plural, colon) = (if total > 1 { "s" } else { "" }, if locale == Locale::Fr { "\u{a0}:" } else { ":" });
    format!("{total} {noun}{plural}{colon} {}\n", texts.join(", "))
}
