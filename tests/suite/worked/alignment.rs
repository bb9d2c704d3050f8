//! Pairwise comparison, methods of several criteria, and weighted shortest job first.

use super::input::{Input, number, told};
use portefeuille::alignment::ready::{WsjfItem, wsjf as score_jobs};
use portefeuille::alignment::{Column, PairwiseMatrix, Ranking, Table, hierarchy as weigh_down};
use portefeuille::model::{Direction, Normalization, PreferenceFunction, PriorityMethod, RandomIndex};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

fn rows(value: &Value) -> Result<Vec<Vec<Decimal>>, String> {
    let row = |row: &Value| row.as_array().ok_or("a row that is no list")?.iter().map(number).collect();
    value.as_array().ok_or("a matrix that is no list")?.iter().map(row).collect()
}

fn compared(value: &Value) -> Result<PairwiseMatrix, String> {
    let rows: Vec<Vec<Option<Decimal>>> =
        rows(value)?.into_iter().map(|row| row.into_iter().map(Some).collect()).collect();
    PairwiseMatrix::from_rows(&rows).map_err(|e| e.to_string())
}

fn priorities(matrix: &PairwiseMatrix) -> Result<Vec<Decimal>, String> {
    matrix.priorities(PriorityMethod::Eigenvector).map(|found| found.weights).map_err(|e| e.to_string())
}

pub(super) fn ahp_priorities(input: &Input<'_>) -> Result<Value, String> {
    let matrix = compared(input.field("matrix")?)?;
    // Cases name the table and hold its value for their size: both must say the same.
    let index = input.field("random_index")?;
    let table = random_index(index["table"].as_str().ok_or("a random index without a table")?)?;
    let held = table.of(matrix.items()).ok_or("the table has no value for so many items")?;
    if held != number(&index["value"])? {
        return Err(format!("the table holds {held}, the case {}", index["value"]));
    }
    let ratio = matrix.consistency_ratio(table).map_err(|e| e.to_string())?;
    let weights = priorities(&matrix)?;
    Ok(json!({
        "priorities": weights.into_iter().map(told).collect::<Vec<_>>(),
        "consistency_ratio": told(ratio.value()),
    }))
}

fn random_index(table: &str) -> Result<RandomIndex, String> {
    match table {
        "saaty-1980" => Ok(RandomIndex::Saaty1980),
        "saaty-later" => Ok(RandomIndex::SaatyLater),
        "donegan-dodd" => Ok(RandomIndex::DoneganDodd),
        other => Err(format!("an unknown table of random indices: {other}")),
    }
}

pub(super) fn ahp_random_index(input: &Input<'_>) -> Result<Value, String> {
    let mut tables = Map::new();
    for name in ["saaty-1980", "saaty-later", "donegan-dodd"] {
        let table = random_index(name)?;
        let value = |n: &Value| {
            let items = n.as_u64().ok_or("a size that is no whole number")?;
            table.of(items as usize).map(told).ok_or_else(|| format!("no value for {items} items"))
        };
        tables.insert(name.to_owned(), input.list("n")?.iter().map(value).collect::<Result<Vec<_>, _>>()?.into());
    }
    Ok(tables.into())
}

pub(super) fn ahp_hierarchy(input: &Input<'_>) -> Result<Value, String> {
    let names = |field: &str| -> Result<Vec<String>, String> {
        let name = |name: &Value| name.as_str().map(str::to_owned).ok_or_else(|| format!("no name: {name}"));
        input.list(field)?.iter().map(name).collect()
    };
    let (criteria, alternatives) = (names("criteria")?, names("alternatives")?);
    let weights = priorities(&compared(input.field("criteria_matrix")?)?)?;
    let matrices = input.field("matrices")?;
    let under = |criterion: &String| priorities(&compared(&matrices[criterion])?);
    let lists = criteria.iter().map(under).collect::<Result<Vec<_>, _>>()?;
    let global = weigh_down(&weights, &lists).map_err(|e| e.to_string())?;
    let mut order: Vec<usize> = (0..alternatives.len()).collect();
    order.sort_by(|a, b| global[*b].cmp(&global[*a]).then(a.cmp(b)));
    let named = alternatives.iter().cloned().zip(global.into_iter().map(told));
    Ok(json!({
        "global_priorities": named.collect::<Map<_, _>>(),
        "ranking": order.into_iter().map(|k| &alternatives[k]).collect::<Vec<_>>(),
    }))
}

fn table_of(input: &Input<'_>) -> Result<Table, String> {
    let types = input.numbers("types")?.into_iter();
    let direction = |kind: Decimal| if kind.is_sign_negative() { Direction::Lower } else { Direction::Higher };
    let columns = input.numbers("weights")?.into_iter().zip(types).map(|(w, t)| Column::new(w, direction(t))).collect();
    Table::new(columns, rows(input.field("matrix")?)?).map_err(|e| e.to_string())
}

fn normalization(input: &Input<'_>) -> Result<Normalization, String> {
    match input.text("normalisation")? {
        "none" => Ok(Normalization::None),
        "min-max" => Ok(Normalization::MinMax),
        "max" => Ok(Normalization::Max),
        "sum" => Ok(Normalization::Sum),
        "vector" => Ok(Normalization::Vector),
        other => Err(format!("an unknown normalization: {other}")),
    }
}

