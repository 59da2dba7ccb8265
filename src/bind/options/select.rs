//! `$select`: which properties are answered (URL Conventions, section 5.1.4).

use odata_params::ast::{PathSegment, PathSegmentKind, QueryOption, QueryOptionKind, SelectItem, SelectKind};

use crate::bind::error::Error;
use crate::bind::member::{Member, Within};
use crate::bind::options::system_name;
use crate::bind::scope::Scope;
use crate::query::{CompareOp, Expr, ExprKind, Named, Streamed};

/// What `$select` names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::bind) struct Selected {
    /// Primitive properties in model order; of a complex property those in it.
    pub(in crate::bind) properties: Vec<usize>,
    /// Computed properties in the order they were defined.
    pub(in crate::bind) computed: Vec<Named>,
    /// Navigation properties, of which nothing but links is answered.
    pub(in crate::bind) navigation: Vec<String>,
    /// Streams, of which nothing but control information is answered.
    pub(super) streams: Vec<Streamed>,
}

impl Selected {
    /// Whether nothing is left to answer.
    pub(super) fn is_empty(&self) -> bool {
        self.properties.is_empty()
            && self.computed.is_empty()
            && self.navigation.is_empty()
            && self.streams.iter().all(|stream| stream.property.is_none())
    }
}

/// Binds the items of `$select` to what they name within a place.
///
/// # Errors
/// Names of nothing, and options an item cannot have.
pub(in crate::bind) fn bind(
    items: &[SelectItem],
    within: Within<'_>,
    scope: &Scope<'_>,
) -> Result<Selected, Error> {
    let computed = vec![false; scope.names.named().len()];
    // What an entity stands for is no property that could be left out.
    let own = within.streams().into_iter().filter(|stream| stream.property.is_none());
    let streams = own.collect();
    let mut selection = Selection { scope, chosen: Vec::new(), computed, navigation: Vec::new(), streams };
    for item in items {
        if !selection.computed(item) {
            selection.item(item, within).map_err(|error| error.at(item.span))?;
        }
    }
    selection.chosen.sort_unstable();
    selection.chosen.dedup();
    let computed = scope.names.named().iter().zip(selection.computed).filter(|(_, chosen)| *chosen);
    Ok(Selected {
        properties: selection.chosen,
        computed: computed.map(|(named, _)| named.clone()).collect(),
        navigation: selection.navigation,
        streams: selection.streams,
    })
}

struct Selection<'a> {
    scope: &'a Scope<'a>,
    chosen: Vec<usize>,
    /// For each computed property of the request whether it is.
    computed: Vec<bool>,
    navigation: Vec<String>,
    streams: Vec<Streamed>,
}

impl Selection<'_> {
    /// Takes the computed properties an item names; `true` if it names nothing else.
    fn computed(&mut self, item: &SelectItem) -> bool {
        match &item.kind {
            SelectKind::All => self.computed.fill(true),
            SelectKind::Path(path) => {
                if let [PathSegment { kind: PathSegmentKind::Name { name, arguments: None }, .. }] = &**path
                    && item.options.is_empty()
                    && let Some(chosen) =
                        self.scope.names.position(name).and_then(|place| self.computed.get_mut(place))
                {
                    *chosen = true;
                    return true;
                }
            }
            SelectKind::AllOperations(_) => {}
        }
        false
    }

    fn items(&mut self, items: &[SelectItem], within: Within<'_>) -> Result<(), Error> {
        items.iter().try_for_each(|item| self.item(item, within).map_err(|error| error.at(item.span)))
    }

    fn item(&mut self, item: &SelectItem, within: Within<'_>) -> Result<(), Error> {
        let SelectKind::Path(path) = &item.kind else {
            match &item.kind {
                // There are no operations to leave out, but the schema must be one.
                SelectKind::AllOperations(schema) if *schema != self.scope.model.namespace => {
                    return Err(Error::bad_request(format!("there is no schema '{schema}'")));
                }
                SelectKind::AllOperations(_) => {}
                _ => {
                    self.chosen.extend(within.leaves());
                    self.streams(within.streams());
                }
            }
            return no_options(item, "a selection of all");
        };
        match follow(path, within)? {
            Member::Primitive(index) => {
                self.chosen.push(index);
                no_options(item, "a primitive property")
            }
            Member::Stream(index) => {
                let is = |stream: &Streamed| stream.property == Some(index);
                self.streams(within.streams().into_iter().filter(is).collect());
                no_options(item, "a stream")
            }
            Member::Complex(_, inside) => self.complex(&item.options, inside),
            Member::Type(_) => Err(Error::bad_request("a type alone selects nothing; name a property of it")),
            Member::Navigation(navigation) => {
                if !self.navigation.contains(&navigation.name) {
                    self.navigation.push(navigation.name.clone());
                }
                no_options(item, "a navigation property in $select, only in $expand,")
            }
        }
    }

    fn streams(&mut self, streams: Vec<Streamed>) {
        for stream in streams {
            if !self.streams.contains(&stream) {
                self.streams.push(stream);
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
            None | Some(Member::Complex(..) | Member::Type(_)) => {}
            Some(Member::Primitive(_) | Member::Stream(_)) => {
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
        if let Member::Complex(_, inside) | Member::Type(inside) = &member {
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
