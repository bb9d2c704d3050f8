//! With whom and what: people by pool, and what they can give.

use crate::id::{CalendarId, PersonId, PoolId, RoadmapId, UnitId};
use crate::quantity::{Money, Share, Workload};
use crate::time::{Date, Period};
use serde::{Deserialize, Serialize};

/// What kind of means a pool is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum PoolKind {
    /// A skill or a team.
    #[default]
    People,
    /// Machines and rooms.
    Equipment,
    /// Licences and platforms.
    Software,
    /// Data sets.
    Data,
    /// Procedures, such as slots of a committee.
    Procedure,
}

/// How much a pool can give over some days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CapacitySpan {
    /// The days.
    pub period: Period,
    /// Person-days over all of them, run work and other work included.
    pub workload: Workload,
}

impl CapacitySpan {
    /// Person-days over a period.
    pub fn new(period: Period, workload: Workload) -> Self {
        Self { period, workload }
    }
}

/// A person of a pool, for a part of their time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PoolMember {
    /// Who.
    pub person: PersonId,
    /// Share of their working time in the pool (*quotité*).
    #[serde(default = "PoolMember::whole", skip_serializing_if = "PoolMember::is_whole")]
    pub share: Share,
    /// First day; always been where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Last day; still there where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

impl PoolMember {
    /// A person with all of their time.
    pub fn new(person: impl Into<PersonId>) -> Self {
        Self { person: person.into(), share: Share::ONE, from: None, until: None }
    }

    /// Whether the person belongs to the pool on a day.
    pub fn is_current(&self, day: chrono::NaiveDate) -> bool {
        self.from.is_none_or(|from| from.first_day() <= day) && self.until.is_none_or(|until| day <= until.last_day())
    }

    fn whole() -> Share {
        Share::ONE
    }

    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
    fn is_whole(share: &Share) -> bool {
        *share == Share::ONE
    }
}

/// People of one skill or team (*pool de ressources*), and what they can give.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ResourcePool {
    /// Key.
    pub id: PoolId,
    /// Name people use.
    pub name: String,
    /// Kind of means (*type de moyens*).
    #[serde(default)]
    pub kind: PoolKind,
    /// The unit it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// What it can give (*capacité*), by days that do not overlap. Days not covered are not counted: no limit is known
    /// for them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub capacity: Vec<CapacitySpan>,
    /// The share already used by running the services and by work outside every list here (*maintien, hors projets*).
    #[serde(default, skip_serializing_if = "is_default")]
    pub reserved: Share,
    /// Who belongs to it; empty where people are not named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<PoolMember>,
    /// Cost of one person-day (*coût jour*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_rate: Option<Money>,
    /// The days it works on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarId>,
    /// The roadmap it is kept for alone (*ressources exclusives*), which a roadmap should not ask for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exclusive_to: Option<RoadmapId>,
}

impl ResourcePool {
    /// A pool of people without capacity.
    pub fn new(id: impl Into<PoolId>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            kind: PoolKind::default(),
            unit: None,
            capacity: Vec::new(),
            reserved: Share::ZERO,
            members: Vec::new(),
            day_rate: None,
            calendar: None,
            exclusive_to: None,
        }
    }
}

pub(super) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
