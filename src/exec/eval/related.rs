//! Values made of related rows: whether there is one, how many there are, what the only one says (URL
//! Conventions, sections 5.1.1.13 and 5.1.1.15). Knows no source: the rows have been read before.

use crate::edm::Value;
use crate::query::{Related, RelatedForm};
use crate::source::{Error, Row};

use super::super::key::Key;
use super::super::related::Lookup;
use super::Evaluator;
use super::rows::Rows;

impl Evaluator {
    /// The value of `related` for the row at hand.
    pub(super) fn related(&self, related: &Related, rows: &Rows<'_>) -> Result<Value, Error> {
        let lookup = self.lookup(related.relation.target)?;
        let places = self.places(related, lookup, rows)?;
        let mut count = 0;
        let mut only = None;
        for place in &places {
            let Some(row) = lookup.row(*place) else { continue };
            self.visit(lookup)?;
            let inside = rows.inside(row);
            if let Some(filter) = &related.filter
                && self.truth(filter, &inside)? != Some(true)
            {
                continue;
            }
            count += 1;
            match &related.form {
                RelatedForm::Any => return Ok(Value::Boolean(true)),
                RelatedForm::Count => {}
                RelatedForm::One(_) | RelatedForm::CountOf(_) if only.is_some() => {
                    return Err(Error::Several { entity_set: lookup.entity_set().to_owned() });
                }
                RelatedForm::One(value) | RelatedForm::CountOf(value) => {
                    only = Some(self.value(value, &inside)?);
                }
            }
        }
        Ok(match related.form {
            RelatedForm::Any => Value::Boolean(false),
            RelatedForm::Count => Value::Integer(count),
            RelatedForm::One(_) => only.unwrap_or(Value::Null),
            RelatedForm::CountOf(_) => only.unwrap_or(Value::Integer(0)),
        })
    }

    /// The places of the rows that belong to the row the relation starts from, each once.
    fn places(&self, related: &Related, lookup: &Lookup, rows: &Rows<'_>) -> Result<Vec<usize>, Error> {
        let relation = &related.relation;
        let Some(start) = rows.out(related.from) else { return Err(unknown("row around it")) };
        let Some(key) = key(start, &relation.here)? else { return Ok(Vec::new()) };
        let Some(link) = &relation.through else { return Ok(lookup.find(&key).to_vec()) };
        let links = self.lookup(link.table)?;
        let mut places = Vec::new();
        for place in links.find(&key) {
            let Some(row) = links.row(*place) else { continue };
            self.visit(links)?;
            if let Some(key) = self::key(row, &link.there)? {
                places.extend_from_slice(lookup.find(&key));
            }
        }
        places.sort_unstable();
        places.dedup();
        Ok(places)
    }

    fn lookup(&self, place: usize) -> Result<&Lookup, Error> {
        self.known.related(place).ok_or_else(|| unknown("related rows"))
    }

    /// Counts one more related row looked at.
    fn visit(&self, lookup: &Lookup) -> Result<(), Error> {
        let visits = self.visits.get() + 1;
        if visits > self.known.most_visits() {
            return Err(Error::TooManyRows(format!(
                "{}: related entities would have to be looked at more than {} times, as the data source \
                 cannot itself check the condition on them; add a condition on the entities themselves",
                lookup.entity_set(),
                self.known.most_visits()
            )));
        }
        self.visits.set(visits);
        Ok(())
    }
}

fn key(row: &dyn Row, places: &[usize]) -> Result<Option<Key>, Error> {
    Key::of(places.iter().map(|place| row.get(*place).map(|value| value.to_value())))
}

/// A plan asked for what it did not provide.
fn unknown(what: &str) -> Error {
    Error::Evaluation(format!("this expression has no {what}"))
}
