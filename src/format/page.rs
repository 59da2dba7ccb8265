//! A page of entities: takes rows, gives the collection's JSON (JSON Format, section 12) and, if
//! there are more rows than the page may hold, where the next one starts. Knows no `$skiptoken`.

use std::ops::ControlFlow;

use super::level::Level;
use super::negotiate::MetadataLevel;
use super::{Representation, context, encode, escape};
use crate::edm::{Value, ValueRef};
use crate::source::{Error, Row, RowSink};

/// Writes one page. It ends at `max_rows` rows or before the row that would pass `max_bytes`,
/// whichever comes first; it learns that there is more only from a row it does not take, so the
/// scan must be able to give one row more than `max_rows`. Where something is expanded, the page is
/// put together when all levels are there.
pub struct PageWriter {
    level: Level,
    body: Vec<u8>,
    /// Where the count goes: it may be known only after the rows.
    count_at: usize,
    ieee754_compatible: bool,
    max_rows: u64,
    max_bytes: usize,
    rows: u64,
    more: bool,
    /// Places of the sort keys in a row, and their values in the last row written.
    position: Vec<usize>,
    last: Vec<Value>,
    /// Where something is expanded, these values for every row: the page may have to end earlier.
    ends: Vec<Vec<Value>>,
}

impl PageWriter {
    /// A page without rows yet.
    ///
    /// `max_bytes` bounds everything up to the last row; the count and the next link come on top.
    #[must_use]
    pub fn new(representation: &Representation<'_>, max_rows: u64, max_bytes: usize) -> Self {
        let mut body = Vec::with_capacity(FIRST_CAPACITY.min(max_bytes));
        body.push(b'{');
        if representation.json.metadata != MetadataLevel::None {
            body.extend_from_slice(b"\"@odata.context\":");
            escape::string(&mut body, &context::of_rows(representation, b"", representation.query.derived));
            body.push(b',');
        }
        let count_at = body.len();
        body.extend_from_slice(b"\"value\":[");
        let position = representation.plan.position.clone();
        let last = vec![Value::Null; position.len()];
        Self {
            level: Level::new(representation),
            body,
            count_at,
            ieee754_compatible: representation.json.ieee754_compatible,
            max_rows,
            max_bytes,
            rows: 0,
            more: false,
            position,
            last,
            ends: Vec::new(),
        }
    }

    /// The rows, to be filled with what is expanded of them.
    pub const fn level_mut(&mut self) -> &mut Level {
        &mut self.level
    }

    /// Keeps the first half of the rows, without what was filled in so far; `false` if that is none.
    pub fn halve(&mut self) -> bool {
        self.end_at(self.level.rows() / 2)
    }

    /// Puts the rows and what is expanded of them together, as many as `max_bytes` allows. Without
    /// `$expand` there is nothing to do.
    ///
    /// # Errors
    /// [`Error::RowTooLarge`] if that is none.
    pub fn assemble(&mut self) -> Result<(), Error> {
        for row in 0..self.ends.len() {
            let start = self.body.len();
            if row > 0 {
                self.body.push(b',');
            }
            self.level.write(&mut self.body, row, b"", self.max_bytes);
            if self.body.len() > self.max_bytes {
                self.body.truncate(start);
                if !self.end_at(row) {
                    return Err(self.level.too_much(&format!("{} bytes", self.max_bytes)));
                }
                break;
            }
        }
        Ok(())
    }

    /// Ends the page in front of a row.
    fn end_at(&mut self, rows: usize) -> bool {
        let Some(end) = rows.checked_sub(1).and_then(|last| self.ends.get(last)) else { return false };
        self.last.clone_from(end);
        self.ends.truncate(rows);
        self.level.truncate(rows);
        self.rows = u64::try_from(rows).unwrap_or(u64::MAX);
        self.more = true;
        true
    }

    /// Rows written.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// If there is a row behind the last one written: the values of that last row's sort keys, at
    /// the places `plan.position` names. `None` on the last page, however full it is.
    #[must_use]
    pub fn more(&self) -> Option<&[Value]> {
        (self.more && self.rows > 0).then_some(&self.last)
    }

