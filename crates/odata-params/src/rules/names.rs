//! Rules that are names: without a model one parser for nearly all of them.

use crate::expr::call;
use crate::input::{Parsed, Text};
use crate::{name, ordered};

use super::table::{RuleParser, boxed};

/// The parser of the rule with this name in small letters.
pub(super) fn parser(rule: &str) -> Option<RuleParser> {
    const NAMES: [&str; 19] = [
        "odataidentifier",
        "entitysetname",
        "singletonentity",
        "entitytypename",
        "complextypename",
        "typedefinitionname",
        "enumerationtypename",
        "enumerationmember",
        "termname",
        "annotationqualifier",
        "namespacepart",
        "parametername",
        "keypropertyalias",
        "lambdavariableexpr",
        "computedproperty",
        "expressionalias",
        "customaggregate",
        "action",
        "actionimport",
    ];
    // `entityColFunction`, `primitiveKeyProperty` and their like.
    const KINDS: [&str; 4] = ["property", "function", "functionimport", "navigationproperty"];
    const QUALIFIERS: [&str; 9] = [
        "",
        "entity",
        "entitycol",
        "complex",
        "complexcol",
        "primitive",
        "primitivecol",
        "primitivekey",
        "primitivenonkey",
    ];
    let is_of = |kind: &str| rule.strip_suffix(kind).is_some_and(|rest| QUALIFIERS.contains(&rest));
    match rule {
        _ if NAMES.contains(&rule) || KINDS.into_iter().any(is_of) || rule == "streamproperty" => {
            boxed(|i| name::identifier(i).map(|(rest, _)| (rest, ())))
        }
        "namespace" => boxed(|i| match name::dotted_length(i.rest) {
            0 => i.miss("a name"),
            length => Ok((i.skip(length), ())),
        }),
        "qualifiedtypename" => boxed(qualified_type),
        "optionallyqualifiedtypename" => boxed(call::type_name),
        _ => None,
    }
}

fn qualified_type(i: Text<'_>) -> Parsed<'_, ()> {
    if i.is_ordered() {
        ordered::type_name::qualified(i)
    } else {
        call::type_name(i).map(|(rest, _)| (rest, ()))
    }
}
