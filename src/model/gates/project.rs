//! Changes of state of a project.

use super::blocked::Passage;
use super::{Blocked, without_manager};
use crate::diagnostic::Code;
use crate::id::OrganizationId;
use crate::model::refs::ProjectRef;
use crate::model::scope::fiscal_calendar;
use crate::model::{Lifecycle, Model, Policy, Project, Subject, Transition};
use crate::time::{Date, FiscalCalendar, FiscalYear, TimeError};

impl<'a> ProjectRef<'a> {
    /// The model with the project in another state, or every gate that stands in the way.
    ///
    /// The change is added to the project's history as it is written: with its decision and its note. Two changes set a
    /// date: work that is launched gets its true [`start`](Project::start), and work that is delivered its
    /// [`finish`](Project::finish). Cost lines name their years from the start: where the true start falls in another
    /// budget year than the planned one, or than the first year named where none was planned, they move along.
    ///
    /// ```
    /// use portefeuille::model::{Lifecycle, ModelDraft, Project, Transition, Variant};
    /// use portefeuille::Currency;
    ///
    /// # fn main() -> Result<(), portefeuille::Error> {
    /// let mut draft = ModelDraft::new("2026-11-24".parse()?, Currency::EUR);
    /// draft.projects.push(Project::new("sig", "Plateforme SIG", Variant::new("base", 9)));
    /// let model = draft.build()?;
    /// let sig = model.project("sig").expect("it is there");
    ///
    /// let mut deferred = Transition::new(Lifecycle::Deferred, "2026-12-15".parse()?);
    /// deferred.note = Some("après le marché d'infogérance".to_owned());
    /// let later = sig.advance(deferred)?;
    /// assert_eq!(later.project("sig").expect("it is there").record().state, Lifecycle::Deferred);
    /// # Ok(()) }
    /// ```
    pub fn advance(self, transition: Transition) -> Result<Model, Blocked> {
        let is_allowed = self.record().state.may_become(transition.to);
        self.advance_from(transition, is_allowed)
    }

    fn advance_from(self, transition: Transition, is_allowed: bool) -> Result<Model, Blocked> {
        let (record, i) = (self.record(), self.ix().index());
        let Transition { to, date, .. } = transition;
        let change = format!("project `{}` to {} on {date}", record.id, to.word());
        let policies = self.groupings().map(|(_, policy)| policy).collect();
        let mut passage = Passage::new(change, Subject::Project(record.id.clone()), policies);
        if !is_allowed {
            let message = format!(
                "project `{}` is {}, and cannot go from there to {}",
                record.id,
                record.state.word(),
                to.word()
            );
            passage.refuse(
                Code::TransitionNotAllowed,
                format_args!("/projects/{i}/state"),
                message,
                ways(record.state),
            );
        }
        if let Some(last) = last_change(record)
            && date.last_day() < last.first_day()
        {
            let message = format!("project `{}` changed last on {last}, after {date}", record.id);
            let remedy = format!("date the change on {last} or later, or mend the history");
            passage.refuse(Code::TransitionOutOfOrder, format_args!("/projects/{i}/history"), message, remedy);
        }
        if matches!(to, Lifecycle::Scoping | Lifecycle::Running) {
            passage.need(without_manager(self, date.last_day()));
        }
        let mut draft = self.model().edit();
        let project = &mut draft.projects[i];
        if to == Lifecycle::Running && !record.state.is_committed() {
            if let Err(error) = self.move_costs(project, date) {
                let message = format!("the costs of project `{}` cannot move along: {error}", record.id);
                let remedy = "mend the years of its cost lines".to_owned();
                passage.refuse(error.code(), format_args!("/projects/{i}/variants"), message, remedy);
            }
            // A delivery that was noted before the work began was none.
            (project.start, project.finish) = (Some(date), None);
        }
        if to == Lifecycle::Delivered {
            project.finish = Some(date);
        }
        project.state = to;
        project.history.push(transition);
        passage.pass(draft)
    }

    /// The organization and the policy of each roadmap that holds it, then of its portfolio.
    fn groupings(self) -> impl Iterator<Item = (&'a OrganizationId, &'a Policy)> {
        let (record, records, index) = (self.record(), self.model().records(), self.model().index());
        let roadmaps = record.roadmaps.iter().filter_map(|m| index.roadmaps.position(m.roadmap.as_str()));
        let portfolio = record.portfolio.iter().filter_map(|id| index.portfolios.position(id.as_str()));
        let roadmaps = roadmaps.map(|p| &records.roadmaps[p]).map(|roadmap| (&roadmap.organization, &roadmap.policy));
        let portfolio = portfolio.map(|p| &records.portfolios[p]).map(|its| (&its.organization, &its.policy));
        roadmaps.chain(portfolio)
    }

