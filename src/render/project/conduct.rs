//! How a project is run: dates, workload, risks, rules, indicators.

use super::super::terms::{compliance_state, contribution_kind, measure_status, risk_severity};
use super::super::text::{columns, date_text, days_off, on_date, or_dash, person_name};
use super::super::{Align, Locale, Report, indicator};
use crate::changes::{days_between, delivery};
use crate::indicator::last_measures;
use crate::model::{IndicatorRef, MeasureStatus, ProjectRef};
use crate::quantity::Workload;
use crate::time::Date;

/// Start, delivery, phases and milestones, each against what was approved.
pub(super) fn dates(report: &mut Report, project: ProjectRef<'_>, locale: Locale) {
    let record = project.record();
    let mut table = columns(
        locale,
        [
            ("Étape", "Step", Align::Left),
            ("Référence", "Baseline", Align::Right),
            ("Prévu", "Planned", Align::Right),
            ("Réalisé", "Done", Align::Right),
            ("Glissement", "Slip", Align::Right),
        ],
    );
    let mut row = |name: &str, baseline: Option<Date>, planned: Option<Date>, done: Option<Date>| {
        if baseline.is_none() && planned.is_none() && done.is_none() {
            return;
        }
        let slip =
            baseline.zip(done.or(planned)).map(|(baseline, date)| days_off(days_between(baseline, date), locale));
        let shown = |date: Option<Date>| or_dash(date, |date| date_text(date, locale));
        table.row([name.to_owned(), shown(baseline), shown(planned), shown(done), or_dash(slip, |slip| slip)]);
    };
    let baseline = record.baseline.as_ref();
    let (planned, begun) = if record.state.is_committed() { (None, record.start) } else { (record.start, None) };
    row(locale.pick("Démarrage", "Start"), baseline.and_then(|its| its.start), planned, begun);
    for phase in &record.phases {
        let name = format!("{} ({})", phase.name, locale.pick("fin de phase", "end of phase"));
        row(&name, None, phase.end.or(phase.start), phase.finished);
    }
    for milestone in &record.milestones {
        row(&milestone.name, milestone.baseline, Some(milestone.due), milestone.reached);
    }
    let expected = if record.finish.is_none() { delivery(project) } else { None };
    row(locale.pick("Livraison", "Delivery"), baseline.and_then(|its| its.finish), expected, record.finish);
    if table.is_empty() && record.purchase.is_none() {
        return;
    }
    report.section(locale.pick("Dates et jalons", "Dates and milestones"));
    if let Some(approved) = baseline.map(|baseline| on_date(baseline.approved, locale)) {
        report.paragraph(match locale {
            Locale::Fr => format!("Référence approuvée {approved}."),
            Locale::En => format!("Baseline approved {approved}."),
        });
    }
    if let Some(purchase) = &record.purchase {
        let (route, lead) = (super::super::purchase_route(purchase.route, locale), purchase.lead_months);
        let awarded = purchase.awarded.map(|day| on_date(day, locale));
        report.paragraph(match (locale, awarded) {
            (Locale::Fr, Some(day)) => format!("Achat : {route}, délai {lead} mois, attribué {day}."),
            (Locale::Fr, None) => format!("Achat : {route}, délai {lead} mois, non attribué."),
            (Locale::En, Some(day)) => format!("Purchase: {route}, {lead} months, awarded {day}."),
            (Locale::En, None) => format!("Purchase: {route}, {lead} months, not awarded."),
        });
    }
    report.table(table);
}

