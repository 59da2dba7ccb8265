//! A `$search` expression in, SQL out (URL Conventions, section 5.1.7): each word or phrase is one
//! condition; `AND`, `OR` and `NOT` stand between them in SQL, so that no term's characters can mean
//! anything in a full-text query language.

use std::borrow::Cow;

use crate::catalog::Search;
use crate::query::SearchExpr;

use super::function::pattern;
use super::logic::LONGEST_CHAIN;
use crate::source::sql::render::{Renderer, Unsupported, form};
use crate::source::sql::statement::Parameter;

impl<'a> Renderer<'a> {
    /// Writes the condition for rows that match.
    pub(super) fn search(&mut self, search: &'a SearchExpr) -> Result<(), Unsupported> {
        self.search_within(search, LONGEST_CHAIN)
    }

    fn search_within(&mut self, search: &'a SearchExpr, depth: usize) -> Result<(), Unsupported> {
        let Some(depth) = depth.checked_sub(1) else {
            return Err(Unsupported("so deep a search".to_owned()));
        };
        match search {
            SearchExpr::Word(term) => self.term(term, false),
            SearchExpr::Phrase(term) => self.term(term, true),
            SearchExpr::And(left, right) | SearchExpr::Or(left, right) => {
                self.sql.push('(');
                self.search_within(left, depth)?;
                self.sql.push_str(if matches!(search, SearchExpr::And(..)) { " AND " } else { " OR " });
                self.search_within(right, depth)?;
                self.sql.push(')');
                Ok(())
            }
            // A row whose texts are null does not match, so it matches the opposite.
            SearchExpr::Not(operand) => {
                self.sql.push('(');
                self.search_within(operand, depth)?;
                self.sql.push_str(" IS NOT TRUE)");
                Ok(())
            }
        }
    }

    fn term(&mut self, term: &'a str, phrase: bool) -> Result<(), Unsupported> {
        match &self.table.search {
            Search::None => Err(Unsupported("a search of this table".to_owned())),
            Search::Like(properties) => self.term_in(term, properties),
            Search::Index { name, columns, configuration } => {
                let table = self.table;
                let columns = columns.iter().filter_map(|index| table.columns.get(*index));
                let columns: Vec<&str> = columns.map(|column| column.name.as_str()).collect();
                let dialect = self.dialect;
                dialect.full_text(self, FullText { name, columns, configuration, term, phrase });
                Ok(())
            }
        }
    }

    /// A case-insensitive substring search over several columns.
    fn term_in(&mut self, term: &str, properties: &[usize]) -> Result<(), Unsupported> {
        let folded: String = term.chars().flat_map(char::to_lowercase).collect();
        let like = self.dialect.like();
        let pattern: Cow<'a, str> = Cow::Owned(pattern(&folded, like, "%", "%"));
        self.sql.push('(');
        for (index, property) in properties.iter().enumerate() {
            if index > 0 {
                self.sql.push_str(" OR ");
            }
            let column = self.column(*property)?;
            let (folding, text) = (self.dialect.folded(), self.dialect.text(form(column)));
            let letters = self.letters_to_fold(&folded);
            for _ in &letters {
                self.sql.push_str("replace(");
            }
            self.around(folding, |renderer| {
                renderer.around(text, |renderer| renderer.column_name(column));
            });
            for (upper, lower) in letters {
                self.sql.push_str(", ");
                self.parameter(Parameter::Text(upper.to_string().into()));
                self.sql.push_str(", ");
                self.parameter(Parameter::Text(lower.to_string().into()));
                self.sql.push(')');
            }
            self.like(like, pattern.clone());
        }
        if properties.is_empty() {
            self.sql.push_str("FALSE");
        }
        self.sql.push(')');
        Ok(())
    }

    /// The capital letters of a term, with their small ones, that the engine would not fold.
    fn letters_to_fold(&self, folded: &str) -> Vec<(char, char)> {
        let mut letters = Vec::new();
        for lower in folded.chars().filter(|letter| !self.dialect.folds(*letter)) {
            let mut upper = lower.to_uppercase();
            if let (Some(upper), None) = (upper.next(), upper.next())
                && upper.to_lowercase().eq([lower])
                && upper != lower
                && !letters.contains(&(upper, lower))
            {
                letters.push((upper, lower));
            }
        }
        letters
    }
}

/// One term looked up in a full-text index.
pub(in crate::source::sql) struct FullText<'a, 'n> {
    /// The index's name, as [`Search::Index`] has it.
    pub(in crate::source::sql) name: &'n str,
    /// The columns it covers.
    pub(in crate::source::sql) columns: Vec<&'n str>,
    /// PostgreSQL's text search configuration.
    pub(in crate::source::sql) configuration: &'a str,
    /// The word or phrase.
    pub(in crate::source::sql) term: &'a str,
    /// Whether it is a phrase.
    pub(in crate::source::sql) phrase: bool,
}
