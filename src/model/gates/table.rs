//! The one table of changes of state.

use crate::model::{Lifecycle, RoadmapState};

impl Lifecycle {
    /// Every state, in the order of the lifecycle.
    pub const ALL: &'static [Self] = &[
        Self::Idea,
        Self::Candidate,
        Self::Deferred,
        Self::Approved,
        Self::Scoping,
        Self::Running,
        Self::OnHold,
        Self::Delivered,
        Self::InService,
        Self::Closed,
        Self::Rejected,
        Self::Cancelled,
    ];

    /// The states that a project may go to from this one; [`gates`](crate::model::gates) says why.
    ///
    /// ```
    /// use portefeuille::model::Lifecycle;
    ///
    /// assert_eq!(Lifecycle::OnHold.followers(), [Lifecycle::Running, Lifecycle::Cancelled]);
    /// assert!(Lifecycle::Closed.followers().is_empty());
    /// ```
    pub const fn followers(self) -> &'static [Self] {
        match self {
            Self::Idea => &[Self::Candidate, Self::Rejected],
            Self::Candidate => &[Self::Deferred, Self::Approved, Self::Rejected],
            Self::Deferred => &[Self::Candidate, Self::Approved, Self::Rejected],
            Self::Approved => &[Self::Scoping, Self::Running, Self::Deferred, Self::Cancelled],
            Self::Scoping => &[Self::Running, Self::Deferred, Self::Cancelled],
            Self::Running => &[Self::OnHold, Self::Delivered, Self::Cancelled],
            Self::OnHold => &[Self::Running, Self::Cancelled],
            Self::Delivered => &[Self::InService, Self::Closed],
            Self::InService => &[Self::Closed],
            Self::Rejected => &[Self::Candidate],
            Self::Closed | Self::Cancelled => &[],
        }
    }

    /// Whether a project may go from this state to another.
    pub fn may_become(self, to: Self) -> bool {
        self.followers().contains(&to)
    }

    /// What a message calls it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Idea => "idea",
            Self::Candidate => "candidate",
            Self::Deferred => "deferred",
            Self::Approved => "approved",
            Self::Scoping => "scoping",
            Self::Running => "running",
            Self::OnHold => "on hold",
            Self::Delivered => "delivered",
            Self::InService => "in service",
            Self::Closed => "closed",
            Self::Rejected => "rejected",
            Self::Cancelled => "cancelled",
        }
    }
}

impl RoadmapState {
    /// The state that a roadmap may go to from this one.
    pub const fn follower(self) -> Option<Self> {
        match self {
            Self::Draft => Some(Self::Open),
            Self::Open => Some(Self::Closed),
            Self::Closed => None,
        }
    }

    /// Whether a roadmap may go from this state to another.
    pub fn may_become(self, to: Self) -> bool {
        self.follower() == Some(to)
    }

    /// What a message calls it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}
