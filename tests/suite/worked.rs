//! Every case of a folder of worked examples, dispatched on its `method`.
//!
//! `PORTEFEUILLE_WORKED` names the folder; `../shared/data/worked` by default. A method neither built nor in the list of
//! methods not built fails, and so does a case that cannot be read. To build a method, write its family's function and
//! move its line from [`NOT_BUILT`] to [`BUILT`].

use portefeuille::engine::algorithms::{Auto, GreedySkip, RankedCut};
use portefeuille::engine::problem::{CandidateIx, CapacitySpec, Commitment, ModeSpec, ProblemDraft, Rule};
use portefeuille::engine::run::{Limits, Outcome, Solver, Status, solve};
use portefeuille::indicator;
use portefeuille::model::Relation;
use portefeuille::network::{Activity, ActivityNetwork, ActivityTimes, Link};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// What a method makes of an input; an error says what could not be read.
type Method = fn(&Input<'_>) -> Result<Value, String>;

const BUILT: &[(&str, Method)] = &[
    ("cpm", cpm),
    ("finance.share_of_file", share_of_file),
    ("indicators.file_counts", file_counts),
    ("indicators.file_totals", file_totals),
    ("indicators.means", means),
    ("indicators.weighted_mean", weighted_mean),
    ("selection.optimum", optimum),
    ("selection.pabulib", pabulib),
    ("selection.ranked", ranked),
];

const NOT_BUILT: &[(&str, &str)] = &[
    ("ahp.hierarchy", "the alignment room has no pairwise comparison yet"),
    ("ahp.priorities", "the alignment room has no pairwise comparison yet"),
    ("ahp.random_index", "the alignment room has no pairwise comparison yet"),
    ("evm", "the indicator room has no earned value yet"),
    ("finance.ap_cp", "the finance room is not there yet"),
    ("finance.execution_rate", "the finance room is not there yet"),
    ("finance.operations_file", "the finance room is not there yet"),
    ("mcda.copras", "the alignment room has no multi-criteria methods yet"),
    ("mcda.electre2", "the alignment room has no multi-criteria methods yet"),
    ("mcda.promethee2", "the alignment room has no multi-criteria methods yet"),
    ("mcda.topsis", "the alignment room has no multi-criteria methods yet"),
    ("mcda.vikor", "the alignment room has no multi-criteria methods yet"),
    ("mcda.wpm", "the alignment room has no multi-criteria methods yet"),
    ("mcda.wsm", "the alignment room has no multi-criteria methods yet"),
    ("pert.crash", "the network room has no probabilities and no crashing yet"),
    ("pert.probability", "the network room has no probabilities and no crashing yet"),
    ("resources", "the capacity room does not level yet"),
    ("wsjf", "the alignment room has no weighted shortest job first yet"),
];

/// The input of a case, and the folder its files are relative to.
struct Input<'a> {
    fields: &'a Map<String, Value>,
    folder: &'a Path,
}

impl Input<'_> {
    fn field(&self, name: &str) -> Result<&Value, String> {
        self.fields.get(name).ok_or_else(|| format!("the input has no `{name}`"))
    }

    fn text(&self, name: &str) -> Result<&str, String> {
        self.field(name)?.as_str().ok_or_else(|| format!("`{name}` is no text"))
    }

    fn list(&self, name: &str) -> Result<&Vec<Value>, String> {
        self.field(name)?.as_array().ok_or_else(|| format!("`{name}` is no list"))
    }

    fn numbers(&self, name: &str) -> Result<Vec<Decimal>, String> {
        self.list(name)?.iter().map(number).collect()
    }
}

/// A JSON number or a text, as the decimal it is written as.
fn number(value: &Value) -> Result<Decimal, String> {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Decimal::from_str(&text).or_else(|_| Decimal::from_scientific(&text)).map_err(|e| format!("{value}: {e}"))
}

/// A decimal as a JSON text, which [`number`] reads again.
fn told(value: Decimal) -> Value {
    Value::String(value.to_string())
}

