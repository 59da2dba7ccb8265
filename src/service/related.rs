//! Navigation paths: the entity a path navigates from is read first, because it must exist, and
//! its values choose the related rows.

use std::ops::ControlFlow;

use futures_util::future::BoxFuture;

use super::error::Error;
use super::rows::Work;
use super::service::Service;
use crate::edm::{PrimitiveType, Value};
use crate::query::{CompareOp, Container, Expr, ExprKind, Parent, Query};
use crate::source::{self, Row, RowSink};

/// Turns `query.parent`, where there is one, into a condition on the query's own rows.
///
/// # Errors
/// [`Error::NoEntity`] if an entity on the way does not exist.
pub(super) fn resolve<'a>(service: &'a Service, query: &'a mut Query) -> BoxFuture<'a, Result<(), Error>> {
    Box::pin(async move {
        let Some(parent) = query.parent.take() else { return Ok(()) };
        let Parent { query: mut from, properties, contains } = *parent;
        resolve(service, &mut from).await?;
        let values = first_row(service, &from).await?.ok_or_else(|| service.not_found(&from))?;
        let (related, key) = values.split_at_checked(properties.len()).unwrap_or_default();
        query.container = contains.map(|path| Container {
            set: from.set,
            around: from.container.take().map(Box::new),
            key: key.to_vec(),
            path,
        });
        let related = properties
            .iter()
            .zip(related.iter().cloned())
            .map(|(property, value)| equals(service, query.set, *property, value));
        let conditions: Vec<Expr> = query.filter.take().into_iter().chain(related).collect();
        query.filter = Some(Expr::all(conditions));
        Ok(())
    })
}

async fn first_row(service: &Service, query: &Query) -> Result<Option<Vec<Value>>, Error> {
    // `select` may repeat a property that two pairs of a relation use.
    let plan = service.plan(query, 1)?;
    let mut sink = FirstRow { places: plan.output.iter().map(|member| member.place).collect(), values: None };
    Work::new(service, &plan, service.source(query.set)?).rows(&mut sink).await?;
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
