//! The chapters of the guide are held against the crate: what a table says is tried on the reader itself.

use portefeuille::diagnostic::Code;
use portefeuille::{Model, ModelDraft};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const FORMAT: &str = include_str!("../../src/guide/format.md");
const VOCABULARY: &str = include_str!("../../src/guide/vocabulary.md");
const FULL: &str = include_str!("../golden/document.json");

/// One line of a table of the format chapter.
#[derive(Debug)]
struct Row {
    name: String,
    json: String,
    absent: String,
}

/// The table of one type.
#[derive(Debug)]
enum Table {
    /// Fields of a record.
    Fields(Vec<Row>),
    /// Words, each by itself or with something below it; a row `word/field` is a field of the record below a word.
    Words(Vec<Row>),
}

/// The cells of a line of a table.
fn cells(line: &str) -> Option<Vec<String>> {
    let inner = line.strip_prefix("| ")?.strip_suffix(" |")?;
    Some(inner.split(" | ").map(|cell| cell.trim().to_owned()).collect())
}

/// The text between the first pair of backquotes.
fn quoted(cell: &str) -> &str {
    cell.split('`').nth(1).unwrap_or_default()
}

/// The tables under the headings that name types.
fn tables() -> BTreeMap<String, Table> {
    let mut tables = BTreeMap::new();
    let mut name = String::new();
    let mut is_record = false;
    for line in FORMAT.lines() {
        if let Some(heading) = line.strip_prefix('#') {
            heading.strip_prefix("## ").map_or("", quoted).clone_into(&mut name);
        }
        let Some(cells) = cells(line).filter(|_| !name.is_empty()) else { continue };
        if cells[0] == "field" || cells[0] == "word" {
            is_record = cells[0] == "field";
            let table = if is_record { Table::Fields(Vec::new()) } else { Table::Words(Vec::new()) };
            assert!(tables.insert(name.clone(), table).is_none(), "{name} has two tables");
            continue;
        }
        if cells[0].starts_with("---") {
            continue;
        }
        assert!(cells.iter().all(|cell| !cell.is_empty()), "{name}: a cell of `{line}` is empty");
        let row = match cells.as_slice() {
            [word, _] => Row { name: quoted(word).to_owned(), json: "–".to_owned(), absent: "–".to_owned() },
            [field, json, _, absent, _] => {
                Row { name: quoted(field).to_owned(), json: json.clone(), absent: absent.clone() }
            }
            _ => panic!("{name}: `{line}` has {} cells", cells.len()),
        };
        match tables.get_mut(&name) {
            Some(Table::Fields(rows)) if is_record => rows.push(row),
            Some(Table::Words(rows)) if !is_record => rows.push(row),
            _ => panic!("{name}: `{line}` stands outside its table"),
        }
    }
    tables
}