fn cpm(input: &Input<'_>) -> Result<Value, String> {
    let durations = input.field("durations")?.as_object().ok_or("`durations` is no object")?;
    let activities = durations.iter().map(|(id, d)| Ok(Activity::new(id.as_str(), number(d)?)));
    let activities: Vec<Activity> = activities.collect::<Result<_, String>>()?;
    let link = |link: &Value| -> Result<Link, String> {
        let end = |name: &str| link[name].as_str().ok_or_else(|| format!("a link without `{name}`: {link}"));
        let relation = match link.get("type").map_or(Some("FS"), Value::as_str) {
            Some("FS") => Relation::FinishToStart,
            Some("SS") => Relation::StartToStart,
            Some("FF") => Relation::FinishToFinish,
            Some("SF") => Relation::StartToFinish,
            _ => return Err(format!("a link of an unknown type: {link}")),
        };
        let lag = link.get("lag").map_or(Ok(Decimal::ZERO), number)?;
        Ok(Link { relation, lag, ..Link::new(end("pred")?, end("succ")?) })
    };
    let links = input.list("links")?.iter().map(link).collect::<Result<Vec<_>, _>>()?;
    let network = ActivityNetwork::new(activities, links).map_err(|e| e.to_string())?;
    let schedule = network.schedule().map_err(|e| e.to_string())?;
    let column = |of: fn(&ActivityTimes) -> Decimal| -> Value {
        schedule.rows.iter().map(|row| (row.id.clone(), told(of(row)))).collect::<Map<_, _>>().into()
    };
    let critical: Vec<&str> = schedule.rows.iter().filter(|row| row.critical).map(|row| row.id.as_str()).collect();
    Ok(json!({
        "duration": told(schedule.duration),
        "es": column(|row| row.earliest_start),
        "ef": column(|row| row.earliest_finish),
        "ls": column(|row| row.latest_start),
        "lf": column(|row| row.latest_finish),
        "slack": column(|row| row.slack),
        "critical": critical,
    }))
}

fn weighted_mean(input: &Input<'_>) -> Result<Value, String> {
    let pairs: Vec<_> = input.numbers("weights")?.into_iter().zip(input.numbers("progress")?).collect();
    let mean = indicator::weighted_mean(&pairs).map_err(|e| e.to_string())?;
    Ok(json!({ "weighted_mean": told(mean) }))
}

fn means(input: &Input<'_>) -> Result<Value, String> {
    let (mut arithmetic, mut geometric) = (Map::new(), Map::new());
    for name in input.fields.keys() {
        let values = input.numbers(name)?;
        arithmetic.insert(name.clone(), told(indicator::mean(&values).map_err(|e| e.to_string())?));
        geometric.insert(name.clone(), told(indicator::geometric_mean(&values).map_err(|e| e.to_string())?));
    }
    Ok(json!({ "arithmetic": arithmetic, "geometric": geometric }))
}

/// Header and rows of the table that a case names.
fn table(input: &Input<'_>) -> Result<(Vec<String>, Vec<csv::StringRecord>), String> {
    let path = input.folder.join(input.text("file")?);
    let bytes = std::fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let encoding = encoding_rs::Encoding::for_label(input.text("encoding")?.as_bytes()).ok_or("an unknown encoding")?;
    let (text, _, damaged) = encoding.decode(&bytes);
    if damaged {
        return Err(format!("{} is not in {}", path.display(), encoding.name()));
    }
    let separator = *input.text("separator")?.as_bytes().first().ok_or("an empty separator")?;
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|e| e.to_string())?.iter().map(str::to_owned).collect();
    Ok((header, reader.records().collect::<Result<_, _>>().map_err(|e| e.to_string())?))
}

/// The columns of a name.
fn columns(header: &[String], name: &str) -> Result<Vec<usize>, String> {
    let found: Vec<usize> = (0..header.len()).filter(|i| header[*i] == name).collect();
    if found.is_empty() { Err(format!("no column `{name}`")) } else { Ok(found) }
}

