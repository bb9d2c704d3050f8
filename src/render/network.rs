//! The dates that links leave to projects.

use super::text::{project_name, typeset};
use super::{Align, Locale, Report, Table};
use crate::model::{Lag, Relation, Scope};
use crate::network::{BrokenLink, Cycle, Driver, NetworkError, ProjectDates, Schedule, TimingLink};
use chrono::NaiveDate;

/// The dates of a scope's projects along their links: earliest and latest start and finish, total float, the critical path
/// marked, and what holds each start back; at most so many rows, the critical ones first and then the tightest.
///
/// Finished work is left out, and so are other scopes' projects. Finishes are told as last days of work. Links that dates
/// on record break are listed.
///
/// ```
/// use portefeuille::Currency;
/// use portefeuille::model::{Dependency, Lag, Membership, ModelDraft, Organization, Project, Relation, Roadmap, Variant};
/// use portefeuille::network::Network;
/// use portefeuille::render::{Locale, schedule_report};
///
/// let mut draft = ModelDraft::new("2026-01-01".parse()?, Currency::EUR);
/// draft.organizations.push(Organization::new("dep", "Département"));
/// draft.roadmaps.push(Roadmap::new("num", "Numérique", "dep", "2026-01/2029-01".parse()?));
/// for (id, name) in [("iam", "Annuaire"), ("portail", "Portail")] {
///     let mut project = Project::new(id, name, Variant::new("base", 9));
///     project.roadmaps.push(Membership::new("num"));
///     draft.projects.push(project);
/// }
/// draft.dependencies.push(Dependency::Timing {
///     predecessor: "iam".into(),
///     successor: "portail".into(),
///     relation: Relation::FinishToStart,
///     lag: Lag::Months(1),
///     if_both: false,
/// });
/// let scope = draft.build()?.roadmap("num")?;
/// let text = schedule_report(&scope, &Network::of(&scope)?.schedule()?, 12, Locale::Fr).to_text();
/// assert!(text.contains("Chemin critique : Annuaire → Portail."), "{text}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn schedule_report(scope: &Scope, schedule: &Schedule, most: usize, locale: Locale) -> Report {
    let mut report = Report::new();
    let mut rows: Vec<&ProjectDates> = schedule.rows.iter().filter(|row| row.in_scope).collect();
    let all = rows.len();
    rows.retain(|row| row.float_days.is_some());
    let finished = all - rows.len();
    // The critical chain in the order of time, then the tightest.
    rows.sort_by_key(|row| (!row.critical, row.float_days.filter(|_| !row.critical), row.earliest_start));
    report.section(locale.pick("Dates selon les liens, avant arbitrage", "Dates along the links, before any choice"));
    for text in ends(scope, schedule, locale) {
        report.paragraph(text);
    }
    let mut table = Table::new([
        (locale.pick("Projet", "Project"), Align::Left),
        (locale.pick("Début au plus tôt", "Earliest start"), Align::Right),
        (locale.pick("Fin au plus tôt", "Earliest finish"), Align::Right),
        (locale.pick("Début au plus tard", "Latest start"), Align::Right),
        (locale.pick("Fin au plus tard", "Latest finish"), Align::Right),
        (locale.pick("Marge totale", "Total float"), Align::Right),
        (locale.pick("Critique", "Critical"), Align::Left),
        (locale.pick("Début retenu par", "Start held by"), Align::Left),
    ]);
    for row in rows.iter().take(most) {
        table.row([
            project_name(scope, row.project.as_str()),
            locale.short_date(row.earliest_start),
            locale.short_date(last_day(row.earliest_finish, row.earliest_start)),
            row.latest_start.map_or_else(String::new, |day| locale.short_date(day)),
            row.latest_finish.map_or_else(String::new, |day| locale.short_date(last_day(day, row.earliest_start))),
            row.float_days.map_or_else(String::new, |days| day_count(days, locale)),
            if row.critical { locale.pick("oui", "yes") } else { "" }.to_owned(),
            driver(scope, &row.driver, locale),
        ]);
    }
    report.table(table);
    if let Some(text) = others(rows.get(most..).unwrap_or(&[]), finished, locale) {
        report.note(text);
    }
    for text in broken(scope, schedule, locale) {
        report.item(text);
    }
    report
}

