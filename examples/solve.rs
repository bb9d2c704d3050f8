//! Solves instances in a published format and prints one JSON object a line.
//!
//! `cargo run --release --example solve -- --format portfolio-json FILE...`; `--help` explains the rest. Bad input ends with
//! exit code 2 and diagnostics on standard error; an answer such as *infeasible* is not bad input.

use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};
use portefeuille::diagnostic::{Code, Diagnostic};
use portefeuille::engine::algorithms::{Auto, BranchAndBound, ExactSearch, GreedyDensity, GreedySkip, RankedCut};
use portefeuille::engine::certify::check_certificate;
use portefeuille::engine::instance::{Format, Instance, portfolio_json, write_mps};
use portefeuille::engine::run::{Event, Evidence, Limits, Outcome, Solver, Status, StopReason, solve, solve_observed};
use serde::Serialize;
use std::io::{BufWriter, IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Solve instances in a published format, one JSON object a line.
#[derive(Debug, Parser)]
#[command(name = "solve")]
struct Arguments {
    /// Format of the files: portfolio-json.
    #[arg(long, value_name = "F")]
    format: Format,
    /// Instance files.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Algorithm: auto, branch-and-bound, exact-search, greedy-density, greedy-skip or ranked-cut.
    #[arg(long, default_value = "auto", value_parser = solver)]
    solver: Algorithm,
    /// Time limit of each run, in seconds [default: 10, none where --steps is given].
    #[arg(long, value_name = "S", value_parser = seconds)]
    seconds: Option<Duration>,
    /// Step limit of each run, which makes it repeatable [default: none].
    #[arg(long, value_name = "N")]
    steps: Option<u64>,
    /// Threads a run may use; the answer does not depend on them.
    #[arg(long, default_value_t = 1, value_name = "N")]
    threads: usize,
    /// Seed of the draws.
    #[arg(long, default_value_t = 0, value_name = "N")]
    seed: u64,
    /// Directory that gets INSTANCE.plan.json for each plan found [default: none].
    #[arg(long, value_name = "DIR")]
    plan_dir: Option<PathBuf>,
    /// Directory that gets INSTANCE.mps, the instance as a mixed-integer program that minimises the negated value
    /// [default: none].
    #[arg(long, value_name = "DIR")]
    mps_dir: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy)]
enum Algorithm {
    Auto,
    BranchAndBound,
    ExactSearch,
    GreedyDensity,
    GreedySkip,
    RankedCut,
}

impl Algorithm {
    const ALL: [(&'static str, Self); 6] = [
        ("auto", Self::Auto),
        ("branch-and-bound", Self::BranchAndBound),
        ("exact-search", Self::ExactSearch),
        ("greedy-density", Self::GreedyDensity),
        ("greedy-skip", Self::GreedySkip),
        ("ranked-cut", Self::RankedCut),
    ];

    fn solver(self) -> Box<dyn Solver> {
        match self {
            Self::Auto => Box::new(Auto::new()),
            Self::BranchAndBound => Box::new(BranchAndBound::new()),
            Self::ExactSearch => Box::new(ExactSearch::new()),
            Self::GreedyDensity => Box::new(GreedyDensity::new()),
            Self::GreedySkip => Box::new(GreedySkip::new()),
            Self::RankedCut => Box::new(RankedCut::new()),
        }
    }
}

fn solver(name: &str) -> Result<Algorithm, String> {
    let found = Algorithm::ALL.iter().find(|(known, _)| *known == name).map(|&(_, algorithm)| algorithm);
    found.ok_or_else(|| {
        let names: Vec<_> = Algorithm::ALL.iter().map(|&(name, _)| name).collect();
        format!("the algorithms are {}", names.join(", "))
    })
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "write a number of seconds".to_owned())?;
    Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())
}

/// One line of the output. Values are decimal strings in the instance's own unit.
#[derive(Debug, Serialize)]
struct Line<'a> {
    instance: &'a str,
    format: &'static str,
    solver: &'a str,
    seed: u64,
    threads: usize,
    status: Status,
    value: Option<String>,
    bound: Option<String>,
    gap: Option<f64>,
    evidence: Option<Evidence>,
    certificate_checked: bool,
    stop: StopReason,
    seconds: f64,
    first_seconds: Option<f64>,
    best_seconds: Option<f64>,
    read_seconds: f64,
    steps: u64,
    peak_mib: Option<f64>,
    selected: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    search_bound: Option<String>,
}

/// A plan as a file.
#[derive(Debug, Serialize)]
struct PlanFile {
    selected: Vec<Selected>,
}

#[derive(Debug, Serialize)]
struct Selected {
    id: usize,
    mode: u32,
    start: i32,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut sound = true;
    for file in &arguments.files {
        if let Err(diagnostic) = one(&arguments, file) {
            sound = false;
            let mut stderr = std::io::stderr();
            // Nothing is left to tell it to when standard error is gone.
            let _ = writeln!(stderr, "{}: {diagnostic}", file.display());
        }
    }
    if sound { ExitCode::SUCCESS } else { ExitCode::from(2) }
}