    /// The whole body. `count`: the number of rows of the whole result, if it was asked for;
    /// `next_link`: the absolute URL of the next page, where [`PageWriter::more`] says there is one.
    #[must_use]
    pub fn finish(mut self, count: Option<u64>, next_link: Option<&str>) -> Vec<u8> {
        self.body.push(b']');
        if let Some(url) = next_link {
            self.body.extend_from_slice(b",\"@odata.nextLink\":");
            escape::string(&mut self.body, url);
        }
        self.body.push(b'}');
        if let Some(count) = count {
            let mut member = b"\"@odata.count\":".to_vec();
            encode::count(&mut member, count, self.ieee754_compatible);
            member.push(b',');
            self.body.splice(self.count_at..self.count_at, member);
        }
        self.body
    }

    /// Takes a row that more is to come of.
    fn expanded(&mut self, row: &dyn Row) -> Result<ControlFlow<()>, Error> {
        let rows = self.level.rows();
        self.level.push(row)?;
        if self.level.size() > self.max_bytes {
            if rows == 0 {
                return Err(self.level.encoder.too_large(row, self.max_bytes));
            }
            self.level.truncate(rows);
            self.more = true;
            return Ok(ControlFlow::Break(()));
        }
        self.rows += 1;
        self.remember(row)?;
        self.ends.push(self.last.clone());
        Ok(ControlFlow::Continue(()))
    }

    fn remember(&mut self, row: &dyn Row) -> Result<(), Error> {
        for (place, kept) in self.position.iter().zip(&mut self.last) {
            let value = row.get(*place);
            match (&value, kept) {
                (Ok(ValueRef::String(text)), Value::String(kept)) => text.as_ref().clone_into(kept),
                (Ok(value), kept) => *kept = value.to_value(),
                (Err(_), _) => return value.map(drop),
            }
        }
        Ok(())
    }
}

impl RowSink for PageWriter {
    fn row(&mut self, row: &dyn Row) -> Result<ControlFlow<()>, Error> {
        if self.rows == self.max_rows {
            self.more = true;
            return Ok(ControlFlow::Break(()));
        }
        if self.level.is_expanded() {
            return self.expanded(row);
        }
        let start = self.body.len();
        if self.rows > 0 {
            self.body.push(b',');
        }
        self.level.encoder.entity(&mut self.body, row)?;
        if self.body.len() > self.max_bytes {
            if self.rows == 0 {
                return Err(self.level.encoder.too_large(row, self.max_bytes));
            }
            self.body.truncate(start);
            self.more = true;
            return Ok(ControlFlow::Break(()));
        }
        self.rows += 1;
        self.remember(row)?;
        Ok(ControlFlow::Continue(()))
    }
}

/// Room for a handful of rows without growing.
const FIRST_CAPACITY: usize = 8 * 1024;

#[cfg(test)]
mod tests {
    use super::super::negotiate::Json;
    use super::super::sample::{Asked, baker, bakery, loaf};
    use super::*;
    use crate::query::Shape;

    struct Written {
        body: String,
        more: Option<Vec<Value>>,
        rows: u64,
    }

    fn write(
        asked: &Asked,
        json: Json,
        entities: &[Vec<Value>],
        (max_rows, max_bytes): (u64, usize),
        closing: (Option<u64>, Option<&str>),
    ) -> Result<Written, Error> {
        let model = bakery();
        let mut page = PageWriter::new(&asked.representation(&model, json), max_rows, max_bytes);
        for entity in entities {
            if page.row(&asked.row(entity))?.is_break() {
                break;
            }
        }
        let (rows, more) = (page.rows(), page.more().map(<[Value]>::to_vec));
        let body = String::from_utf8(page.finish(closing.0, closing.1)).unwrap();
        serde_json::from_str::<serde_json::Value>(&body).unwrap();
        Ok(Written { body, more, rows })
    }

    fn bakers(select: &[usize], projected: bool) -> Asked {
        Asked::new(&bakery(), 0, Shape::Collection, select, projected)
    }

    fn json(metadata: MetadataLevel, ieee754_compatible: bool) -> Json {
        Json { metadata, ieee754_compatible }
    }

    const ROOM: (u64, usize) = (100, 100_000);

