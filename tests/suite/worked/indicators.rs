//! Sums, means and counts, of numbers and of published lists.

use super::input::{Input, column, columns, table, told};
use portefeuille::indicator;
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

pub(super) fn weighted_mean(input: &Input<'_>) -> Result<Value, String> {
    let pairs: Vec<_> = input.numbers("weights")?.into_iter().zip(input.numbers("progress")?).collect();
    let mean = indicator::weighted_mean(&pairs).map_err(|e| e.to_string())?;
    Ok(json!({ "weighted_mean": told(mean) }))
}

pub(super) fn means(input: &Input<'_>) -> Result<Value, String> {
    let (mut arithmetic, mut geometric) = (Map::new(), Map::new());
    for name in input.fields.keys() {
        let values = input.numbers(name)?;
        arithmetic.insert(name.clone(), told(indicator::mean(&values).map_err(|e| e.to_string())?));
        geometric.insert(name.clone(), told(indicator::geometric_mean(&values).map_err(|e| e.to_string())?));
    }
    Ok(json!({ "arithmetic": arithmetic, "geometric": geometric }))
}

pub(super) fn file_totals(input: &Input<'_>) -> Result<Value, String> {
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
pub(super) fn file_counts(input: &Input<'_>) -> Result<Value, String> {
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

pub(super) fn share_of_file(input: &Input<'_>) -> Result<Value, String> {
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
