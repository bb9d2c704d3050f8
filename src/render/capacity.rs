//! Load against capacity.

use super::text::{others, project_name};
use super::{Align, Locale, Report, Table};
use crate::capacity::{Draw, Draws, Load, Overload, PersonDays, PoolSummary, summary};
use crate::model::Scope;
use rust_decimal::Decimal;

/// How many periods stand beside each other.
const ABREAST: usize = 16;

/// The load of each pool from the period in progress on: what is available, who takes it, the peak, the ratio period by
/// period where those are few enough to stand abreast, and at most so many of the periods in which there is more load than
/// capacity, the greatest excess first, with who loads them.
///
/// Empty where no pool has either load or a known capacity. Work of other scopes is counted and shown apart.
pub fn load_report(scope: &Scope, load: &Load, draws: &Draws, most: usize, locale: Locale) -> Report {
    let first = usize::try_from(load.grid().index_of(scope.status_date())).unwrap_or(0).min(load.grid().len());
    let pools = summary(load, first);
    let mut report = Report::new();
    if pools.iter().all(|pool| pool.load == PersonDays::ZERO && pool.peak.is_none()) {
        return report;
    }
    report.section(
        locale.pick("Charge et capacité du plan (jours-homme)", "Load and capacity of the plan (person-days)"),
    );
    let mut table = Table::new([
        (locale.pick("Pool", "Pool"), Align::Left),
        (locale.pick("Disponible", "Available"), Align::Right),
        (locale.pick("Hors périmètre", "Outside"), Align::Right),
        (locale.pick("Engagé", "Committed"), Align::Right),
        (locale.pick("Nouveaux", "New"), Align::Right),
        (locale.pick("Charge", "Load"), Align::Right),
        (locale.pick("Taux", "Ratio"), Align::Right),
        (locale.pick("Pointe", "Peak"), Align::Right),
        (locale.pick("Période", "Period"), Align::Left),
        (locale.pick("Dépassements", "Overloads"), Align::Right),
    ]);
    for pool in &pools {
        table.row(pool_row(scope, pool, locale));
    }
    let from = locale.period(&load.grid().label(first as i64));
    report.paragraph(match locale {
        Locale::Fr => {
            format!("À partir de {from} ; disponible : après la part réservée au maintien et au hors-projet.")
        }
        Locale::En => format!("From {from} on; available: less the share reserved for running the services."),
    });
    report.table(table);
    if let Some(table) = by_period(scope, load, first, locale) {
        report.table(table);
    }
    overloads(&mut report, scope, load, draws, first, most, locale);
    report
}

fn pool_row(scope: &Scope, pool: &PoolSummary, locale: Locale) -> [String; 10] {
    let days = |days: PersonDays| locale.number(days.days(), 0);
    let dash = || "–".to_owned();
    let idle = pool.load == PersonDays::ZERO;
    let Some(peak) = &pool.peak else {
        let unknown = locale.pick("inconnu", "unknown").to_owned();
        let blank = String::new;
        return [
            pool_name(scope, pool.pool.as_str()),
            unknown,
            blank(),
            blank(),
            blank(),
            blank(),
            blank(),
            blank(),
            blank(),
            blank(),
        ];
    };
    [
        pool_name(scope, pool.pool.as_str()),
        days(pool.available),
        days(pool.outside),
        days(pool.committed),
        days(pool.candidate),
        days(pool.load),
        if idle { dash() } else { ratio_text(pool.load.days().checked_div(pool.available.days()), locale) },
        if idle { dash() } else { ratio_text(peak.ratio, locale) },
        if idle { dash() } else { locale.period(&peak.label) },
        if pool.over == 0 { dash() } else { pool.over.to_string() },
    ]
}

