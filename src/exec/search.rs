//! `$search` without a full-text index: a row goes in, whether its text columns match comes out
//! (URL Conventions, section 5.1.8). A word or phrase matches where it stands in one of the
//! columns, in any letter case; knows no ranking and no stems.

use std::borrow::Cow;

use crate::edm::ValueRef;
use crate::query::SearchExpr;
use crate::source::{Error, Row};

/// A search expression over the columns at some places.
pub(super) struct Search<'p> {
    places: &'p [usize],
    term: Term,
}

/// [`SearchExpr`] in lower case.
enum Term {
    Text(String),
    And(Box<Term>, Box<Term>),
    Or(Box<Term>, Box<Term>),
    Not(Box<Term>),
}

impl<'p> Search<'p> {
    pub(super) fn new(expr: &SearchExpr, places: &'p [usize]) -> Self {
        Self { places, term: Term::of(expr) }
    }

    /// Whether the row matches. Null holds no text: it matches nothing but a `NOT`.
    ///
    /// # Errors
    /// [`Error::Evaluation`] if a column is not text, and what the row gives.
    pub(super) fn matches(&self, row: &dyn Row) -> Result<bool, Error> {
        let mut texts = Vec::with_capacity(self.places.len());
        for place in self.places {
            match row.get(*place)? {
                ValueRef::Null => {}
                ValueRef::String(text) => texts.push(lower(text)),
                _ => return Err(Error::Evaluation("$search looks at text only".to_owned())),
            }
        }
        Ok(self.term.matches(&texts))
    }
}

impl Term {
    fn of(expr: &SearchExpr) -> Self {
        match expr {
            SearchExpr::Word(text) | SearchExpr::Phrase(text) => {
                Self::Text(lower(Cow::Borrowed(text)).into_owned())
            }
            SearchExpr::And(a, b) => Self::And(Box::new(Self::of(a)), Box::new(Self::of(b))),
            SearchExpr::Or(a, b) => Self::Or(Box::new(Self::of(a)), Box::new(Self::of(b))),
            SearchExpr::Not(a) => Self::Not(Box::new(Self::of(a))),
        }
    }

    fn matches(&self, texts: &[Cow<'_, str>]) -> bool {
        match self {
            Self::Text(part) => texts.iter().any(|text| text.contains(part.as_str())),
            Self::And(a, b) => a.matches(texts) && b.matches(texts),
            Self::Or(a, b) => a.matches(texts) || b.matches(texts),
            Self::Not(a) => !a.matches(texts),
        }
    }
}

/// In lower case character by character, without a copy where it already is. A character is not
/// lowered by what stands around it (as a final sigma is), or a part of a word would not match.
fn lower(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.chars().all(|c| c.to_lowercase().eq([c])) {
        return text;
    }
    Cow::Owned(text.chars().flat_map(char::to_lowercase).collect())
}
