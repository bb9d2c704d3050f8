//! Named variations of the model.

use super::budget::{Envelope, Section, Vote, VoteKind, YearAmount};
use super::means::{CapacitySpan, ResourcePool};
use super::policy::{Force, ForcedChoice};
use super::{Model, ModelDraft, Policy};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::id::{EnvelopeId, PoolId, PortfolioId, ProjectId, RoadmapId, ScenarioId, VariantId};
use crate::quantity::{Money, Workload};
use crate::time::{Date, FiscalYear, Period, spread};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Names one of the two groupings: written `{"roadmap": "num"}`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScopeKey {
    /// A roadmap.
    Roadmap(RoadmapId),
    /// A portfolio.
    Portfolio(PortfolioId),
}

/// One change that a scenario makes: written `{"budget": {"envelope": "ap", …}}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum ScenarioChange {
    /// An envelope opens another amount.
    Budget {
        /// Which envelope (*enveloppe*).
        envelope: EnvelopeId,
        /// In which budget year (*exercice*).
        year: FiscalYear,
        /// In which section (*section*).
        section: Section,
        /// What it opens then (*montant*), in the place of what it opened; not negative.
        amount: Money,
    },
    /// A pool can give more or less.
    Capacity {
        /// Which pool (*pool de ressources*).
        pool: PoolId,
        /// Over which days (*période*).
        period: Period,
        /// Person-days over all of them (*capacité*), in the place of what it could give on those days.
        workload: Workload,
    },
    /// A choice is made beforehand, in the place of the one that the policy makes of the same project.
    Force {
        /// Which project (*projet*).
        project: ProjectId,
        /// In or out (*sens du choix*).
        force: Force,
        /// Why (*motif*).
        reason: String,
        /// In this variant only (*variante*).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        variant: Option<VariantId>,
    },
    /// A project starts at another time. What is absent stays as it is.
    Dates {
        /// Which project (*projet*).
        project: ProjectId,
        /// Planned start (*démarrage*).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        start: Option<Date>,
        /// Earliest start a selection may give it (*départ au plus tôt*).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        earliest_start: Option<Date>,
        /// Latest start a selection may give it (*départ au plus tard*).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        latest_start: Option<Date>,
    },
}

/// A named variation of the model that leaves the model itself untouched (*scénario*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Scenario {
    /// Key.
    pub id: ScenarioId,
    /// Name people use.
    pub name: String,
    /// The roadmap or portfolio it is a scenario of (*périmètre*): forced choices go into its policy.
    pub scope: ScopeKey,
    /// What it supposes, in a few sentences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What it changes (*variations*), one after the other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<ScenarioChange>,
}

impl Scenario {
    /// A scenario that changes nothing yet.
    pub fn new(id: impl Into<ScenarioId>, name: impl Into<String>, scope: ScopeKey) -> Self {
        Self { id: id.into(), name: name.into(), scope, description: None, changes: Vec::new() }
    }
}

impl Model {
    /// The model as a scenario has it; this one stays as it is.
    ///
    /// The changes are made one after the other, and the result is built: what it breaks is an error like that of any
    /// document. Where an envelope records its votes, the difference stands as one more of them, an amending vote of the
    /// day the document speaks of. Where a change of capacity covers a part of a span, the rest of the span keeps its
    /// person-days in proportion to its days, to six decimals.
    ///
    /// Fails with `unknown-scenario` where there is none of that id, or with every fault of the varied document.
    ///
    /// ```
    /// use portefeuille::model::{Envelope, ModelDraft, Organization, Roadmap, Scenario, ScenarioChange, ScopeKey, Section};
    /// use portefeuille::time::FiscalYear;
    /// use portefeuille::{Currency, Money};
    ///
    /// let mut draft = ModelDraft::new("2026-11-24".parse()?, Currency::EUR);
    /// draft.organizations.push(Organization::new("dep", "Département"));
    /// draft.roadmaps.push(Roadmap::new("num", "Numérique", "dep", "2026-01/2029-01".parse()?));
    /// draft.envelopes.push(Envelope::new("ap", "AP numérique"));
    /// let mut more = Scenario::new("dm", "Une DM de 200 000 €", ScopeKey::Roadmap("num".into()));
    /// more.changes.push(ScenarioChange::Budget {
    ///     envelope: "ap".into(),
    ///     year: FiscalYear::new(2027)?,
    ///     section: Section::Investment,
    ///     amount: Money::euros(200_000),
    /// });
    /// draft.scenarios.push(more);
    ///
    /// let model = draft.build()?;
    /// let varied = model.with_scenario("dm")?;
    /// assert_eq!(varied.records().envelopes[0].amounts[0].amount, Money::euros(200_000));
    /// assert!(model.records().envelopes[0].amounts.is_empty());
    /// # Ok::<(), portefeuille::Error>(())
    /// ```
    pub fn with_scenario(&self, id: &str) -> Result<Self, Diagnostics> {
        let Some(scenario) = self.scenario(id) else {
            let known: Vec<String> = self.records().scenarios.iter().map(|s| format!("`{}`", s.id)).collect();
            let there_are = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            let message = format!("no scenario `{id}`; there are: {there_are}");
            return Err(Diagnostic::new(Code::UnknownScenario, message).into());
        };
        let mut draft = self.edit();
        for change in &scenario.changes {
            self.vary(&mut draft, &scenario.scope, change);
        }
        draft.build()
    }

