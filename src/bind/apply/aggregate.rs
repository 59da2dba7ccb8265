//! `aggregate`: expressions over all rows of a group (Data Aggregation, section 3.2.1).

use odata_params::ast::{
    AggregateFrom, AggregateItem, Expr, ExprKind as Written, PathSegment, PathSegmentKind,
};

use super::Binder;
use super::stage::Stage;
use crate::bind::error::Error;
use crate::bind::expr;
use crate::bind::names::{Names, simple};
use crate::edm::{TypeRef, Value};
use crate::query::{self, Aggregate, Aggregation, From, Group, Named, Transformation, Typed};

/// The most aggregate expressions of one transformation.
const MOST: usize = 100;

impl Binder<'_> {
    /// `aggregate(…)`: one row of all.
    pub(super) fn aggregate(
        &self,
        items: &[AggregateItem],
        stage: &Stage,
    ) -> Result<(Transformation, Stage), Error> {
        let (aggregates, names) = self.aggregates(items, stage)?;
        let types = aggregates.iter().map(|aggregate| aggregate.ty).collect();
        let group = Group { keys: Vec::new(), aggregates };
        Ok((Transformation::Group(group), Stage::of(names, types)))
    }

    /// The expressions, and the columns of a row that has nothing but them.
    pub(super) fn aggregates(
        &self,
        items: &[AggregateItem],
        stage: &Stage,
    ) -> Result<(Vec<Aggregate>, Vec<Named>), Error> {
        if items.len() > MOST {
            return Err(Error::bad_request(format!(
                "no more than {MOST} aggregate expressions are supported"
            )));
        }
        let mut aggregates = Vec::with_capacity(items.len());
        let mut names = Names::of_result(Vec::new());
        for (place, item) in items.iter().enumerate() {
            let aggregate = self.item(item, stage).map_err(|error| error.at(item.span))?;
            if stage.is_result() && stage.names.named().iter().any(|known| known.path == [&*aggregate.name]) {
                return Err(Error::bad_request(format!(
                    "'{}' is a name of what is aggregated; the result needs a name of its own",
                    aggregate.name
                ))
                .at(item.span));
            }
            let value = query::Expr {
                kind: query::ExprKind::Property(place),
                ty: aggregate.ty.primitive,
                nullable: aggregate.ty.nullable,
            };
            names
                .define(&aggregate.name, value, self.scope.entity_type)
                .map_err(|error| error.at(item.span))?;
            aggregates.push(aggregate);
        }
        let named = names.named().iter().zip(&aggregates);
        let named = named.map(|(named, aggregate)| Named { ty: aggregate.ty, ..named.clone() });
        Ok((aggregates.clone(), named.collect()))
    }

    fn item(&self, item: &AggregateItem, stage: &Stage) -> Result<Aggregate, Error> {
        let Some(name) = item.alias.clone() else { return Err(self.custom(item)) };
        let (method, operand) = match (&item.method, counted(&item.expr)) {
            (None, Some([])) => (Aggregation::Count, None),
            (None, Some(_)) => {
                return Err(Error::not_implemented(
                    "a path before $count is not supported in aggregate; $count alone counts the rows",
                ));
            }
            (None, None) => return Err(self.custom(item)),
            (Some(method), _) => (aggregation(method)?, Some(self.operand(&item.expr, stage)?)),
        };
        let over = operand.as_ref().map_or(TypeRef::of(crate::edm::PrimitiveType::Decimal), |o| o.ty);
        let mut ty = result(method, over)?;
        let mut from = Vec::with_capacity(item.from.len());
        for clause in &item.from {
            let (outer, next) = self.from(clause, ty, stage)?;
            from.push(outer);
            ty = next;
        }
        let once = match &operand {
            Some(operand) => self.once(method, &item.expr, &operand.expr, stage)?,
            None => Vec::new(),
        };
        Ok(Aggregate { method, operand, once, from, ty, name })
    }

    /// A `from` clause over values of a type; gives the type of its own.
    fn from(&self, clause: &AggregateFrom, ty: TypeRef, stage: &Stage) -> Result<(From, TypeRef), Error> {
        let Some(method) = &clause.method else {
            return Err(Error::bad_request("'with' and a method are needed behind 'from'"));
        };
        let method = aggregation(method)?;
        let keys = clause.properties.iter().map(|path| Ok(self.column(path, stage)?.expr));
        let keys = keys.collect::<Result<_, Error>>()?;
        Ok((From { keys, method, ty }, result(method, ty)?))
    }

    fn operand(&self, written: &Expr, stage: &Stage) -> Result<Typed, Error> {
        let scope = self.scope.naming(&stage.names);
        if let Written::Path(path) = &written.kind {
            self.leads_to_one(&path.segments, stage)?;
        }
        let expr = expr::bind(written, &scope)?;
        if expr.as_literal().is_some_and(Value::is_null) {
            return Err(Error::bad_request("null cannot be aggregated").at(written.span));
        }
        Ok(Typed { ty: stage.facets(&expr, self.scope.model), expr })
    }

    /// Whether a path has no navigation to several entities, whose values would all be aggregated.
    fn leads_to_one(&self, path: &[PathSegment], stage: &Stage) -> Result<(), Error> {
        let mut ty = self.scope.entity_type;
        if stage.is_result() {
            return Ok(());
        }
        for segment in path {
            let Some(navigation) = simple(segment).and_then(|name| ty.navigation(name)) else {
                return Ok(());
            };
            if navigation.collection {
                return Err(Error::not_implemented(format!(
                    "the values of the collection '{}' cannot be aggregated; only paths to one entity are supported",
                    navigation.name
                ))
                .at(segment.span));
            }
            ty = self.scope.model.type_of(navigation.relation.target);
        }
        Ok(())
    }

    fn custom(&self, item: &AggregateItem) -> Error {
        Error::bad_request(format!(
            "{} has no custom aggregates; say how to aggregate, as in 'Amount with sum as Total'",
            self.scope.entity_type.name
        ))
        .at(item.span)
    }
}

/// What stands before `/$count`, if the expression is a path that ends so.
fn counted(expr: &Expr) -> Option<&[PathSegment]> {
    let Written::Path(path) = &expr.kind else { return None };
    match path.segments.split_last()? {
        (PathSegment { kind: PathSegmentKind::Count(_), .. }, before) => Some(before),
        _ => None,
    }
}

fn aggregation(method: &str) -> Result<Aggregation, Error> {
    Ok(match method {
        "sum" => Aggregation::Sum,
        "min" => Aggregation::Min,
        "max" => Aggregation::Max,
        "average" => Aggregation::Average,
        "countdistinct" => Aggregation::CountDistinct,
        other => {
            return Err(Error::not_implemented(format!(
                "the service has no aggregation method '{other}' of its own"
            )));
        }
    })
}

fn result(method: Aggregation, ty: TypeRef) -> Result<TypeRef, Error> {
    method
        .result(ty)
        .ok_or_else(|| Error::bad_request(format!("'{}' is not defined for {}", method.name(), ty.primitive)))
}
