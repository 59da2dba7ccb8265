//! A small model, plans over it and rows, for the tests of the writers.

use std::sync::Arc;

use super::{Representation, negotiate::Json};
use crate::catalog::Table;
use crate::edm::csdl::Version;
use crate::edm::{
    EntitySet, EntityType, Model, NavigationProperty, PrimitiveType, Property, Relation, TypeRef, Value,
    ValueRef,
};
use crate::plan::{Member, Plan, Scan};
use crate::query::{Expr, ExprKind, Query, Shape};
use crate::source::{Error, Row};

pub(super) const ROOT: &str = "https://gw.example/svc";

/// Bakers (key `No`) and the loaves they sell (key `Baker`, `Kind`).
pub(super) fn bakery() -> Model {
    use PrimitiveType as P;
    let property = |name: &str, ty: PrimitiveType| Property::new(name, TypeRef::of(ty));
    let set = |name: &str, entity_type| EntitySet::new(name, entity_type);
    let navigation = |name: &str, target, collection, on| {
        NavigationProperty::new(name, collection, Relation::on(target, &[on]))
    };
    let baker = EntityType {
        navigation: vec![navigation("Loaf", 1, true, (0, 0)), navigation("Chef", 0, false, (3, 0))],
        ..EntityType::new(
            "Baker",
            vec![0],
            vec![
                property("No", P::Int32),
                property("Name", P::String),
                property("Debt", P::Decimal),
                property("Loaves", P::Int64),
                property("Photo", P::Binary),
            ],
        )
    };
    let loaf = EntityType::new(
        "Loaf",
        vec![0, 1],
        vec![property("Baker", P::Int32), property("Kind", P::String), property("Baked", P::DateTimeOffset)],
    );
    Model {
        entity_types: vec![baker, loaf],
        entity_sets: vec![set("Bakers", 0), set("Loaves", 1)],
        ..Model::new("Bakery", "Container")
    }
}

/// A query with its plan: the key first in the scan, then what is selected, as a planner may do.
pub(super) struct Asked {
    pub(super) query: Query,
    pub(super) plan: Plan,
    columns: Vec<usize>,
}

impl Asked {
    pub(super) fn new(model: &Model, set: usize, shape: Shape, select: &[usize], projected: bool) -> Self {
        let ty = model.type_of(set);
        let select = match &shape {
            Shape::Property(only) | Shape::RawValue(only) => std::slice::from_ref(only),
            _ => select,
        };
        let mut columns = ty.key.clone();
        columns.extend(select.iter().filter(|property| !ty.key.contains(property)));
        let place = |property: &usize| columns.iter().position(|column| column == property).unwrap();
        let expr = |property: &usize| Expr {
            kind: ExprKind::Property(*property),
            ty: ty.properties[*property].ty.primitive,
            nullable: true,
        };
        let query = Query { projected, ..Query::new(set, shape, select.to_vec()) };
        let table = Table { key: ty.key.clone(), ..Table::new(&model.entity_sets[set].name, "db", "t") };
        let scan = Scan::all(Arc::new(table), columns.iter().map(expr).collect());
        let output = select.iter().map(|property| Member {
            path: vec![ty.properties[*property].name.clone()],
            ty: ty.properties[*property].ty,
            place: place(property),
            dynamic: false,
        });
        let plan = Plan { position: ty.key.iter().map(place).collect(), ..Plan::of(scan, output.collect()) };
        Self { query, plan, columns }
    }

    pub(super) fn representation<'a>(&'a self, model: &'a Model, json: Json) -> Representation<'a> {
        Representation {
            model,
            query: &self.query,
            plan: &self.plan,
            root: ROOT,
            json,
            version: Version::V4_01,
            expanded: false,
        }
    }

    /// The columns the plan scans of a whole entity.
    pub(super) fn row(&self, entity: &[Value]) -> Cells {
        Cells(self.columns.iter().map(|property| entity[*property].clone()).collect())
    }
}

/// A row of a scan.
pub(super) struct Cells(Vec<Value>);

impl Row for Cells {
    fn get(&self, index: usize) -> Result<ValueRef<'_>, Error> {
        Ok(self.0[index].borrow())
    }
}

/// A baker of this number and name, without a photo.
pub(super) fn baker(no: i64, name: &str) -> Vec<Value> {
    vec![
        Value::Integer(no),
        Value::String(name.into()),
        Value::Decimal("12.50".parse().unwrap()),
        Value::Integer(9_007_199_254_740_993),
        Value::Null,
    ]
}

/// A loaf baked at the epoch.
pub(super) fn loaf(baker: i64, kind: &str) -> Vec<Value> {
    vec![
        Value::Integer(baker),
        Value::String(kind.into()),
        Value::DateTimeOffset(chrono::DateTime::UNIX_EPOCH),
    ]
}
