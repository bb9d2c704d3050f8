//! Earned value and earned schedule.

use super::input::{Input, number, told};
use portefeuille::indicator::earned_value::{Credit, EarnedSchedule, EarnedValue, Forecast, NoFigure, earned};
use rust_decimal::Decimal;
use serde_json::{Map, Value};

/// What a case holds: figures or what they are made of.
#[derive(Default)]
struct Case {
    bac: Option<Decimal>,
    pv: Option<Decimal>,
    ev: Option<Decimal>,
    ac: Option<Decimal>,
    plan: Vec<Decimal>,
}

fn share_of(budget: Decimal, done: &Value) -> Result<Decimal, String> {
    let share = number(done)?.to_string().parse().map_err(|e| format!("{done}: {e}"))?;
    earned(budget, &Credit::Percent(share)).map_err(|e| e.to_string())
}

fn read(input: &Input<'_>) -> Result<Case, String> {
    let given = |name: &str| input.fields.get(name).map(number).transpose();
    let mut case = Case { bac: given("bac")?, pv: given("pv")?, ev: given("ev")?, ac: given("ac")?, ..Case::default() };
    let at = given("at")?;
    if let Some(activities) = input.fields.get("activities").and_then(Value::as_array) {
        let at = at.ok_or("activities without `at`")?;
        let mut sums = [Decimal::ZERO; 4];
        for activity in activities {
            let budget = number(&activity["budget"])?;
            let planned = number(&activity["planned_finish"])? <= at;
            let pv = if planned { budget } else { Decimal::ZERO };
            let ev = share_of(budget, &activity["percent_complete"])?;
            for (sum, value) in sums.iter_mut().zip([budget, pv, ev, number(&activity["actual_cost"])?]) {
                *sum += value;
            }
        }
        (case.bac, case.pv, case.ev, case.ac) = (Some(sums[0]), Some(sums[1]), Some(sums[2]), Some(sums[3]));
    }
    if input.fields.contains_key("pv_cumulative") {
        case.plan = input.numbers("pv_cumulative")?;
    }
    if input.fields.contains_key("pv_cumulative_share") {
        let bac = case.bac.ok_or("shares without `bac`")?;
        case.plan = input.numbers("pv_cumulative_share")?.into_iter().map(|share| share * bac).collect();
    }
    if let (Some(bac), Some(done)) = (case.bac, input.fields.get("percent_complete")) {
        case.ev = Some(share_of(bac, done)?);
    }
    // The planned value at a status period is that of the plan, the last one after the planned end.
    if case.pv.is_none()
        && let (Some(at), Some(last)) = (at, case.plan.last())
    {
        let position = usize::try_from(at.trunc().mantissa()).map_err(|e| e.to_string())?;
        case.pv = position.checked_sub(1).map(|k| *case.plan.get(k).unwrap_or(last));
    }
    Ok(case)
}

pub(super) fn evm(input: &Input<'_>) -> Result<Value, String> {
    let case = read(input)?;
    let mut got = Map::new();
    for (name, value) in [("bac", case.bac), ("pv", case.pv), ("ev", case.ev), ("ac", case.ac)] {
        got.extend(value.map(|value| (name.to_owned(), told(value))));
    }
    let figures = EarnedValue::new(
        case.bac.unwrap_or_default(),
        case.pv.unwrap_or_default(),
        case.ev.unwrap_or_default(),
        case.ac.unwrap_or_default(),
    );
    let mut put = |name: &str, value: Result<Decimal, NoFigure>| {
        if let Ok(value) = value {
            got.insert(name.to_owned(), told(value));
        }
    };
    if case.ac.is_some() {
        put("cv", figures.cost_variance());
        put("cpi", figures.cpi());
    }
    if case.pv.is_some() {
        put("sv", figures.schedule_variance());
        put("spi", figures.spi());
    }
    if case.bac.is_some() && case.ac.is_some() {
        put("eac_cpi", figures.eac(Forecast::AtCostIndex));
        put("eac_cpi_spi", figures.eac(Forecast::AtCostAndScheduleIndex));
        put("eac_remaining_at_budget", figures.eac(Forecast::AtBudget));
        put("etc", figures.etc(Forecast::AtCostIndex));
        put("vac", figures.vac(Forecast::AtCostIndex));
        put("tcpi_bac", figures.tcpi());
        put("tcpi_eac", figures.eac(Forecast::AtCostIndex).and_then(|eac| figures.tcpi_within(eac)));
    }
    if let Some(planned) = input.fields.get("planned_duration").map(number).transpose()? {
        let over = figures.spi().ok().and_then(|spi| portefeuille::indicator::ratio(planned, spi).ok());
        put("planned_duration_over_spi", over.ok_or(NoFigure::NothingPlanned));
    }
    if let (false, Some(earned), Some(at)) = (case.plan.is_empty(), case.ev, input.fields.get("at")) {
        let (schedule, at) = (EarnedSchedule::new(&case.plan, earned).map_err(|e| e.to_string())?, number(at)?);
        put("earned_schedule", Ok(schedule.time));
        put("whole_periods", Ok(schedule.whole_periods.into()));
        put("fraction", Ok(schedule.fraction));
        put("spi_t", schedule.spi(at));
        put("sv_t", schedule.variance(at));
        put("ieac_t", schedule.forecast(at));
    }
    Ok(got.into())
}