/// Reads, solves and reports one instance.
fn one(arguments: &Arguments, file: &Path) -> Result<(), Diagnostic> {
    let clock = Instant::now();
    let name = file.file_stem().map_or_else(|| file.to_string_lossy(), |stem| stem.to_string_lossy());
    let text = std::fs::read_to_string(file).map_err(|error| failed("the file cannot be read", &error))?;
    let instance = match arguments.format {
        Format::PortfolioJson => portfolio_json::read(&name, &text),
        other => return Err(Diagnostic::new(Code::MalformedInstance, format!("no reader of {other}"))),
    };
    let instance = instance.map_err(|error| error.diagnostic())?;
    let read_seconds = clock.elapsed().as_secs_f64();
    if let Some(directory) = &arguments.mps_dir {
        mps(&instance, directory).map_err(|error| failed("the program cannot be written", &error))?;
    }
    let unlimited = arguments.steps.is_some();
    let time = arguments.seconds.or((!unlimited).then_some(Duration::from_secs(10)));
    let limits = Limits::default().time(time).steps(arguments.steps).seed(arguments.seed).threads(arguments.threads);
    let outcome = run(arguments.solver.solver().as_ref(), &instance, &limits)?;
    if let Some(directory) = &arguments.plan_dir {
        plan(&instance, &outcome, directory).map_err(|error| failed("the plan cannot be written", &error))?;
    }
    let line = line(arguments, &instance, &outcome, read_seconds);
    let text = serde_json::to_string(&line).map_err(|error| failed("the line cannot be written", &error))?;
    writeln!(std::io::stdout(), "{text}").map_err(|error| failed("the line cannot be written", &error))
}

fn failed(what: &str, error: &dyn std::error::Error) -> Diagnostic {
    Diagnostic::new(Code::FileFailed, format!("{what}: {error}"))
}

/// Solves, with a progress bar where a person may look at one.
fn run(solver: &dyn Solver, instance: &Instance, limits: &Limits) -> Result<Outcome, Diagnostic> {
    let solved = if std::io::stderr().is_terminal() {
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {prefix} {elapsed} {msg}") {
            bar.set_style(style);
        }
        bar.set_prefix(instance.name().to_owned());
        let outcome = solve_observed(instance.problem(), solver, limits, &mut |event: &Event<'_>| {
            let told = |number: Option<i128>| number.map_or_else(|| "none".to_owned(), |number| number.to_string());
            match event {
                Event::Incumbent { value, .. } => bar.set_message(format!("value {value}")),
                Event::Progress { at, value, bound } => {
                    bar.set_message(format!("value {}, bound {}, {} steps", told(*value), told(*bound), at.steps));
                }
                _ => {}
            }
            bar.tick();
            ControlFlow::Continue(())
        });
        bar.finish_and_clear();
        outcome
    } else {
        solve(instance.problem(), solver, limits)
    };
    solved.map_err(|error| Diagnostic::new(error.code(), error.to_string()))
}

fn line<'a>(arguments: &Arguments, instance: &'a Instance, outcome: &'a Outcome, read_seconds: f64) -> Line<'a> {
    let checked = |certificate| check_certificate(instance.problem(), certificate).is_ok();
    let seconds = |time: Option<Duration>| time.map(|time| time.as_secs_f64());
    let interrupted = outcome.search_bound().filter(|&bound| Some(bound) != outcome.bound());
    Line {
        instance: instance.name(),
        format: instance.format().as_str(),
        solver: outcome.solver(),
        seed: arguments.seed,
        threads: arguments.threads,
        status: outcome.status(),
        value: outcome.value().map(|value| value.to_string()),
        bound: outcome.bound().map(|bound| bound.to_string()),
        gap: outcome.gap().map(|gap| gap.numerator() as f64 / gap.denominator() as f64),
        evidence: outcome.evidence(),
        certificate_checked: outcome.certificate().is_some_and(checked),
        stop: outcome.stop_reason(),
        seconds: outcome.times().total.as_secs_f64(),
        first_seconds: seconds(outcome.times().first),
        best_seconds: seconds(outcome.times().best),
        read_seconds,
        steps: outcome.stats().steps,
        peak_mib: peak_mib(),
        selected: outcome.best().map(|plan| plan.selected().count()),
        search_bound: interrupted.map(|bound| bound.to_string()),
    }
}

/// Most memory this process has held, in MiB, where the system tells.
fn peak_mib() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some((kib / 1024.0 * 10.0).round() / 10.0)
}

fn plan(instance: &Instance, outcome: &Outcome, directory: &Path) -> std::io::Result<()> {
    let Some(plan) = outcome.best() else { return Ok(()) };
    let selected = plan
        .selected()
        .map(|(candidate, choice)| Selected { id: candidate.index(), mode: choice.mode, start: choice.start })
        .collect();
    std::fs::create_dir_all(directory)?;
    let text = serde_json::to_string(&PlanFile { selected })?;
    std::fs::write(directory.join(format!("{}.plan.json", instance.name())), text)
}

fn mps(instance: &Instance, directory: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(directory)?;
    let mut file = BufWriter::new(std::fs::File::create(directory.join(format!("{}.mps", instance.name())))?);
    write_mps(instance.problem(), instance.name(), &mut file)?;
    file.flush()
}
