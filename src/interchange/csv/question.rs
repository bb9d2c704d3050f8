//! The roadmap or portfolio of a list, and the question that its profile asks.

use super::number::exact_product;
use super::profile::{Assumptions, Budget, GroupingKind, Profile};
use super::text::slug;
use crate::id::EnvelopeId;
use crate::model::{
    Envelope, Force, ForcedChoice, Lifecycle, Membership, ModelDraft, Policy, Portfolio, Project, Roadmap, Section,
    YearAmount,
};
use crate::quantity::Money;
use crate::time::{FiscalCalendar, Period, Step};
use chrono::Months;
use rust_decimal::Decimal;
use std::fmt;

/// The envelope that pays for what the list holds; it opens nothing.
pub(super) const LIST: &str = "list";
/// The envelope of the question.
const BUDGET: &str = "budget";

/// Whether a list can be selected from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Selectable {
    /// It can, under the profile's assumptions.
    Yes {
        /// What there is to share out.
        budget: Money,
        /// What all candidates of known cost ask together.
        asked: Money,
        /// Projects open to choice.
        candidates: u64,
        /// Those of them that had begun or were finished, and are asked about anew.
        retaken: u64,
        /// Those of them whose cost is not known: they are left out by a forced choice.
        unpriced: u64,
    },
    /// It cannot; the document opens no budget.
    No(NotSelectable),
}

/// Why a list cannot be selected from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NotSelectable {
    /// The profile assumes neither a budget nor a worth, and the list has none.
    NoAssumptions,
    /// No project is in a state that is open to choice.
    NoCandidate,
    /// The candidates ask no money.
    NoCost,
    /// The costs add up to more than an amount may be.
    OutOfRange,
}

impl NotSelectable {
    /// The reason in English.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::NoAssumptions => "the list names no budget and its profile assumes none",
            Self::NoCandidate => "no project is in a state that is open to choice",
            Self::NoCost => "the candidates ask no money",
            Self::OutOfRange => "the costs add up to more than an amount may be",
        }
    }

    /// The reason in French.
    pub const fn reason_fr(self) -> &'static str {
        match self {
            Self::NoAssumptions => "la liste ne donne pas de budget et son profil n'en suppose aucun",
            Self::NoCandidate => "aucun projet n'est dans un état ouvert à l'arbitrage",
            Self::NoCost => "les candidats ne demandent pas d'argent",
            Self::OutOfRange => "la somme des coûts dépasse ce qu'un montant peut porter",
        }
    }
}

impl fmt::Display for NotSelectable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reason())
    }
}

/// When the budget years of the profile's organization begin.
pub(super) fn calendar(profile: &Profile) -> FiscalCalendar {
    let month = profile.organization.fiscal_year_start;
    month.and_then(|month| FiscalCalendar::starting_in(month).ok()).unwrap_or(FiscalCalendar::CALENDAR_YEARS)
}

/// The key of the profile's organization.
pub(super) fn organization_id(profile: &Profile) -> String {
    match slug(&profile.organization.name) {
        id if id.is_empty() => "organization".to_owned(),
        id => id,
    }
}

/// Adds the grouping and its envelopes to a draft of projects, and asks the profile's question.
pub(super) fn arrange(profile: &Profile, draft: &mut ModelDraft) -> Selectable {
    let (mut policy, mut envelopes, mut step) = (Policy::default(), Vec::new(), profile.grouping.step);
    let mut period = profile.grouping.period.unwrap_or_else(|| span(draft, calendar(profile)));
    let mut selectable = Selectable::No(NotSelectable::NoAssumptions);
    if let Some(assumptions) = &profile.assumptions {
        match ask(assumptions, profile, draft, &mut policy) {
            Err(reason) => selectable = Selectable::No(reason),
            Ok((question, envelope, year)) => {
                (selectable, period, step) = (question, year, Step::Year);
                envelopes.push(envelope.id.clone());
                draft.envelopes.push(envelope);
            }
        }
    }
    if draft.projects.iter().flat_map(lines).any(|line| line.envelope.as_str() == LIST) {
        draft.envelopes.push(Envelope::new(LIST, &*profile.organization.name));
    }
    group(profile, draft, (period, step), policy, envelopes);
    selectable
}

fn lines(project: &Project) -> impl Iterator<Item = &crate::model::CostLine> {
    project.variants.iter().flat_map(|variant| &variant.costs)
}

/// The whole budget years from the first start to the last end, or the one of the status date.
fn span(draft: &ModelDraft, calendar: FiscalCalendar) -> Period {
    let spans = draft.projects.iter().filter_map(|project| {
        let start = project.start?.first_day();
        let months = project.variants.iter().map(|variant| variant.months).max()?;
        let end = start.checked_add_months(Months::new(months)).and_then(|end| end.pred_opt()).unwrap_or(start);
        Some((calendar.year_of(start), calendar.year_of(end)))
    });
    let years = spans.reduce(|(first, last), (start, end)| (first.min(start), last.max(end)));
    let status = calendar.year_of(draft.status_date.last_day());
    let (first, last) = years.unwrap_or((status, status));
    let (first, last) = (calendar.days_of(first), calendar.days_of(last));
    Period::new(first.start(), last.end()).unwrap_or(first)
}