fn ranked(name: &str, ranking: &Ranking) -> Value {
    let mut got = Map::new();
    got.insert(name.to_owned(), ranking.rows.iter().map(|row| told(row.score)).collect());
    got.insert("rank".to_owned(), ranking.rows.iter().map(|row| row.rank).collect());
    got.into()
}

pub(super) fn wsm(input: &Input<'_>) -> Result<Value, String> {
    let ranking = table_of(input)?.weighted_sum(normalization(input)?).map_err(|e| e.to_string())?;
    Ok(ranked("score", &ranking))
}

pub(super) fn topsis(input: &Input<'_>) -> Result<Value, String> {
    let ranking = table_of(input)?.topsis(normalization(input)?).map_err(|e| e.to_string())?;
    Ok(ranked("closeness", &ranking))
}

/// Ratios of all pairs of products. A common factor drops out of them, so that no normalization is needed.
pub(super) fn wpm(input: &Input<'_>) -> Result<Value, String> {
    let ranking = table_of(input)?.weighted_product().map_err(|e| e.to_string())?;
    let mut got = ranked("score", &ranking);
    let names = input.list("alternatives")?;
    for (a, row) in names.iter().zip(&ranking.rows) {
        for (b, other) in names.iter().zip(&ranking.rows) {
            let key = format!("ratio_{}_{}", a.as_str().unwrap_or_default(), b.as_str().unwrap_or_default());
            got[key] = portefeuille::indicator::ratio(row.score, other.score).map_or(Value::Null, told);
        }
    }
    // The same products once every column is divided by its sum, as the source prints them.
    let matrix = rows(input.field("matrix")?)?;
    let sums: Vec<Decimal> = (0..matrix[0].len()).map(|j| matrix.iter().map(|row| row[j]).sum()).collect();
    let shared = matrix.iter().map(|row| row.iter().zip(&sums).map(|(value, sum)| value / sum).collect()).collect();
    let types = input.numbers("types")?;
    let directions = types.iter().map(|t| if t.is_sign_negative() { Direction::Lower } else { Direction::Higher });
    let columns = input.numbers("weights")?.into_iter().zip(directions).map(|(w, d)| Column::new(w, d)).collect();
    let shared = Table::new(columns, shared).and_then(|table| table.weighted_product()).map_err(|e| e.to_string())?;
    let log = |score: Decimal| number(&json!(score.to_string().parse::<f64>().unwrap_or_default().log10())).map(told);
    let logs = shared.rows.iter().map(|row| log(row.score)).collect::<Result<Vec<_>, _>>()?;
    got["log10_score_after_sum_normalisation"] = logs.into();
    Ok(got)
}

pub(super) fn promethee2(input: &Input<'_>) -> Result<Value, String> {
    let shape = |value: &Value| -> Result<PreferenceFunction, String> {
        let threshold = |name: &str| number(&value[name])?.to_string().parse().map_err(|e| format!("{name}: {e}"));
        Ok(match value["type"].as_str() {
            Some("usual") => PreferenceFunction::Usual,
            Some("u-shape") => PreferenceFunction::UShape { indifference: threshold("q")? },
            Some("v-shape") => PreferenceFunction::VShape { preference: threshold("p")? },
            Some("level") => PreferenceFunction::Level { indifference: threshold("q")?, preference: threshold("p")? },
            Some("linear") => PreferenceFunction::Linear { indifference: threshold("q")?, preference: threshold("p")? },
            Some("gaussian") => PreferenceFunction::Gaussian { deviation: threshold("s")? },
            _ => return Err(format!("an unknown preference function: {value}")),
        })
    };
    let shapes = input.list("preference")?.iter().map(shape).collect::<Result<Vec<_>, _>>()?;
    let flows = table_of(input)?.promethee2(&shapes).map_err(|e| e.to_string())?;
    let mut got = ranked("phi", &flows.ranking);
    got["phi_plus"] = flows.positive.into_iter().map(told).collect();
    got["phi_minus"] = flows.negative.into_iter().map(told).collect();
    Ok(got)
}

pub(super) fn wsjf(input: &Input<'_>) -> Result<Value, String> {
    let item = |item: &Value| -> Result<WsjfItem, String> {
        Ok(WsjfItem {
            id: item["id"].as_str().ok_or("an item without id")?.to_owned(),
            value: number(&item["value"])?,
            time_criticality: number(&item["time_criticality"])?,
            risk_opportunity: number(&item["risk_opportunity"])?,
            job_size: number(&item["job_size"])?,
        })
    };
    let items = input.list("items")?.iter().map(item).collect::<Result<Vec<_>, _>>()?;
    let scores = score_jobs("case", &items).map_err(|e| e.to_string())?;
    Ok(json!({
        "cost_of_delay": scores.rows.iter().map(|row| told(row.cost_of_delay)).collect::<Vec<_>>(),
        "wsjf": scores.rows.iter().map(|row| told(row.score)).collect::<Vec<_>>(),
        "order": scores.order(),
    }))
}
