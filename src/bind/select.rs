//! `$select`: which properties are answered (URL Conventions, section 5.1.4).

use odata_params::ast::{PathSegmentKind, SelectItem, SelectKind};

use super::error::Error;
use super::expr::unknown_property;
use super::scope::Scope;
use crate::query::{CompareOp, Expr, ExprKind, Named};

/// What `$select` names.
pub(super) struct Selected {
    /// Properties in model order.
    pub(super) properties: Vec<usize>,
    /// Computed properties in the order they were defined.
    pub(super) computed: Vec<Named>,
}

/// The selected properties; all for `*`.
///
/// # Errors
/// Unknown names, and nested selections, which need complex types.
pub(super) fn bind(items: &[SelectItem], scope: &Scope<'_>) -> Result<Selected, Error> {
    let mut selected = vec![false; scope.entity_type.properties.len()];
    let mut computed = vec![false; scope.names.named().len()];
    for item in items {
        match &item.kind {
            SelectKind::All => {
                selected.fill(true);
                computed.fill(true);
            }
            SelectKind::AllOperations(_) => {}
            SelectKind::Path(path) => {
                let [only] = path.as_slice() else {
                    return Err(Error::not_implemented("paths in $select are not supported").at(item.span));
                };
                let PathSegmentKind::Name { name, arguments: None } = &only.kind else {
                    return Err(
                        Error::not_implemented("only property names are supported in $select").at(item.span)
                    );
                };
                let property = scope.entity_type.property(name).and_then(|index| selected.get_mut(index));
                let slot =
                    property.or_else(|| scope.names.position(name).and_then(|place| computed.get_mut(place)));
                match slot {
                    Some(slot) => *slot = true,
                    None if scope.entity_type.navigation(name).is_some() => {
                        return Err(Error::not_implemented(format!(
                            "'{name}' is a navigation property, which $select does not take yet"
                        ))
                        .at(item.span));
                    }
                    None => {
                        return Err(
                            Error::bad_request(unknown_property(name, scope.entity_type)).at(item.span)
                        );
                    }
                }
            }
        }
        if !item.options.is_empty() {
            return Err(Error::not_implemented("options inside $select are not supported").at(item.span));
        }
    }
    let computed = scope.names.named().iter().zip(computed).filter(|(_, chosen)| *chosen);
    Ok(Selected {
        properties: selected
            .iter()
            .enumerate()
            .filter_map(|(index, chosen)| chosen.then_some(index))
            .collect(),
        computed: computed.map(|(named, _)| named.clone()).collect(),
    })
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
