//! Thresholds of the health check.

use crate::quantity::Share;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// From which value on something is a finding of the health check (*seuils du contrôle de santé*).
///
/// A field that a document leaves out has its default. Where a grouping has no thresholds of its own the defaults count,
/// and the findings say so.
///
/// ```
/// use portefeuille::model::HealthPolicy;
///
/// let policy = HealthPolicy::default();
/// assert_eq!((policy.roadmap_min_months, policy.roadmap_max_months), (30, 42));
/// assert_eq!(policy.off_plan.to_string(), "0.1");
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct HealthPolicy {
    /// `approved-without-manager`: days before its planned start from which an approved project needs a manager. 60.
    pub manager_needed_days: u32,
    /// `roadmap-duration`: months that a roadmap takes at least. 30.
    pub roadmap_min_months: u32,
    /// `roadmap-duration`: months that a roadmap takes at most. 42.
    pub roadmap_max_months: u32,
    /// `roadmap-duration`: days around the end of a mandate within which a roadmap of any length may end. 92.
    pub mandate_end_days: u32,
    /// `objective-not-shared`: groups that an objective is shared by at least. 2.
    pub objective_groups: u32,
    /// `governance-level-missing`: months between two meetings of the operational level at most. 1.
    pub operational_months: u32,
    /// `governance-level-missing`: months between two meetings of the tactical level at most. 3.
    pub tactical_months: u32,
    /// `governance-level-missing`: months between two meetings of the strategic level at most. 12: half-yearly or yearly.
    pub strategic_months: u32,
    /// `bodies-overlap`: share of members in common from which two bodies are alike, those in both over those in either
    /// (Jaccard's index). 0.6.
    pub overlap_members: Share,
    /// `bodies-overlap`: working days within which two such bodies meet. 5.
    pub overlap_days: u32,
    /// `promotion-before-election`: months before the month of an election from whose first day on nothing is promoted.
    /// 6.
    pub promotion_months: u32,
    /// `manager-overloaded`: running projects that one person manages at most. 5.
    pub manager_projects: u32,
    /// `commitment-off-plan` and `payment-off-plan`: share of the plan that commitments and payments may be off, either
    /// way. 0.1.
    pub off_plan: Share,
    /// `status-stale`: days since the record of a running project was brought up to date, at most. 45.
    pub stale_days: u32,
    /// `approved-not-started`: days from approval to start at most. 90.
    pub not_started_days: u32,
    /// `on-hold-too-long`: days on hold at most. 180.
    pub on_hold_days: u32,
    /// `theme-means-gap`: difference between a theme's share of the money and its weight, at most; 0.1 is ten points. 0.1.
    pub theme_gap: Share,
}

impl Default for HealthPolicy {
    fn default() -> Self {
        // Tenths between 0 and 1 are shares.
        let tenths = |tenths: i64| Share::new(Decimal::new(tenths, 1)).unwrap_or_default();
        Self {
            manager_needed_days: 60,
            roadmap_min_months: 30,
            roadmap_max_months: 42,
            mandate_end_days: 92,
            objective_groups: 2,
            operational_months: 1,
            tactical_months: 3,
            strategic_months: 12,
            overlap_members: tenths(6),
            overlap_days: 5,
            promotion_months: 6,
            manager_projects: 5,
            off_plan: tenths(1),
            stale_days: 45,
            not_started_days: 90,
            on_hold_days: 180,
            theme_gap: tenths(1),
        }
    }
}