/// The numbers of a column; what is none is left out.
fn column(header: &[String], rows: &[csv::StringRecord], name: &str) -> Result<Vec<Option<Decimal>>, String> {
    let at = columns(header, name)?[0];
    let cell = |row: &csv::StringRecord| row.get(at).and_then(|text| Decimal::from_str(text.trim()).ok());
    Ok(rows.iter().map(cell).collect())
}

fn file_totals(input: &Input<'_>) -> Result<Value, String> {
    let (header, rows) = table(input)?;
    let known = |name: &str| -> Result<Vec<Decimal>, String> {
        Ok(column(&header, &rows, input.text(name)?)?.into_iter().flatten().collect())
    };
    let (costs, durations) = (known("cost_field")?, known("duration_field")?);
    let total = indicator::sum(&costs).map_err(|e| e.to_string())?;
    let mean = indicator::mean(&durations).map_err(|e| e.to_string())?;
    Ok(json!({
        "projects": rows.len(),
        "rows_with_cost": costs.len(),
        "cost_million_eur": told(total),
        "rows_with_duration": durations.len(),
        "mean_duration_years": told(mean),
    }))
}

/// The rule of this method: the first column of the name that is not blank, the three colours as they are, texts that
/// start with Exempt as Exempt, everything else as Other text.
fn file_counts(input: &Input<'_>) -> Result<Value, String> {
    let (header, rows) = table(input)?;
    let ratings = columns(&header, input.text("rating_field")?)?;
    let mut counts = std::collections::BTreeMap::<&str, u32>::new();
    for row in &rows {
        let cells = ratings.iter().filter_map(|i| row.get(*i)).map(str::trim);
        let text = cells.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
        let level = match text {
            "Green" | "Amber" | "Red" => text,
            _ if text.starts_with("Exempt") => "Exempt",
            _ => "Other text",
        };
        *counts.entry(level).or_default() += 1;
    }
    Ok(json!({ "projects": rows.len(), "by_rating": counts }))
}

fn share_of_file(input: &Input<'_>) -> Result<Value, String> {
    let (header, rows) = table(input)?;
    let read = |name: &str| column(&header, &rows, input.text(name)?);
    let (costs, grants, shares) = (read("cost_field")?, read("grant_field")?, read("share_field")?);
    let (mut complete, mut differ) = (0, 0);
    for ((cost, grant), share) in costs.iter().zip(&grants).zip(&shares) {
        let (Some(cost), Some(grant), Some(share)) = (cost, grant, share) else { continue };
        complete += 1;
        let ratio = indicator::ratio(*grant, *cost).map_err(|e| e.to_string())?;
        differ += u32::from((ratio - share).abs() > Decimal::new(2, 4));
    }
    let total = |numbers: &[Option<Decimal>]| {
        let known: Vec<Decimal> = numbers.iter().flatten().copied().collect();
        indicator::sum(&known).map(told).map_err(|e| e.to_string())
    };
    Ok(json!({
        "rows": rows.len(),
        "rows_with_all_three": complete,
        "rows_where_share_differs_by_more_than_0.0002": differ,
        "sum_cost": total(&costs)?,
        "sum_grant": total(&grants)?,
    }))
}

/// Items of a subset selection, in decimals; what the engine sees are ticks of the finest decimal place.
struct Items {
    ids: Vec<String>,
    values: Vec<Decimal>,
    uses: Vec<Vec<Decimal>>,
    capacities: Vec<Decimal>,
    requires: Vec<(usize, usize)>,
    exclusive: Vec<Vec<usize>>,
}