/// What the text of an error of serde lists as expected.
fn expected(error: &str) -> Vec<String> {
    let list = error.split_once("expected ").map_or("", |(_, list)| list);
    list.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn read(tree: &Value) -> Result<ModelDraft, String> {
    serde_json::from_value(tree.clone()).map_err(|error| error.to_string())
}

/// The document with another value at a place, or none.
fn with(tree: &Value, pointer: &str, value: Option<Value>) -> Value {
    let mut tree = tree.clone();
    let (parent, last) = pointer.rsplit_once('/').expect("a pointer");
    match tree.pointer_mut(parent).expect("the parent is there") {
        Value::Object(fields) => match value {
            Some(value) => drop(fields.insert(last.to_owned(), value)),
            None => drop(fields.remove(last)),
        },
        Value::Array(items) => items[last.parse::<usize>().expect("a position")] = value.expect("items have values"),
        other => panic!("{other} holds nothing"),
    }
    tree
}

/// What a leaf takes and what it refuses.
fn samples(json: &str) -> Option<(Value, Vec<Value>)> {
    let kind = json.split(", ").next().unwrap_or_default();
    Some(match kind {
        "text" | "id" => (json!("à propos"), vec![json!(1), json!(["x"])]),
        _ if kind.starts_with("id of ") => (json!("x"), vec![json!(1)]),
        "money" => (json!("1250.50 EUR"), vec![json!("1250.50"), json!(12)]),
        "points" => (json!("-3.5"), vec![json!("0.1234567"), json!("points")]),
        "share" => (json!("0.25"), vec![json!("1.5"), json!("-0.1")]),
        "person-days" => (json!("14.5"), vec![json!("-1"), json!("3 j")]),
        "whole number" => (json!(7), vec![json!("7"), json!(7.5)]),
        "year" => (json!(2027), vec![json!(1500), json!("2027")]),
        "date" => (json!("2026-11"), vec![json!("2026-02-30"), json!("2026")]),
        "period" => (json!("2026-01/2029-01"), vec![json!("2026-01-01"), json!("2029-01/2026-01")]),
        "true or false" => (json!(true), vec![json!("true")]),
        "currency" => (json!("EUR"), vec![json!("euro")]),
        "version" => (json!("1.1"), vec![json!("one")]),
        _ => return None,
    })
}

/// The type that a cell leads to.
fn linked(json: &str) -> Option<&str> {
    json.strip_prefix("[`")?.split('`').next()
}

/// Whether an id is one of a list of the document, or of a list of one of its projects.
fn is_listed(full: &Value, id: &Value, list: &str) -> bool {
    let projects = full["projects"].as_array().into_iter().flatten();
    let lists = std::iter::once(full).chain(projects).filter_map(|record| record.get(list)?.as_array());
    lists.flatten().any(|record| record["id"] == *id)
}

/// Holds the tables against a document, place by place.
struct Held<'a> {
    tables: &'a BTreeMap<String, Table>,
    /// `Type.field` of every row that has been tried.
    tried: BTreeSet<String>,
}

