//! What a check is: a code, its words, and the function that finds.

use super::finding::{Finding, Found};
use super::ground::Ground;
use crate::diagnostic::Code;

/// The sentences of a code in both languages.
///
/// `{name}` stands for the name of the record, `{value}` and `{threshold}` for the two facts, `{0}`, `{1}`… for further
/// ones. [`Finding::sentence`] fills them in.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Words {
    /// The code they belong to; its title and its remedy are the code's own.
    pub code: Code,
    /// The sentence in English.
    pub en: &'static str,
    /// The sentence in French.
    pub fr: &'static str,
}

/// One check of the list: it looks for one code.
pub(super) struct Check {
    pub(super) words: Words,
    pub(super) run: fn(&Ground<'_>, &mut Sink<'_>),
}

impl Check {
    /// A check for a code: sentence in English, sentence in French, and what finds it.
    pub(super) const fn new(
        code: Code,
        en: &'static str,
        fr: &'static str,
        run: fn(&Ground<'_>, &mut Sink<'_>),
    ) -> Self {
        Self { words: Words { code, en, fr }, run }
    }
}

/// Where a check puts what it finds.
pub(super) struct Sink<'a> {
    pub(super) words: &'static Words,
    pub(super) policy_set: bool,
    pub(super) findings: &'a mut Vec<Finding>,
}

impl Sink<'_> {
    pub(super) fn push(&mut self, found: Found) {
        let (words, policy_set, found) = (self.words, self.policy_set, Box::new(found));
        self.findings.push(Finding { words, severity: words.code.severity(), policy_set, found });
    }
}