    #[test]
    fn bodies_byte_for_byte() {
        let (ann, jo) = (baker(1, "Ann \"A\""), baker(-2, "Jö\n"));
        let all = [ann, jo];
        let (all_properties, projected) = (bakers(&[0, 1, 2, 3, 4], false), bakers(&[1, 2], true));
        let next = "https://gw.example/svc/Bakers?$skiptoken=a%22b";
        let default = Json::default();
        let cases = [
            (
                &all_properties,
                default,
                (None, None),
                r#"{"@odata.context":"https://gw.example/svc/$metadata#Bakers","value":[{"No":1,"Name":"Ann \"A\"","Debt":12.50,"Loaves":9007199254740993,"Photo":null},{"No":-2,"Name":"Jö\n","Debt":12.50,"Loaves":9007199254740993,"Photo":null}]}"#,
            ),
            (
                &projected,
                default,
                (Some(2), Some(next)),
                r#"{"@odata.context":"https://gw.example/svc/$metadata#Bakers(Name,Debt)","@odata.count":2,"value":[{"Name":"Ann \"A\"","Debt":12.50},{"Name":"Jö\n","Debt":12.50}],"@odata.nextLink":"https://gw.example/svc/Bakers?$skiptoken=a%22b"}"#,
            ),
            (
                &projected,
                json(MetadataLevel::None, true),
                (Some(20), Some(next)),
                r#"{"@odata.count":"20","value":[{"Name":"Ann \"A\"","Debt":"12.50"},{"Name":"Jö\n","Debt":"12.50"}],"@odata.nextLink":"https://gw.example/svc/Bakers?$skiptoken=a%22b"}"#,
            ),
            (
                &bakers(&[1, 3], true),
                json(MetadataLevel::Full, true),
                (None, None),
                concat!(
                    r#"{"@odata.context":"https://gw.example/svc/$metadata#Bakers(Name,Loaves)","value":["#,
                    r##"{"@odata.type":"#Bakery.Baker","@odata.id":"https://gw.example/svc/Bakers(1)","@odata.editLink":"https://gw.example/svc/Bakers(1)","Name":"Ann \"A\"","Loaves@odata.type":"#Int64","Loaves":"9007199254740993","Loaf@odata.associationLink":"https://gw.example/svc/Bakers(1)/Loaf/$ref","Loaf@odata.navigationLink":"https://gw.example/svc/Bakers(1)/Loaf","Chef@odata.associationLink":"https://gw.example/svc/Bakers(1)/Chef/$ref","Chef@odata.navigationLink":"https://gw.example/svc/Bakers(1)/Chef"},"##,
                    r##"{"@odata.type":"#Bakery.Baker","@odata.id":"https://gw.example/svc/Bakers(-2)","@odata.editLink":"https://gw.example/svc/Bakers(-2)","Name":"Jö\n","Loaves@odata.type":"#Int64","Loaves":"9007199254740993","Loaf@odata.associationLink":"https://gw.example/svc/Bakers(-2)/Loaf/$ref","Loaf@odata.navigationLink":"https://gw.example/svc/Bakers(-2)/Loaf","Chef@odata.associationLink":"https://gw.example/svc/Bakers(-2)/Chef/$ref","Chef@odata.navigationLink":"https://gw.example/svc/Bakers(-2)/Chef"}]}"##,
                ),
            ),
        ];
        for (asked, json, closing, expected) in cases {
            let written = write(asked, json, &all, ROOM, closing).unwrap();
            assert_eq!(written.body, expected);
            assert_eq!((written.rows, written.more), (2, None));
        }
    }

    #[test]
    fn no_rows() {
        let written = write(&bakers(&[0], false), Json::default(), &[], ROOM, (Some(0), None)).unwrap();
        assert_eq!(
            written.body,
            r#"{"@odata.context":"https://gw.example/svc/$metadata#Bakers","@odata.count":0,"value":[]}"#
        );
        assert_eq!((written.rows, written.more), (0, None));
    }