impl Held<'_> {
    fn value(&mut self, full: &Value, json: &str, at: &str, row: &str) {
        let value = full.pointer(at).expect("the place is there");
        if let Some(json) = json.strip_prefix("list of ") {
            let items = value.as_array().unwrap_or_else(|| panic!("{row}: {value} at {at} is no list"));
            for i in 0..items.len() {
                self.value(full, json, &format!("{at}/{i}"), row);
            }
        } else if let Some(name) = linked(json) {
            assert!(json.contains(&format!("`](#{})", name.to_lowercase())), "{row}: {json} leads elsewhere");
            self.typed(full, name, at);
        } else {
            let (sound, unsound) = samples(json).unwrap_or_else(|| panic!("{row}: `{json}` is no kind of value"));
            assert!(read(&with(full, at, Some(sound))).is_ok(), "{row}: {json} is refused at {at}");
            for wrong in unsound {
                assert!(read(&with(full, at, Some(wrong.clone()))).is_err(), "{row}: {wrong} is taken at {at}");
            }
            if let Some(list) = json.strip_prefix("id of ").map(quoted) {
                assert!(is_listed(full, value, list), "{row}: {value} is none of {list}");
            }
        }
    }

    /// The fields of a record, tried one by one.
    fn fields(&mut self, full: &Value, name: &str, rows: &[(String, &Row)], at: &str) {
        let record = full.pointer(at).and_then(Value::as_object).unwrap_or_else(|| panic!("{at} is no {name}"));
        let error = read(&with(full, &format!("{at}/no_such_field"), Some(json!(1)))).expect_err("unknown");
        let known: Vec<String> = rows.iter().map(|(field, _)| field.clone()).collect();
        assert_eq!(expected(&error), known, "the fields of {name}, as the reader has them, and as the page has them");
        for (field, row) in rows {
            let tried = format!("{name}.{}", row.name);
            if self.tried.contains(&tried) {
                // Another record may hold a word that no place has shown yet.
                let word = record.get(field).and_then(Value::as_object).and_then(|o| o.keys().next());
                let is_new = |name: &&str| word.is_some_and(|word| !self.tried.contains(&format!("{name}.{word}")));
                if let Some(name) = linked(&row.json).filter(is_new)
                    && matches!(self.tables.get(name), Some(Table::Words(_)))
                {
                    self.typed(full, name, &format!("{at}/{field}"));
                }
                continue;
            }
            let place = format!("{at}/{field}");
            // Fields that exclude each other cannot all stand in one document: those left out are tried in a copy.
            let filled;
            let full = if record.contains_key(field) {
                full
            } else {
                let plain = row.json.strip_prefix("list of ");
                let Some((sample, _)) = samples(plain.unwrap_or(&row.json)) else { continue };
                filled = with(full, &place, Some(if plain.is_some() { json!([sample]) } else { sample }));
                &filled
            };
            self.tried.insert(tried.clone());
            let without = read(&with(full, &place, None));
            if row.absent == "required" {
                let error = without.expect_err(&tried);
                assert!(error.contains(&format!("missing field `{field}`")), "{tried}: {error}");
            } else {
                let without = without.unwrap_or_else(|error| panic!("{tried} may be absent: {error}"));
                let default = match row.absent.as_str() {
                    "absent" => json!(null),
                    "empty" => json!([]),
                    other => serde_json::from_str(quoted(other)).unwrap_or_else(|_| panic!("{tried}: {other}")),
                };
                let written = read(&with(full, &place, Some(default))).unwrap_or_else(|e| panic!("{tried}: {e}"));
                assert_eq!(without, written, "{tried} where absent");
            }
            self.value(full, &row.json, &place, &tried);
        }
    }

    /// A value of a kind: of a type of words, its first.
    fn sample(&self, json: &str) -> Option<Value> {
        match linked(json).and_then(|name| self.tables.get(name)) {
            Some(Table::Words(rows)) => {
                let first = rows.first().filter(|row| matches!(row.json.as_str(), "" | "–"));
                first.map(|row| json!(row.name))
            }
            Some(Table::Fields(_)) => None,
            None => samples(json).map(|(sound, _)| sound),
        }
    }

    /// Tries a word with a record below it, of sample values, where no place of the document shows it.
    fn sampled(&mut self, full: &Value, name: &str, word: &str, rows: &[Row], at: &str) {
        let fields: Vec<(String, &Row)> = rows
            .iter()
            .filter_map(|row| row.name.split_once('/').filter(|(of, _)| *of == word).map(|(_, f)| (f.to_owned(), row)))
            .collect();
        let required = fields.iter().filter(|(_, row)| row.absent == "required");
        let values = required.map(|(field, row)| Some((field.clone(), self.sample(&row.json)?)));
        let names_records = fields.iter().any(|(_, row)| row.json.contains("id of "));
        let Some(values) = values.collect::<Option<serde_json::Map<_, _>>>().filter(|_| !names_records) else { return };
        if self.tried.insert(format!("{name}.{word}")) {
            let copy = with(full, at, Some(json!({ word: values })));
            self.fields(&copy, name, &fields, &format!("{at}/{word}"));
        }
    }

    fn typed(&mut self, full: &Value, name: &str, at: &str) {
        let tables = self.tables;
        match tables.get(name).unwrap_or_else(|| panic!("{name} has no table")) {
            Table::Fields(rows) => {
                let rows: Vec<(String, &Row)> = rows.iter().map(|row| (row.name.clone(), row)).collect();
                self.fields(full, name, &rows, at);
            }
            Table::Words(rows) => {
                let words: Vec<&Row> = rows.iter().filter(|row| !row.name.contains('/')).collect();
                let error = read(&with(full, at, Some(json!("no-such-word")))).expect_err("no word");
                let known: Vec<&str> = words.iter().map(|row| row.name.as_str()).collect();
                assert_eq!(
                    expected(&error),
                    known,
                    "the words of {name}, as the reader has them, and as the page has them"
                );
                for row in &words {
                    let sound = match row.json.as_str() {
                        "–" => json!(row.name),
                        "record" => {
                            self.sampled(full, name, &row.name, rows, at);
                            continue;
                        }
                        other => match self.sample(other) {
                            Some(sound) => json!({ row.name.as_str(): sound }),
                            None => continue,
                        },
                    };
                    if let Some(target) = linked(&row.json) {
                        let copy = with(full, at, Some(sound.clone()));
                        self.typed(&copy, target, &format!("{at}/{}", row.name));
                    }
                    assert!(read(&with(full, at, Some(sound))).is_ok(), "{name}.{} is refused", row.name);
                    self.tried.insert(format!("{name}.{}", row.name));
                }
                let Some((word, _)) = full.pointer(at).and_then(Value::as_object).and_then(|o| o.iter().next()) else {
                    return;
                };
                let row = words.iter().find(|row| row.name == *word).unwrap_or_else(|| panic!("{name} has no {word}"));
                let place = format!("{at}/{word}");
                self.tried.insert(format!("{name}.{word}"));
                if row.json == "record" {
                    let within = |row: &'_ &Row| row.name.split_once('/').is_some_and(|(of, _)| of == word);
                    let fields: Vec<(String, &Row)> = rows
                        .iter()
                        .filter(within)
                        .map(|row| (row.name.rsplit('/').next().unwrap_or_default().to_owned(), row))
                        .collect();
                    self.fields(full, name, &fields, &place);
                } else {
                    self.value(full, &row.json, &place, &format!("{name}.{word}"));
                }
            }
        }
    }
}

