//! From a draft to a model: every rule is run, every fault is reported, each with the pointer of its field.

mod references;

use super::{Model, ModelDraft};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Location, Severity};
use std::fmt;

impl ModelDraft {
    /// Checks the whole document and gives the model, or every fault at once. Warnings survive in
    /// [`Model::warnings`].
    ///
    /// Time and memory are linear in the document, but for the check of cycles and contradictions, which is linear in
    /// the links.
    pub fn build(self) -> Result<Model, Diagnostics> {
        let mut faults = Faults::default();
        let (index, resolved) = references::resolve(&self, &mut faults);
        let (errors, warnings) = faults.split();
        if errors.is_empty() { Ok(Model::new(self, index, resolved, warnings)) } else { Err(errors) }
    }
}

/// What the rules have found so far.
#[derive(Default)]
struct Faults {
    list: Vec<Diagnostic>,
}

impl Faults {
    fn add(&mut self, code: Code, pointer: impl fmt::Display, message: impl Into<String>) {
        self.list.push(Diagnostic::new(code, message).at(Location::pointer(pointer.to_string())));
    }

    /// Errors apart from warnings; with an error, the warnings come along so that one round of mending is enough.
    fn split(self) -> (Diagnostics, Diagnostics) {
        if self.list.iter().any(|d| d.severity() == Severity::Error) {
            (self.list.into_iter().collect(), Diagnostics::new())
        } else {
            (Diagnostics::new(), self.list.into_iter().collect())
        }
    }
}
