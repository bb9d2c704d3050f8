//! Sections of a report, written once for the terminal and for Markdown.

use super::table::{Table, WIDTH};
use super::text::{markdown, markdown_block, plain, wrapped};
use std::fmt::{self, Write as _};

/// One piece of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Block {
    /// A heading of level 1 to 3.
    Heading(usize, String),
    /// Names the table or list below.
    Caption(String),
    /// A paragraph.
    Paragraph(String),
    /// An item of a list, of depth 0 or 1.
    Item(usize, String),
    /// A remark on the table or list above.
    Note(String),
    /// A table.
    Table(Table),
}

/// A report for people: headings, paragraphs, lists and tables (*compte rendu*), written for a terminal or in Markdown.
///
/// The functions of [`render`](super) make one each; [`append`](Self::append) puts them together.
///
/// ```
/// use portefeuille::render::{Align, Report, Table};
///
/// let mut report = Report::new();
/// report.section("Budgets");
/// report.paragraph("Ouverts par les votes.");
/// let mut table = Table::new([("Exercice", Align::Left), ("Ouvert", Align::Right)]);
/// table.row(["2027".to_owned(), "4 200 000 €".to_owned()]);
/// report.table(table);
/// assert_eq!(
///     report.to_markdown(),
///     "## Budgets\n\nOuverts par les votes.\n\n| Exercice | Ouvert |\n| --- | ---: |\n| 2027 | 4 200 000 € |\n"
/// );
/// assert!(report.to_text().starts_with("\nBudgets\n═══════\nOuverts par les votes.\n\n  Exercice"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[must_use]
pub struct Report {
    blocks: Vec<Block>,
}

impl Report {
    /// A report without sections.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// What the whole is called.
    pub fn title(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Heading(1, text.into()));
    }

    /// Begins a section.
    pub fn section(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Heading(2, text.into()));
    }

    /// Begins a part of a section.
    pub fn subsection(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Heading(3, text.into()));
    }

    /// Names the table or list that follows.
    pub fn caption(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Caption(text.into()));
    }

    /// A paragraph; in a terminal it goes on right under the one before.
    pub fn paragraph(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Paragraph(text.into()));
    }

    /// An item of a list.
    pub fn item(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Item(0, text.into()));
    }

    /// An item below the last one.
    pub fn subitem(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Item(1, text.into()));
    }

    /// A remark on the table or list above, such as how many rows are left out.
    pub fn note(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Note(text.into()));
    }

    /// A table; one without rows is left out.
    pub fn table(&mut self, table: Table) {
        if !table.is_empty() {
            self.blocks.push(Block::Table(table));
        }
    }

    /// Puts another report after this one.
    pub fn append(&mut self, other: Self) {
        self.blocks.extend(other.blocks);
    }

    /// For a terminal: headings with a rule under them, texts and tables within 118 columns where they can be.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        let mut before: Option<&Block> = None;
        for block in &self.blocks {
            let is_apart = match (before, block) {
                (_, Block::Heading(..)) => true,
                (_, Block::Item(..) | Block::Note(_))
                | (None | Some(Block::Heading(..) | Block::Caption(_)), _)
                | (Some(Block::Paragraph(_)), Block::Paragraph(_)) => false,
                _ => true,
            };
            if is_apart {
                out.push('\n');
            }
            match block {
                Block::Heading(level, text) => {
                    let text = plain(text);
                    let rule = if *level < 3 { "═" } else { "─" };
                    let _ = writeln!(out, "{text}\n{}", rule.repeat(text.chars().count().min(WIDTH)));
                }
                Block::Caption(text) | Block::Paragraph(text) => lines("", "", text, &mut out),
                Block::Item(0, text) => lines("  • ", "    ", text, &mut out),
                Block::Item(_, text) => lines("    – ", "      ", text, &mut out),
                Block::Note(text) => lines("  ", "  ", text, &mut out),
                Block::Table(table) => out += &table.to_text(),
            }
            before = Some(block);
        }
        out
    }

    /// In Markdown as GitHub reads it: `#` to `###`, pipe tables, lists; whatever stands in names is shown as it is.
    pub fn to_markdown(&self) -> String {
        let mut out = String::new();
        let mut before: Option<&Block> = None;
        for block in &self.blocks {
            let goes_on = matches!((before, block), (Some(Block::Item(..)), Block::Item(..)));
            if before.is_some() && !goes_on {
                out.push('\n');
            }
            match block {
                Block::Heading(level, text) => {
                    let _ = writeln!(out, "{} {}", "#".repeat(*level), markdown(text));
                }
                Block::Caption(text) => {
                    let _ = writeln!(out, "**{}**", markdown(text));
                }
                Block::Paragraph(text) | Block::Note(text) => {
                    let _ = writeln!(out, "{}", markdown_block(text));
                }
                Block::Item(depth, text) => {
                    let _ = writeln!(out, "{}- {}", "  ".repeat(*depth), markdown_block(text));
                }
                Block::Table(table) => out += &table.to_markdown(),
            }
            before = Some(block);
        }
        out
    }
}

/// As for a terminal.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}

/// A text in lines, what goes before the first and what before the others.
fn lines(first: &str, other: &str, text: &str, out: &mut String) {
    let width = WIDTH - first.chars().count();
    for (i, line) in wrapped(&plain(text), width).into_iter().enumerate() {
        out.push_str(if i == 0 { first } else { other });
        out.push_str(&line);
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Align;

    fn report() -> Report {
        let mut report = Report::new();
        report.title("Feuille de route");
        report.paragraph("Du 1er janvier au 31 décembre.");
        report.paragraph("# pas un titre");
        report.section("Constats");
        report.caption("À corriger");
        report.item("jalon en retard");
        report.subitem("projet « A|B »");
        report.item("autre");
        let mut table = Table::new([("Année", Align::Left)]);
        table.row(["2027".to_owned()]);
        report.table(table);
        report.table(Table::new([("vide", Align::Left)]));
        report.note("… 1 autre année");
        report
    }

    #[test]
    fn blocks_stand_apart_where_they_should() {
        let expected = "\nFeuille de route\n════════════════\nDu 1er janvier au 31 décembre.\n# pas un titre\n\nConstats\n\
                        ════════\nÀ corriger\n  • jalon en retard\n    – projet « A|B »\n  • autre\n\n  Année\n  ─────\n  \
                        2027\n  … 1 autre année\n";
        assert_eq!(report().to_text(), expected);
        assert_eq!(report().to_string(), expected);
    }

    #[test]
    fn markdown_has_a_blank_line_between_blocks() {
        let expected = "# Feuille de route\n\nDu 1er janvier au 31 décembre.\n\n\\# pas un titre\n\n## Constats\n\n**À \
                        corriger**\n\n- jalon en retard\n  - projet « A\\|B »\n- autre\n\n| Année |\n| --- |\n| 2027 |\n\n… 1 \
                        autre année\n";
        assert_eq!(report().to_markdown(), expected);
    }

    #[test]
    fn long_texts_go_on_below() {
        let mut report = Report::new();
        report.item("mot ".repeat(60).trim_end());
        let text = report.to_text();
        assert_eq!(text.lines().count(), 3, "{text}");
        assert!(text.lines().skip(1).all(|line| line.starts_with("    mot")), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH));
    }
}
