//! The order of the rooms: an import goes down, never up, never sideways between rooms of one step.

use std::fs;
use std::path::{Path, PathBuf};

/// Low to high; rooms of one step do not know each other.
const ORDER: &[&[&str]] = &[
    &["diagnostic"],
    &["id"],
    &["quantity", "engine/random"],
    // Calendars count in shares of a day.
    &["time"],
    &["model", "engine/problem"],
    &["network", "alignment", "finance", "capacity", "indicator", "governance", "engine/certify", "engine/instance"],
    &["engine/run"],
    &["engine/algorithms"],
    &["changes", "decision", "health"],
    &["wire", "interchange", "render", "testing"],
    &["error"],
    // Chapters: links of the documentation only.
    &["guide"],
];

fn step_of(room: &str) -> Option<usize> {
    ORDER.iter().position(|rooms| rooms.contains(&room))
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            out.push(path);
        }
    }
}

/// `engine/run` for `src/engine/run/mod.rs`, `id` for `src/id.rs`.
fn room_of(path: &Path, src: &Path) -> Option<String> {
    let relative = path.strip_prefix(src).ok()?.with_extension("");
    let parts: Vec<&str> = relative.iter().filter_map(|part| part.to_str()).filter(|part| *part != "mod").collect();
    match parts.as_slice() {
        ["lib" | "engine"] | [] => None,
        ["engine", room, ..] => Some(format!("engine/{room}")),
        [room, ..] => Some((*room).to_owned()),
    }
}

/// Rooms named by `crate::…` in code: comments, doc texts and test modules aside.
fn imports(text: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
        for (at, _) in line.match_indices("crate::") {
            let mut names = line[at + 7..].split(|c: char| !(c.is_alphanumeric() || c == '_'));
            let first = names.next().unwrap_or_default();
            assert!(!first.is_empty(), "`{line}` hides its rooms in braces: name one room an import");
            let second = names.find(|name| !name.is_empty()).unwrap_or_default();
            rooms.push(match first {
                "engine" => format!("engine/{second}"),
                "Money" | "Currency" | "Score" | "Share" | "Workload" => "quantity".to_owned(),
                "Date" | "Period" => "time".to_owned(),
                "Model" | "ModelDraft" | "Scope" => "model".to_owned(),
                other => other.to_owned(),
            });
        }
    }
    rooms
}

#[test]
fn imports_go_down() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    files(&src, &mut all);
    let mut wrong = Vec::new();
    let mut seen = 0;
    for path in all {
        let Some(room) = room_of(&path, &src) else { continue };
        if path.to_string_lossy().contains("tests") {
            continue;
        }
        let step = step_of(&room).unwrap_or_else(|| panic!("the room {room} has no place in the order"));
        for import in imports(&fs::read_to_string(&path).expect("text")) {
            let Some(below) = step_of(&import) else { continue };
            seen += 1;
            if import != room && below >= step {
                wrong.push(format!("{}: {room} imports {import}", path.display()));
            }
            if room.starts_with("engine/") && !import.starts_with("engine/") && import != "diagnostic" {
                wrong.push(format!("{}: the engine imports {import}", path.display()));
            }
        }
    }
    assert!(seen > 50, "only {seen} imports were read: the reader is blind");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
