//! The main job: read a roadmap, say how it stands, select and place its projects, explain.
//!
//! Without arguments it decides the roadmap of a fictional French département that lies in `examples/data`. A director
//! reads: health check, what changed (`--since`), next meetings, the list to vote on, budgets and their execution, load,
//! indicators; or the sheet of one project (`--project`). `--out` writes the same in Markdown, uncut.

mod closest;
mod files;
mod sections;

use clap::{Parser, ValueEnum};
use portefeuille::decision::Decision;
use portefeuille::diagnostic::{Code, Diagnostic};
use portefeuille::engine::algorithms::Auto;
use portefeuille::engine::instance::write_mps;
use portefeuille::engine::run::{Event, Limits};
use portefeuille::interchange::csv::{Import, Profile, Selectable};
use portefeuille::model::{ProjectRef, Scope};
use portefeuille::render::{Locale, fault_report};
use portefeuille::{Date, Error, Model};
use sections::Facts;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

#[derive(Parser)]
#[command(about = "Read a roadmap, say how it stands, select and place its projects, explain (French by default)")]
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
    /// An earlier state of the document: tells what has changed since
    #[arg(long, value_name = "OLDER.json")]
    since: Option<PathBuf>,
    /// Print the sheet of this project instead of the report
    #[arg(long, value_name = "ID")]
    project: Option<String>,
    /// Language of the report
    #[arg(long, value_enum, default_value = "fr")]
    lang: Language,
    /// Folder that `report.md`, `decision.json`, `findings.json` and, with `--project`, `project-ID.md` are written to
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

/// Rows that a section shows in the terminal before it counts the others.
const ROWS: usize = 12;

/// What went wrong, and in which file where that is not the document itself.
struct Failure {
    file: Option<PathBuf>,
    error: Box<Error>,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { file: None, error: Box::new(error) }
    }
}

/// Bad input ends with exit code 2 and every diagnostic on standard error.
#[allow(clippy::print_stderr, reason = "an example speaks to people")]
fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let locale = arguments.lang.locale();
    match run(&arguments, locale) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure { file, error }) => {
            if let Some(file) = file {
                eprintln!("{}", file.display());
            }
            eprint!("{}", fault_report(&error.diagnostics(), locale));
            ExitCode::from(2)
        }
    }
}

#[allow(clippy::print_stdout, reason = "an example speaks to people")]
fn run(arguments: &Arguments, locale: Locale) -> Result<(), Failure> {
    let import = read_list(arguments)?;
    let scope = open(arguments, import.as_ref())?;
    let earlier = match &arguments.since {
        Some(path) => {
            let earlier = read_earlier(path, &scope);
            Some(earlier.map_err(|error| Failure { file: Some(path.clone()), error: Box::new(error) })?)
        }
        None => None,
    };
    let project = match &arguments.project {
        Some(id) => Some(find_project(&scope, id, locale)?),
        None => None,
    };
    let decision = match import.as_ref().map(|import| &import.selectable) {
        Some(Selectable::No(_)) => None,
        _ => Some(decide(&scope, arguments)?),
    };
    let facts = Facts::gather(&scope, import.as_ref(), earlier.as_ref(), decision.as_ref())?;
    if let Some(folder) = &arguments.out {
        files::write(folder, &facts, project, locale)?;
    }
    if arguments.json {
        print!("{}", files::decision_json(&facts)?);
    } else if let Some(project) = project {
        print!("{}", facts.sheet(project, locale)?.to_text().trim_start());
    } else {
        print!("{}", facts.report(ROWS, locale).to_text().trim_start());
        if let Some(import) = &import {
            println!("\n{import}");
        }
    }
    Ok(())
}

/// The project list, if one is to be read.
fn read_list(arguments: &Arguments) -> Result<Option<Import>, Error> {
    let (Some(list), Some(profile)) = (&arguments.csv, &arguments.profile) else { return Ok(None) };
    Ok(Some(Profile::from_json(&read_text(profile)?)?.import(&read(list)?)?))
}

/// The roadmap or portfolio that is asked for.
fn open(arguments: &Arguments, import: Option<&Import>) -> Result<Scope, Error> {
    let mut draft = match (import, &arguments.document) {
        (Some(import), _) => import.draft.clone(),
        (None, Some(path)) => Model::from_json(&read_text(path)?)?.edit(),
        (None, None) => Model::from_json(include_str!("../data/departement.json"))?.edit(),
    };
    draft.status_date = arguments.as_of.unwrap_or(draft.status_date);
    let model = draft.build()?;
    match (&arguments.scope, import) {
        (Some(id), _) => open_scope(&model, id),
        (None, Some(import)) => Ok(import.scope(&model)?),
        (None, None) => first_scope(&model),
    }
}

/// An earlier state of the document, in which the roadmap or portfolio must be.
fn read_earlier(path: &Path, scope: &Scope) -> Result<Model, Error> {
    let earlier = Model::from_json(&read_text(path)?)?;
    if let Some(roadmap) = scope.as_roadmap() {
        earlier.roadmap(roadmap.id.as_str())?;
    } else if let Some(portfolio) = scope.as_portfolio() {
        earlier.portfolio(portfolio.id.as_str())?;
    }
    Ok(earlier)
}

/// A project of the document, or which ids are close to the one asked for.
fn find_project<'a>(scope: &'a Scope, id: &str, locale: Locale) -> Result<ProjectRef<'a>, Error> {
    let model = scope.model();
    let unknown = || {
        let ids: Vec<&str> = model.projects().map(|project| project.id().as_str()).collect();
        let quoted = |id: &&str| if locale == Locale::En { format!("`{id}`") } else { format!("« {id} »") };
        let close: Vec<String> = closest::closest(id, &ids).iter().map(quoted).collect();
        let message = match (locale, close.is_empty()) {
            (Locale::En, true) => format!("no project `{id}` among {}", ids.len()),
            (Locale::En, false) => format!("no project `{id}`; close to it: {}", close.join(", ")),
            (_, true) => format!("aucun projet « {id} » parmi {}", ids.len()),
            (_, false) => format!("aucun projet « {id} » ; s’en approchent : {}", close.join(", ")),
        };
        Error::Document(Diagnostic::new(Code::UnknownProject, message).into())
    };
    model.project(id).ok_or_else(unknown)
}

fn decide(scope: &Scope, arguments: &Arguments) -> Result<Decision, Error> {
    if let Some(path) = &arguments.mps {
        let compiled = scope.compile()?;
        let mut text = Vec::new();
        write_mps(compiled.problem(), "roadmap", &mut text)
            .and_then(|()| fs::write(path, &text))
            .map_err(|error| failed(&path.display().to_string(), &error))?;
    }
    let limits = Limits::default().steps(arguments.steps).time(arguments.seconds);
    let mut quiet = |_: &Event<'_>| ControlFlow::Continue(());
    Ok(scope.select_with(&Auto::new(), &limits, &mut quiet)?)
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
