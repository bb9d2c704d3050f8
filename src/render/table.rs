//! Aligned tables.

use super::text::{markdown, plain, words, wrapped};
use std::fmt::Write as _;

/// Columns of a terminal that texts and tables keep to where they can.
pub(super) const WIDTH: usize = 118;
/// What stands before each line of a table, and between its columns.
const GAP: &str = "  ";
/// Columns of texts are not made narrower than this.
const NARROWEST: usize = 14;
/// Characters of a cell that a terminal shows.
const LONGEST: usize = 240;

/// On which side a column's texts stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Align {
    /// For texts.
    Left,
    /// For numbers.
    Right,
}

/// A table that is written once all its rows are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    headers: Vec<(String, Align)>,
    rows: Vec<Vec<String>>,
    widest: usize,
}

impl Table {
    /// A table of columns.
    pub fn new<T: Into<String>>(columns: impl IntoIterator<Item = (T, Align)>) -> Self {
        Self { headers: columns.into_iter().map(|(h, a)| (h.into(), a)).collect(), rows: Vec::new(), widest: LONGEST }
    }

    /// In a terminal, cuts texts of more characters than this, with an ellipsis; 240 unless said otherwise.
    #[must_use]
    pub fn widest(mut self, characters: usize) -> Self {
        self.widest = characters.max(2);
        self
    }

    /// Adds a row; what is missing is blank, what is too much is left out.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let mut row: Vec<String> = cells.into_iter().take(self.headers.len()).collect();
        row.resize(self.headers.len(), String::new());
        self.rows.push(row);
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Leaves out the rows after so many, and says how many they were.
    pub(super) fn truncate(&mut self, most: usize) -> usize {
        let more = self.rows.len().saturating_sub(most);
        self.rows.truncate(most);
        more
    }

    /// For a terminal: columns padded to the width of their widest text, a rule under the headers. Where that is more than
    /// 118 columns, headers and then the widest texts go on in further lines; numbers never do.
    pub fn to_text(&self) -> String {
        let rows: Vec<Vec<String>> =
            self.rows.iter().map(|row| row.iter().map(|cell| self.cut(cell)).collect()).collect();
        let headers: Vec<String> = self.headers.iter().map(|(header, _)| plain(header)).collect();
        let widths = self.widths(&headers, &rows);
        let mut out = String::new();
        self.lines(&headers, &widths, &mut out);
        let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
        let _ = writeln!(out, "{GAP}{}", rule.join(GAP));
        for row in &rows {
            self.lines(row, &widths, &mut out);
        }
        out
    }

    /// For GitHub and its kin: a pipe table, cells whole.
    pub fn to_markdown(&self) -> String {
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let mut out = line(self.headers.iter().map(|(header, _)| markdown(header)).collect());
        let rules = self.headers.iter().map(|(_, align)| match align {
            Align::Left => "---".to_owned(),
            Align::Right => "---:".to_owned(),
        });
        out += &line(rules.collect());
        for row in &self.rows {
            out += &line(row.iter().map(|cell| markdown(cell)).collect());
        }
        out
    }

    /// How wide each column is, so that all of them fit where they can.
    fn widths(&self, headers: &[String], rows: &[Vec<String>]) -> Vec<usize> {
        let length = |text: &str| text.chars().count();
        let word = |text: &str| words(text).iter().map(|word| length(word)).max().unwrap_or(0);
        let body: Vec<usize> =
            (0..headers.len()).map(|column| rows.iter().map(|row| length(&row[column])).max().unwrap_or(0)).collect();
        let least: Vec<usize> = self
            .headers
            .iter()
            .zip(headers)
            .zip(&body)
            .map(|(((_, align), header), body)| match align {
                Align::Right => word(header).max(*body),
                Align::Left => word(header).max(NARROWEST.min(*body)),
            })
            .collect();
        let mut widths: Vec<usize> =
            headers.iter().zip(&body).map(|(header, body)| length(header).max(*body)).collect();
        let mut total: usize = widths.iter().map(|width| width + GAP.len()).sum();
        while total > WIDTH {
            // Headers wider than what is below them first, then the widest text.
            let overhang = |column: &usize| widths[*column].saturating_sub(body[*column].max(least[*column]));
            let above = (0..widths.len()).filter(|column| overhang(column) > 0).max_by_key(overhang);
            let widest = || (0..widths.len()).filter(|c| widths[*c] > least[*c]).max_by_key(|c| widths[*c]);
            let Some(column) = above.or_else(widest) else { break };
            widths[column] -= 1;
            total -= 1;
        }
        widths
    }

    /// One row, over as many lines as its tallest cell takes.
    fn lines(&self, row: &[String], widths: &[usize], out: &mut String) {
        let cells: Vec<Vec<String>> = row.iter().zip(widths).map(|(cell, width)| wrapped(cell, *width)).collect();
        for i in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
            let mut line = String::new();
            for ((cell, width), (_, align)) in cells.iter().zip(widths).zip(&self.headers) {
                let text = cell.get(i).map_or("", String::as_str);
                let blank = " ".repeat(width.saturating_sub(text.chars().count()));
                match align {
                    Align::Left => line.extend([text, &blank, GAP]),
                    Align::Right => line.extend([&blank, text, GAP]),
                }
            }
            let _ = writeln!(out, "{GAP}{}", line.trim_end());
        }
    }

    fn cut(&self, text: &str) -> String {
        let text = plain(text);
        if text.chars().count() <= self.widest {
            return text;
        }
        let kept: String = text.chars().take(self.widest - 1).collect();
        kept.trim_end().to_owned() + "…"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_by_characters() {
        let mut table = Table::new([("Thème", Align::Left), ("Coût", Align::Right)]).widest(10);
        table.row(["Démarches".to_owned(), "12".to_owned()]);
        table.row(["Environnement de travail".to_owned(), "1 250".to_owned(), "lost".to_owned()]);
        let text = table.to_text();
        let widths: Vec<usize> = text.lines().map(|line| line.chars().count()).collect();
        assert_eq!(text.lines().count(), 4);
        assert!(widths.iter().all(|w| *w == widths[0]), "{text}");
        assert!(text.contains("Environne…"), "{text}");
    }

    #[test]
    fn wide_tables_go_on_below() {
        let mut table = Table::new([
            ("Projet", Align::Left),
            ("Demandé par les candidats", Align::Right),
            ("Premier motif", Align::Left),
        ]);
        let reason = "moins utile que les retenus : AP numérique en 2027, il faut 127 000 €, il reste 15 875 €";
        table.row([
            "Accueil multicanal et gestion de la relation".to_owned(),
            "700 000 €".to_owned(),
            reason.to_owned(),
        ]);
        let text = table.to_text();
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
        let words: Vec<&str> = text.split_whitespace().collect();
        for word in reason.split_whitespace() {
            assert!(words.contains(&word), "`{word}` is lost: {text}");
        }
        assert_eq!(text.lines().take_while(|line| !line.contains('─')).count(), 3, "the header goes on:\n{text}");
    }

    #[test]
    fn markdown_keeps_cells_whole_and_bars_harmless() {
        let mut table = Table::new([("Thème", Align::Left), ("Coût", Align::Right)]).widest(4);
        table.row(["a|b\n<c>".to_owned(), "12\u{a0}€".to_owned()]);
        assert_eq!(table.to_markdown(), "| Thème | Coût |\n| --- | ---: |\n| a\\|b \\<c\\> | 12\u{a0}€ |\n");
    }
}