    fn vary(&self, draft: &mut ModelDraft, scope: &ScopeKey, change: &ScenarioChange) {
        let index = self.index();
        match change {
            ScenarioChange::Budget { envelope, year, section, amount } => {
                if let Some(p) = index.envelopes.position(envelope.as_str()) {
                    open(&mut draft.envelopes[p], draft.status_date, &YearAmount::new(*year, *section, *amount));
                }
            }
            ScenarioChange::Capacity { pool, period, workload } => {
                if let Some(p) = index.pools.position(pool.as_str()) {
                    give(&mut draft.pools[p], CapacitySpan::new(*period, *workload));
                }
            }
            ScenarioChange::Force { project, force, reason, variant } => {
                let mut choice = ForcedChoice::new(project.clone(), *force, reason.clone());
                choice.variant.clone_from(variant);
                if let Some(policy) = self.policy_of(draft, scope) {
                    policy.forced.retain(|forced| forced.project != choice.project);
                    policy.forced.push(choice);
                }
            }
            ScenarioChange::Dates { project, start, earliest_start, latest_start } => {
                if let Some(p) = index.projects.position(project.as_str()) {
                    let project = &mut draft.projects[p];
                    project.start = start.or(project.start);
                    project.earliest_start = earliest_start.or(project.earliest_start);
                    project.latest_start = latest_start.or(project.latest_start);
                }
            }
        }
    }

    fn policy_of<'d>(&self, draft: &'d mut ModelDraft, scope: &ScopeKey) -> Option<&'d mut Policy> {
        let index = self.index();
        match scope {
            ScopeKey::Roadmap(id) => index.roadmaps.position(id.as_str()).map(|p| &mut draft.roadmaps[p].policy),
            ScopeKey::Portfolio(id) => index.portfolios.position(id.as_str()).map(|p| &mut draft.portfolios[p].policy),
        }
    }
}

/// Lets an envelope open another amount in a year and section.
fn open(envelope: &mut Envelope, day: Date, line: &YearAmount) {
    let old = envelope.amounts.iter_mut().find(|old| (old.year, old.section) == (line.year, line.section));
    let before = old.as_ref().map_or(Money::zero(line.amount.currency()), |old| old.amount);
    match old {
        Some(old) => old.amount = line.amount,
        None => envelope.amounts.push(line.clone()),
    }
    if let (Some(last), Ok(difference)) = (envelope.votes.last(), line.amount.checked_sub(before)) {
        let mut vote = Vote::new(day.max(last.date), VoteKind::Amending);
        vote.amounts.push(YearAmount::new(line.year, line.section, difference));
        envelope.votes.push(vote);
    }
}

/// Lets a pool give something else over some days.
fn give(pool: &mut ResourcePool, new: CapacitySpan) {
    let mut spans = Vec::with_capacity(pool.capacity.len() + 1);
    for span in pool.capacity.drain(..) {
        let Some(shared) = span.period.intersection(new.period) else {
            spans.push(span);
            continue;
        };
        let before = Period::new(span.period.start(), shared.start()).ok();
        let after = Period::new(shared.end(), span.period.end()).ok();
        let days = |part: Option<Period>| part.map_or(0, |part| u64::from(part.days()));
        let parts = spread(millionths(span.workload), &[days(before), u64::from(shared.days()), days(after)]);
        for (part, ticks) in [(before, parts[0]), (after, parts[2])] {
            // A part of a workload is a workload.
            if let (Some(part), Ok(workload)) = (part, Workload::new(Decimal::new(ticks, 6))) {
                spans.push(CapacitySpan::new(part, workload));
            }
        }
    }
    spans.push(new);
    pool.capacity = spans;
}

