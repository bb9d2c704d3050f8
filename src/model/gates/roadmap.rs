//! Changes of state of a roadmap.

use super::blocked::Passage;
use super::conditions::frozen;
use super::{
    Blocked, closing_review_not_booked, closing_review_not_held, impact_not_frozen, impact_not_measured,
    no_founding_deliberation, no_managerial_sponsor, no_political_sponsor, no_roadmap_owner, no_sound_budget,
    owner_is_cio, portfolio_without_pmo, roadmap_period_over,
};
use crate::diagnostic::Code;
use crate::model::refs::RoadmapRef;
use crate::model::{Grouping, Model, RoadmapState, RoadmapTransition, Scope, Subject};
use crate::time::Date;

impl RoadmapRef<'_> {
    /// The model with the roadmap in another state, or every gate that stands in the way.
    ///
    /// The change is added to its history as it is written. Opening freezes the expected impacts: where one leaves its
    /// baseline or target to the indicator, what the indicator says is written into the roadmap, and a later change of the
    /// indicator does not move the goal.
    pub fn advance(self, transition: RoadmapTransition) -> Result<Model, Blocked> {
        let (record, i) = (self.record(), self.ix().index());
        let RoadmapTransition { to, date, .. } = transition;
        let change = format!("roadmap `{}` to {} on {date}", record.id, to.word());
        let mut passage = Passage::new(change, Subject::Roadmap(record.id.clone()), vec![&record.policy]);
        if !record.state.may_become(to) {
            let message = format!(
                "roadmap `{}` is {}, and cannot go from there to {}",
                record.id,
                record.state.word(),
                to.word()
            );
            let remedy = match record.state.follower() {
                Some(next) => format!("a roadmap that is {} may become {}", record.state.word(), next.word()),
                None => "a closed roadmap stays so; write a new one with it as predecessor".to_owned(),
            };
            passage.refuse(Code::TransitionNotAllowed, format_args!("/roadmaps/{i}/state"), message, remedy);
        }
        let last = record.history.iter().map(|transition| transition.date).max();
        if let Some(last) = last.filter(|last| date.last_day() < last.first_day()) {
            let message = format!("roadmap `{}` changed last on {last}, after {date}", record.id);
            let remedy = format!("date the change on {last} or later, or mend the history");
            passage.refuse(Code::TransitionOutOfOrder, format_args!("/roadmaps/{i}/history"), message, remedy);
        }
        let day = date.last_day();
        let mut draft = self.model().edit();
        let roadmap = &mut draft.roadmaps[i];
        match to {
            RoadmapState::Draft => {}
            RoadmapState::Open => {
                passage.need(no_founding_deliberation(self, day));
                passage.need(roadmap_period_over(self, day));
                passage.need(no_sound_budget(self, day));
                passage.need(no_political_sponsor(self, day));
                passage.need(no_managerial_sponsor(self, day));
                passage.need(no_roadmap_owner(self, day));
                passage.need(owner_is_cio(self, day));
                passage.need(portfolio_without_pmo(self, day));
                passage.need(closing_review_not_booked(self));
                passage.need(impact_not_frozen(self));
                for impact in &mut roadmap.expected_impacts {
                    *impact = frozen(self.model(), impact);
                }
            }
            RoadmapState::Closed => {
                passage.need(closing_review_not_held(self, day));
                passage.need(impact_not_measured(self, day));
            }
        }
        roadmap.state = to;
        roadmap.history.push(transition);
        passage.pass(draft)
    }

    /// Launches it (*lancement de la feuille de route*).
    pub fn open(self, on: Date) -> Result<Model, Blocked> {
        self.advance(RoadmapTransition::new(RoadmapState::Open, on))
    }

    /// Closes it (*clôture*): its closing review is held and its impacts are measured.
    pub fn close(self, on: Date) -> Result<Model, Blocked> {
        self.advance(RoadmapTransition::new(RoadmapState::Closed, on))
    }
}

impl Scope {
    /// The model with the roadmap launched (*lancement de la feuille de route*), or every gate that stands in the way.
    ///
    /// ```
    /// use portefeuille::model::{ModelDraft, Organization, Roadmap};
    /// use portefeuille::Currency;
    ///
    /// # fn main() -> Result<(), portefeuille::Error> {
    /// let mut draft = ModelDraft::new("2026-11-24".parse()?, Currency::EUR);
    /// draft.organizations.push(Organization::new("dep", "Département"));
    /// draft.roadmaps.push(Roadmap::new("num", "Numérique", "dep", "2027-01/2030-01".parse()?));
    /// let roadmap = draft.build()?.roadmap("num")?;
    /// let blocked = roadmap.open("2027-01-04".parse()?).unwrap_err();
    /// let codes: Vec<&str> = blocked.gates().iter().map(|gate| gate.code().as_str()).collect();
    /// assert_eq!(codes[..3], ["no-founding-deliberation", "budget-not-voted", "no-political-sponsor"]);
    /// # Ok(()) }
    /// ```
    pub fn open(&self, on: Date) -> Result<Model, Blocked> {
        self.advance_roadmap(RoadmapState::Open, on)
    }

    /// The model with the roadmap closed (*clôture*), or every gate that stands in the way.
    pub fn close(&self, on: Date) -> Result<Model, Blocked> {
        self.advance_roadmap(RoadmapState::Closed, on)
    }

    fn advance_roadmap(&self, to: RoadmapState, on: Date) -> Result<Model, Blocked> {
        match self.grouping() {
            Grouping::Roadmap(ix) => RoadmapRef::new(self.model(), ix).advance(RoadmapTransition::new(to, on)),
            Grouping::Portfolio(ix) => {
                let portfolio = &self.model().records().portfolios[ix.index()];
                let change = format!("portfolio `{}` to {} on {on}", portfolio.id, to.word());
                let mut passage = Passage::new(change, Subject::Portfolio(portfolio.id.clone()), Vec::new());
                let message = format!("`{}` is a portfolio: it is continuous, neither opened nor closed", portfolio.id);
                let pointer = format_args!("/portfolios/{}", ix.index());
                passage.refuse(Code::TransitionNotAllowed, pointer, message, "open a roadmap instead".to_owned());
                passage.pass(self.model().edit())
            }
        }
    }
}
