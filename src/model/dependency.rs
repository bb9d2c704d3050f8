//! Links between projects.

use crate::id::ProjectId;
use crate::quantity::{Money, Score};
use serde::{Deserialize, Serialize};

/// Which ends of two projects a timing link ties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// The successor starts when the predecessor has finished (FS).
    #[default]
    FinishToStart,
    /// The successor starts when the predecessor has started (SS).
    StartToStart,
    /// The successor finishes when the predecessor has finished (FF).
    FinishToFinish,
    /// The successor finishes when the predecessor has started (SF).
    StartToFinish,
}

/// A signed distance in time: written `{"months": 2}` or `{"days": -10}`. On a grid it counts as whole periods,
/// rounded up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Lag {
    /// Calendar months.
    Months(i32),
    /// Calendar days.
    Days(i32),
}

impl Default for Lag {
    fn default() -> Self {
        Self::Months(0)
    }
}

/// A link between projects (*dépendance*): written `{"requires": {"dependent": "b", "prerequisite": "a"}}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Dependency {
    /// The dependent is done only if the prerequisite is.
    Requires {
        /// The project that needs the other (*projet dépendant*).
        dependent: ProjectId,
        /// The project that is needed (*projet requis*).
        prerequisite: ProjectId,
    },
    /// At most one of them is done.
    Excludes {
        /// At least two projects (*projets exclusifs*).
        projects: Vec<ProjectId>,
    },
    /// All of them are done or none.
    Together {
        /// At least two projects (*projets solidaires*).
        projects: Vec<ProjectId>,
    },
    /// The successor keeps a distance from the predecessor.
    Timing {
        /// The project that comes first (*prédécesseur*).
        predecessor: ProjectId,
        /// The project that comes after (*successeur*).
        successor: ProjectId,
        /// Which ends are tied (*type de lien*).
        #[serde(default)]
        relation: Relation,
        /// At least this long between the two ends (*décalage*).
        #[serde(default)]
        lag: Lag,
        /// Holds only where both are done (*lien conditionnel*); otherwise the successor needs the predecessor.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        if_both: bool,
    },
    /// Doing all of them brings something more (*synergie*).
    Synergy {
        /// At least two projects (*projets en synergie*).
        projects: Vec<ProjectId>,
        /// Worth gained when all are done (*valeur gagnée*), in points; below zero for what they take from each other.
        worth: Score,
        /// Money saved when all are done (*économie*); below zero for what doing them together costs. Not selected under yet.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        saving: Option<Money>,
    },
}

impl Dependency {
    /// The projects it links, in the order written.
    pub fn projects(&self) -> Vec<&ProjectId> {
        match self {
            Self::Requires { dependent, prerequisite } => vec![dependent, prerequisite],
            Self::Timing { predecessor, successor, .. } => vec![predecessor, successor],
            Self::Excludes { projects } | Self::Together { projects } | Self::Synergy { projects, .. } => {
                projects.iter().collect()
            }
        }
    }
}
