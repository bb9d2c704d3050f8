//! What a project costs and who pays.

use super::super::text::{colon, columns, date_text, difference, envelope_name, or_dash};
use super::super::{Align, Locale, Report, Table, co_financing_state, section};
use crate::finance::ProjectCost;
use crate::model::{CostLine, LedgerStage, ProjectRef, Section};
use crate::quantity::Money;
use crate::time::FiscalYear;
use std::collections::{BTreeMap, BTreeSet};

/// The sum of amounts; `None` beyond the range of money.
fn sum(zero: Money, mut amounts: impl Iterator<Item = Money>) -> Option<Money> {
    amounts.try_fold(zero, |sum, amount| sum.checked_add(amount).ok())
}

/// By section, envelope and account, a column for each year; what was spent below; then what it costs every year.
pub(super) fn costs(report: &mut Report, project: ProjectRef<'_>, spent: &ProjectCost, locale: Locale) {
    let record = project.record();
    let variant = project.variant();
    let lines = &variant.costs;
    if lines.is_empty() && record.landing.is_none() && variant.run_costs.is_empty() {
        return;
    }
    report.section(locale.pick("Coûts", "Costs"));
    if record.variants.len() > 1 {
        let name = variant.name.clone().unwrap_or_else(|| variant.id.to_string());
        report.paragraph(format!("{}{} {name}.", locale.pick("Variante", "Variant"), colon(locale)));
    }
    report.paragraph(totals(project, spent, locale));
    if !lines.is_empty() {
        report.table(by_year(project, spent, locale));
    }
    if !variant.run_costs.is_empty() {
        report.subsection(locale.pick("Coûts récurrents après livraison", "Recurring costs after delivery"));
        report.table(run_costs(project, locale));
    }
}

/// Approved, planned, landing and spent in one sentence.
fn totals(project: ProjectRef<'_>, spent: &ProjectCost, locale: Locale) -> String {
    let record = project.record();
    let colon = colon(locale);
    let baseline = record.baseline.as_ref().and_then(|baseline| baseline.cost);
    let planned = project.cost().ok();
    let mut parts = Vec::new();
    for (fr, en, amount) in
        [("approuvé", "approved", baseline), ("prévu", "planned", planned), ("atterrissage", "landing", record.landing)]
    {
        parts.extend(amount.map(|amount| format!("{} {}", locale.pick(fr, en), locale.money(amount))));
    }
    let over = baseline.zip(record.landing.or(planned)).and_then(|(approved, cost)| cost.checked_sub(approved).ok());
    if let Some(over) = over.filter(|over| !over.is_zero()) {
        parts.push(format!("{} {}", locale.pick("écart", "difference"), difference(over, locale)));
    }
    if !spent.total.is_zero() {
        parts.push(format!("{} {}", stage(spent.stage, locale), locale.money(spent.total)));
    }
    format!("{}{colon} {}.", locale.pick("Coût", "Cost"), parts.join(", "))
}

fn stage(stage: LedgerStage, locale: Locale) -> &'static str {
    let (fr, en) = match stage {
        LedgerStage::Committed => ("engagé", "committed"),
        LedgerStage::Validated => ("liquidé", "validated"),
        LedgerStage::Ordered => ("mandaté", "ordered"),
        LedgerStage::Paid => ("payé", "paid"),
        LedgerStage::Notified => ("notifié", "notified"),
        LedgerStage::Billed => ("titré", "billed"),
        LedgerStage::Cashed => ("encaissé", "cashed"),
    };
    locale.pick(fr, en)
}

