//! One entity as a JSON object: takes a row, appends its members, in the form that rows of its kind
//! have. Knows no page.

use super::Representation;
use super::encode::describe;
use super::form::{Form, Member, type_annotation};
use super::key::KeyPredicate;
use super::kind::Kinds;
use super::links::set_url;
use super::media::{self, Illegal};
use super::negotiate::MetadataLevel;
use crate::edm::ValueRef;
use crate::query::{Expr, MAX_STREAM_BYTES};
use crate::source::{Error, Row};

/// Writes the rows of one answer.
pub(super) struct RowEncoder {
    entity_set: String,
    /// One for each form rows may have; never empty.
    forms: Vec<Form>,
    /// The place of the number of a row's form, where there are several.
    form: Option<usize>,
    /// What tells the form by the derived type of a row, where there are any.
    kinds: Option<Kinds>,
    key: KeyPredicate,
    /// Whether all metadata is asked for.
    full: bool,
    /// The names of the columns read, for messages.
    columns: Vec<String>,
    /// Instead of all members: `"@odata.id":"…/Set`, what a reference to the entity begins with.
    reference: Option<Vec<u8>>,
}

impl RowEncoder {
    pub(super) fn new(representation: &Representation<'_>) -> Self {
        let plan = representation.plan;
        let name = |expr: &Expr| plan.scan.column(expr).map(|column| column.property.clone());
        let name = |expr: &Expr| name(expr).unwrap_or_default();
        let (kinds, forms) = match Kinds::of(representation) {
            _ if !plan.layouts.is_empty() => {
                let of_layout =
                    |layout| Form::new(representation, representation.query.derived, Some(layout));
                (None, plan.layouts.iter().map(of_layout).collect())
            }
            Some((kinds, types)) => {
                (Some(kinds), types.into_iter().map(|ty| Form::new(representation, ty, None)).collect())
            }
            None => (None, vec![Form::new(representation, representation.query.derived, None)]),
        };
        Self {
            entity_set: representation.set_name().to_owned(),
            forms,
            form: plan.layout,
            kinds,
            key: KeyPredicate::of(representation),
            full: representation.json.metadata == MetadataLevel::Full,
            columns: plan.scan.columns.iter().map(name).collect(),
            reference: representation.query.references.then(|| {
                let mut head = b"\"@odata.id\":\"".to_vec();
                head.extend(set_url(representation));
                head
            }),
        }
    }

    /// Appends the entity in braces.
    pub(super) fn entity(&self, out: &mut Vec<u8>, row: &dyn Row) -> Result<(), Error> {
        out.push(b'{');
        self.members(out, row)?;
        out.push(b'}');
        Ok(())
    }

    /// Appends the entity's members, control information first, without braces.
    pub(super) fn members(&self, out: &mut Vec<u8>, row: &dyn Row) -> Result<(), Error> {
        if let Some(head) = &self.reference {
            out.extend_from_slice(head);
            out.extend_from_slice(&self.key.encoded(row)?);
            out.push(b'"');
            return Ok(());
        }
        let form = self.form_of(row)?;
        let Some(links) = &form.links else {
            out.extend_from_slice(&form.intro);
            return self.properties(out, form, row);
        };
        let key = self.key.encoded(row)?;
        for piece in &links.own {
            out.extend_from_slice(piece);
            out.extend_from_slice(&key);
        }
        out.extend_from_slice(&links.end);
        for link in &links.media {
            link.write(out, &key, row).map_err(|illegal| self.illegal(illegal, row))?;
        }
        self.properties(out, form, row)?;
        for link in &links.navigation {
            out.push(b',');
            link.write(out, &key);
        }
        for operation in &links.operations {
            operation.write(out, &key);
        }
        Ok(())
    }

    /// Whether links lead from the rows to what is related to them.
    pub(super) fn has_navigation_links(&self) -> bool {
        self.forms.iter().any(|form| form.links.is_some())
    }

    /// Whether a row says where it is.
    pub(super) fn has_addresses(&self) -> bool {
        self.reference.is_some() || self.has_navigation_links()
    }

    /// The encoded key predicate of a row.
    pub(super) fn key(&self, row: &dyn Row) -> Result<Vec<u8>, Error> {
        self.key.encoded(row)
    }

    /// The key predicate of a row as a person reads it; nothing where the row cannot give it.
    pub(super) fn readable_key(&self, row: &dyn Row) -> String {
        self.key.readable(row).unwrap_or_default()
    }

    /// The name of the rows' entity set.
    pub(super) fn entity_set(&self) -> &str {
        &self.entity_set
    }

    /// The derived type of the entity.
    pub(super) fn type_of(&self, row: &dyn Row) -> Result<Option<usize>, Error> {
        if self.reference.is_some() {
            return Ok(None);
        }
        self.form_of(row).map(|form| form.ty)
    }

    /// Appends the members of a complex property.
    pub(super) fn complex(&self, out: &mut Vec<u8>, row: &dyn Row) -> Result<(), Error> {
        self.properties(out, self.form_of(row)?, row)
    }

