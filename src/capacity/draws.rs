//! Who draws on a pool.

use super::load::each_part;
use super::{Load, LoadError, PersonDays, Placement};
use crate::id::{PoolId, ProjectId};
use crate::model::Scope;
use std::collections::BTreeMap;

/// What a project draws on a pool in one period.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Draw {
    /// Which project.
    pub project: ProjectId,
    /// Whether it belongs to the scope.
    pub in_scope: bool,
    /// How much, what a shared project charges to other roadmaps included.
    pub days: PersonDays,
}

/// A load told project by project: the draws of a pool in a period add up to its [`load`](super::Cell::load).
///
/// ```
/// use portefeuille::capacity::{Draws, Load, Placement};
/// use portefeuille::model::{CapacitySpan, Membership, ModelDraft, Organization, Project, ResourcePool, Roadmap, Variant};
/// use portefeuille::model::WorkloadLine;
/// use portefeuille::{Currency, Workload};
///
/// let mut draft = ModelDraft::new("2026-11-24".parse()?, Currency::EUR);
/// draft.organizations.push(Organization::new("dep", "Département"));
/// let mut pool = ResourcePool::new("devs", "Développement");
/// pool.capacity.push(CapacitySpan::new("2027-01/2028-01".parse()?, Workload::days(60)));
/// draft.pools.push(pool);
/// let mut roadmap = Roadmap::new("num", "Numérique", "dep", "2027-01/2028-01".parse()?);
/// roadmap.pools.push("devs".into());
/// draft.roadmaps.push(roadmap);
/// for (id, days) in [("sig", 10), ("ged", 20)] {
///     let mut variant = Variant::new("base", 3);
///     variant.workload.push(WorkloadLine::new("devs", Workload::days(days)));
///     let mut project = Project::new(id, id, variant);
///     project.roadmaps.push(Membership::new("num"));
///     draft.projects.push(project);
/// }
/// let scope = draft.build()?.roadmap("num")?;
/// let placed: Vec<Placement> =
///     ["sig", "ged"].map(|id| Placement::new(id, "base", scope.period().start())).into();
/// let draws = Draws::with(&scope, &placed)?;
/// let first: Vec<String> = draws.of("devs", 0).iter().map(|d| format!("{} {}", d.project, d.days)).collect();
/// assert_eq!(first, ["ged 20", "sig 10"]);
/// assert_eq!(Load::with(&scope, &placed)?.pool("devs").expect("a pool").cells[0].load.to_string(), "30");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draws {
    /// By pool and then by period.
    pools: BTreeMap<PoolId, Vec<Vec<Draw>>>,
}

impl Draws {
    /// The draws behind [`Load::with`] of the same placements, with the same errors.
    pub fn with(scope: &Scope, placements: &[Placement]) -> Result<Self, LoadError> {
        let load = Load::with(scope, placements)?;
        let grid = load.grid();
        let mut pools: BTreeMap<PoolId, Vec<Vec<Draw>>> =
            load.pools().iter().map(|pool| (pool.pool.clone(), vec![Vec::new(); grid.len()])).collect();
        each_part(scope, placements, |part| {
            let cells = pools.get_mut(part.pool);
            let cell = usize::try_from(part.period).ok().and_then(|period| cells?.get_mut(period));
            // The load of the pool is within the range, and so is a part of it.
            let days = part.own.checked_add(part.elsewhere).unwrap_or(part.own);
            let Some(cell) = cell.filter(|_| days > PersonDays::ZERO) else { return Ok(()) };
            if let Some(draw) = cell.last_mut().filter(|draw| draw.project == *part.project.id()) {
                draw.days = draw.days.checked_add(days).unwrap_or(draw.days);
            } else {
                let (project, in_scope) = (part.project.id().clone(), scope.contains(part.project.ix()));
                cell.push(Draw { project, in_scope, days });
            }
            Ok(())
        })?;
        for cell in pools.values_mut().flatten() {
            cell.sort_by_key(|draw| std::cmp::Reverse(draw.days));
        }
        Ok(Self { pools })
    }

    /// Who draws on a pool in a period, the most first and then in the order of the document.
    pub fn of(&self, pool: &str, period: usize) -> &[Draw] {
        self.pools.get(pool).and_then(|cells| cells.get(period)).map_or(&[], Vec::as_slice)
    }
}

#[cfg(all(test, feature = "json"))]
mod tests {
    use super::*;
    use crate::model::Model;

    #[test]
    fn draws_add_up_to_the_load() {
        let model =
            Model::from_json(include_str!("../../examples/data/departement.json")).expect("the embedded document");
        let mut shared = model.edit();
        let mut outside = 0;
        // Half of one project is charged to nobody here, so that its draws have an outside part.
        shared.projects[0].roadmaps[0].share = "0.5".parse().expect("a share");
        let model = shared.build().expect("a model");
        for scope in [model.roadmap("numerique-2026").expect("a roadmap"), model.portfolio("dsi").expect("a portfolio")]
        {
            let open = scope.projects().filter(|project| !project.record().state.is_committed());
            let place = |project: crate::model::ProjectRef<'_>| {
                Placement::new(project.id().clone(), project.variant().id.clone(), scope.status_date())
            };
            let placed: Vec<Placement> = open.map(place).collect();
            let (load, draws) =
                (Load::with(&scope, &placed).expect("a load"), Draws::with(&scope, &placed).expect("draws"));
            for pool in load.pools() {
                for (period, cell) in pool.cells.iter().enumerate() {
                    let of = draws.of(pool.pool.as_str(), period);
                    let sum: i64 = of.iter().map(|draw| draw.days.hundredths()).sum();
                    assert_eq!(sum, cell.load.hundredths(), "{} {period}", pool.pool);
                    assert!(of.windows(2).all(|pair| pair[0].days >= pair[1].days), "{} {period}", pool.pool);
                    outside += usize::from(of.iter().any(|draw| !draw.in_scope));
                }
            }
        }
        assert!(outside > 0, "no project of another scope draws on a pool");
        let scope = model.roadmap("numerique-2026").expect("a roadmap");
        let stranger = [Placement::new("nobody", "base", scope.status_date())];
        assert!(matches!(Draws::with(&scope, &stranger), Err(LoadError::UnknownProject { .. })));
    }
}
