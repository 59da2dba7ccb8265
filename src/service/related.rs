//! Navigation paths: the entity a path navigates from is read first, because it must exist, and
//! its values choose the related rows.

use std::ops::ControlFlow;

use futures_util::future::BoxFuture;

use super::error::Error;
use super::rows::Work;
use super::service::Service;
use crate::edm::{Link, PrimitiveType, Relation, Value, parse};
use crate::query::{Call, CompareOp, Container, Expr, ExprKind, Parent, Query, Related, RelatedForm};
use crate::source::{self, Row, RowSink};

/// Turns `query.parent`, where there is one, into a condition on the query's own rows.
///
/// # Errors
/// [`Error::NoEntity`] if an entity on the way does not exist.
pub(super) fn resolve<'a>(service: &'a Service, query: &'a mut Query) -> BoxFuture<'a, Result<(), Error>> {
    Box::pin(async move {
        if let Some(call) = &mut query.call {
            call_on(service, call).await?;
        }
        let Some(parent) = query.parent.take() else { return Ok(()) };
        let Parent { query: mut from, relation, contains } = *parent;
        resolve(service, &mut from).await?;
        let mut values = first_row(service, &from).await?.ok_or_else(|| service.not_found(&from))?;
        let key = values.split_off(values.len().min(relation.here.len()));
        query.container = contains.map(|path| Container {
            set: from.set,
            around: from.container.take().map(Box::new),
            key,
            path,
        });
        let (set, properties) = match &relation.through {
            None => (query.set, &relation.there),
            Some(_) => (from.set, &relation.here),
        };
        let equal =
            properties.iter().zip(values).map(|(property, value)| equals(service, set, *property, value));
        let conditions: Vec<Expr> = match &relation.through {
            None => equal.collect(),
            Some(link) => vec![linked(&relation, link, from.set, Expr::all(equal.collect()))],
        };
        query.filter = Some(Expr::all(query.filter.take().into_iter().chain(conditions).collect()));
        Ok(())
    })
}

/// Reads the entity that `call` is called on, where it is called on one: the values of its key become
/// the first arguments. Gives the condition that finds the entity again.
///
/// # Errors
/// [`Error::NoEntity`] if it does not exist.
pub(super) async fn call_on(service: &Service, call: &mut Call) -> Result<Option<Expr>, Error> {
    let Some(mut binding) = call.binding.take() else { return Ok(None) };
    resolve(service, &mut binding).await?;
    let key = first_row(service, &binding).await?.ok_or_else(|| service.no_entity(binding.set))?;
    let routine = service.catalog.tables.get(call.table).and_then(|table| table.routine());
    let types = routine.map_or(&[][..], |routine| &routine.arguments);
    let arguments = key.iter().zip(types).map(|(value, ty)| argument(value, *ty));
    let arguments: Option<Vec<Value>> = arguments.chain(call.arguments.drain(..).map(Some)).collect();
    call.arguments = arguments.ok_or_else(|| service.no_entity(binding.set))?;
    let equal = binding
        .select
        .iter()
        .zip(key)
        .map(|(property, value)| equals(service, binding.set, *property, value));
    Ok(Some(Expr::all(equal.collect())))
}

/// A key value in the type the database has; a profile may publish it as another.
fn argument(value: &Value, ty: PrimitiveType) -> Option<Value> {
    let is_text = matches!(value, Value::String(_));
    if is_text == (ty == PrimitiveType::String) && value.compares_with(ty) {
        return Some(value.clone());
    }
    let mut text = Vec::new();
    crate::edm::text::value(&mut text, &value.borrow());
    parse::value(str::from_utf8(&text).ok()?, ty)
}

/// The condition that a link leads back to an entity of `set` that meets `condition`.
fn linked(relation: &Relation, link: &Link, set: usize, condition: Expr) -> Expr {
    let back = Relation {
        target: set,
        here: relation.there.clone(),
        there: relation.here.clone(),
        through: Some(Link { table: link.table, here: link.there.clone(), there: link.here.clone() }),
    };
    Expr::related(Related { filter: Some(condition), ..Related::new(0, back, RelatedForm::Any) })
}

async fn first_row(service: &Service, query: &Query) -> Result<Option<Vec<Value>>, Error> {
    // `select` may repeat a property that two pairs of a relation use.
    let plan = service.plan(query, 1)?;
    let mut sink = FirstRow { places: plan.output.iter().map(|member| member.place).collect(), values: None };
    Work::new(service, &plan, service.source(query.table())?).rows(&mut sink).await?;
    Ok(sink.values)
}

struct FirstRow {
    places: Vec<usize>,
    values: Option<Vec<Value>>,
}

impl RowSink for FirstRow {
    fn row(&mut self, row: &dyn Row) -> Result<ControlFlow<()>, source::Error> {
        let values = self.places.iter().map(|place| row.get(*place).map(|value| value.to_value()));
        self.values = Some(values.collect::<Result<_, _>>()?);
        Ok(ControlFlow::Break(()))
    }
}

/// `property eq value`; nothing is related by null.
fn equals(service: &Service, set: usize, property: usize, value: Value) -> Expr {
    let column = service.catalog.tables.get(set).and_then(|table| table.columns.get(property));
    let Some(column) = column.filter(|_| !value.is_null()) else {
        return Expr::literal(Value::Boolean(false), PrimitiveType::Boolean);
    };
    let left = Expr::property(property, column.ty);
    let right = Expr::literal(value, left.ty);
    let kind = ExprKind::Compare(CompareOp::Eq, Box::new(left), Box::new(right));
    Expr { kind, ty: PrimitiveType::Boolean, nullable: false }
}
