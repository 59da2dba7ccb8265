//! A model with every case the documents distinguish, for the tests of both notations.

use super::Support;
use crate::edm::{
    Binding, ComplexProperty, ComplexType, DerivedType, EntitySet, EntityType, Family, Model,
    NavigationProperty, Operation, OperationKind, Parameter, PrimitiveType, Property, Relation, Returned,
    Returns, SetKind, TypeRef, Value,
};

/// What the samples name.
pub(super) const SUPPORT: Support<'_> = Support {
    functions: &["contains", "startswith", "year"],
    transformations: &["aggregate", "filter", "groupby"],
};

/// A lending library: members borrow copies, a loan may be followed by the next one.
pub(in crate::edm) fn library() -> Model {
    use PrimitiveType as P;
    let complex = |path: &str, complex_type, leaves| ComplexProperty {
        path: path.into(),
        complex_type,
        of: None,
        leaves,
        description: None,
    };
    let address = ComplexType {
        name: "Address".into(),
        properties: vec![
            property("Street", TypeRef { max_length: Some(60), ..TypeRef::of(P::String) }),
            property("Position/Lat", TypeRef::of(P::Double)),
        ],
        complex: vec![complex("Position", 1, 1..2)],
    };
    let position = ComplexType {
        name: "Position".into(),
        properties: vec![property("Lat", TypeRef::of(P::Double))],
        complex: Vec::new(),
    };
    let member = EntityType {
        complex: vec![
            ComplexProperty { description: Some("Where reminders go".into()), ..complex("Home", 0, 5..7) },
            complex("Home/Position", 1, 6..7),
        ],
        navigation: vec![navigation("Loans", 1, true, &[(0, 0)])],
        description: Some("Whoever may borrow".into()),
        ..EntityType::new(
            "Member",
            vec![0],
            vec![
                property("CardNo", TypeRef { max_length: Some(12), ..TypeRef::of(P::String).required() }),
                Property {
                    description: Some("Name as on the card: \"Ann <O'Hara>\" & co.\nSecond line".into()),
                    ..property("Name", TypeRef { max_length: Some(80), ..TypeRef::of(P::String) })
                },
                Property {
                    default: Some(Value::Decimal("7.50".parse().unwrap())),
                    ..property(
                        "Fee",
                        TypeRef { precision: Some(8), scale: Some(2), ..TypeRef::of(P::Decimal) },
                    )
                },
                Property { computed: true, ..property("Weight", TypeRef::of(P::Decimal)) },
                Property {
                    immutable: true,
                    long_description: Some("The day of the first loan, or of the form".into()),
                    ..property("Since", TypeRef::of(P::Date).required())
                },
                property("Home/Street", TypeRef { max_length: Some(60), ..TypeRef::of(P::String) }),
                property("Home/Position/Lat", TypeRef::of(P::Double)),
            ],
        )
    };
    let derived = |name: &str, base, values: &[&str]| DerivedType {
        name: name.into(),
        base,
        values: values.iter().map(|value| Value::String((*value).into())).collect(),
        description: None,
    };
    let loan = EntityType {
        family: Some(Family {
            discriminator: 9,
            ty: TypeRef::of(P::String),
            values: vec![Value::String("plain".into())],
            types: vec![
                derived("RenewedLoan", None, &[]),
                DerivedType {
                    description: Some("Renewed too often".into()),
                    ..derived("OverdueLoan", Some(0), &["overdue"])
                },
            ],
        }),
        navigation: vec![
            NavigationProperty { nullable: false, ..navigation("Borrower", 0, false, &[(0, 0)]) },
            // A type mismatch: no referential constraint.
            navigation("Next", 1, false, &[(5, 0), (6, 1)]),
            navigation("Before", 1, true, &[(0, 5), (1, 6)]),
            NavigationProperty { of: Some(1), ..navigation("Reminded", 0, false, &[(0, 0)]) },
            NavigationProperty { contains: true, ..navigation("Reminders", 3, true, &[(0, 2), (1, 3)]) },
        ],
        ..EntityType::new(
            "Loan",
            vec![0, 1],
            vec![
                property("CardNo", TypeRef { max_length: Some(12), ..TypeRef::of(P::String).required() }),
                property("Copy", TypeRef::of(P::Int64).required()),
                // Facets that mean nothing for their type are not published.
                property(
                    "Days",
                    TypeRef {
                        max_length: Some(4),
                        precision: Some(3),
                        scale: Some(1),
                        ..TypeRef::of(P::Int16)
                    },
                ),
                property("Returned", TypeRef { precision: Some(3), ..TypeRef::of(P::DateTimeOffset) }),
                Property {
                    filterable: false,
                    sortable: false,
                    ..property("Receipt", TypeRef { max_length: Some(255), ..TypeRef::of(P::Binary) })
                },
                property("NextCard", TypeRef { max_length: Some(12), ..TypeRef::of(P::String) }),
                property("NextCopy", TypeRef::of(P::Int32)),
                Property { of: Some(0), ..property("Renewals", TypeRef::of(P::Byte).required()) },
                Property {
                    of: Some(1),
                    default: Some(Value::Integer(0)),
                    filterable: false,
                    ..property("Fine", TypeRef::of(P::Int32))
                },
            ],
        )
    };
    let desk = EntityType {
        navigation: vec![navigation("Warden", 0, false, &[(0, 0)])],
        ..EntityType::new("Desk", Vec::new(), vec![property("WardenNo", TypeRef::of(P::String))])
    };
    // What tells the loan is not published.
    let reminder = EntityType {
        navigation: vec![navigation("Sender", 0, false, &[(1, 0)])],
        ..EntityType::new(
            "Reminder",
            vec![0],
            vec![
                property("Day", TypeRef::of(P::Date).required()),
                property("SenderNo", TypeRef { max_length: Some(12), ..TypeRef::of(P::String) }),
            ],
        )
    };
    Model {
        entity_types: vec![member, loan, desk, reminder],
        complex_types: vec![address, position],
        entity_sets: vec![
            EntitySet {
                searchable: true,
                description: Some("Card holders".into()),
                ..EntitySet::new("Members", 0)
            },
            EntitySet::new("Loans", 1),
            EntitySet { kind: SetKind::Singleton, ..EntitySet::new("Desk", 2) },
            EntitySet {
                kind: SetKind::Contained { within: 1, navigation: 4 },
                searchable: true,
                ..EntitySet::new("Reminders", 3)
            },
        ],
        ..Model::new("Library", "Container")
    }
}

