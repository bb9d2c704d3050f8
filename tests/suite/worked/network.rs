//! Dates along links.

use super::input::{Input, number, told};
use portefeuille::model::Relation;
use portefeuille::network::{Activity, ActivityNetwork, ActivityTimes, Link};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

pub(super) fn cpm(input: &Input<'_>) -> Result<Value, String> {
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
