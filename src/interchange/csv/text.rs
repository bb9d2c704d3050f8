//! Texts of cells: what counts as the same text, texts that stand for something, and ids made of texts.

use serde::de::{self, Deserialize, Deserializer, MapAccess};
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

/// A cell without the white space around it; a no-break space and a stray byte order mark are white space.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'))
}

/// A text on one line: trimmed, every run of white space a single space.
pub(super) fn squeeze(text: &str) -> String {
    trim(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What texts are compared by: squeezed, in lower case, without accents, with straight quotes and hyphens.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in squeeze(text).chars().flat_map(char::to_lowercase) {
        match c {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => folded.push('a'),
            'ç' => folded.push('c'),
            'è' | 'é' | 'ê' | 'ë' => folded.push('e'),
            'ì' | 'í' | 'î' | 'ï' => folded.push('i'),
            'ñ' => folded.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' => folded.push('o'),
            'ù' | 'ú' | 'û' | 'ü' => folded.push('u'),
            'ý' | 'ÿ' => folded.push('y'),
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            '‘' | '’' => folded.push('\''),
            '‐' | '‑' | '–' | '—' => folded.push('-'),
            // Accents written apart from their letter.
            '\u{300}'..='\u{36f}' => {}
            _ => folded.push(c),
        }
    }
    folded
}

/// An id made of a text: its letters and digits, the rest as single hyphens. Empty where it has none.
pub(super) fn slug(text: &str) -> String {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

/// What was read, short enough for a message.
pub(super) fn quote(text: &str) -> String {
    const LONGEST: usize = 60;
    let text = squeeze(text);
    match text.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("`{}…`", &text[..cut]),
        None => format!("`{text}`"),
    }
}

/// Ids handed out so far.
#[derive(Default)]
pub(super) struct Ids {
    taken: BTreeMap<String, u64>,
}

impl Ids {
    /// The id itself, or with the first free number behind it; and whether it had to be changed.
    pub(super) fn unique(&mut self, wanted: &str) -> (String, bool) {
        let mut id = wanted.to_owned();
        while self.taken.contains_key(&id) {
            let count = self.taken.entry(wanted.to_owned()).or_insert(1);
            *count += 1;
            id = format!("{wanted}-{count}");
        }
        self.taken.insert(id.clone(), 1);
        let changed = id != wanted;
        (id, changed)
    }
}

/// Texts of cells, each standing for something: a JSON object, such as `{"Amber/Red": "red", "Exempt*": null}`.
///
/// Cells are compared without regard to case, accents and white space. A key that ends in `*` stands for every cell that
/// begins with it; the exact key goes before the longest beginning, and `"*"` stands for every other cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextMap<T> {
    /// Keys as compared, in the order written.
    entries: Vec<(String, T)>,
}

impl<T> TextMap<T> {
    /// What a cell stands for, if anything.
    pub fn get(&self, cell: &str) -> Option<&T> {
        let cell = fold(cell);
        let mut best: Option<(usize, &T)> = None;
        for (key, value) in &self.entries {
            if *key == cell {
                return Some(value);
            }
            if let Some(beginning) = key.strip_suffix('*')
                && cell.starts_with(beginning)
                && best.is_none_or(|(length, _)| beginning.len() >= length)
            {
                best = Some((beginning.len(), value));
            }
        }
        best.map(|(_, value)| value)
    }

    /// What its keys stand for, in the order written.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.entries.iter().map(|(_, value)| value)
    }
}

impl<T> Default for TextMap<T> {
    fn default() -> Self {
        Self { entries: Vec::new() }
    }
}

impl TextMap<()> {
    /// The texts of a list.
    pub(super) fn of_list(texts: &[String]) -> Self {
        Self { entries: texts.iter().map(|text| (fold(text), ())).collect() }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for TextMap<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> de::Visitor<'de> for Visitor<T> {
            type Value = TextMap<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object from texts of cells to what they stand for")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries: Vec<(String, T)> = Vec::new();
                while let Some((key, value)) = map.next_entry::<String, T>()? {
                    let folded = fold(&key);
                    if entries.iter().any(|(other, _)| *other == folded) {
                        return Err(de::Error::custom(format_args!("`{key}` is written twice")));
                    }
                    entries.push((folded, value));
                }
                Ok(TextMap { entries })
            }
        }
        deserializer.deserialize_map(Visitor(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_the_same_whatever_their_case_accents_and_spaces() {
        assert_eq!(fold("  ABANDONNÉ \u{a0} l’œuvre\n"), "abandonne l'oeuvre");
        assert_eq!(fold("e\u{301}te\u{301}"), "ete");
        assert_eq!(slug("Réseau Interministériel de l'État (RIE)"), "reseau-interministeriel-de-l-etat-rie");
        assert_eq!(slug("— ! —"), "");
        assert_eq!(trim("\u{feff}\u{a0}£1\u{202f}"), "£1");
        assert_eq!(quote(&"é".repeat(80)), format!("`{}…`", "é".repeat(60)));
    }

    #[test]
    fn exact_texts_go_before_the_longest_beginning() {
        let map: TextMap<u8> =
            serde_json::from_str(r#"{"*": 0, "Exempt*": 1, "Exempt under*": 2, "Exempt under 43": 3}"#).expect("a map");
        let read = |cell: &str| map.get(cell).copied();
        assert_eq!(
            [read("red"), read("EXEMPT"), read("exempt  under 26"), read("Exempt under 43")],
            [0, 1, 2, 3].map(Some)
        );
        assert_eq!(TextMap::of_list(&["NON LANCÉE".to_owned()]).get("non lancee"), Some(&()));
        assert_eq!(TextMap::<u8>::default().get(""), None);
        assert!(serde_json::from_str::<TextMap<u8>>(r#"{"Été": 0, "ETE": 1}"#).is_err());
    }

    #[test]
    fn ids_are_made_unique() {
        let mut ids = Ids::default();
        let given = ["a", "a", "a-2", "a", "b"].map(|wanted| ids.unique(wanted));
        assert_eq!(given.each_ref().map(|(id, _)| id.as_str()), ["a", "a-2", "a-2-2", "a-3", "b"]);
        assert_eq!(given.map(|(_, changed)| changed), [false, true, true, true, false]);
    }
}
