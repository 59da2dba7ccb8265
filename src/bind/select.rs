//! `$select`: which properties are answered (URL Conventions, section 5.1.4).

use odata_params::ast::{PathSegment, PathSegmentKind, QueryOption, QueryOptionKind, SelectItem, SelectKind};

use super::error::Error;
use super::member::{Member, Within};
use super::options::system_name;
use crate::edm::Model;
use crate::query::{CompareOp, Expr, ExprKind};

/// What `$select` names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Selected {
    /// Primitive properties in model order; of a complex property those in it.
    pub(super) properties: Vec<usize>,
    /// Navigation properties, of which nothing but links is answered.
    pub(super) navigation: Vec<String>,
}

/// Binds the items of `$select` to what they name within a place.
///
/// # Errors
/// Names of nothing, and options an item cannot have.
pub(super) fn bind(items: &[SelectItem], within: Within<'_>, model: &Model) -> Result<Selected, Error> {
    let mut selection = Selection { model, chosen: Vec::new(), navigation: Vec::new() };
    selection.items(items, within)?;
    selection.chosen.sort_unstable();
    selection.chosen.dedup();
    Ok(Selected { properties: selection.chosen, navigation: selection.navigation })
}

struct Selection<'a> {
    model: &'a Model,
    chosen: Vec<usize>,
    navigation: Vec<String>,
}

impl Selection<'_> {
    fn items(&mut self, items: &[SelectItem], within: Within<'_>) -> Result<(), Error> {
        items.iter().try_for_each(|item| self.item(item, within).map_err(|error| error.at(item.span)))
    }

    fn item(&mut self, item: &SelectItem, within: Within<'_>) -> Result<(), Error> {
        let SelectKind::Path(path) = &item.kind else {
            match &item.kind {
                // There are no operations to leave out, but the schema must be one.
                SelectKind::AllOperations(schema) if *schema != self.model.namespace => {
                    return Err(Error::bad_request(format!("there is no schema '{schema}'")));
                }
                SelectKind::AllOperations(_) => {}
                _ => self.chosen.extend(within.leaves()),
            }
            return no_options(item, "a selection of all");
        };
        match follow(path, within)? {
            Member::Primitive(index) => {
                self.chosen.push(index);
                no_options(item, "a primitive property")
            }
            Member::Complex(_, inside) => self.complex(&item.options, inside),
            Member::Navigation(navigation) => {
                if !self.navigation.contains(&navigation.name) {
                    self.navigation.push(navigation.name.clone());
                }
                no_options(item, "a navigation property in $select, only in $expand,")
            }
        }
    }

    /// A complex property: all of it, or what a nested `$select` leaves of it (Protocol, section
    /// 11.2.5.1).
    fn complex(&mut self, options: &[QueryOption], inside: Within<'_>) -> Result<(), Error> {
        let mut whole = true;
        for option in options {
            match &option.kind {
                QueryOptionKind::Select(items) => {
                    whole = false;
                    self.items(items, inside)?;
                }
                kind => {
                    let name = system_name(kind).unwrap_or("this option");
                    return Err(Error::bad_request(format!("{name} has no meaning for a complex property")));
                }
            }
        }
        if whole {
            self.chosen.extend(inside.leaves());
        }
        Ok(())
    }
}

/// What a path leads to.
fn follow<'a>(path: &[PathSegment], mut within: Within<'a>) -> Result<Member<'a>, Error> {
    let mut found = None;
    for segment in path {
        let PathSegmentKind::Name { name, arguments: None } = &segment.kind else {
            return Err(Error::bad_request("only names of properties can stand in $select").at(segment.span));
        };
        match &found {
            None | Some(Member::Complex(..)) => {}
            Some(Member::Primitive(_)) => {
                return Err(Error::bad_request("nothing can follow a primitive property").at(segment.span));
            }
            Some(Member::Navigation(navigation)) => {
                return Err(Error::bad_request(format!(
                    "'{}' is a navigation property; select what is behind it in $expand",
                    navigation.name
                ))
                .at(segment.span));
            }
        }
        let member = within.member(name).map_err(|error| error.at(segment.span))?;
        if let Member::Complex(_, inside) = &member {
            within = *inside;
        }
        found = Some(member);
    }
    found.ok_or_else(|| Error::bad_request("a property name is missing"))
}

fn no_options(item: &SelectItem, what: &str) -> Result<(), Error> {
    if item.options.is_empty() {
        return Ok(());
    }
    Err(Error::bad_request(format!("{what} takes no options")))
}

/// The properties a filter compares for equality. Salesforce drops rows that do not give back the
/// value it asked for, so they are answered even where `$select` leaves them out.
pub(super) fn echoed(filter: &Expr, selected: &mut Vec<usize>) {
    if let ExprKind::Compare(CompareOp::Eq, left, _) | ExprKind::In(left, _) | ExprKind::IsBlank(left) =
        &filter.kind
        && let ExprKind::Property(index) = left.kind
        && !selected.contains(&index)
    {
        selected.push(index);
    }
    filter.operands().into_iter().for_each(|operand| echoed(operand, selected));
}
