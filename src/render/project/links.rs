//! The links of a project, both ways.

use super::super::network::timing_text;
use super::super::text::columns;
use super::super::{Align, Locale, Report, lifecycle};
use crate::id::ProjectId;
use crate::model::{Dependency, ProjectRef};

/// What it needs, what needs it, what comes before and after, and what goes with it or against it.
pub(super) fn links(report: &mut Report, project: ProjectRef<'_>, locale: Locale) {
    let model = project.model();
    let mut table = columns(
        locale,
        [
            ("Lien", "Link", Align::Left),
            ("Projet", "Project", Align::Left),
            ("État", "State", Align::Left),
            ("Détail", "Detail", Align::Left),
        ],
    );
    let own = project.id();
    let mut row = |link: &str, other: &ProjectId, detail: String| {
        let other = model.project(other.as_str());
        table.row([
            link.to_owned(),
            other.map_or_else(String::new, |other| other.name().to_owned()),
            other.map_or_else(String::new, |other| lifecycle(other.record().state, locale).to_owned()),
            detail,
        ]);
    };
    for dependency in project.dependencies() {
        match dependency {
            Dependency::Requires { dependent, prerequisite } if dependent == own => {
                row(locale.pick("dépend de", "needs"), prerequisite, String::new());
            }
            Dependency::Requires { dependent, .. } => {
                row(locale.pick("nécessaire à", "needed by"), dependent, String::new());
            }
            Dependency::Timing { predecessor, successor, relation, lag, if_both } => {
                let (link, other) = if successor == own {
                    (locale.pick("vient après", "comes after"), predecessor)
                } else {
                    (locale.pick("vient avant", "comes before"), successor)
                };
                let both = if *if_both { locale.pick(", si les deux se font", ", if both are done") } else { "" };
                row(link, other, format!("{}{both}", timing_text(*relation, *lag, locale)));
            }
            Dependency::Excludes { projects } => {
                for other in projects.iter().filter(|other| *other != own) {
                    row(locale.pick("exclut", "excludes"), other, String::new());
                }
            }
            Dependency::Together { projects } => {
                for other in projects.iter().filter(|other| *other != own) {
                    row(locale.pick("va avec", "goes with"), other, String::new());
                }
            }
            Dependency::Synergy { projects, worth, saving } => {
                let points = locale.short_number(worth.value(), 2);
                let sign = if worth.value().is_sign_negative() { "" } else { "+" };
                let mut gain = format!("{sign}{points}");
                if let Some(saving) = saving {
                    let text = locale.pick(", économie de ", ", saving of ");
                    gain = format!("{gain}{text}{}", locale.money(*saving));
                }
                for other in projects.iter().filter(|other| *other != own) {
                    row(locale.pick("synergie avec", "synergy with"), other, gain.clone());
                }
            }
        }
    }
    if !table.is_empty() {
        report.section(locale.pick("Liens avec d’autres projets", "Links with other projects"));
        report.table(table);
    }
}