    #[test]
    fn keys_in_links_are_encoded() {
        let asked = Asked::new(&bakery(), 1, Shape::Collection, &[2], true);
        let rye = [loaf(7, "Rye/50% + 'x' & é?#;=,")];
        let written = write(&asked, json(MetadataLevel::Full, false), &rye, ROOM, (None, None)).unwrap();
        let id = "https://gw.example/svc/Loaves(Baker=7,Kind='Rye%2F50%25%20%2B%20''x''%20%26%20%C3%A9%3F%23%3B=,')";
        assert!(
            written.body.contains(&format!(r#""@odata.id":"{id}","@odata.editLink":"{id}","#)),
            "{}",
            written.body
        );
        assert!(
            written.body.contains(r##""Baked@odata.type":"#DateTimeOffset","Baked":"1970-01-01T00:00:00Z""##)
        );
    }

    #[test]
    fn a_next_page_exists_exactly_when_a_row_is_left() {
        let asked = bakers(&[1], true);
        let all: Vec<_> = (1..=5).map(|no| baker(no, "x")).collect();
        for (max_rows, rows, last) in
            [(1, 1, Some(1)), (4, 4, Some(4)), (5, 5, None), (6, 5, None), (0, 0, None)]
        {
            let written = write(&asked, Json::default(), &all, (max_rows, 100_000), (None, None)).unwrap();
            assert_eq!(written.rows, rows, "{max_rows}");
            assert_eq!(written.more, last.map(|no| vec![Value::Integer(no)]), "{max_rows}");
        }
    }

    #[test]
    fn positions_follow_the_last_row_written() {
        let asked = Asked::new(&bakery(), 1, Shape::Collection, &[2], true);
        let all = [loaf(1, "long name"), loaf(2, "s"), loaf(3, "next")];
        let written = write(&asked, Json::default(), &all, (2, 100_000), (None, None)).unwrap();
        assert_eq!(written.more, Some(vec![Value::Integer(2), Value::String("s".into())]));
    }

    #[test]
    fn the_byte_budget_is_never_passed_and_loses_no_row() {
        let asked = bakers(&[0, 1], false);
        let all: Vec<_> = (1..=20).map(|no| baker(no, &"é".repeat(no as usize * 7 % 40))).collect();
        let whole = write(&asked, Json::default(), &all, (100, 100_000), (None, None)).unwrap();
        assert_eq!(whole.more, None);
        let largest_alone = 180;
        for max_bytes in largest_alone..whole.body.len() + 2 {
            let mut seen = Vec::new();
            let mut rest = all.as_slice();
            loop {
                let page = write(&asked, Json::default(), rest, (100, max_bytes), (None, None)).unwrap();
                assert!(page.body.len() <= max_bytes + "]}".len(), "{max_bytes}");
                assert!(page.rows > 0, "{max_bytes}");
                let body: serde_json::Value = serde_json::from_str(&page.body).unwrap();
                seen.extend(body["value"].as_array().unwrap().iter().map(|row| row["No"].as_i64().unwrap()));
                let Some(last) = page.more else { break };
                assert_eq!(last, [Value::Integer(*seen.last().unwrap())]);
                rest = &rest[page.rows as usize..];
            }
            assert_eq!(seen, (1..=20).collect::<Vec<_>>(), "{max_bytes}");
        }
        // A page of exactly the budget is whole and the last one.
        let exact = whole.body.len() - "]}".len();
        assert_eq!(write(&asked, Json::default(), &all, (100, exact), (None, None)).unwrap().rows, 20);
        assert_eq!(write(&asked, Json::default(), &all, (100, exact - 1), (None, None)).unwrap().rows, 19);
    }

    #[test]
    fn a_row_larger_than_a_page_is_an_error_that_names_it() {
        let asked = bakers(&[0, 1, 4], false);
        let mut huge = baker(42, "Ann");
        huge[4] = Value::Binary(vec![0; 600]);
        let error = |entities: &[Vec<Value>]| {
            write(&asked, Json::default(), entities, (100, 500), (None, None)).map(|page| page.rows)
        };
        assert_eq!(
            error(&[huge.clone()]).unwrap_err().to_string(),
            "Bakers: the row (42) alone is larger than the 500 bytes an answer may have; leave out 'Photo' with $select"
        );
        assert_eq!(error(&[baker(1, "x"), huge]).unwrap(), 1, "the next page reports it");
    }

    #[test]
    fn a_value_of_another_type_is_an_error_that_names_it() {
        let mut wrong = baker(42, "Ann");
        wrong[3] = Value::String("many".into());
        let error =
            write(&bakers(&[3], true), Json::default(), &[wrong], ROOM, (None, None)).map(|page| page.rows);
        assert_eq!(
            error.unwrap_err().to_string(),
            "Bakers: the value of 'Loaves' in the row (42) is the text 'many', which is no Edm.Int64; correct the data or the property's type in the service definition"
        );
    }
}