/// The library with functions and actions; its members have numbers only.
pub(in crate::edm) fn lending() -> Model {
    let function = OperationKind::Function { composable: false };
    let parameter = |name: &str, ty| Parameter { name: name.into(), ty };
    let entity =
        |set, collection, nullable| Some(Returns { kind: Returned::Entity(set), collection, nullable });
    let value = |ty: TypeRef, collection| {
        Some(Returns { kind: Returned::Value(ty), collection, nullable: ty.nullable })
    };
    let operation = |name: &str, kind| Operation {
        name: name.into(),
        kind,
        binding: None,
        parameters: Vec::new(),
        returns: None,
        table: 0,
        searchable: false,
        description: None,
    };
    let bound = |set, collection| Some(Binding { set, collection });
    let text = TypeRef { max_length: Some(9), ..TypeRef::of(PrimitiveType::String) };
    let amount =
        TypeRef { precision: Some(9), scale: Some(2), ..TypeRef::of(PrimitiveType::Decimal).required() };
    let operations = vec![
        Operation {
            returns: entity(1, true, false),
            description: Some("What is late".into()),
            ..operation("Late", OperationKind::Function { composable: true })
        },
        Operation {
            parameters: vec![
                parameter("Days", TypeRef::of(PrimitiveType::Int16).required()),
                parameter("Like", text),
            ],
            returns: entity(1, true, false),
            ..operation("Late", OperationKind::Function { composable: true })
        },
        Operation { returns: value(amount, false), binding: bound(0, false), ..operation("Debt", function) },
        Operation { returns: value(text, true), binding: bound(0, true), ..operation("Names", function) },
        Operation {
            parameters: vec![parameter("Amount", amount)],
            returns: entity(0, false, true),
            binding: bound(0, false),
            ..operation("Fine", OperationKind::Action)
        },
        operation("Close", OperationKind::Action),
    ];
    let mut model = Model { operations, ..library() };
    model.entity_types.iter_mut().for_each(|ty| ty.properties.truncate(1));
    model
}

fn property(name: &str, ty: TypeRef) -> Property {
    Property::new(name, ty)
}

fn navigation(name: &str, target: usize, collection: bool, on: &[(usize, usize)]) -> NavigationProperty {
    NavigationProperty::new(name, collection, Relation::on(target, on))
}