impl Items {
    fn read(input: &Input<'_>, value: &str) -> Result<Self, String> {
        let items = input.list("items")?;
        let id = |item: &Value| item["id"].as_str().map(str::to_owned).ok_or(format!("an item without id: {item}"));
        let row = |item: &Value| -> Result<Vec<Decimal>, String> {
            item["use"].as_array().ok_or(format!("an item without use: {item}"))?.iter().map(number).collect()
        };
        let ids: Vec<String> = items.iter().map(id).collect::<Result<_, _>>()?;
        let named = |name: &Value| {
            ids.iter().position(|id| Some(id.as_str()) == name.as_str()).ok_or(format!("no item {name}"))
        };
        let all = |list: &Value| list.as_array().ok_or("no list")?.iter().map(named).collect::<Result<Vec<_>, _>>();
        let optional = |name: &str| input.fields.get(name).and_then(Value::as_array).into_iter().flatten();
        let needs = |link: &Value| -> Result<Vec<(usize, usize)>, String> {
            let item = named(&link["item"])?;
            match &link["needs"] {
                several @ Value::Array(_) => Ok(all(several)?.into_iter().map(|needed| (item, needed)).collect()),
                one => Ok(vec![(item, named(one)?)]),
            }
        };
        Ok(Self {
            values: items.iter().map(|item| number(&item[value])).collect::<Result<_, _>>()?,
            uses: items.iter().map(row).collect::<Result<_, _>>()?,
            capacities: input.numbers("capacities")?,
            requires: optional("requires").map(needs).collect::<Result<Vec<_>, _>>()?.concat(),
            exclusive: optional("exclusive").map(all).collect::<Result<_, _>>()?,
            ids,
        })
    }

    fn solve(&self, solver: &dyn Solver) -> Result<(Outcome, u32), String> {
        let scale_of = |numbers: &[Decimal]| numbers.iter().map(|number| number.normalize().scale()).max().unwrap_or(0);
        let ticks = |number: Decimal, scale: u32| -> Result<i64, String> {
            let ticks = number.checked_mul(Decimal::from(10_u64.pow(scale))).ok_or("an amount beyond the scale")?;
            i64::try_from(ticks).map_err(|e| e.to_string())
        };
        let mut draft = ProblemDraft::new(1);
        let mut rows = Vec::new();
        for (row, &capacity) in self.capacities.iter().enumerate() {
            let mut column = self.uses.iter().map(|uses| uses[row]).collect::<Vec<_>>();
            column.push(capacity);
            let scale = scale_of(&column);
            rows.push((draft.capacity(CapacitySpec::whole(1, ticks(capacity, scale)?)), scale));
        }
        let scale = scale_of(&self.values);
        let mut candidates = Vec::new();
        for (&value, uses) in self.values.iter().zip(&self.uses) {
            let candidate = draft.candidate(Commitment::Free);
            let mode = draft.mode(candidate, ModeSpec::fixed(ticks(value, scale)?));
            for (&(capacity, scale), &amount) in rows.iter().zip(uses) {
                draft.amount(mode, capacity, 0, ticks(amount, scale)?);
            }
            candidates.push(candidate);
        }
        for &(item, needed) in &self.requires {
            draft.requires(candidates[item], candidates[needed]);
        }
        for set in &self.exclusive {
            draft.group(&set.iter().map(|&item| candidates[item]).collect::<Vec<_>>(), Rule::AtMost(1));
        }
        let problem = draft.build().map_err(|e| e.to_string())?;
        Ok((solve(&problem, solver, &Limits::default()).map_err(|e| e.to_string())?, scale))
    }

    /// The items of a plan, first in the list first.
    fn selected(outcome: &Outcome) -> Result<Vec<usize>, String> {
        let plan = outcome.best().ok_or("no plan was found")?;
        Ok(plan.selected().map(|(candidate, _)| candidate.index()).collect())
    }

    fn best(&self) -> Result<(Outcome, u32), String> {
        let (outcome, scale) = self.solve(&Auto::new())?;
        if outcome.status() == Status::Optimal {
            Ok((outcome, scale))
        } else {
            Err(format!("the optimum was not proved: {:?}", outcome.status()))
        }
    }