/// Why there are no dates: each cycle whole, by the names of its projects.
pub fn network_error_report(scope: &Scope, error: &NetworkError, locale: Locale) -> Report {
    let mut report = Report::new();
    report.section(locale.pick("Dates selon les liens", "Dates along the links"));
    match error {
        NetworkError::PositiveCycles { cycles } => {
            let fr = "Aucune date ne satisfait les liens ; chaque cycle ci-dessous est à rompre :";
            report.paragraph(locale.pick(fr, "No dates satisfy the links; each cycle below is to be broken:"));
            for cycle in cycles {
                report.item(cycle_text(scope, cycle, locale));
            }
        }
        NetworkError::OutOfCalendar { id, from } => {
            let (name, from) = (project_name(scope, id), locale.short_date(*from));
            report.paragraph(match locale {
                Locale::Fr => format!("Les dates de « {name} », à partir du {from}, sortent des années 1900 à 2200."),
                Locale::En => format!("The dates of “{name}”, from {from} on, leave the years 1900 to 2200."),
            });
        }
        other => report.paragraph(match locale {
            Locale::Fr => typeset(other.code().title_fr()),
            Locale::En => other.code().title().to_owned(),
        }),
    }
    report
}

fn cycle_text(scope: &Scope, cycle: &Cycle, locale: Locale) -> String {
    let names: Vec<String> =
        cycle.members.iter().chain(cycle.members.first()).map(|id| project_name(scope, id)).collect();
    let (chain, days) = (names.join(" → "), locale.short_number(cycle.length, 2));
    match locale {
        Locale::Fr => format!("{chain} (chaque tour repousse de {days}\u{a0}jours)"),
        Locale::En => format!("{chain} (each turn pushes by {days} days)"),
    }
}

/// When the last work ends, what latest dates keep, and the critical chain.
fn ends(scope: &Scope, schedule: &Schedule, locale: Locale) -> Vec<String> {
    let mut texts = Vec::new();
    let deadline = locale.date(last_day(schedule.deadline, NaiveDate::MIN));
    if let Some(end) = schedule.end {
        let end = locale.date(last_day(end, NaiveDate::MIN));
        texts.push(match locale {
            Locale::Fr => format!(
                "Si tout démarrait au plus tôt, le dernier projet finirait le {end} ; les dates au plus tard tiennent le {deadline}."
            ),
            Locale::En => format!(
                "If all began at the earliest, the last project would finish on {end}; latest dates keep {deadline}."
            ),
        });
    }
    let mut critical: Vec<&ProjectDates> = schedule.critical().collect();
    critical.sort_by_key(|row| (row.earliest_start, row.earliest_finish));
    if !critical.is_empty() {
        let names: Vec<String> = critical.iter().map(|row| project_name(scope, row.project.as_str())).collect();
        texts.push(match locale {
            Locale::Fr => format!("Chemin critique : {}.", names.join(" → ")),
            Locale::En => format!("Critical path: {}.", names.join(" → ")),
        });
    }
    let late = schedule.rows.iter().filter(|row| row.in_scope && row.float_days.is_some_and(|days| days < 0)).count();
    if late > 0 {
        texts.push(match locale {
            Locale::Fr => {
                let projects = if late > 1 { "projets" } else { "projet" };
                format!(
                    "Marge négative pour {late} {projects} : l’échéance ou une fenêtre est manquée, même au plus tôt."
                )
            }
            Locale::En => {
                let projects = if late > 1 { "projects" } else { "project" };
                format!(
                    "Negative float for {late} {projects}: the deadline or a window is missed, even at the earliest."
                )
            }
        });
    }
    texts
}

/// How many rows are not shown, and between which floats they lie.
fn others(rest: &[&ProjectDates], finished: usize, locale: Locale) -> Option<String> {
    let floats = || rest.iter().filter_map(|row| row.float_days);
    let mut texts = Vec::new();
    if let Some((least, greatest)) = floats().min().zip(floats().max()) {
        let (count, least, greatest) = (rest.len(), day_count(least, locale), day_count(greatest, locale));
        texts.push(match locale {
            Locale::Fr if count == 1 => format!("1 autre projet, de marge {least}"),
            Locale::Fr => format!("{count} autres projets, de marge {least} à {greatest}"),
            Locale::En if count == 1 => format!("1 more project with {least} of float"),
            Locale::En => format!("{count} more projects with {least} to {greatest} of float"),
        });
    }
    if finished > 0 {
        texts.push(match locale {
            Locale::Fr if finished == 1 => "1 projet fini, sans marge à suivre".to_owned(),
            Locale::Fr => format!("{finished} projets finis, sans marge à suivre"),
            Locale::En => format!("{finished} finished, without a float to watch"),
        });
    }
    let more = if rest.is_empty() { "" } else { "… " };
    (!texts.is_empty()).then(|| format!("{more}{}.", texts.join(locale.pick(" ; ", "; "))))
}

