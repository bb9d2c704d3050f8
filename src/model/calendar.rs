//! Named calendars of work.

use crate::id::CalendarId;
use crate::time::WorkCalendar;
use serde::{Deserialize, Serialize};

/// The working days of an authority, a body or a pool (*calendrier*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Calendar {
    /// Key.
    pub id: CalendarId,
    /// Name people use.
    pub name: String,
    /// Which days are worked (*jours travaillés*), and how much of each.
    pub calendar: WorkCalendar,
}

impl Calendar {
    /// A named calendar.
    pub fn new(id: impl Into<CalendarId>, name: impl Into<String>, calendar: WorkCalendar) -> Self {
        Self { id: id.into(), name: name.into(), calendar }
    }
}
