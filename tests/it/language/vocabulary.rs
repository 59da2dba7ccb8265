//! Whether the requests use the whole vocabulary: a new function, operator or transformation without
//! a request fails here. What counts are requests with an answer, which memory gives too.

use std::collections::BTreeSet;
use std::iter::successors;

use landbridge::catalog::{Catalog, Search};
use landbridge::edm::{EntityType, NavigationProperty, Operation, PrimitiveType, SetKind};
use landbridge::query::{Aggregation, Function, Transformation};
use odata_params::ODataUri;
use odata_params::ast::{BinaryOp, LambdaOp, PathRoot, UnaryOp};

use super::exchange::{Exchange, exchanges};
use super::harbour::service;
use super::{CALLS, READS};
use crate::support::served::encoded;

/// The syntax trees of all requests that memory answers with rows, in words.
fn trees() -> String {
    let reads = READS.iter().flat_map(|name| exchanges(name)).filter(|exchange| exchange.status == 200);
    let tree = |Exchange { target, body, .. }: Exchange| {
        let target = encoded(&target);
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        let query = body.map_or(query.to_owned(), |body| encoded(&body));
        ODataUri::parse(path, &query).map(|uri| format!("{uri:?}\n"))
    };
    reads.filter_map(|exchange| tree(exchange).ok()).collect()
}

/// Those of the words that no tree has in such a place.
fn missing<'a>(trees: &str, words: impl IntoIterator<Item = &'a str>, place: &str) -> Vec<&'a str> {
    let is_missing = |word: &&str| !trees.contains(&place.replace('*', word));
    words.into_iter().filter(is_missing).collect()
}

#[test]
fn every_function_is_asked_for() {
    let trees = trees();
    let canonical = Function::TABLE.iter().map(|row| row.1);
    let others = ["cast", "isof", "isdefined", "hassubset", "hassubsequence"];
    assert_eq!(missing(&trees, canonical.chain(others), "Call { name: \"*\""), [""; 0]);
    assert!(trees.contains("Case(["));
}

#[test]
fn every_operator_is_asked_for() {
    // A new one does not compile until it is part of the chain.
    let after = |operator: &BinaryOp| match operator {
        BinaryOp::Or => Some(BinaryOp::And),
        BinaryOp::And => Some(BinaryOp::Eq),
        BinaryOp::Eq => Some(BinaryOp::Ne),
        BinaryOp::Ne => Some(BinaryOp::Gt),
        BinaryOp::Gt => Some(BinaryOp::Ge),
        BinaryOp::Ge => Some(BinaryOp::Lt),
        BinaryOp::Lt => Some(BinaryOp::Le),
        BinaryOp::Le => Some(BinaryOp::In),
        BinaryOp::In => Some(BinaryOp::Has),
        BinaryOp::Has => Some(BinaryOp::Add),
        BinaryOp::Add => Some(BinaryOp::Sub),
        BinaryOp::Sub => Some(BinaryOp::Mul),
        BinaryOp::Mul => Some(BinaryOp::Div),
        BinaryOp::Div => Some(BinaryOp::DivBy),
        BinaryOp::DivBy => Some(BinaryOp::Mod),
        BinaryOp::Mod => None,
    };
    let trees = trees();
    let infix: Vec<String> =
        successors(Some(BinaryOp::Or), after).map(|operator| format!("{operator:?}")).collect();
    assert_eq!(missing(&trees, infix.iter().map(String::as_str), "Binary(*, "), [""; 0]);
    let prefix = [UnaryOp::Not, UnaryOp::Negate].map(|operator| format!("{operator:?}"));
    assert_eq!(missing(&trees, prefix.iter().map(String::as_str), "Unary(*, "), [""; 0]);
    let lambda = [LambdaOp::Any, LambdaOp::All].map(|operator| format!("{operator:?}"));
    assert_eq!(missing(&trees, lambda.iter().map(String::as_str), "operator: *, "), [""; 0]);
    let roots = [PathRoot::It, PathRoot::This, PathRoot::Root].map(|root| format!("{root:?}"));
    assert_eq!(missing(&trees, roots.iter().map(String::as_str), "root: *, "), [""; 0]);
}

#[test]
fn every_transformation_is_asked_for() {
    let after = |method: &Aggregation| match method {
        Aggregation::Sum => Some(Aggregation::Min),
        Aggregation::Min => Some(Aggregation::Max),
        Aggregation::Max => Some(Aggregation::Average),
        Aggregation::Average => Some(Aggregation::CountDistinct),
        // Counts have no method, and nobody can ask for misfits.
        Aggregation::CountDistinct | Aggregation::Count | Aggregation::Misfit => None,
    };
    let trees = trees();
    assert_eq!(missing(&trees, Transformation::NAMES, "Transformation { name: \"*\""), [""; 0]);
    let methods: Vec<&str> = successors(Some(Aggregation::Sum), after).map(Aggregation::name).collect();
    assert_eq!(missing(&trees, methods, "method: Some(\"*\")"), [""; 0]);
    assert_eq!(missing(&trees, ["Rollup([", "from: [AggregateFrom"], "*"), [""; 0]);
}