fn broken(scope: &Scope, schedule: &Schedule, locale: Locale) -> Vec<String> {
    let text = |broken: &BrokenLink| {
        let (before, after) = (
            project_name(scope, broken.link.predecessor.as_str()),
            project_name(scope, broken.link.successor.as_str()),
        );
        let (relation, days) = (link_text(&broken.link, locale), day_count(broken.days, locale));
        match locale {
            Locale::Fr => format!("Lien rompu : « {after} » a {days} d’avance sur « {before} » ({relation})."),
            Locale::En => format!("Broken link: “{after}” is {days} too early after “{before}” ({relation})."),
        }
    };
    schedule.broken.iter().map(text).collect()
}

fn driver(scope: &Scope, driver: &Driver, locale: Locale) -> String {
    match driver {
        Driver::Begun => locale.pick("déjà commencé", "begun").to_owned(),
        Driver::Window => locale.pick("sa fenêtre de départ", "its window").to_owned(),
        Driver::Planned => locale.pick("sa date prévue", "its planned start").to_owned(),
        Driver::ScopeStart => locale.pick("le début du périmètre", "the start of the scope").to_owned(),
        Driver::StatusDate => locale.pick("la date de situation", "the status date").to_owned(),
        Driver::Link(link) => {
            format!("{} ({})", project_name(scope, link.predecessor.as_str()), link_text(link, locale))
        }
    }
}

fn link_text(link: &TimingLink, locale: Locale) -> String {
    timing_text(link.relation, link.lag, locale)
}

/// Which ends a link ties and how far apart: `fin-début + 3 mois`.
pub(super) fn timing_text(relation: Relation, lag: Lag, locale: Locale) -> String {
    let relation = match relation {
        Relation::FinishToStart => locale.pick("fin-début", "finish-start"),
        Relation::StartToStart => locale.pick("début-début", "start-start"),
        Relation::FinishToFinish => locale.pick("fin-fin", "finish-finish"),
        Relation::StartToFinish => locale.pick("début-fin", "start-finish"),
    };
    let (count, unit) = match lag {
        Lag::Months(months) => (i64::from(months), locale.pick("mois", "mo")),
        Lag::Days(days) => (i64::from(days), locale.pick("j", "d")),
    };
    match count {
        0 => relation.to_owned(),
        1.. => format!("{relation} + {count}\u{a0}{unit}"),
        _ => format!("{relation} − {}\u{a0}{unit}", count.unsigned_abs()),
    }
}

fn day_count(days: i64, locale: Locale) -> String {
    format!("{}\u{a0}{}", locale.number(days.into(), 0), locale.pick("j", "d"))
}

/// The day before an end, but not before the start of the work.
fn last_day(end: NaiveDate, start: NaiveDate) -> NaiveDate {
    end.pred_opt().unwrap_or(end).max(start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Membership, ModelDraft, Organization, Project, Roadmap, Variant};
    use crate::quantity::Currency;
    use rust_decimal::Decimal;

    #[test]
    fn cycles_are_named_whole() {
        let mut draft = ModelDraft::new("2026-01-01".parse().expect("a date"), Currency::EUR);
        draft.organizations.push(Organization::new("dep", "Département"));
        draft.roadmaps.push(Roadmap::new("num", "Numérique", "dep", "2026-01/2029-01".parse().expect("a period")));
        for (id, name) in [("iam", "Annuaire"), ("portail", "Portail")] {
            let mut project = Project::new(id, name, Variant::new("base", 9));
            project.roadmaps.push(Membership::new("num"));
            draft.projects.push(project);
        }
        let scope = draft.build().expect("a model").roadmap("num").expect("a roadmap");
        let cycle = Cycle { members: vec!["iam".into(), "portail".into()], length: Decimal::new(305, 1) };
        let error = NetworkError::PositiveCycles { cycles: vec![cycle] };
        let fr = network_error_report(&scope, &error, Locale::Fr).to_text();
        assert!(fr.contains("  • Annuaire → Portail → Annuaire (chaque tour repousse de 30,5\u{a0}jours)\n"), "{fr}");
        let en = network_error_report(&scope, &error, Locale::En).to_text();
        assert!(en.contains("  • Annuaire → Portail → Annuaire (each turn pushes by 30.5 days)\n"), "{en}");
        let from = NaiveDate::from_ymd_opt(2199, 12, 1).expect("a day");
        let error = NetworkError::OutOfCalendar { id: "iam".into(), from };
        let beyond = network_error_report(&scope, &error, Locale::Fr).to_text();
        assert!(beyond.contains("Les dates de « Annuaire », à partir du 01/12/2199, sortent des années"), "{beyond}");
    }
}
