//! What `--out` writes.

use crate::failed;
use crate::sections::Facts;
use portefeuille::Error;
use portefeuille::health::Finding;
use portefeuille::model::ProjectRef;
use portefeuille::render::{Locale, finding_text, remedy_text};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// The report in Markdown, uncut; the decision and the findings as data; the sheet of a project.
pub(crate) fn write(
    folder: &Path,
    facts: &Facts<'_>,
    project: Option<ProjectRef<'_>>,
    locale: Locale,
) -> Result<(), Error> {
    let mut texts = vec![
        ("report.md".to_owned(), facts.report(usize::MAX, locale).to_markdown()),
        ("findings.json".to_owned(), pretty(&facts.health.iter().map(finding_json).collect::<Vec<_>>())?),
    ];
    if facts.decision.is_some() {
        texts.push(("decision.json".to_owned(), decision_json(facts)?));
    }
    if let Some(project) = project {
        let name = format!("project-{}.md", file_name(project.id().as_str()));
        texts.push((name, facts.sheet(project, locale)?.to_markdown()));
    }
    fs::create_dir_all(folder).map_err(|error| failed(&folder.display().to_string(), &error))?;
    for (name, text) in texts {
        let path = folder.join(name);
        fs::write(&path, text).map_err(|error| failed(&path.display().to_string(), &error))?;
    }
    Ok(())
}

/// The decision, or why there is none.
pub(crate) fn decision_json(facts: &Facts<'_>) -> Result<String, Error> {
    match facts.decision {
        Some(decision) => pretty(decision),
        None => Ok(json!({ "selectable": false, "reason": facts.reason_en() }).to_string() + "\n"),
    }
}

fn finding_json(finding: &Finding) -> Value {
    let entity = finding.entity();
    json!({
        "code": finding.code().as_str(),
        "severity": finding.severity().to_string(),
        "list": entity.kind.list(),
        "id": entity.id,
        "name": entity.name,
        "part": finding.part(),
        "pointer": finding.pointer(),
        "value": finding.value().map(ToString::to_string),
        "threshold": finding.threshold().map(ToString::to_string),
        "policy_set": finding.policy_set(),
        "message": { "fr": finding_text(finding, Locale::Fr), "en": finding.message() },
        "remedy": { "fr": remedy_text(finding, Locale::Fr), "en": finding.remedy() },
    })
}

fn pretty<T: serde::Serialize>(value: &T) -> Result<String, Error> {
    Ok(serde_json::to_string_pretty(value).map_err(|error| failed("JSON", &error))? + "\n")
}

/// An id may hold any character; a file name should not.
fn file_name(id: &str) -> String {
    id.chars().map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_') { c } else { '-' }).collect()
}