/// Person-days by pool.
pub(super) fn workload(report: &mut Report, project: ProjectRef<'_>, locale: Locale) {
    let (model, variant) = (project.model(), project.variant());
    if variant.workload.is_empty() {
        return;
    }
    report.section(locale.pick("Charge par pool (jours-homme)", "Workload by pool (person-days)"));
    let mut table = columns(
        locale,
        [
            ("Pool", "Pool", Align::Left),
            ("Charge", "Workload", Align::Right),
            ("Mois du projet", "Months of the project", Align::Left),
        ],
    );
    for line in &variant.workload {
        let first = line.from_month + 1;
        let last = line.months.map_or(variant.months, |months| line.from_month.saturating_add(months));
        table.row([
            model.pool(line.pool.as_str()).map_or_else(|| line.pool.to_string(), |pool| pool.name().to_owned()),
            locale.short_number(line.workload.value(), 1),
            if first >= last { first.to_string() } else { format!("{first} → {last}") },
        ]);
    }
    let all = project.workload().unwrap_or(Workload::ZERO);
    if variant.workload.len() > 1 {
        table.row([locale.pick("Ensemble", "All").to_owned(), locale.short_number(all.value(), 1), String::new()]);
    }
    report.table(table);
}

/// What may go wrong, the rules it falls under, and what others bring.
pub(super) fn risks(report: &mut Report, project: ProjectRef<'_>, locale: Locale) {
    let (model, record) = (project.model(), project.record());
    if !record.risks.is_empty() {
        report.section(locale.pick("Risques", "Risks"));
        let mut table = columns(
            locale,
            [
                ("Risque", "Risk", Align::Left),
                ("Gravité", "Severity", Align::Left),
                ("Probabilité", "Probability", Align::Right),
                ("Enjeu", "Exposure", Align::Right),
                ("Parade", "Response", Align::Left),
                ("Suivi par", "Watched by", Align::Left),
            ],
        );
        let mut risks: Vec<_> = record.risks.iter().collect();
        risks.sort_by_key(|risk| std::cmp::Reverse(risk.severity));
        for risk in risks {
            table.row([
                risk.description.clone(),
                risk_severity(risk.severity, locale).to_owned(),
                or_dash(risk.probability, |share| locale.percent(share.value(), 0)),
                or_dash(risk.exposure, |money| locale.money(money)),
                risk.response.clone().unwrap_or_default(),
                risk.owner.as_ref().map_or_else(String::new, |owner| person_name(model, owner.as_str())),
            ]);
        }
        report.table(table);
    }
    if !record.compliance.is_empty() {
        report.section(locale.pick("Conformité", "Compliance"));
        for mark in &record.compliance {
            let since = mark.date.map(|date| format!(" ({})", date_text(date, locale))).unwrap_or_default();
            let (rule, state) = (mark.rule.to_uppercase(), compliance_state(mark.state, locale));
            report.item(format!("{rule}{} {state}{since}", super::super::text::colon(locale)));
        }
    }
    if !record.contributions.is_empty() {
        report.section(locale.pick("Contributions", "Contributions"));
        for contribution in &record.contributions {
            let kind = contribution_kind(contribution.kind, locale);
            report.item(format!("{} ({kind})", contribution.description));
        }
    }
}

/// The last measures of it.
pub(super) fn indicators(report: &mut Report, project: ProjectRef<'_>, locale: Locale) {
    let model = project.model();
    let mut table = columns(
        locale,
        [
            ("Indicateur", "Indicator", Align::Left),
            ("Valeur", "Value", Align::Right),
            ("Nature", "Status", Align::Left),
            ("Date", "Date", Align::Left),
        ],
    );
    for definition in model.indicators().map(IndicatorRef::record) {
        for status in [MeasureStatus::Actual, MeasureStatus::Forecast, MeasureStatus::Planned] {
            let last = last_measures(model, &definition.id, model.status_date(), status);
            if let Some(measure) = last.get(&project.ix()) {
                table.row([
                    indicator::titled(definition, MeasureStatus::Actual, locale),
                    indicator::observed(&measure.value, definition, locale),
                    measure_status(status, locale).to_owned(),
                    date_text(measure.date, locale),
                ]);
            }
        }
    }
    if !table.is_empty() {
        report.section(locale.pick("Indicateurs", "Indicators"));
        report.table(table);
    }
}