    /// The budget year of a day: by the calendar of the organization whose roadmap or portfolio holds the project, the
    /// earliest where there are several, the calendar year where there is none.
    fn budget_year(self, date: Date) -> FiscalYear {
        let years = self.groupings().map(|(id, _)| fiscal_calendar(self.model(), id).year_of(date.first_day()));
        years.min().unwrap_or_else(|| FiscalCalendar::CALENDAR_YEARS.year_of(date.first_day()))
    }

    /// Moves the years of the cost lines from those of the planned start to those of the true one.
    fn move_costs(self, project: &mut Project, start: Date) -> Result<(), TimeError> {
        let lines = || project.variants.iter().flat_map(|variant| &variant.costs);
        let planned = project.start.map(|planned| self.budget_year(planned));
        let Some(planned) = planned.or_else(|| lines().map(|line| line.year).min()) else { return Ok(()) };
        let years = self.budget_year(start).year() - planned.year();
        for line in project.variants.iter_mut().flat_map(|variant| &mut variant.costs) {
            line.year = FiscalYear::new(line.year.year() + years)?;
        }
        Ok(())
    }

    /// Makes an idea a candidate (*qualification*), or opens a deferred or rejected project to choice again.
    pub fn qualify(self, on: Date) -> Result<Model, Blocked> {
        self.advance(Transition::new(Lifecycle::Candidate, on))
    }

    /// Decides that it is to be done (*approbation*).
    pub fn approve(self, on: Date) -> Result<Model, Blocked> {
        self.advance(Transition::new(Lifecycle::Approved, on))
    }

    /// Puts it off (*ajournement*).
    pub fn defer(self, on: Date) -> Result<Model, Blocked> {
        self.advance(Transition::new(Lifecycle::Deferred, on))
    }

    /// Decides that it is not to be done (*rejet*).
    pub fn reject(self, on: Date) -> Result<Model, Blocked> {
        self.advance(Transition::new(Lifecycle::Rejected, on))
    }

    /// Begins to scope it (*cadrage*): it needs a manager.
    pub fn scope(self, on: Date) -> Result<Model, Blocked> {
        self.advance(Transition::new(Lifecycle::Scoping, on))
    }

    /// Starts the work (*lancement*): it needs a manager. Work on hold is not launched but [resumed](Self::resume).
    pub fn launch(self, on: Date) -> Result<Model, Blocked> {
        let state = self.record().state;
        let is_allowed = state.may_become(Lifecycle::Running) && state != Lifecycle::OnHold;
        self.advance_from(Transition::new(Lifecycle::Running, on), is_allowed)
    }

    /// Puts running work on hold (*suspension*).
    pub fn hold(self, on: Date) -> Result<Model, Blocked> {
        self.advance(Transition::new(Lifecycle::OnHold, on))
    }

    /// Goes on with work on hold (*reprise*): it needs a manager.
    pub fn resume(self, on: Date) -> Result<Model, Blocked> {
        let is_allowed = self.record().state == Lifecycle::OnHold;
        self.advance_from(Transition::new(Lifecycle::Running, on), is_allowed)
    }

    /// Delivers it (*livraison*).
    pub fn deliver(self, on: Date) -> Result<Model, Blocked> {
        self.advance(Transition::new(Lifecycle::Delivered, on))
    }

    /// Puts what was delivered in service: regular service is verified (*VSR*).
    pub fn put_in_service(self, on: Date) -> Result<Model, Blocked> {
        self.advance(Transition::new(Lifecycle::InService, on))
    }

    /// Closes it (*clôture*).
    pub fn close(self, on: Date) -> Result<Model, Blocked> {
        self.advance(Transition::new(Lifecycle::Closed, on))
    }

    /// Gives up what was approved (*abandon*).
    pub fn cancel(self, on: Date) -> Result<Model, Blocked> {
        self.advance(Transition::new(Lifecycle::Cancelled, on))
    }
}

/// The latest change that is dated: of the history, or the start and the delivery of work whose history is not recorded.
fn last_change(project: &Project) -> Option<Date> {
    let begun = project.start.filter(|_| project.state.is_committed());
    let finished = project.finish.filter(|_| project.state.is_finished());
    project.history.iter().map(|transition| transition.date).chain(begun).chain(finished).max()
}

/// Where a project may go from a state.
fn ways(state: Lifecycle) -> String {
    let words: Vec<&str> = state.followers().iter().map(|to| to.word()).collect();
    if words.is_empty() {
        format!("a project that is {} stays so; write a new one", state.word())
    } else {
        format!("a project that is {} may become {}", state.word(), words.join(", "))
    }
}