#[test]
fn every_field_and_word_of_the_format_has_its_line() {
    let tables = tables();
    let full: Value = serde_json::from_str(FULL).expect("JSON");
    let mut held = Held { tables: &tables, tried: BTreeSet::new() };
    held.typed(&full, "ModelDraft", "");
    let rows = tables.iter().flat_map(|(name, table)| {
        let (Table::Fields(all) | Table::Words(all)) = table;
        all.iter().map(move |row| format!("{name}.{}", row.name))
    });
    let rows: BTreeSet<String> = rows.collect();
    let unmet: Vec<&String> = rows.difference(&held.tried).collect();
    assert!(unmet.is_empty(), "the golden document has no place to try {unmet:?}");
    assert!(tables.len() > 110 && rows.len() > 600, "{} tables, {} rows", tables.len(), rows.len());
}

/// The blocks of a kind, each with the lines after it.
fn blocks<'a>(page: &'a str, fence: &str) -> Vec<(String, Vec<&'a str>)> {
    let lines: Vec<&str> = page.lines().collect();
    let mut found = Vec::new();
    let mut i = 0;
    while i < lines.len() {
        if lines[i] == fence {
            let end = i + 1 + lines[i + 1..].iter().position(|line| *line == "```").expect("the block ends");
            found.push((lines[i + 1..end].join("\n"), lines[end + 1..].to_vec()));
            i = end;
        }
        i += 1;
    }
    found
}

/// A document of some lists.
fn headed(lists: Value) -> Value {
    let mut document = json!({"portefeuille": "1.1", "status_date": "2026-11-24", "currency": "EUR"});
    let (Some(head), Value::Object(lists)) = (document.as_object_mut(), lists) else { panic!("an object of lists") };
    head.extend(lists);
    document
}