fn by_year(project: ProjectRef<'_>, spent: &ProjectCost, locale: Locale) -> Table {
    let model = project.model();
    let zero = Money::zero(model.currency());
    let lines = &project.variant().costs;
    let years: BTreeSet<FiscalYear> = lines.iter().map(|line| line.year).chain(spent.by_year.keys().copied()).collect();
    let mut headers = vec![
        (locale.pick("Section", "Section").to_owned(), Align::Left),
        (locale.pick("Enveloppe", "Envelope").to_owned(), Align::Left),
        (locale.pick("Nature", "Account").to_owned(), Align::Left),
    ];
    headers.extend(years.iter().map(|year| (year.to_string(), Align::Right)));
    headers.push((locale.pick("Total", "Total").to_owned(), Align::Right));
    let mut table = Table::new(headers);
    let mut groups: BTreeMap<(Section, &str, Option<&str>), Vec<&CostLine>> = BTreeMap::new();
    for line in lines {
        groups.entry((line.section, line.envelope.as_str(), line.nature.as_deref())).or_default().push(line);
    }
    let amounts = |of: &dyn Fn(Option<FiscalYear>) -> Option<Money>| -> Vec<String> {
        let text = |amount: Option<Money>| match amount {
            Some(amount) if amount.is_zero() => "–".to_owned(),
            amount => or_dash(amount, |amount| locale.money(amount)),
        };
        years.iter().map(|year| text(of(Some(*year)))).chain([text(of(None))]).collect()
    };
    for ((of, envelope, nature), group) in &groups {
        let mut cells =
            vec![section(*of, locale).to_owned(), envelope_name(model, envelope), or_dash(*nature, str::to_owned)];
        cells.extend(amounts(&|year| {
            sum(zero, group.iter().filter(|line| year.is_none_or(|year| line.year == year)).map(|line| line.amount))
        }));
        table.row(cells);
    }
    if groups.len() > 1 {
        let mut cells = vec![locale.pick("Ensemble", "All").to_owned(), String::new(), String::new()];
        cells.extend(amounts(&|year| {
            sum(zero, lines.iter().filter(|line| year.is_none_or(|year| line.year == year)).map(|line| line.amount))
        }));
        table.row(cells);
    }
    if !spent.total.is_zero() {
        let mut cells = vec![stage(spent.stage, locale).to_owned(), String::new(), String::new()];
        cells.extend(amounts(&|year| match year {
            Some(year) => Some(spent.by_year.get(&year).copied().unwrap_or(zero)),
            None => Some(spent.total),
        }));
        table.row(cells);
    }
    table
}

fn run_costs(project: ProjectRef<'_>, locale: Locale) -> Table {
    let model = project.model();
    let mut table = columns(
        locale,
        [
            ("Section", "Section", Align::Left),
            ("Enveloppe", "Envelope", Align::Left),
            ("Nature", "Account", Align::Left),
            ("Par an", "A year", Align::Right),
            ("Dès le mois", "From month", Align::Right),
            ("Durée (mois)", "Months", Align::Right),
        ],
    );
    for cost in &project.variant().run_costs {
        table.row([
            section(cost.section, locale).to_owned(),
            cost.envelope.as_ref().map_or_else(
                || locale.pick("non financé", "nobody pays yet").to_owned(),
                |envelope| envelope_name(model, envelope.as_str()),
            ),
            or_dash(cost.nature.clone(), |nature| nature),
            locale.money(cost.yearly),
            cost.from_month.to_string(),
            or_dash(cost.months, |months| months.to_string()),
        ]);
    }
    table
}

/// What others give.
pub(super) fn funding(report: &mut Report, project: ProjectRef<'_>, locale: Locale) {
    let grants = &project.record().co_financing;
    if grants.is_empty() {
        return;
    }
    report.section(locale.pick("Cofinancements", "Co-financing"));
    let mut table = columns(
        locale,
        [
            ("Source", "Source", Align::Left),
            ("Section", "Section", Align::Left),
            ("Exercice", "Year", Align::Left),
            ("Montant", "Amount", Align::Right),
            ("État", "State", Align::Left),
            ("Depuis", "Since", Align::Left),
        ],
    );
    for grant in grants {
        table.row([
            grant.source.clone(),
            section(grant.section, locale).to_owned(),
            grant.year.to_string(),
            locale.money(grant.amount),
            co_financing_state(grant.state, locale).to_owned(),
            or_dash(grant.date, |date| date_text(date, locale)),
        ]);
    }
    report.table(table);
}