    /// Items in decreasing value; ties by id compared as text, or as listed.
    fn ranking(&self, ties_by_id: bool) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.ids.len()).collect();
        order.sort_by(|&a, &b| {
            let tie = if ties_by_id { self.ids[a].cmp(&self.ids[b]) } else { a.cmp(&b) };
            self.values[b].cmp(&self.values[a]).then(tie)
        });
        order
    }

    /// What is selected in the order of the ranking, and what it uses of each capacity.
    fn listed(&self, ranking: &[usize], solver: &dyn Solver) -> Result<(Vec<usize>, Vec<Decimal>), String> {
        let selected = Self::selected(&self.solve(solver)?.0)?;
        let listed: Vec<usize> = ranking.iter().copied().filter(|item| selected.contains(item)).collect();
        Ok((listed, self.spent(&selected)))
    }

    fn spent(&self, selected: &[usize]) -> Vec<Decimal> {
        let spent = |row: usize| selected.iter().map(|&item| self.uses[item][row]).sum();
        (0..self.capacities.len()).map(spent).collect()
    }

    fn names(&self, items: &[usize]) -> Vec<&str> {
        items.iter().map(|&item| self.ids[item].as_str()).collect()
    }
}

fn order_of(ranking: &[usize]) -> Vec<CandidateIx> {
    ranking.iter().map(|&item| CandidateIx::new(item)).collect()
}

/// One number as it is, several as a list.
fn one_or_all(numbers: &[Decimal]) -> Value {
    match numbers {
        [one] => told(*one),
        several => several.iter().map(|number| told(*number)).collect(),
    }
}

fn optimum(input: &Input<'_>) -> Result<Value, String> {
    let items = Items::read(input, "value")?;
    let (outcome, scale) = items.best()?;
    let selected = Items::selected(&outcome)?;
    let ticks = outcome.value().ok_or("no value")?;
    let index = |(value, uses): (&Decimal, &Vec<Decimal>)| {
        let outlay: Decimal = uses.iter().sum();
        indicator::ratio(*value, outlay).map_or(Value::Null, |ratio| told(ratio + Decimal::ONE))
    };
    let mut got = json!({
        "objective": told(Decimal::from_i128_with_scale(ticks, scale)),
        "selected": items.names(&selected),
        "spent": one_or_all(&items.spent(&selected)),
        "profitability_index": items.values.iter().zip(&items.uses).map(index).collect::<Vec<_>>(),
    });
    // The certificate's multipliers prove total / scale, which is the bound of the relaxation before it is rounded down.
    if let Some(certificate) = outcome.certificate() {
        let total = Decimal::try_from_i128_with_scale(certificate.total(), scale).map_err(|e| e.to_string())?;
        let bound = indicator::ratio(total, Decimal::from(certificate.scale())).map_err(|e| e.to_string())?;
        got["lp_relaxation"] = told(bound);
    }
    Ok(got)
}

fn ranked(input: &Input<'_>) -> Result<Value, String> {
    let items = Items::read(input, "score")?;
    let rule = input.text("rule")?;
    if !rule.starts_with("by decreasing score") {
        return Err(format!("an unknown rule: {rule}"));
    }
    let ranking = items.ranking(rule.contains("ties by id"));
    let order = order_of(&ranking);
    let (listed, spent) = if rule.contains("stop at the first") {
        items.listed(&ranking, &RankedCut::ranked(order))?
    } else {
        items.listed(&ranking, &GreedySkip::ranked(order))?
    };
    Ok(json!({ "selected_in_order": items.names(&listed), "spent": one_or_all(&spent) }))
}

/// One section of a Pabulib file: its header, and its rows.
fn section(text: &str, name: &str) -> Result<(Vec<String>, Vec<csv::StringRecord>), String> {
    let titles = ["META", "PROJECTS", "VOTES"];
    let lines = text.lines().skip_while(|line| line.trim() != name).skip(1);
    let lines: Vec<&str> = lines.take_while(|line| !titles.contains(&line.trim())).collect();
    let own = lines.join("\n");
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').flexible(true).from_reader(own.as_bytes());
    let header = reader.headers().map_err(|e| e.to_string())?.iter().map(str::to_owned).collect();
    Ok((header, reader.records().collect::<Result<_, _>>().map_err(|e| e.to_string())?))
}