/// Person-days in millionths: at most 10⁹ days of at most 6 decimals.
fn millionths(workload: Workload) -> i64 {
    let value = workload.value();
    (value.mantissa() * 10_i128.pow(6_u32.saturating_sub(value.scale()))) as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Currency;
    use crate::model::{CostLine, Organization, Portfolio, Project, Roadmap, Variant};

    fn of<T: std::str::FromStr>(text: &str) -> T {
        text.parse().unwrap_or_else(|_| panic!("`{text}` is sound"))
    }

    fn year(year: i32) -> FiscalYear {
        FiscalYear::new(year).expect("a year")
    }

    fn document(changes: Vec<ScenarioChange>) -> Model {
        let mut draft = ModelDraft::new(of("2026-11-24"), Currency::EUR);
        draft.organizations.push(Organization::new("dep", "Département"));
        draft.roadmaps.push(Roadmap::new("num", "Numérique", "dep", of("2026-01/2029-01")));
        draft.portfolios.push(Portfolio::new("dsi", "DSI", "dep"));
        let mut envelope = Envelope::new("ap", "AP");
        let line = YearAmount::new(year(2027), Section::Investment, Money::euros(1_000));
        let mut vote = Vote::new(of("2025-12-15"), VoteKind::Primitive);
        vote.amounts.push(line.clone());
        (envelope.amounts, envelope.votes) = (vec![line], vec![vote]);
        draft.envelopes.push(envelope);
        let mut pool = ResourcePool::new("dev", "Développement");
        pool.capacity.push(CapacitySpan::new(of("2027-01/2028-01"), Workload::days(365)));
        draft.pools.push(pool);
        let mut project = Project::new("sig", "SIG", Variant::new("base", 6));
        project.start = Some(of("2027-01"));
        let cost = CostLine::new(year(2027), Section::Investment, "ap", Money::euros(10));
        project.variants[0].costs.push(cost);
        draft.projects.push(project);
        draft.roadmaps[0].policy.forced.push(ForcedChoice::new("sig", Force::Out, "abandon"));
        let mut scenario = Scenario::new("s", "S", ScopeKey::Roadmap("num".into()));
        scenario.changes = changes;
        draft.scenarios.push(scenario);
        draft.build().unwrap_or_else(|faults| panic!("{faults}"))
    }

    #[test]
    fn a_budget_stands_as_one_more_vote() {
        let budget = |amount| ScenarioChange::Budget {
            envelope: "ap".into(),
            year: year(2027),
            section: Section::Investment,
            amount: Money::euros(amount),
        };
        let model = document(vec![budget(600), budget(700)]);
        let varied = model.with_scenario("s").expect("it builds");
        assert!(varied.warnings().is_empty(), "{}", varied.warnings());
        let envelope = &varied.records().envelopes[0];
        assert_eq!(envelope.amounts[0].amount, Money::euros(700));
        let votes: Vec<_> = envelope.votes.iter().map(|vote| (vote.kind, vote.amounts[0].amount)).collect();
        let amending = |euros| (VoteKind::Amending, Money::euros(euros));
        assert_eq!(votes, [(VoteKind::Primitive, Money::euros(1_000)), amending(-400), amending(100)]);
        assert_eq!(model.records().envelopes[0].amounts[0].amount, Money::euros(1_000));
    }

    #[test]
    fn a_capacity_cuts_the_spans_it_covers_in_part() {
        let change =
            ScenarioChange::Capacity { pool: "dev".into(), period: of("2027-02/2027-03"), workload: Workload::days(5) };
        let varied = document(vec![change]).with_scenario("s").expect("it builds");
        let spans: Vec<_> = varied.records().pools[0]
            .capacity
            .iter()
            .map(|span| (span.period.to_string(), span.workload.to_string()))
            .collect();
        let span = |period: &str, days: &str| (period.to_owned(), days.to_owned());
        assert_eq!(
            spans,
            [
                span("2027-01-01/2027-02-01", "31"),
                span("2027-03-01/2028-01-01", "306"),
                span("2027-02-01/2027-03-01", "5"),
            ]
        );
    }

    #[test]
    fn choices_and_dates_stand_in_the_place_of_the_old_ones() {
        let force = ScenarioChange::Force {
            project: "sig".into(),
            force: Force::In,
            reason: "fin de support".to_owned(),
            variant: None,
        };
        let dates = ScenarioChange::Dates {
            project: "sig".into(),
            start: Some(of("2027-03")),
            earliest_start: None,
            latest_start: Some(of("2027-06")),
        };
        let varied = document(vec![force, dates]).with_scenario("s").expect("it builds");
        let forced = &varied.records().roadmaps[0].policy.forced;
        assert_eq!(forced.iter().map(|choice| choice.force).collect::<Vec<_>>(), [Force::In]);
        let project = &varied.records().projects[0];
        assert_eq!((project.start, project.latest_start), (Some(of("2027-03")), Some(of("2027-06"))));
        // Its costs are of 2027.
        let late = ScenarioChange::Dates {
            project: "sig".into(),
            start: Some(of("2028-03")),
            earliest_start: None,
            latest_start: None,
        };
        let faults = document(vec![late]).with_scenario("s").expect_err("costs before the start");
        assert_eq!(faults.iter().map(Diagnostic::code).collect::<Vec<_>>(), [Code::CostBeforeStart]);
    }

    #[test]
    fn an_unknown_scenario_is_named_with_those_there_are() {
        let faults = document(Vec::new()).with_scenario("t").expect_err("none");
        assert_eq!(faults.as_slice()[0].code(), Code::UnknownScenario);
        assert_eq!(faults.as_slice()[0].message(), "no scenario `t`; there are: `s`");
    }
}
