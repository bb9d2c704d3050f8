//! Subsets within capacities, by ranked lists and by proof.

use super::input::{Input, column, columns, number, told};
use portefeuille::engine::algorithms::{Auto, GreedySkip, RankedCut};
use portefeuille::engine::problem::{CandidateIx, CapacitySpec, Commitment, ModeSpec, ProblemDraft, Rule};
use portefeuille::engine::run::{Limits, Outcome, Solver, Status, solve};
use portefeuille::indicator;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use std::str::FromStr;

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

pub(super) fn optimum(input: &Input<'_>) -> Result<Value, String> {
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

pub(super) fn ranked(input: &Input<'_>) -> Result<Value, String> {
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

pub(super) fn pabulib(input: &Input<'_>) -> Result<Value, String> {
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
