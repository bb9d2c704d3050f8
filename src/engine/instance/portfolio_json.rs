//! The format `portfolio-json`: portfolio selection, static (class A) or scheduled (class B).
//!
//! **Class A.** `values[i]`, `weights[k][i]`, `capacities[k]`; one mode, one period. Themes bound the amounts their
//! projects take from row `themes.row`.
//! **Class B.** `projects[i]` with `modes`, each with `duration`, `demand[q][k]` per period and resource, `cost[q]` drawn on
//! an `envelope`; `capacities[k][t]`, `budgets[e][y]` per fiscal year of `fiscal_year` periods, nothing carried over. Work
//! ends within the horizon. A start in period t is worth ⌊value · `discount_e4[t]` / 10 000⌋. A dependency `[i, j, lag]`
//! lets i in only if j is, and start only `lag` periods after j's finish. Themes bound the number of their projects from
//! below and the total cost of them from above.
//! **Both.** `exclusions` (at most one of each set), `inclusions` (both or neither), `mandatory`, `forbidden`, and in B
//! `committed` `[project, mode, start]`, which must lie in its window. A project that is mandatory and forbidden is legal
//! and makes the instance infeasible.
//!
//! Ids are positions from 0. A set may name a project twice; it counts once. A window may reach beyond the horizon; a
//! start there does not exist. (Modes + envelopes) × periods, and themes × envelopes × years, stay below 2²⁵ each, so that a
//! short file cannot ask for much memory.

use super::{Format, Instance, InstanceError};
use crate::engine::problem::{
    CandidateIx, CapacityIx, CapacitySpec, Choice, Commitment, Finish, Measure, ModeSpec, ProblemDraft, QuotaLimit,
    QuotaSpec, Relation, Rule, Strictness, Timing,
};
use serde::Deserialize;

/// The value of the field `format`.
const MARK: &str = "portfolio-bench-1";
/// Most entries of a table that the text implies without writing it out: starts of modes, years of envelopes.
const TABLE: u64 = 1 << 25;

#[derive(Deserialize)]
struct Head {
    format: String,
    class: String,
}

#[derive(Deserialize)]
struct Static {
    n: u64,
    m: u64,
    values: Vec<i64>,
    weights: Vec<Vec<i64>>,
    capacities: Vec<i64>,
    requires: Vec<[u64; 2]>,
    exclusions: Vec<Vec<u64>>,
    inclusions: Vec<[u64; 2]>,
    mandatory: Vec<u64>,
    forbidden: Vec<u64>,
    themes: StaticThemes,
    witness_value: Option<i64>,
}

#[derive(Deserialize)]
struct StaticThemes {
    of: Vec<u64>,
    row: u64,
    floors: Vec<i64>,
    ceilings: Vec<Option<i64>>,
}

#[derive(Deserialize)]
#[expect(non_snake_case, reason = "the file's own names")]
struct Scheduled {
    n: u64,
    T: u64,
    R: u64,
    E: u64,
    fiscal_year: u64,
    discount_e4: Vec<i64>,
    projects: Vec<Project>,
    capacities: Vec<Vec<i64>>,
    budgets: Vec<Vec<i64>>,
    dependencies: Vec<(u64, u64, i32)>,
    exclusions: Vec<Vec<u64>>,
    inclusions: Vec<[u64; 2]>,
    mandatory: Vec<u64>,
    forbidden: Vec<u64>,
    committed: Vec<(u64, u64, u64)>,
    themes: ScheduledThemes,
    witness_value: Option<i64>,
}

#[derive(Deserialize)]
struct ScheduledThemes {
    count_floors: Vec<i64>,
    cost_ceilings: Vec<Option<i64>>,
}

#[derive(Deserialize)]
struct Project {
    value: i64,
    theme: u64,
    earliest: u64,
    latest: u64,
    modes: Vec<Mode>,
}

#[derive(Deserialize)]
struct Mode {
    duration: u64,
    demand: Vec<Vec<i64>>,
    cost: Vec<i64>,
    envelope: u64,
}