fn pabulib(input: &Input<'_>) -> Result<Value, String> {
    let path = input.folder.join(input.text("file")?);
    let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let (_, meta) = section(&text, "META")?;
    let budget = meta.iter().find(|row| row.get(0) == Some("budget")).and_then(|row| row.get(1)).ok_or("no budget")?;
    let (header, rows) = section(&text, "PROJECTS")?;
    let known = |name: &str| -> Result<Vec<Decimal>, String> {
        column(&header, &rows, name)?
            .into_iter()
            .map(|cell| cell.ok_or(format!("a project without `{name}`")))
            .collect()
    };
    let at = columns(&header, "project_id")?[0];
    let costs = known("cost")?;
    let items = Items {
        ids: rows.iter().map(|row| row.get(at).unwrap_or_default().to_owned()).collect(),
        values: known(input.text("value_field")?)?,
        uses: costs.iter().map(|&cost| vec![cost]).collect(),
        capacities: vec![Decimal::from_str(budget).map_err(|e| e.to_string())?],
        requires: Vec::new(),
        exclusive: Vec::new(),
    };
    let rule = input.text("greedy_rule")?;
    if rule != "by decreasing value, ties by project_id compared as text; take what fits, skip what does not" {
        return Err(format!("an unknown rule: {rule}"));
    }
    let ranking = items.ranking(true);
    let (listed, spent) = items.listed(&ranking, &GreedySkip::ranked(order_of(&ranking)))?;
    let (outcome, scale) = items.best()?;
    let total = |numbers: &[Decimal]| indicator::sum(numbers).map(told).map_err(|e| e.to_string());
    Ok(json!({
        "projects": rows.len(),
        "budget": told(items.capacities[0]),
        "total_cost": total(&costs)?,
        "optimum": told(Decimal::from_i128_with_scale(outcome.value().ok_or("no value")?, scale)),
        "greedy_value": total(&listed.iter().map(|&item| items.values[item]).collect::<Vec<_>>())?,
        "greedy_spent": one_or_all(&spent),
        "greedy_selected": items.names(&listed),
    }))
}

/// Where two values differ; numbers within the tolerance are equal.
fn differences(path: &str, expected: &Value, got: &Value, tolerance: Decimal, found: &mut Vec<String>) {
    match (expected, got) {
        (Value::Object(expected), Value::Object(got)) => {
            for (key, value) in expected {
                let path = format!("{path}/{key}");
                match got.get(key) {
                    Some(got) => differences(&path, value, got, tolerance, found),
                    None => found.push(format!("{path}: expected {value}, nothing computed")),
                }
            }
            for key in got.keys().filter(|key| !expected.contains_key(*key)) {
                found.push(format!("{path}/{key}: computed, not expected"));
            }
        }
        (Value::Array(expected), Value::Array(got)) if expected.len() == got.len() => {
            for (i, (expected, got)) in expected.iter().zip(got).enumerate() {
                differences(&format!("{path}/{i}"), expected, got, tolerance, found);
            }
        }
        (Value::Number(_), Value::Number(_) | Value::String(_)) => match (number(expected), number(got)) {
            (Ok(a), Ok(b)) if (a - b).abs() <= tolerance => {}
            _ => found.push(format!("{path}: expected {expected}, computed {got}, tolerance {tolerance}")),
        },
        (expected, got) if expected == got => {}
        (expected, got) => found.push(format!("{path}: expected {expected}, computed {got}")),
    }
}

/// A list as a set.
fn sorted(value: &Value) -> Value {
    let mut value = value.clone();
    if let Value::Array(list) = &mut value {
        list.sort_by_key(Value::to_string);
    }
    value
}

