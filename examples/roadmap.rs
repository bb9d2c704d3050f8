//! The main job: read a roadmap, select and place its projects, explain.
//!
//! Without arguments it decides the roadmap of a fictional French département that lies in `examples/data`.

use clap::{Parser, ValueEnum};
use portefeuille::diagnostic::Diagnostics;
use portefeuille::engine::algorithms::Auto;
use portefeuille::engine::run::{Event, Limits};
use portefeuille::interchange::csv::{Profile, Selectable};
use portefeuille::model::{Lifecycle, Scope, ThemeRef};
use portefeuille::render::{Align, Locale, Table, decision_report, diagnostic_text, lifecycle};
use portefeuille::{Date, Model, Money};
use std::fs;
use std::ops::ControlFlow;
use std::path::PathBuf;
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
    /// Seconds the search may take; no limit but the steps where absent
    #[arg(long)]
    seconds: Option<f64>,
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
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::from(2)
        }
    }
}

#[allow(clippy::print_stdout, reason = "an example speaks to people")]
fn run(arguments: &Arguments) -> Result<(), String> {
    let locale = match arguments.lang {
        Language::Fr => Locale::Fr,
        Language::En => Locale::En,
    };
    let fr = locale == Locale::Fr;
    let read = |path: &PathBuf| fs::read(path).map_err(|error| format!("{}: {error}", path.display()));
    let text = |path: &PathBuf| fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()));

    let mut closing = String::new();
    let mut refusal = None;
    let (draft, scope_of_list) = if let (Some(list), Some(profile)) = (&arguments.csv, &arguments.profile) {
        let profile = Profile::from_json(&text(profile)?).map_err(|faults| faults.to_string())?;
        let import = profile.import(&read(list)?).map_err(|faults| faults.to_string())?;
        if !arguments.json {
            print_findings(&import.findings, locale);
        }
        if let Selectable::No(reason) = &import.selectable {
            refusal = Some(if fr { reason.reason_fr().to_owned() } else { reason.reason().to_owned() });
        }
        closing = import.to_string();
        let model = import.draft.clone().build().map_err(|faults| faults.to_string())?;
        let scope = import.scope(&model).map_err(|error| error.to_string())?;
        (import.draft, Some(scope))
    } else {
        let document = match &arguments.document {
            Some(path) => text(path)?,
            None => include_str!("data/departement.json").to_owned(),
        };
        let model = Model::from_json(&document).map_err(|faults| faults.to_string())?;
        (model.edit(), None)
    };
    let scope = match (scope_of_list, arguments.as_of) {
        (Some(scope), None) => scope,
        (list, as_of) => {
            let mut draft = draft;
            draft.status_date = as_of.unwrap_or(draft.status_date);
            let model = draft.build().map_err(|faults| faults.to_string())?;
            open_scope(&model, arguments, list.as_ref())?
        }
    };
    if !arguments.json {
        if arguments.csv.is_none() {
            print_findings(scope.model().warnings(), locale);
        }
        println!("{}", overview(&scope, locale));
    }
    if let Some(reason) = refusal {
        println!("{}", if fr { format!("Pas d’arbitrage : {reason}") } else { format!("No selection: {reason}") });
    } else {
        let limits = Limits::default()
            .steps(arguments.steps)
            .time(arguments.seconds.map(|seconds| Duration::from_secs_f64(seconds.clamp(0.0, 1e6))));
        let mut quiet = |_: &Event<'_>| ControlFlow::Continue(());
        let decision = scope.select_with(&Auto::new(), &limits, &mut quiet).map_err(|error| error.to_string())?;
        if !arguments.json {
            print_findings(decision.notes(), locale);
        }
        let json = serde_json::to_string_pretty(&decision).map_err(|error| error.to_string())? + "\n";
        if let Some(folder) = &arguments.out {
            fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
            let path = folder.join("decision.json");
            fs::write(&path, &json).map_err(|error| format!("{}: {error}", path.display()))?;
        }
        print!("{}", if arguments.json { json } else { decision_report(&decision, locale) });
    }
    if !closing.is_empty() && !arguments.json {
        println!("\n{closing}");
    }
    Ok(())
}

/// The scope named, or the list's own, or the first roadmap of the document, or its first portfolio.
fn open_scope(model: &Model, arguments: &Arguments, list: Option<&Scope>) -> Result<Scope, String> {
    let records = model.records();
    let name = arguments.scope.clone().or_else(|| {
        let of_list = list.and_then(|scope| {
            let roadmap = scope.as_roadmap().map(|roadmap| roadmap.id.to_string());
            roadmap.or_else(|| scope.as_portfolio().map(|portfolio| portfolio.id.to_string()))
        });
        of_list
            .or_else(|| records.roadmaps.first().map(|roadmap| roadmap.id.to_string()))
            .or_else(|| records.portfolios.first().map(|portfolio| portfolio.id.to_string()))
    });
    let name = name.ok_or("the document has no roadmap and no portfolio; write one of them")?;
    model.roadmap(&name).or_else(|error| model.portfolio(&name).map_err(|_| error)).map_err(|error| error.to_string())
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