/// Reads an instance; the name is what its results will be listed under.
///
/// ```
/// use portefeuille::engine::instance::portfolio_json;
///
/// let text = r#"{"format":"portfolio-bench-1","class":"A","n":2,"m":1,"values":[5,4],"weights":[[3,2]],
///     "capacities":[4],"requires":[[0,1]],"exclusions":[],"inclusions":[],"mandatory":[],"forbidden":[],
///     "themes":{"of":[0,0],"row":0,"floors":[],"ceilings":[]}}"#;
/// let instance = portfolio_json::read("tiny", text)?;
/// assert_eq!(instance.problem().candidate_count(), 2);
/// # Ok::<(), portefeuille::engine::instance::InstanceError>(())
/// ```
pub fn read(name: &str, text: &str) -> Result<Instance, InstanceError> {
    let head: Head = parse(text)?;
    if head.format != MARK {
        return Err(value("format", &head.format, "it is \"portfolio-bench-1\"", "/format".to_owned()));
    }
    let (draft, witness) = match head.class.as_str() {
        "A" => fixed(&parse(text)?)?,
        "B" => scheduled(&parse(text)?)?,
        other => return Err(value("class", other, "it is \"A\" or \"B\"", "/class".to_owned())),
    };
    let problem = draft.build().map_err(InstanceError::Problem)?;
    Ok(Instance { name: name.to_owned(), format: Format::PortfolioJson, problem, witness })
}

fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, InstanceError> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let parsed = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let inner = error.into_inner();
        let (line, column) = (inner.line() as u64, inner.column() as u64);
        let message = if path == "." { inner.to_string() } else { format!("{path}: {inner}") };
        InstanceError::Syntax { message, line, column }
    })?;
    reader.end().map_err(|error| {
        let (line, column) = (error.line() as u64, error.column() as u64);
        InstanceError::Syntax { message: error.to_string(), line, column }
    })?;
    Ok(parsed)
}

fn value(what: &'static str, found: impl std::fmt::Display, rule: &'static str, pointer: String) -> InstanceError {
    InstanceError::Value { what, found: found.to_string(), rule, pointer }
}

fn length(what: &'static str, expected: u64, found: usize, pointer: impl Fn() -> String) -> Result<(), InstanceError> {
    let found = found as u64;
    if expected == found { Ok(()) } else { Err(InstanceError::Length { what, expected, found, pointer: pointer() }) }
}

fn index(what: &'static str, index: u64, count: u64, pointer: impl Fn() -> String) -> Result<usize, InstanceError> {
    if index < count {
        Ok(index as usize)
    } else {
        Err(InstanceError::Index { what, index, count, pointer: pointer() })
    }
}

/// The settled candidates: forbidden ones win over committed and mandatory ones, whose clash is kept as groups.
struct Settled {
    commitments: Vec<Commitment>,
    clashes: Vec<usize>,
}

impl Settled {
    fn new(
        count: u64,
        mandatory: &[u64],
        forbidden: &[u64],
        committed: &[(usize, Choice)],
    ) -> Result<Self, InstanceError> {
        let mut settled = Self { commitments: vec![Commitment::Free; count as usize], clashes: Vec::new() };
        for (at, &candidate) in mandatory.iter().enumerate() {
            let candidate = index("project", candidate, count, || format!("/mandatory/{at}"))?;
            settled.commitments[candidate] = Commitment::Mandatory;
        }
        for (at, &(candidate, choice)) in committed.iter().enumerate() {
            let new = Commitment::Committed(choice);
            let old = std::mem::replace(&mut settled.commitments[candidate], new);
            if matches!(old, Commitment::Committed(_)) && old != new {
                let rule = "a project is committed once";
                return Err(value("project", candidate, rule, format!("/committed/{at}/0")));
            }
        }
        for (at, &candidate) in forbidden.iter().enumerate() {
            let candidate = index("project", candidate, count, || format!("/forbidden/{at}"))?;
            let old = std::mem::replace(&mut settled.commitments[candidate], Commitment::Forbidden);
            if matches!(old, Commitment::Mandatory | Commitment::Committed(_)) {
                settled.clashes.push(candidate);
            }
        }
        Ok(settled)
    }

    fn push(&self, draft: &mut ProblemDraft) -> Vec<CandidateIx> {
        let candidates: Vec<_> = self.commitments.iter().map(|&commitment| draft.candidate(commitment)).collect();
        for &candidate in &self.clashes {
            draft.group(&[candidates[candidate]], Rule::AtLeast(1));
        }
        candidates
    }
}

