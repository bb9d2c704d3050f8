//! Pieces that the sections share.

use crate::model::Scope;
use std::fmt::Write as _;

/// A blank line, a title and a rule under it.
pub(super) fn heading(out: &mut String, title: &str) {
    let _ = writeln!(out, "\n{title}\n{}", "═".repeat(title.chars().count()));
}

/// A name of at most 46 characters.
pub(super) fn short(name: &str) -> String {
    if name.chars().count() <= 46 {
        return name.to_owned();
    }
    name.chars().take(45).collect::<String>().trim_end().to_owned() + "…"
}

/// The name of a project, cut; its key where the model does not have it.
pub(super) fn project_name(scope: &Scope, id: &str) -> String {
    scope.model().project(id).map_or_else(|| id.to_owned(), |project| short(project.name()))
}