    /// The cell of a query for one property.
    pub(super) fn cell<'r>(&self, row: &'r dyn Row) -> Result<ValueRef<'r>, Error> {
        row.get(self.only()?.place)
    }

    /// Appends `"value":` and the value of a query for one property, with its type where all
    /// metadata is asked for. `false`, with something unusable appended, for null.
    pub(super) fn value(&self, out: &mut Vec<u8>, row: &dyn Row) -> Result<bool, Error> {
        let member = self.only()?;
        if self.full {
            type_annotation(out, "", member.ty);
        }
        out.extend_from_slice(b"\"value\":");
        let value = row.get(member.place)?;
        self.encode(out, member, &value, row)?;
        Ok(!matches!(value, ValueRef::Null))
    }

    /// The error for a row that alone is more than an answer may be.
    pub(super) fn too_large(&self, row: &dyn Row, max_bytes: usize) -> Error {
        let size = |member: &&Member| {
            let mut value = Vec::new();
            row.get(member.place).map_or(0, |cell| {
                (member.encode)(&mut value, &cell);
                value.len()
            })
        };
        let members = self.form_of(row).map_or(&[][..], |form| form.members.as_slice());
        let largest = members.iter().max_by_key(size).map_or("", |member| &member.property);
        let (set, key) = (&self.entity_set, self.readable_key(row));
        Error::RowTooLarge(if members.len() > 1 {
            format!(
                "{set}: the row {key} alone is larger than the {max_bytes} bytes an answer may have; leave out '{largest}' with $select"
            )
        } else {
            format!(
                "{set}: '{largest}' of the row {key} is larger than the {max_bytes} bytes an answer may have"
            )
        })
    }

    /// The bytes of a stream and what they are; `None` for null. `fixed`: what they are where no value
    /// of the row says it.
    pub(super) fn stream(&self, row: &dyn Row, fixed: &str) -> Result<Option<(String, Vec<u8>)>, Error> {
        let members = self.form_of(row)?.members.as_slice();
        let ValueRef::Binary(bytes) = self.cell(row)? else { return Ok(None) };
        if bytes.len() > usize::try_from(MAX_STREAM_BYTES).unwrap_or(usize::MAX) {
            let (set, property, key) = (&self.entity_set, &self.only()?.property, self.readable_key(row));
            return Err(Error::RowTooLarge(format!(
                "{set}: '{property}' of the row {key} is larger than the {MAX_STREAM_BYTES} bytes a stream may have"
            )));
        }
        let media_type = match members.get(1) {
            Some(member) => {
                media::media_type(row, member.place).map_err(|illegal| self.illegal(illegal, row))?
            }
            None => fixed.to_owned(),
        };
        Ok(Some((media_type, bytes.to_vec())))
    }

    /// The error for what is no media type.
    fn illegal(&self, illegal: Illegal, row: &dyn Row) -> Error {
        match illegal {
            Illegal::Row(error) => error,
            Illegal::Value(place, found) => Error::Value {
                entity_set: self.entity_set.clone(),
                property: self.columns.get(place).cloned().unwrap_or_default(),
                row: self.readable_key(row),
                found,
                expected: "media type such as image/png".to_owned(),
            },
        }
    }

    /// The form of a row.
    fn form_of(&self, row: &dyn Row) -> Result<&Form, Error> {
        if let Some(kinds) = &self.kinds {
            let missing =
                || Error::Evaluation(format!("{}: rows of this type have no form", self.entity_set));
            return self.forms.get(kinds.form(row, || self.readable_key(row))?).ok_or_else(missing);
        }
        let number = match self.form {
            None => Some(0),
            Some(place) => match row.get(place)? {
                ValueRef::Integer(number) => usize::try_from(number).ok(),
                _ => None,
            },
        };
        number
            .and_then(|number| self.forms.get(number))
            .ok_or_else(|| Error::Evaluation(format!("{}: a row has no known form", self.entity_set)))
    }

    /// Appends the members that are properties.
    fn properties(&self, out: &mut Vec<u8>, form: &Form, row: &dyn Row) -> Result<(), Error> {
        for member in &form.members {
            out.extend_from_slice(&member.head);
            // Not `?`: moving every value out of its result costs as much as encoding it.
            match row.get(member.place) {
                Ok(ref value) => self.encode(out, member, value, row)?,
                Err(error) => return Err(error),
            }
        }
        out.extend_from_slice(&form.tail);
        Ok(())
    }

    fn encode(
        &self,
        out: &mut Vec<u8>,
        member: &Member,
        value: &ValueRef<'_>,
        row: &dyn Row,
    ) -> Result<(), Error> {
        if (member.encode)(out, value) {
            return Ok(());
        }
        Err(Error::Value {
            entity_set: self.entity_set.clone(),
            property: member.property.clone(),
            row: self.readable_key(row),
            found: describe(value),
            expected: member.ty.primitive.name().to_owned(),
        })
    }

    fn only(&self) -> Result<&Member, Error> {
        self.forms.first().and_then(|form| form.members.first()).ok_or_else(|| {
            Error::Evaluation(format!("{}: the property is not among the values read", self.entity_set))
        })
    }
}