#[test]
fn every_option_and_segment_is_asked_for() {
    let trees = trees();
    let options = [
        "Filter", "OrderBy", "Select", "Expand", "Compute", "Apply", "Search", "Top", "Skip", "Count",
        "Levels", "Format", "Id",
    ];
    assert_eq!(missing(&trees, options, "QueryOption { kind: *("), [""; 0]);
    let segments = ["Entity", "Count", "Value", "Ref", "Query", "Filter(", "Text"];
    assert_eq!(missing(&trees, segments, "kind: *"), [""; 0]);
    assert_eq!(missing(&trees, ["Ref", "Count"], "suffix: *"), [""; 0]);
}

/// The model has what a definition can say.
#[test]
fn the_model_has_every_feature() {
    let Catalog { model, tables, .. } = service();
    let types = &model.entity_types;
    let properties = || types.iter().flat_map(|ty| &ty.properties);
    let ways = || types.iter().flat_map(|ty| &ty.navigation);
    let of_types: BTreeSet<&str> = properties().map(|property| property.ty.primitive.name()).collect();
    // Places on the earth have a room of their own.
    let primitive = PrimitiveType::ALL.into_iter().map(PrimitiveType::name);
    let missing: Vec<&str> =
        primitive.filter(|name| !name.starts_with("Edm.Geo") && !of_types.contains(name)).collect();
    assert_eq!(missing, [""; 0]);

    let enumerations: Vec<_> = properties()
        .filter_map(|property| match property.ty.primitive {
            PrimitiveType::Enumeration(declared) => Some(declared.declaration().flags),
            _ => None,
        })
        .collect();
    let leads_to_itself =
        |ty: &EntityType, way: &NavigationProperty| std::ptr::eq(ty, model.type_of(way.relation.target));
    let is_part_of_part = |kind: SetKind| match kind {
        SetKind::Contained { within, .. } => {
            matches!(model.entity_sets[within].kind, SetKind::Contained { .. })
        }
        _ => false,
    };
    let families = || types.iter().filter_map(|ty| ty.family.as_ref());
    let function = |wanted: bool, bound: bool| {
        let mut operations = model.operations.iter();
        operations
            .any(|operation| operation.is_composable() == wanted && operation.binding.is_some() == bound)
    };
    let action = |bound: bool| {
        let mut operations = model.operations.iter();
        operations.any(|operation| operation.is_action() && operation.binding.is_some() == bound)
    };
    let overloaded = |operation: &&Operation| {
        let same =
            |other: &&Operation| other.name == operation.name && other.is_action() == operation.is_action();
        model.operations.iter().filter(same).count() > 1
    };
    let overloads = || model.operations.iter().filter(overloaded);
    for (feature, is_there) in [
        ("a key of several properties", types.iter().any(|ty| ty.key.len() > 1)),
        ("an object in an object", types.iter().flat_map(|ty| &ty.complex).any(|of| of.path.contains('/'))),
        ("a type that is derived", families().any(|family| family.types.iter().any(|ty| ty.base.is_none()))),
        ("one derived from that", families().any(|family| family.types.iter().any(|ty| ty.base.is_some()))),
        ("an object of a derived type", types.iter().flat_map(|ty| &ty.complex).any(|of| of.of.is_some())),
        ("a relation of a derived type", ways().any(|way| way.of.is_some())),
        ("members", enumerations.contains(&false)),
        ("flags", enumerations.contains(&true)),
        ("a type definition", properties().any(|property| property.ty.definition.is_some())),
        ("a computed property", properties().any(|property| property.computed)),
        ("an immutable property", properties().any(|property| property.immutable)),
        ("a default value", properties().any(|property| property.default.is_some())),
        ("a media entity", types.iter().any(|ty| ty.media.is_some())),
        ("a link table", ways().any(|way| way.relation.through.is_some())),
        ("a relation over several columns", ways().any(|way| way.relation.pairs().len() > 1)),
        (
            "a relation to itself",
            types.iter().any(|ty| ty.navigation.iter().any(|way| leads_to_itself(ty, way))),
        ),
        ("a singleton", model.entity_sets.iter().any(|set| set.kind == SetKind::Singleton)),
        ("a part of a part", model.entity_sets.iter().any(|set| is_part_of_part(set.kind))),
        ("a single part", ways().any(|way| way.contains && !way.collection)),
        ("a search", tables.iter().any(|table| table.search != Search::None)),
        ("functions", function(false, false) && function(false, true)),
        ("composable functions", function(true, false) && function(true, true)),
        ("actions", action(false) && action(true)),
        ("overloads by parameters", overloads().any(|operation| operation.binding.is_none())),
        ("overloads by sets", overloads().any(|operation| operation.binding.is_some())),
    ] {
        assert!(is_there, "{feature}");
    }
}

/// Every request says what it checks.
#[test]
fn every_request_cites_a_section() {
    for exchange in READS.iter().chain(&CALLS).flat_map(|name| exchanges(name)) {
        let mut words = exchange.cites.split([' ', ',', ':']);
        let document = words.next().unwrap_or_default();
        let section = words.next().unwrap_or_default();
        assert!(
            ["Protocol", "URL", "JSON", "CSDL", "Aggregation"].contains(&document)
                && section.split('.').all(|part| part.parse::<u8>().is_ok()),
            "{}: {:?}",
            exchange.place,
            exchange.cites
        );
    }
}
