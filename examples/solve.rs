//! Solve instances in a published format: one line of JSON for each.

use clap::Parser;
use portefeuille::engine::algorithms::{Auto, BranchAndBound, ExactSearch, GreedySkip, RankedCut};
use portefeuille::engine::instance::{Format, Instance, portfolio_json, write_mps};
use portefeuille::engine::run::{Evidence, Limits, Outcome, Solver, Status, StopReason, solve};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

#[derive(Parser)]
#[command(about = "Solve instances in a published format, one JSON object a line")]
struct Arguments {
    /// Format of the files: portfolio-json
    #[arg(long)]
    format: String,
    /// Instance files
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// auto, branch-and-bound, exact-search, greedy-skip or ranked-cut
    #[arg(long, default_value = "auto")]
    solver: String,
    /// Seconds for each instance
    #[arg(long, default_value_t = 10.0)]
    seconds: f64,
    /// Steps for each instance; no limit where absent
    #[arg(long)]
    steps: Option<u64>,
    /// Threads an algorithm may use
    #[arg(long, default_value_t = 1)]
    threads: usize,
    /// Seed of the random choices
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Folder that `INSTANCE.plan.json` is written to
    #[arg(long)]
    plan_dir: Option<PathBuf>,
    /// Folder that `INSTANCE.mps` is written to, for any solver of mixed-integer programs
    #[arg(long)]
    mps_dir: Option<PathBuf>,
}

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
    let format: Format = arguments.format.parse().map_err(|error| format!("error[malformed-instance]: {error}"))?;
    let solver = solver(&arguments.solver)?;
    let limits = Limits::default()
        .steps(arguments.steps)
        .time(Duration::from_secs_f64(arguments.seconds.clamp(0.0, 1e6)))
        .threads(arguments.threads)
        .seed(arguments.seed);
    for file in &arguments.files {
        let clock = Instant::now();
        let at = |fault: &dyn std::fmt::Display| format!("{}: {fault}", file.display());
        let text = fs::read_to_string(file).map_err(|error| at(&error))?;
        let name = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or("instance");
        let instance = portfolio_json::read(name, &text).map_err(|error| at(&error))?;
        let read_seconds = clock.elapsed().as_secs_f64();
        if let Some(folder) = &arguments.mps_dir {
            let mut out = Vec::new();
            write_mps(instance.problem(), name, &mut out).map_err(|error| at(&error))?;
            write(folder, &format!("{name}.mps"), &out)?;
        }
        let outcome = solve(instance.problem(), solver.as_ref(), &limits).map_err(|error| at(&error))?;
        if let Some(folder) = &arguments.plan_dir {
            let plan = serde_json::to_vec_pretty(&plan(&instance, &outcome)).map_err(|error| at(&error))?;
            write(folder, &format!("{name}.plan.json"), &plan)?;
        }
        let mut line = report(&instance, &outcome, &limits);
        line["format"] = json!(format.as_str());
        line["read_seconds"] = json!(read_seconds);
        println!("{line}");
    }
    Ok(())
}

fn solver(name: &str) -> Result<Box<dyn Solver>, String> {
    Ok(match name {
        "auto" => Box::new(Auto::new()),
        "branch-and-bound" => Box::new(BranchAndBound::new()),
        "exact-search" => Box::new(ExactSearch),
        "greedy-skip" => Box::new(GreedySkip::new()),
        "ranked-cut" => Box::new(RankedCut::new()),
        _ => {
            let known = "auto, branch-and-bound, exact-search, greedy-skip, ranked-cut";
            return Err(format!("error[solver-unsupported]: no solver `{name}`; there are {known}"));
        }
    })
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), String> {
    let path = folder.join(name);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(&path, bytes))
        .map_err(|error| format!("{}: {error}", path.display()))
}

fn report(instance: &Instance, outcome: &Outcome, limits: &Limits) -> Value {
    let status = match outcome.status() {
        Status::Optimal => "optimal",
        Status::Feasible => "feasible",
        Status::Infeasible => "infeasible",
        Status::Unknown => "unknown",
    };
    let evidence = outcome.evidence().map(|evidence| match evidence {
        Evidence::Certificate => "certificate",
        Evidence::Search => "search",
        Evidence::Asserted => "asserted",
    });
    let stop = match outcome.stop_reason() {
        StopReason::StepLimit => "steps",
        StopReason::TimeLimit => "time",
        StopReason::Target => "target",
        StopReason::Gap => "gap",
        StopReason::Cancelled | StopReason::Observer => "cancelled",
        _ => "completed",
    };
    let times = outcome.times();
    let gap = outcome.gap().map(|gap| gap.numerator() as f64 / gap.denominator() as f64);
    let mut line = json!({
        "instance": instance.name(), "format": "", "solver": outcome.solver(), "seed": limits.seed,
        "threads": limits.threads, "status": status,
        "value": outcome.value().map(|value| value.to_string()), "bound": outcome.bound().map(|bound| bound.to_string()),
        "gap": gap, "evidence": evidence, "certificate_checked": outcome.evidence() == Some(Evidence::Certificate),
        "stop": stop, "seconds": times.total.as_secs_f64(),
        "first_seconds": times.first.map(|time| time.as_secs_f64()),
        "best_seconds": times.best.map(|time| time.as_secs_f64()),
        "steps": outcome.stats().steps, "peak_mib": peak_mib(),
        "selected": outcome.best().map(|plan| plan.selected().count()),
    });
    if let Some(bound) = outcome.search_bound() {
        line["search_bound"] = json!(bound.to_string());
    }
    line
}

/// The process's high-water mark, where the system tells it.
fn peak_mib() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kib: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some((kib / 102.4).round() / 10.0)
}

fn plan(instance: &Instance, outcome: &Outcome) -> Value {
    let selected = outcome.best().map(|plan| {
        plan.selected()
            .map(|(candidate, choice)| json!({"id": candidate.index(), "mode": choice.mode, "start": choice.start}))
            .collect::<Vec<_>>()
    });
    json!({ "instance": instance.name(), "selected": selected })
}