#[test]
fn the_examples_of_the_format_are_one_sound_document() {
    let mut parts = serde_json::Map::new();
    let mut whole = 0;
    for (block, _) in blocks(FORMAT, "```json") {
        let tree: Value = serde_json::from_str(&block).unwrap_or_else(|error| panic!("{error}: {block}"));
        if tree.get("portefeuille").is_some() {
            let model = Model::from_json(&block).unwrap_or_else(|faults| panic!("{faults}"));
            assert_eq!(model.to_json(), block.clone() + "\n");
            whole += 1;
            continue;
        }
        for (list, records) in tree.as_object().expect("an object of lists") {
            assert!(parts.insert(list.clone(), records.clone()).is_none(), "{list} stands in two examples");
        }
    }
    assert!(whole == 1 && parts.len() > 25, "{whole} whole, {} lists", parts.len());
    let text = headed(Value::Object(parts)).to_string();
    let model = Model::from_json(&text).unwrap_or_else(|faults| panic!("{faults}"));
    assert!(model.warnings().is_empty(), "{}", model.warnings());
    assert_eq!(Model::from_json(&model.to_json()).as_ref(), Ok(&model));
    let varied = model.with_scenario("baisse").unwrap_or_else(|faults| panic!("{faults}"));
    assert_ne!(varied, model);
}

#[test]
fn what_the_format_refuses_is_refused_as_told() {
    let refused = blocks(FORMAT, "```json refused");
    assert_eq!(refused.len(), 2);
    for (block, after) in refused {
        let tree: Value = serde_json::from_str(&block).unwrap_or_else(|error| panic!("{error}: {block}"));
        let faults = Model::from_json(&headed(tree).to_string()).expect_err("faults");
        let found: Vec<String> =
            faults.iter().map(|fault| format!("- `{}` at `{}`", fault.code(), fault.location())).collect();
        let told: Vec<&str> = after.into_iter().skip(1).take_while(|line| !line.is_empty()).collect();
        assert_eq!(found, told, "{faults}");
    }
}

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    for path in entries {
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            out.push(path);
        }
    }
    out.sort();
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_code_of_the_rules_is_told() {
    let by_name: BTreeMap<String, Code> = Code::ALL.iter().map(|code| (format!("{code:?}"), *code)).collect();
    let mut files = Vec::new();
    sources(&root().join("src/model/build"), &mut files);
    sources(&root().join("src/wire"), &mut files);
    files.retain(|path| !path.to_string_lossy().contains("tests") && !path.to_string_lossy().contains("diff"));
    let mut seen: BTreeSet<Code> = BTreeSet::new();
    for path in &files {
        let text = fs::read_to_string(path).expect("text");
        for name in text.split("Code::").skip(1) {
            let name: String = name.chars().take_while(|c| c.is_alphanumeric()).collect();
            seen.extend(by_name.get(&name));
        }
    }
    assert!(seen.len() > 40, "only {} codes were read: the reader is blind", seen.len());
    let untold: Vec<&str> =
        seen.iter().map(|code| code.as_str()).filter(|code| !FORMAT.contains(&format!("`{code}`"))).collect();
    assert!(untold.is_empty(), "{untold:?}");
    let known: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    for rules in FORMAT.split("Rules: ").skip(1).filter_map(|rest| rest.split(". |").next()) {
        for code in rules.split('`').skip(1).step_by(2) {
            assert!(known.contains(code), "`{code}` is no code");
        }
    }
}

/// The rows of the vocabulary: term, French, what it is, carried by, exercised by.
fn terms() -> Vec<[String; 5]> {
    let rows = VOCABULARY.lines().filter_map(cells).filter(|cells| cells[0] != "term" && !cells[0].starts_with("---"));
    rows.map(|cells| <[String; 5]>::try_from(cells).unwrap_or_else(|cells| panic!("{cells:?} is no row of five")))
        .collect()
}

/// The text of the file that a test is in, by the path of its module.
fn test_file(path: &str) -> Option<String> {
    let (module, _) = path.rsplit_once("::")?;
    let read = |file: String| fs::read_to_string(root().join(file)).ok();
    if let Some(area) = module.strip_prefix("suite::") {
        return read(format!("tests/suite/{}.rs", area.replace("::", "/")));
    }
    let file = |module: &str| module.replace("::", "/");
    let own = file(module);
    let outer = module.strip_suffix("::tests").map(file);
    // A module of tests is a file of its own, or stands at the end of the file it tests.
    let names = [own.clone() + ".rs", own + "/mod.rs"].into_iter();
    names.chain(outer.map(|outer| outer + ".rs")).find_map(|name| read(format!("src/{name}")))
}