fn groups(
    draft: &mut ProblemDraft,
    candidates: &[CandidateIx],
    exclusions: &[Vec<u64>],
    inclusions: &[[u64; 2]],
) -> Result<(), InstanceError> {
    let count = candidates.len() as u64;
    let set = |members: &[u64], field: &str, at: usize| {
        let mut set = Vec::with_capacity(members.len());
        for (position, &member) in members.iter().enumerate() {
            let member = index("project", member, count, || format!("/{field}/{at}/{position}"))?;
            set.push(candidates[member]);
        }
        set.sort_unstable();
        set.dedup();
        Ok(set)
    };
    for (at, members) in exclusions.iter().enumerate() {
        let members = set(members, "exclusions", at)?;
        if members.len() > 1 {
            draft.group(&members, Rule::AtMost(1));
        }
    }
    for (at, members) in inclusions.iter().enumerate() {
        let members = set(members, "inclusions", at)?;
        if members.len() > 1 {
            draft.group(&members, Rule::AllOrNone);
        }
    }
    Ok(())
}

/// The members of each theme that has a bound.
fn themes(of: impl Iterator<Item = (u64, String)>, count: usize) -> Result<Vec<Vec<CandidateIx>>, InstanceError> {
    let mut members = vec![Vec::new(); count];
    for (candidate, (theme, pointer)) in of.enumerate() {
        if count > 0 {
            let theme = index("theme", theme, count as u64, || pointer.clone())?;
            members[theme].push(CandidateIx::new(candidate));
        }
    }
    Ok(members)
}

/// A quota, where it says anything. Nobody can satisfy a floor without a member.
fn quota(
    draft: &mut ProblemDraft,
    members: &[CandidateIx],
    measure: Measure,
    (lo, hi): (Option<i64>, Option<i64>),
    pointer: impl Fn() -> String,
) -> Result<(), InstanceError> {
    if members.is_empty() {
        return match lo.filter(|&lo| lo > 0).or(hi.filter(|&hi| hi < 0)) {
            Some(bound) => Err(value("bound", bound, "the theme has no project", pointer())),
            None => Ok(()),
        };
    }
    if lo.is_some() || hi.is_some() {
        let mut spec = QuotaSpec::new(members, measure);
        (spec.lo, spec.hi) = (lo.map(QuotaLimit::Amount), hi.map(QuotaLimit::Amount));
        draft.quota(spec);
    }
    Ok(())
}

fn fixed(file: &Static) -> Result<(ProblemDraft, Option<i64>), InstanceError> {
    length("values", file.n, file.values.len(), || "/values".to_owned())?;
    length("rows of weights", file.m, file.weights.len(), || "/weights".to_owned())?;
    length("capacities", file.m, file.capacities.len(), || "/capacities".to_owned())?;
    length("themes of projects", file.n, file.themes.of.len(), || "/themes/of".to_owned())?;
    let floors = &file.themes.floors;
    length("ceilings", floors.len() as u64, file.themes.ceilings.len(), || "/themes/ceilings".to_owned())?;
    let mut draft = ProblemDraft::new(1).finish(Finish::Within);
    let candidates = Settled::new(file.n, &file.mandatory, &file.forbidden, &[])?.push(&mut draft);
    let modes: Vec<_> =
        candidates.iter().zip(&file.values).map(|(&c, &value)| draft.mode(c, ModeSpec::fixed(value))).collect();
    for (k, (weights, &limit)) in file.weights.iter().zip(&file.capacities).enumerate() {
        length("weights", file.n, weights.len(), || format!("/weights/{k}"))?;
        let row = draft.capacity(CapacitySpec::whole(1, limit));
        for (&mode, &weight) in modes.iter().zip(weights) {
            if weight != 0 {
                draft.amount(mode, row, 0, weight);
            }
        }
    }
    for (at, &[dependent, prerequisite]) in file.requires.iter().enumerate() {
        let end = |project, end| index("project", project, file.n, || format!("/requires/{at}/{end}"));
        let (dependent, prerequisite) = (end(dependent, 0)?, end(prerequisite, 1)?);
        apart(dependent, prerequisite, || format!("/requires/{at}"))?;
        draft.requires(candidates[dependent], candidates[prerequisite]);
    }
    groups(&mut draft, &candidates, &file.exclusions, &file.inclusions)?;
    if !floors.is_empty() {
        let row = index("row", file.themes.row, file.m, || "/themes/row".to_owned())?;
        let of = file.themes.of.iter().enumerate().map(|(i, &theme)| (theme, format!("/themes/of/{i}")));
        let signed = file.weights[row].iter().any(|&weight| weight < 0);
        for (theme, members) in themes(of, floors.len())?.iter().enumerate() {
            let lo = Some(floors[theme]).filter(|&floor| floor > 0 || signed);
            let measure = Measure::Amounts(vec![(CapacityIx::new(row), 0)]);
            let bounds = (lo, file.themes.ceilings[theme]);
            quota(&mut draft, members, measure, bounds, || format!("/themes/floors/{theme}"))?;
        }
    }
    Ok((draft, file.witness_value))
}

