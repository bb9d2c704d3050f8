//! Ids close to one that is not there.

/// How many are named.
const NAMED: usize = 5;

/// The ids that hold the text, or differ from it by a third of its letters at most; the closest first.
pub(crate) fn closest<'a>(text: &str, ids: &[&'a str]) -> Vec<&'a str> {
    let text = text.to_lowercase();
    let most = (text.chars().count() / 3).max(2);
    let mut close: Vec<(usize, &str)> = ids
        .iter()
        .filter_map(|id| {
            let distance = distance(&text, &id.to_lowercase());
            let holds = text.chars().count() > 2 && id.to_lowercase().contains(&text);
            (holds || distance <= most).then_some((distance, *id))
        })
        .collect();
    close.sort_unstable();
    close.into_iter().take(NAMED).map(|(_, id)| id).collect()
}

/// How many letters are put in, left out or changed between two texts (Levenshtein's distance).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let changed = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}
