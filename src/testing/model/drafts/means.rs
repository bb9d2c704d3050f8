//! Money and people, and the groupings that share them.

use super::{Author, STATES, of};
use crate::id::{AudienceId, EnvelopeId, IndicatorId, PersonId, PoolId, ProjectId, ThemeId, UnitId};
use crate::model::{
    Allocation, CapacitySpan, CarryOver, ChangePolicy, CommitmentEvent, CommitmentKind, CommitmentProgram, Envelope,
    ExpectedImpact, Force, ForcedChoice, GateWaiver, HealthPolicy, Interface, ModelDraft, Policy, PoolKind, PoolMember,
    Portfolio, Program, ResourcePool, Roadmap, RoadmapKind, RoadmapState, Section, ThemeQuota, Tiebreak, Vote,
    VoteKind, WorthRule, YearAmount, YearCredits,
};
use crate::quantity::Money;
use crate::time::{FiscalYear, Period, Step};

impl Author {
    pub(super) fn means(&mut self, draft: &mut ModelDraft) {
        let persons: Vec<PersonId> = draft.persons.iter().map(|person| person.id.clone()).collect();
        let units: Vec<UnitId> = draft.units.iter().map(|unit| unit.id.clone()).collect();
        for k in 0..self.tape.below(4) {
            let mut envelope = Envelope::new(format!("env-{k}"), "AP Feuille de route numérique");
            envelope.manager = self.maybe(40, |d| d.one(&persons)).flatten();
            envelope.unit = self.maybe(40, |d| d.one(&units)).flatten();
            envelope.voted = self.maybe(60, |d| d.date(2025, 2));
            for year in 2026..2029 {
                for section in self.tape.some(&[Section::Investment, Section::Operating], 60) {
                    let year = FiscalYear::new(year).expect("a year of this century");
                    envelope.amounts.push(YearAmount::new(year, section, self.money()));
                }
            }
            envelope.carry_over = match self.tape.below(4) {
                2 => CarryOver::Whole,
                3 => CarryOver::AtMost(self.money()),
                _ => CarryOver::None,
            };
            envelope.votes = if self.tape.chance(40) { self.votes(&envelope.amounts) } else { Vec::new() };
            envelope.program = self.maybe(30, Self::program);
            draft.envelopes.push(envelope);
        }
        for k in 0..self.tape.below(4) {
            let mut pool = ResourcePool::new(format!("pool-{k}"), "Intégration et développement");
            pool.kind = self.word(&[
                PoolKind::People,
                PoolKind::Equipment,
                PoolKind::Software,
                PoolKind::Data,
                PoolKind::Procedure,
            ]);
            pool.unit = self.maybe(40, |d| d.one(&units)).flatten();
            for year in self.tape.some(&[2026, 2027, 2028], 70) {
                let period = of::<Period>(&format!("{year}-01/{}-01", year + 1));
                pool.capacity.push(CapacitySpan::new(period, self.workload(900)));
            }
            pool.reserved = self.share();
            for person in self.tape.some(&persons, 40) {
                let mut member = PoolMember::new(person);
                member.share = if self.tape.chance(40) { self.share() } else { member.share };
                member.from = self.maybe(30, |d| d.date(2024, 2));
                member.until = self.maybe(30, |d| d.date(2026, 3));
                pool.members.push(member);
            }
            pool.day_rate = self.maybe(40, |d| Money::euros(300 + d.tape.below(600) as i32));
            pool.calendar = self.maybe(30, |d| d.one(&draft.calendars)).flatten().map(|calendar| calendar.id);
            draft.pools.push(pool);
        }
    }

    /// Votes that add up to what is open.
    fn votes(&mut self, amounts: &[YearAmount]) -> Vec<Vote> {
        let mut primitive = Vote::new(self.date(2025, 1), VoteKind::Primitive);
        primitive.amounts = amounts.to_vec();
        let mut votes = vec![primitive];
        for line in self.tape.some(amounts, 30) {
            let moved = self.money();
            let back = Money::zero(moved.currency()).checked_sub(moved).unwrap_or(moved);
            for amount in [moved, back] {
                let kinds = [VoteKind::Amending, VoteKind::Supplementary, VoteKind::Transfer, VoteKind::CarriedOver];
                let mut vote = Vote::new(of("2026-06"), self.one(&kinds).unwrap_or(VoteKind::Amending));
                vote.amounts.push(YearAmount::new(line.year, line.section, amount));
                votes.push(vote);
            }
        }
        votes
    }