fn apart(one: usize, other: usize, pointer: impl Fn() -> String) -> Result<(), InstanceError> {
    if one == other { Err(value("link from a project to", one, "it names two projects", pointer())) } else { Ok(()) }
}

fn scheduled(file: &Scheduled) -> Result<(ProblemDraft, Option<i64>), InstanceError> {
    length("projects", file.n, file.projects.len(), || "/projects".to_owned())?;
    length("discounts", file.T, file.discount_e4.len(), || "/discount_e4".to_owned())?;
    length("resources", file.R, file.capacities.len(), || "/capacities".to_owned())?;
    length("envelopes", file.E, file.budgets.len(), || "/budgets".to_owned())?;
    let periods = u32::try_from(file.T).ok().filter(|&periods| i32::try_from(periods).is_ok());
    let periods = periods.ok_or_else(|| value("T", file.T, "starts must be able to name it", "/T".to_owned()))?;
    if file.fiscal_year == 0 {
        return Err(value("fiscal_year", 0, "a year has periods", "/fiscal_year".to_owned()));
    }
    let years = file.T.div_ceil(file.fiscal_year);
    let modes: usize = file.projects.iter().map(|project| project.modes.len()).sum();
    small("modes and envelopes × periods", (modes as u64).saturating_add(file.E).saturating_mul(file.T), "/T")?;
    let themes_floored = file.themes.count_floors.len() as u64;
    let theme_years = themes_floored.saturating_mul(file.E.saturating_mul(years));
    small("themes × envelopes × years", theme_years, "/themes/count_floors")?;
    let mut draft = ProblemDraft::new(periods).finish(Finish::Within);
    let committed = committed(file)?;
    let candidates = Settled::new(file.n, &file.mandatory, &file.forbidden, &committed)?.push(&mut draft);
    let mut resources = Vec::new();
    for (k, limits) in file.capacities.iter().enumerate() {
        length("periods of a capacity", file.T, limits.len(), || format!("/capacities/{k}"))?;
        resources.push(draft.capacity(CapacitySpec::per_period(limits.clone())));
    }
    let year = |period: u32| Some((u64::from(period) / file.fiscal_year) as u32);
    let mut envelopes = Vec::new();
    for (e, limits) in file.budgets.iter().enumerate() {
        length("years of a budget", years, limits.len(), || format!("/budgets/{e}"))?;
        envelopes.push(draft.capacity(CapacitySpec::new((0..periods).map(year).collect(), limits.clone())));
    }
    for (i, (project, &candidate)) in file.projects.iter().zip(&candidates).enumerate() {
        if project.latest < project.earliest {
            let rule = "it is not before the earliest";
            return Err(value("latest start", project.latest, rule, format!("/projects/{i}/latest")));
        }
        let earliest = project.earliest.min(file.T);
        let latest = project.latest.clamp(earliest, file.T);
        let mut values = Vec::new();
        for t in earliest..=latest {
            let discount = file.discount_e4.get(t as usize).copied().unwrap_or(0);
            let worth = (i128::from(project.value) * i128::from(discount)).div_euclid(10_000);
            let worth = i64::try_from(worth);
            let rule = "discounted, it fits 64 bits";
            values.push(worth.map_err(|_| value("value", project.value, rule, format!("/projects/{i}/value")))?);
        }
        for (m, mode) in project.modes.iter().enumerate() {
            let at = |field: &str| format!("/projects/{i}/modes/{m}/{field}");
            let duration = u32::try_from(mode.duration).ok().filter(|&duration| duration > 0);
            let duration = duration
                .ok_or_else(|| value("duration", mode.duration, "it is at least 1 and fits 32 bits", at("duration")))?;
            length("periods of demand", mode.duration, mode.demand.len(), || at("demand"))?;
            length("periods of cost", mode.duration, mode.cost.len(), || at("cost"))?;
            let envelope = index("envelope", mode.envelope, file.E, || at("envelope"))?;
            let window = earliest as i32..=latest as i32;
            let mode_ix = draft.mode(candidate, ModeSpec::new(duration, window, values.as_slice()));
            for (q, row) in mode.demand.iter().enumerate() {
                length("resources of a demand", file.R, row.len(), || at(&format!("demand/{q}")))?;
            }
            for (k, &resource) in resources.iter().enumerate() {
                for (q, row) in (0_u32..).zip(&mode.demand) {
                    if row[k] != 0 {
                        draft.amount(mode_ix, resource, q, row[k]);
                    }
                }
            }
            draft.amounts(mode_ix, envelopes[envelope], 0, &mode.cost);
        }
    }
    for (at, &(successor, predecessor, lag)) in file.dependencies.iter().enumerate() {
        let end = |project, end| index("project", project, file.n, || format!("/dependencies/{at}/{end}"));
        let (successor, predecessor) = (end(successor, 0)?, end(predecessor, 1)?);
        apart(successor, predecessor, || format!("/dependencies/{at}"))?;
        draft.timing(Timing {
            predecessor: candidates[predecessor],
            successor: candidates[successor],
            relation: Relation::FinishToStart,
            lag,
            strictness: Strictness::Strict,
        });
    }
    groups(&mut draft, &candidates, &file.exclusions, &file.inclusions)?;
    let floors = &file.themes.count_floors;
    let ceilings = &file.themes.cost_ceilings;
    length("ceilings", floors.len() as u64, ceilings.len(), || "/themes/cost_ceilings".to_owned())?;
    let of = file.projects.iter().enumerate().map(|(i, project)| (project.theme, format!("/projects/{i}/theme")));
    let spent: Vec<_> = envelopes.iter().flat_map(|&e| (0..years as u32).map(move |year| (e, year))).collect();
    for (theme, members) in themes(of, floors.len())?.iter().enumerate() {
        let lo = Some(floors[theme]).filter(|&floor| floor > 0);
        quota(&mut draft, members, Measure::Count, (lo, None), || format!("/themes/count_floors/{theme}"))?;
        let hi = ceilings[theme];
        if spent.is_empty() {
            if let Some(bound) = hi.filter(|&hi| hi < 0) {
                let rule = "nothing costs anything";
                return Err(value("bound", bound, rule, format!("/themes/cost_ceilings/{theme}")));
            }
            continue;
        }
        let measure = Measure::Amounts(spent.clone());
        quota(&mut draft, members, measure, (None, hi), || format!("/themes/cost_ceilings/{theme}"))?;
    }
    Ok((draft, file.witness_value))
}

fn small(what: &'static str, size: u64, pointer: &str) -> Result<(), InstanceError> {
    if size < TABLE { Ok(()) } else { Err(value(what, size, "they stay below 2^25", pointer.to_owned())) }
}

/// The committed choices, each one that its project's window and the horizon allow.
fn committed(file: &Scheduled) -> Result<Vec<(usize, Choice)>, InstanceError> {
    let mut committed = Vec::new();
    for (at, &(project, mode, start)) in file.committed.iter().enumerate() {
        let candidate = index("project", project, file.n, || format!("/committed/{at}/0"))?;
        let project = &file.projects[candidate];
        let mode_at = index("mode", mode, project.modes.len() as u64, || format!("/committed/{at}/1"))?;
        let open = (project.earliest..=project.latest).contains(&start)
            && start.checked_add(project.modes[mode_at].duration).is_some_and(|finish| finish <= file.T);
        if !open {
            let rule = "it lies in the window, and the work ends within the horizon";
            return Err(value("committed start", start, rule, format!("/committed/{at}/2")));
        }
        committed.push((candidate, Choice::new(mode_at as u32, start as i32)));
    }
    Ok(committed)
}

#[cfg(test)]
mod tests;
