//! Aligned tables.

use std::fmt::Write as _;

/// On which side a column's texts stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Align {
    /// For texts.
    Left,
    /// For numbers.
    Right,
}

/// A table that is written once all its rows are known.
#[derive(Debug, Clone)]
pub struct Table {
    headers: Vec<(String, Align)>,
    rows: Vec<Vec<String>>,
    widest: usize,
}

impl Table {
    /// A table of columns.
    pub fn new<T: Into<String>>(columns: impl IntoIterator<Item = (T, Align)>) -> Self {
        Self { headers: columns.into_iter().map(|(h, a)| (h.into(), a)).collect(), rows: Vec::new(), widest: 44 }
    }

    /// Cuts texts of more characters than this, with an ellipsis; 44 unless said otherwise.
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

    /// For a terminal: columns padded to the width of their widest text, a rule under the headers.
    pub fn to_text(&self) -> String {
        let cut: Vec<Vec<String>> = std::iter::once(self.headers.iter().map(|(h, _)| h.clone()).collect())
            .chain(self.rows.iter().cloned())
            .map(|row: Vec<String>| row.iter().map(|cell| self.cut(cell)).collect())
            .collect();
        let widths: Vec<usize> = (0..self.headers.len())
            .map(|column| cut.iter().map(|row| row[column].chars().count()).max().unwrap_or(0))
            .collect();
        let mut out = String::new();
        for (i, row) in cut.iter().enumerate() {
            let mut line = String::new();
            for ((cell, width), (_, align)) in row.iter().zip(&widths).zip(&self.headers) {
                let blank = " ".repeat(width - cell.chars().count());
                match align {
                    Align::Left => line.extend([cell, blank.as_str(), "  "]),
                    Align::Right => line.extend([blank.as_str(), cell, "  "]),
                }
            }
            let _ = writeln!(out, "  {}", line.trim_end());
            if i == 0 {
                let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
                let _ = writeln!(out, "  {}", rule.join("  "));
            }
        }
        out
    }

    fn cut(&self, text: &str) -> String {
        if text.chars().count() <= self.widest {
            return text.to_owned();
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
}