/// Runs one case: what is wrong with it.
fn check(case: &Value, method: Method, folder: &Path) -> Result<Vec<String>, String> {
    let fields = case["input"].as_object().ok_or("no input")?;
    let expected = case["expected"].as_object().ok_or("no expected")?;
    let tolerance = &case["tolerance"];
    let all = number(tolerance.get("abs").ok_or("no tolerance")?)?;
    let unordered: Vec<&str> = case["unordered"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let got = method(&Input { fields, folder })?;
    let mut found = Vec::new();
    for (key, value) in expected {
        let within = tolerance.get("by").and_then(|by| by.get(key)).map_or(Ok(all), number)?;
        let Some(got) = got.get(key) else {
            found.push(format!("/{key}: nothing computed"));
            continue;
        };
        if unordered.contains(&key.as_str()) {
            differences(&format!("/{key}"), &sorted(value), &sorted(got), within, &mut found);
        } else {
            differences(&format!("/{key}"), value, got, within, &mut found);
        }
    }
    Ok(found)
}

/// The nearest folder above that holds `data/`.
fn data_folder(folder: &Path) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    folder.ancestors().skip(1).find(|above| above.join("data").is_dir()).map(Path::to_owned)
}

fn cases(path: &Path) -> Result<Vec<Value>, String> {
    let text = std::fs::read_to_string(path).map_err(|e| e.to_string())?;
    let mut topic: Value = serde_json::from_str(&text).map_err(|e| e.to_string())?;
    match topic["cases"].take() {
        Value::Array(cases) => Ok(cases),
        _ => Err("no list of cases".to_owned()),
    }
}

#[test]
fn every_worked_case_is_reproduced() {
    let named = std::env::var_os("PORTEFEUILLE_WORKED").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/worked"));
    let Ok(entries) = std::fs::read_dir(&folder) else {
        let _ = writeln!(std::io::stderr(), "worked: {} is not there; skipped", folder.display());
        return;
    };
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    let root = data_folder(&folder).unwrap_or_else(|| folder.clone());
    let (mut run, mut left, mut wrong) = (0, 0, Vec::new());
    for path in files {
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let cases = match cases(&path) {
            Ok(cases) => cases,
            Err(reason) => {
                wrong.push(format!("{file}: {reason}"));
                continue;
            }
        };
        for case in &cases {
            let id = case["id"].as_str().unwrap_or("without id");
            let method = case["method"].as_str().unwrap_or_default();
            if let Some((_, function)) = BUILT.iter().find(|(name, _)| *name == method) {
                run += 1;
                match check(case, *function, &root) {
                    Ok(found) => wrong.extend(found.into_iter().map(|what| format!("{file} {id} {what}"))),
                    Err(reason) => wrong.push(format!("{file} {id}: {reason}")),
                }
            } else if NOT_BUILT.iter().any(|(name, _)| *name == method) {
                left += 1;
            } else {
                wrong.push(format!("{file} {id}: method `{method}` is neither built nor listed as not built"));
            }
        }
    }
    let _ = writeln!(std::io::stderr(), "worked: {run} cases run, {left} of methods not built");
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
    assert!(run + left > 0, "{} holds no case", folder.display());
}

#[test]
fn a_method_is_built_or_not_and_gives_its_reason() {
    let mut names: Vec<&str> =
        BUILT.iter().map(|(name, _)| *name).chain(NOT_BUILT.iter().map(|(name, _)| *name)).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "a method stands in both lists, or twice in one");
    assert!(NOT_BUILT.iter().all(|(_, reason)| !reason.is_empty()));
}

#[test]
fn the_comparison_sees_what_differs() {
    let compare = |expected: Value, got: Value| {
        let mut found = Vec::new();
        differences("", &expected, &got, Decimal::new(1, 2), &mut found);
        found.len()
    };
    assert_eq!(compare(json!({"a": 1.0, "b": ["x"]}), json!({"a": "1.009", "b": ["x"]})), 0);
    assert_eq!(compare(json!({"a": 1.0}), json!({"a": "1.02"})), 1);
    assert_eq!(compare(json!({"a": 1.0}), json!({"b": "1.0"})), 2);
    assert_eq!(compare(json!(["x", "y"]), json!(["y", "x"])), 2);
    assert_eq!(compare(json!(["x"]), json!(["x", "x"])), 1);
    assert_eq!(compare(json!("1"), json!("1.001")), 1);
    assert_eq!(compare(sorted(&json!(["x", "y"])), sorted(&json!(["y", "x"]))), 0);
}
