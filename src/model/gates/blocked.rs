//! What stands in the way of a change of state.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Location, Severity};
use crate::model::{GateWaiver, Model, ModelDraft, Policy, Subject};
use std::fmt;

/// A condition that does not hold (*condition de lancement non remplie*): what, of whom, where in the document, and how to
/// mend it.
#[derive(Clone, PartialEq, Eq)]
pub struct Gate {
    subject: Subject,
    finding: Diagnostic,
}

impl Gate {
    pub(super) fn new(code: Code, subject: Subject, pointer: impl fmt::Display, message: impl Into<String>) -> Self {
        let finding = Diagnostic::new(code, message).at(Location::pointer(pointer.to_string()));
        Self { subject, finding }
    }

    /// Replaces the code's general remedy by one that knows the case.
    pub(super) fn remedied(self, remedy: impl Into<String>) -> Self {
        Self { finding: self.finding.help(remedy), ..self }
    }

    /// Which condition.
    pub fn code(&self) -> Code {
        self.finding.code()
    }

    /// The project, roadmap or portfolio that it is a condition of.
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// The JSON pointer of the field to mend.
    pub fn location(&self) -> &Location {
        self.finding.location()
    }

    /// How the case stands, with its names and dates.
    pub fn message(&self) -> &str {
        self.finding.message()
    }

    /// What to do about it.
    pub fn remedy(&self) -> &str {
        self.finding.remedy()
    }

    /// The condition as a finding, with the severity of its code.
    pub fn finding(&self) -> &Diagnostic {
        &self.finding
    }
}

impl fmt::Display for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.finding, f)
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A change of state that is not done, and every gate that stands in the way.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("{change} is refused:\n{}", self.diagnostics())]
pub struct Blocked {
    change: String,
    gates: Vec<Gate>,
}

impl Blocked {
    /// Every gate, those of the history first; at least one.
    pub fn gates(&self) -> &[Gate] {
        &self.gates
    }

    /// The change that is refused: "project `sig` to running on 2027-01-04".
    pub fn change(&self) -> &str {
        &self.change
    }

    /// The code of the first gate.
    pub fn code(&self) -> Code {
        self.gates.first().map_or(Code::TransitionNotAllowed, Gate::code)
    }

    /// The gates as errors, each with code, pointer, message and remedy.
    pub fn diagnostics(&self) -> Diagnostics {
        self.gates.iter().map(|gate| gate.finding.clone().weighing(Severity::Error)).collect()
    }
}

impl fmt::Debug for Blocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A change of state on its way: what stands in it, and what was waived.
pub(super) struct Passage<'a> {
    change: String,
    subject: Subject,
    policies: Vec<&'a Policy>,
    gates: Vec<Gate>,
    waived: Diagnostics,
}

impl<'a> Passage<'a> {
    pub(super) fn new(change: String, subject: Subject, policies: Vec<&'a Policy>) -> Self {
        Self { change, subject, policies, gates: Vec::new(), waived: Diagnostics::new() }
    }

    /// Something that a history cannot be: nothing waives it.
    pub(super) fn refuse(&mut self, code: Code, pointer: impl fmt::Display, message: String, remedy: String) {
        self.gates.push(Gate::new(code, self.subject.clone(), pointer, message).remedied(remedy));
    }

    /// Conditions that do not hold: findings where a policy waives them.
    pub(super) fn need(&mut self, unmet: impl IntoIterator<Item = Gate>) {
        for gate in unmet {
            match self.waiver(gate.code()) {
                Some(waiver) => {
                    let message = format!("{}; waived: {}", gate.message(), waiver.reason);
                    let finding = Diagnostic::new(gate.code(), message).at(gate.location().clone());
                    self.waived.push(finding.help(gate.remedy()));
                }
                None => self.gates.push(gate),
            }
        }
    }

    /// A waiver without a reason waives nothing.
    fn waiver(&self, code: Code) -> Option<&'a GateWaiver> {
        let waivers = self.policies.iter().flat_map(|policy| &policy.waivers);
        waivers.into_iter().find(|waiver| waiver.gate == code.as_str() && !waiver.reason.trim().is_empty())
    }

    /// The model with the change done, where no gate is left and the document stays sound.
    pub(super) fn pass(self, draft: ModelDraft) -> Result<Model, Blocked> {
        let Self { change, subject, gates, waived, .. } = self;
        if !gates.is_empty() {
            return Err(Blocked { change, gates });
        }
        draft.build_noting(waived).map_err(|faults| {
            let errors = faults.into_iter().filter(|fault| fault.severity() == Severity::Error);
            Blocked { change, gates: errors.map(|finding| Gate { subject: subject.clone(), finding }).collect() }
        })
    }
}