    /// A program whose payment credits add up at every vote.
    fn program(&mut self) -> CommitmentProgram {
        let spread = |d: &mut Self| {
            let years = 1 + d.tape.below(4) as i32;
            let credits: Vec<YearCredits> = (2026..2026 + years)
                .map(|year| YearCredits::new(FiscalYear::new(year).expect("a year of this century"), d.money()))
                .collect();
            let authority = credits.iter().try_fold(Money::euros(0), |sum, line| sum.checked_add(line.amount));
            (authority.expect("a few amounts"), credits)
        };
        let kind = if self.tape.chance(50) { CommitmentKind::Ae } else { CommitmentKind::Ap };
        let (mut authority, credits) = spread(self);
        let mut events = Vec::new();
        if self.tape.chance(70) {
            events.push(CommitmentEvent::Vote { date: self.date(2024, 1), authority, credits });
            if self.tape.chance(50) {
                let credits;
                (authority, credits) = spread(self);
                events.push(CommitmentEvent::Revision { date: self.date(2025, 1), authority, credits });
            }
            if self.tape.chance(40) {
                events.push(CommitmentEvent::Allocation { date: of("2026-01"), amount: authority, project: None });
            }
            if self.tape.chance(20) {
                events.push(CommitmentEvent::Lapse { date: of("2026-02"), amount: authority });
                authority = Money::euros(0);
                events.push(CommitmentEvent::Closure { date: of("2026-03") });
            }
        }
        let mut program = CommitmentProgram::new(kind, authority);
        program.events = events;
        program
    }

    pub(super) fn groupings(&mut self, draft: &mut ModelDraft) {
        let themes: Vec<ThemeId> = draft.themes.iter().map(|theme| theme.id.clone()).collect();
        let audiences: Vec<AudienceId> = draft.audiences.iter().map(|audience| audience.id.clone()).collect();
        let envelopes: Vec<EnvelopeId> = draft.envelopes.iter().map(|envelope| envelope.id.clone()).collect();
        let pools: Vec<PoolId> = draft.pools.iter().map(|pool| pool.id.clone()).collect();
        let units: Vec<UnitId> = draft.units.iter().map(|unit| unit.id.clone()).collect();
        for k in 0..self.tape.below(3) {
            let organization = self.organization(draft);
            let mut portfolio = Portfolio::new(format!("portfolio-{k}"), "Portefeuille DSI", organization);
            portfolio.unit = self.maybe(50, |d| d.one(&units)).flatten();
            portfolio.pools = self.tape.some(&pools, 60);
            portfolio.envelopes = self.tape.some(&envelopes, 60);
            (portfolio.horizon, portfolio.step) = match self.horizon() {
                (horizon, step) if self.tape.chance(50) => (Some(horizon), step),
                (_, step) => (None, step),
            };
            draft.portfolios.push(portfolio);
        }
        for k in 0..self.tape.below(3) {
            let organization = self.organization(draft);
            let (period, step) = self.horizon();
            let mut roadmap = Roadmap::new(format!("roadmap-{k}"), "Feuille de route numérique", organization, period);
            roadmap.step = step;
            roadmap.kind = self.word(&[RoadmapKind::Digital, RoadmapKind::ItMasterPlan, RoadmapKind::Other]);
            roadmap.purpose = self.maybe(40, |_| "Un service public plus proche".to_owned());
            roadmap.deliberation = self.maybe(60, |d| d.date(2025, 1));
            roadmap.closing_review = self.maybe(60, |d| d.date(2029, 1));
            roadmap.themes = self.tape.some(&themes, 70);
            roadmap.audiences = self.tape.some(&audiences, 60);
            roadmap.envelopes = self.tape.some(&envelopes, 60);
            roadmap.pools = self.tape.some(&pools, 60);
            roadmap.vision = self.maybe(30, |_| "Chaque démarche à portée de main".to_owned());
            roadmap.stakes = self.tape.some(&["Fracture numérique".to_owned(), "Sécurité".to_owned()], 40);
            roadmap.mandate = self.maybe(40, |d| d.one(&draft.mandates)).flatten().map(|mandate| mandate.id);
            // A roadmap before it only, so that none carries on itself.
            roadmap.predecessor = self.maybe(40, |d| d.one(&draft.roadmaps)).flatten().map(|roadmap| roadmap.id);
            roadmap.state = self.word(&[RoadmapState::Draft, RoadmapState::Open, RoadmapState::Closed]);
            roadmap.interfaces.extend(self.tape.some(&units, 40).into_iter().map(Interface::Unit));
            roadmap.interfaces.extend(self.tape.some(&audiences, 40).into_iter().map(Interface::Audience));
            for indicator in self.tape.some(&draft.indicators, 40) {
                let mut impact = ExpectedImpact::new(indicator.id);
                impact.baseline = self.maybe(70, |d| d.points(100));
                impact.target = self.maybe(70, |d| d.points(100));
                impact.due = self.maybe(40, |d| d.date(2028, 2));
                roadmap.expected_impacts.push(impact);
            }
            for nature in self.tape.some(&["it", "works"], 30) {
                let mut allocation = Allocation::new(nature);
                allocation.pools = self.tape.some(&roadmap.pools, 60);
                allocation.envelopes = self.tape.some(&roadmap.envelopes, 60);
                roadmap.allocations.push(allocation);
            }
            draft.roadmaps.push(roadmap);
        }
        for k in 0..draft.pools.len() {
            let roadmap = self.maybe(15, |d| d.one(&draft.roadmaps)).flatten();
            draft.pools[k].exclusive_to = roadmap.map(|roadmap| roadmap.id);
        }
        for k in 0..self.tape.below(3) {
            let organization = self.organization(draft);
            let mut program = Program::new(format!("prog-{k}"), "Collèges numériques", organization);
            program.description = self.maybe(40, |_| "Vidéo, réseau et équipement des collèges.".to_owned());
            draft.programs.push(program);
        }
    }