/// Makes candidates of the projects in question, all in one year with one budget.
fn ask(
    assumptions: &Assumptions,
    profile: &Profile,
    draft: &mut ModelDraft,
    policy: &mut Policy,
) -> Result<(Selectable, Envelope, Period), NotSelectable> {
    let states = candidate_states(assumptions);
    let total: Decimal = draft
        .projects
        .iter()
        .filter(|project| states.contains(&project.state))
        .flat_map(lines)
        .map(|line| line.amount.amount())
        .try_fold(Decimal::ZERO, Decimal::checked_add)
        .ok_or(NotSelectable::OutOfRange)?;
    if !draft.projects.iter().any(|project| states.contains(&project.state)) {
        return Err(NotSelectable::NoCandidate);
    }
    if total <= Decimal::ZERO {
        return Err(NotSelectable::NoCost);
    }
    let money = |amount: Decimal| Money::new(amount, profile.currency).map_err(|_| NotSelectable::OutOfRange);
    let asked = money(total)?;
    let budget = match assumptions.budget {
        Budget::Amount(amount) => amount,
        Budget::Share(share) => {
            let part = exact_product(total, share.value()).ok_or(NotSelectable::OutOfRange)?;
            money(part.trunc_with_scale(2))?
        }
    };
    let calendar = calendar(profile);
    let year = assumptions.year.unwrap_or_else(|| calendar.year_of(draft.status_date.last_day()));
    let section = profile.project.costs.first().map_or(Section::Investment, |cost| cost.section);
    let (mut candidates, mut retaken, mut unpriced) = (0, 0, 0);
    for project in draft.projects.iter_mut().filter(|project| states.contains(&project.state)) {
        candidates += 1;
        if project.state.is_committed() {
            retaken += 1;
            project.state = Lifecycle::Candidate;
        }
        project.start = None;
        let mut priced = false;
        for line in project.variants.iter_mut().flat_map(|variant| &mut variant.costs) {
            (line.envelope, line.year, line.section) = (BUDGET.into(), year, section);
            priced = true;
        }
        if !priced {
            unpriced += 1;
            let reason = "coût inconnu (cost not known)";
            policy.forced.push(ForcedChoice::new(project.id.clone(), Force::Out, reason));
        }
    }
    policy.worth = assumptions.worth.clone();
    policy.candidate_states = states.into_iter().filter(|state| !state.is_committed()).collect();
    policy.may_outlive = true;
    let mut envelope = Envelope::new(BUDGET, &*profile.grouping.name);
    envelope.amounts.push(YearAmount::new(year, section, budget));
    Ok((Selectable::Yes { budget, asked, candidates, retaken, unpriced }, envelope, calendar.days_of(year)))
}

/// The states that a question is about, in their own order.
fn candidate_states(assumptions: &Assumptions) -> Vec<Lifecycle> {
    use Lifecycle::{Approved, Candidate, Deferred, Scoping};
    let mut states = assumptions.candidates.clone();
    if states.is_empty() {
        states.extend([Deferred, Approved, Scoping]);
    }
    states.push(Candidate);
    states.sort_unstable();
    states.dedup();
    states
}

/// Adds the one roadmap or portfolio, and makes every project a member.
fn group(
    profile: &Profile,
    draft: &mut ModelDraft,
    (period, step): (Period, Step),
    policy: Policy,
    envelopes: Vec<EnvelopeId>,
) {
    let (grouping, organization) = (&profile.grouping, organization_id(profile));
    match grouping.kind {
        GroupingKind::Roadmap => {
            let mut roadmap = Roadmap::new(&*grouping.id, &*grouping.name, organization, period);
            roadmap.kind = grouping.roadmap_kind;
            roadmap.step = step;
            roadmap.themes.extend(draft.themes.iter().map(|theme| theme.id.clone()));
            roadmap.envelopes = envelopes;
            roadmap.policy = policy;
            for project in &mut draft.projects {
                project.roadmaps.push(Membership::new(roadmap.id.clone()));
            }
            draft.roadmaps.push(roadmap);
        }
        GroupingKind::Portfolio => {
            let mut portfolio = Portfolio::new(&*grouping.id, &*grouping.name, organization);
            portfolio.horizon = Some(period);
            portfolio.step = step;
            portfolio.envelopes = envelopes;
            portfolio.policy = policy;
            for project in &mut draft.projects {
                project.portfolio = Some(portfolio.id.clone());
            }
            draft.portfolios.push(portfolio);
        }
    }
}