#[test]
fn every_term_is_carried_and_exercised() {
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    let texts: Vec<String> = files.iter().map(|path| fs::read_to_string(path).expect("text")).collect();
    let declares = |text: &&String, name: &str| {
        ["struct", "enum", "trait", "mod"].iter().any(|kind| {
            text.match_indices(&format!("pub {kind} {name}"))
                .any(|(at, found)| !text[at + found.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_'))
        }) || (name == "Workload" || name == "Share") && text.contains(&format!("    {name}, {}", name.to_uppercase()))
    };
    let mut seen = BTreeSet::new();
    let rows = terms();
    for [term, french, meaning, carried, exercised] in &rows {
        for cell in [term, french, meaning, carried, exercised] {
            assert!(!cell.trim_matches(['*', '`', ' ']).is_empty(), "{term}: a cell is empty");
        }
        assert!(seen.insert((term, carried)), "{term} stands there twice");
        let names: Vec<&str> = carried.split("[`").skip(1).filter_map(|rest| rest.split('`').next()).collect();
        assert!(!names.is_empty(), "{term} is carried by nothing");
        for name in names {
            let (outer, member) = name.split_once("::").unwrap_or((name, ""));
            let home = texts.iter().find(|text| declares(text, outer)).unwrap_or_else(|| panic!("{term}: no {outer}"));
            let member = member.trim_end_matches("()");
            let is_there = member.is_empty()
                || [
                    format!("    pub {member}: "),
                    format!("    {member},\n"),
                    format!("    {member} "),
                    format!("    {member}("),
                ]
                .iter()
                .any(|line| home.contains(line));
            assert!(is_there, "{term}: no {name}");
        }
        let path = quoted(exercised);
        let text = test_file(path).unwrap_or_else(|| panic!("{term}: no file of {path}"));
        let function = path.rsplit("::").next().unwrap_or_default();
        let (before, _) = text.split_once(&format!("fn {function}(")).unwrap_or_else(|| panic!("{term}: no {path}"));
        assert!(before.trim_end().ends_with(']'), "{term}: {path} is no test");
    }
    assert!(rows.len() > 250, "{} rows", rows.len());
}

#[test]
fn no_term_of_the_domain_is_missing() {
    use std::io::Write;
    let Ok(domain) = fs::read_to_string(root().join("../shared/design/domain.md")) else {
        let _ = writeln!(std::io::stderr(), "skipped: the description of the domain is not there");
        return;
    };
    let plain = |text: &str| text.replace(['*', '`'], "").to_lowercase();
    let page = plain(VOCABULARY);
    // What is set off in the text, whatever the mark; emphasis spans no line.
    let mut wanted: BTreeSet<String> = BTreeSet::new();
    for line in domain.lines() {
        for mark in ["**", "*", "`"] {
            let line = if mark == "*" { line.replace("**", "") } else { line.to_owned() };
            wanted.extend(line.split(mark).skip(1).step_by(2).map(plain));
        }
    }
    // Types with their French names, and every word of what they carry.
    let vocabulary =
        domain.split("## Vocabulary").nth(1).and_then(|rest| rest.split("\n## ").next()).expect("a chapter");
    for line in vocabulary.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| type")) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").collect();
        wanted.extend(cells[..2].iter().flat_map(|cell| cell.split(", ")).map(|term| plain(term.trim())));
        let words = plain(cells[2]);
        let words = words.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 4);
        wanted.extend(words.map(|word| word.trim_end_matches('s').to_owned()));
    }
    assert!(wanted.len() > 200, "only {} terms were read: the reader is blind", wanted.len());
    // Places and names of files, not terms.
    let missing: Vec<&String> =
        wanted.iter().filter(|term| !term.contains('/') && !page.contains(term.trim_end_matches('.'))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