    /// Whole periods of a step.
    pub(super) fn horizon(&mut self) -> (Period, Step) {
        let (period, step) = match self.tape.below(5) {
            0 => ("2026-01/2029-01", Step::Quarter),
            1 => ("2026-01/2027-07", Step::Month),
            2 => ("2026-09/2029-09", Step::Year),
            3 => ("2025-12-29/2026-12-28", Step::Week),
            _ => ("2026-04/2026-07", Step::Quarter),
        };
        (of(period), step)
    }

    pub(super) fn policies(&mut self, draft: &mut ModelDraft, excluded: &[ProjectId]) {
        for k in 0..draft.portfolios.len() {
            draft.portfolios[k].policy = self.policy(draft, excluded);
        }
        for k in 0..draft.roadmaps.len() {
            draft.roadmaps[k].policy = self.policy(draft, excluded);
        }
    }

    pub(super) fn policy(&mut self, draft: &ModelDraft, excluded: &[ProjectId]) -> Policy {
        let numbers: Vec<IndicatorId> =
            draft.indicators.iter().filter(|i| i.levels.is_empty()).map(|i| i.id.clone()).collect();
        let worth = match (self.tape.below(5), self.one(&numbers)) {
            (2, _) => WorthRule::Count,
            (3, _) => WorthRule::Cost,
            (4, Some(indicator)) => WorthRule::Indicator(indicator),
            _ => WorthRule::Alignment,
        };
        let mut policy = Policy { worth, may_outlive: self.tape.chance(20), ..Policy::default() };
        policy.scoring = self.maybe(30, |d| d.scoring(draft));
        if policy.scoring.is_some() && self.tape.chance(50) {
            policy.worth = WorthRule::Score;
        } else if self.tape.chance(10)
            && let Some(objective) = self.one(&draft.objectives)
        {
            policy.worth = WorthRule::Objective(objective.id);
        }
        if self.tape.chance(20) {
            policy.candidate_states = self.tape.some(STATES, 50);
        }
        for project in &draft.projects {
            let is_linked = draft.dependencies.iter().any(|link| link.projects().contains(&&project.id));
            let force = match self.tape.below(8) {
                6 if !excluded.contains(&project.id) => Force::In,
                7 if !is_linked => Force::Out,
                _ => continue,
            };
            let mut choice = ForcedChoice::new(project.id.clone(), force, "obligation légale");
            choice.variant = self.maybe(30, |d| d.one(&project.variants)).flatten().map(|variant| variant.id);
            policy.forced.push(choice);
        }
        for theme in self.tape.some(&draft.themes, 20) {
            let mut quota = ThemeQuota::new(theme.id);
            quota.min_projects = self.maybe(40, |d| d.tape.below(3) as u32);
            quota.max_projects = self.maybe(40, |d| 3 + d.tape.below(9) as u32);
            quota.max_cost = self.maybe(40, Self::money);
            quota.min_share = self.maybe(10, Self::share);
            policy.theme_quotas.push(quota);
        }
        policy.change = self.maybe(20, |d| ChangePolicy {
            max_launches: d.maybe(50, |d| d.tape.below(5) as u32),
            max_cost: d.maybe(50, Self::money),
            max_share: d.maybe(20, Self::share),
            max_launch_share: d.maybe(20, Self::share),
            max_workload_share: d.maybe(20, Self::share),
        });
        if self.tape.chance(10) {
            policy.tiebreaks = self.tape.some(&[Tiebreak::LeastCost, Tiebreak::EarliestStart], 60);
        }
        for gate in self.tape.some(&["no-political-sponsor", "budget-not-voted"], 15) {
            policy.waivers.push(GateWaiver::new(gate, "feuille de route reprise en cours"));
        }
        policy.health = self.maybe(20, |d| HealthPolicy {
            roadmap_min_months: d.tape.below(43) as u32,
            off_plan: d.share(),
            stale_days: d.tape.below(200) as u32,
            ..HealthPolicy::default()
        });
        policy
    }
}