/// Load by period, in percent of what is available, up to the last period with load; blank where no limit is known.
fn by_period(scope: &Scope, load: &Load, first: usize, locale: Locale) -> Option<Table> {
    let loaded = |period: &usize| load.pools().iter().any(|pool| pool.cells[*period].load > PersonDays::ZERO);
    let last = (first..load.grid().len()).rev().find(loaded)?;
    if last - first >= ABREAST {
        return None;
    }
    let mut columns = vec![(locale.pick("Taux de charge", "Load ratio").to_owned(), Align::Left)];
    columns.extend((first..=last).map(|t| (locale.period(&load.grid().label(t as i64)), Align::Right)));
    let mut table = Table::new(columns);
    for pool in load.pools().iter().filter(|pool| pool.cells[first..=last].iter().any(|cell| cell.covered_days > 0)) {
        let mut cells = vec![pool_name(scope, pool.pool.as_str())];
        cells.extend(pool.cells[first..=last].iter().map(|cell| match (cell.covered_days, cell.load) {
            (0, _) => String::new(),
            (_, PersonDays::ZERO) => "–".to_owned(),
            (_, used) => ratio_text(used.days().checked_div(cell.available.days()), locale),
        }));
        table.row(cells);
    }
    Some(table)
}

fn overloads(
    report: &mut Report,
    scope: &Scope,
    load: &Load,
    draws: &Draws,
    first: usize,
    most: usize,
    locale: Locale,
) {
    let (mut ahead, past): (Vec<Overload>, Vec<Overload>) = load.over().partition(|over| over.period >= first);
    if ahead.is_empty() {
        report.paragraph(locale.pick("Aucun dépassement de capacité à venir.", "No overload ahead."));
    } else {
        ahead.sort_by_key(|over| std::cmp::Reverse(over.excess));
        report.caption(
            locale.pick("Périodes en dépassement, le plus fort d’abord", "Periods in overload, the greatest first"),
        );
        let mut table = Table::new([
            (locale.pick("Pool", "Pool"), Align::Left),
            (locale.pick("Période", "Period"), Align::Left),
            (locale.pick("Charge", "Load"), Align::Right),
            (locale.pick("Disponible", "Available"), Align::Right),
            (locale.pick("Dépassement", "Excess"), Align::Right),
            (locale.pick("Taux", "Ratio"), Align::Right),
            (locale.pick("Par qui (j.h)", "By whom (person-days)"), Align::Left),
        ]);
        for over in ahead.iter().take(most) {
            table.row([
                pool_name(scope, over.pool.as_str()),
                locale.period(&over.label),
                locale.short_number(over.load.days(), 1),
                locale.short_number(over.available.days(), 1),
                locale.short_number(over.excess.days(), 1),
                ratio_text(over.load.days().checked_div(over.available.days()), locale),
                by_whom(scope, draws.of(over.pool.as_str(), over.period), locale),
            ]);
        }
        report.table(table);
        let more = ahead.len().saturating_sub(most);
        if more > 0 {
            let one = ("période en dépassement", "period in overload");
            let many = ("périodes en dépassement", "periods in overload");
            report.note(others(more, one, many, locale) + ".");
        }
    }
    if !past.is_empty() {
        let count = past.len();
        report.note(match locale {
            Locale::Fr if count == 1 => "1 dépassement dans les périodes passées.".to_owned(),
            Locale::Fr => format!("{count} dépassements dans les périodes passées."),
            Locale::En => format!("{count} in periods that have passed."),
        });
    }
}

/// The three who draw most, and how much the others do together.
fn by_whom(scope: &Scope, draws: &[Draw], locale: Locale) -> String {
    let name = |draw: &Draw| {
        let days = locale.short_number(draw.days.days(), 1);
        let outside = if draw.in_scope { "" } else { locale.pick(", hors périmètre", ", outside") };
        format!("{} {days}{outside}", project_name(scope, draw.project.as_str()))
    };
    let mut texts: Vec<String> = draws.iter().take(3).map(name).collect();
    let rest = draws.get(3..).unwrap_or(&[]);
    if !rest.is_empty() {
        let days: Decimal = rest.iter().map(|draw| draw.days.days()).sum();
        let (count, days) = (rest.len(), locale.short_number(days, 1));
        texts.push(match locale {
            Locale::Fr if count == 1 => format!("1 autre {days}"),
            Locale::Fr => format!("{count} autres {days}"),
            Locale::En => format!("{count} more {days}"),
        });
    }
    texts.join(locale.pick(" ; ", "; "))
}

fn ratio_text(ratio: Option<Decimal>, locale: Locale) -> String {
    ratio.map_or_else(|| "∞".to_owned(), |ratio| locale.percent(ratio, 0))
}

fn pool_name(scope: &Scope, id: &str) -> String {
    scope.model().pool(id).map_or_else(|| id.to_owned(), |pool| pool.name().to_owned())
}
