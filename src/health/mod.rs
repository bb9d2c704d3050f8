//! The health check (*contrôle de santé*): everything a good practice would mend, in one call.
//!
//! [`Scope::health`] looks at one roadmap or portfolio, [`Model::health`] at all of them. Each [`Finding`] has a stable
//! code, a severity, the record it is about, the place in the document, the value and the threshold, and a sentence with
//! its remedy in English and French. [`codes`] documents them one by one, each with an example that triggers it and one
//! that does not.
//!
//! Thresholds come from the grouping's [`HealthPolicy`](crate::model::HealthPolicy); where it has none the defaults count
//! and [`Finding::policy_set`] says so.
//!
//! The order of findings (gravest first, then code, record and part) does not depend on the order of records. What
//! cannot be checked, because a load, a sum or a date leaves its range, is listed in [`Health::unchecked`] rather than passed
//! over.
//!
//! ```
//! use portefeuille::diagnostic::Code;
//! use portefeuille::model::{Lifecycle, Membership, ModelDraft, Organization, Project, Roadmap, Variant};
//! use portefeuille::Currency;
//!
//! let mut draft = ModelDraft::new("2026-11-24".parse()?, Currency::EUR);
//! draft.organizations.push(Organization::new("dep", "Département"));
//! draft.roadmaps.push(Roadmap::new("num", "Numérique", "dep", "2026-01/2029-01".parse()?));
//! let mut project = Project::new("sig", "Plateforme SIG", Variant::new("base", 9));
//! project.state = Lifecycle::Running;
//! project.start = Some("2026-09-01".parse()?);
//! project.updated = Some("2026-09-30".parse()?);
//! project.roadmaps.push(Membership::new("num"));
//! draft.projects.push(project);
//!
//! let health = draft.build()?.roadmap("num")?.health();
//! let stale = health.of(Code::StatusStale).next().expect("55 days old");
//! assert_eq!(stale.message(), "running project `Plateforme SIG` was last brought up to date on 2026-09-30, 55 days ago; \
//!                              at most 45 days are expected");
//! assert_eq!((stale.entity().id.as_str(), stale.pointer()), ("sig", "/projects/0/updated"));
//! assert!(!stale.policy_set());
//! # Ok::<(), portefeuille::Error>(())
//! ```

mod budget;
mod check;
mod finding;
mod governance;
mod ground;
mod launch;
mod money;
mod people;
mod progress;
mod roadmap;
mod services;
mod spending;
mod strategy;
#[cfg(test)]
mod tests;
mod words;
mod workload;

#[doc = include_str!("codes.md")]
pub mod codes {}

pub use check::Words;
pub use finding::{Entity, EntityKind, Fact, Finding, Term};

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{Model, Scope};
use check::{Check, Sink};
use ground::Ground;

/// Every check, by group. A new one belongs to a file of its kind, with a section in `codes.md`.
static GROUPS: &[&[Check]] = &[
    people::CHECKS,
    launch::CHECKS,
    budget::CHECKS,
    spending::CHECKS,
    roadmap::CHECKS,
    strategy::CHECKS,
    workload::CHECKS,
    governance::CHECKS,
    services::CHECKS,
    progress::CHECKS,
];

/// What a health check found.
#[derive(Debug, Clone, PartialEq, Default)]
#[must_use]
pub struct Health {
    findings: Vec<Finding>,
    unchecked: Diagnostics,
}

impl Health {
    /// The findings: gravest first, then by code, record and part.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Each finding, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.findings.iter()
    }

    /// Whether nothing was found, and nothing was left unchecked.
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty() && self.unchecked.is_empty()
    }

    /// The findings of one code.
    pub fn of(&self, code: Code) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.code() == code)
    }

    /// Why some checks could not be made: a load, a sum or dates that leave their range. Their findings are missing.
    pub fn unchecked(&self) -> &Diagnostics {
        &self.unchecked
    }

    /// The findings as diagnostics, for programs that print errors, warnings and findings alike.
    pub fn diagnostics(&self) -> Diagnostics {
        self.findings.iter().map(Into::into).chain(self.unchecked.iter().cloned()).collect()
    }
}

impl<'a> IntoIterator for &'a Health {
    type Item = &'a Finding;
    type IntoIter = std::slice::Iter<'a, Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Scope {
    /// Everything to mend in this roadmap or portfolio; see [the module](crate::health) for an example.
    ///
    /// Linear in the records, but for the sorting of what was found.
    pub fn health(&self) -> Health {
        let ground = Ground::new(self);
        let policy_set = self.policy().health.is_some();
        let mut findings = Vec::new();
        for check in GROUPS.iter().flat_map(|group| group.iter()) {
            (check.run)(&ground, &mut Sink { words: &check.words, policy_set, findings: &mut findings });
        }
        findings.sort_unstable_by(Finding::order);
        Health { findings, unchecked: ground.unchecked() }
    }
}

impl Model {
    /// Everything to mend in all roadmaps and portfolios. What two of them find alike is there once; what they hold
    /// against different thresholds is there for each.
    pub fn health(&self) -> Health {
        let records = self.records();
        let roadmaps = records.roadmaps.iter().map(|roadmap| self.roadmap(roadmap.id.as_str()));
        let portfolios = records.portfolios.iter().map(|portfolio| self.portfolio(portfolio.id.as_str()));
        let mut all = Health::default();
        for scope in roadmaps.chain(portfolios) {
            match scope {
                Ok(scope) => {
                    let Health { findings, unchecked } = scope.health();
                    all.findings.extend(findings);
                    all.unchecked.extend(unchecked);
                }
                Err(error) => all.unchecked.push(crate::diagnostic::Diagnostic::new(error.code(), error.to_string())),
            }
        }
        all.findings.sort_unstable_by(Finding::order);
        all.findings.dedup();
        all
    }
}
