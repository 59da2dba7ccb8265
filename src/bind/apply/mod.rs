//! `$apply`: a pipeline of transformations becomes steps over rows whose columns are known at each point
//! (Data Aggregation, section 3). What is behind `$apply` applies to its result.

mod aggregate;
mod column;
mod concat;
mod group;
mod once;
mod rank;
mod result;
mod stage;

use odata_params::ast::{self, TransformationKind as Kind};

use super::error::Error;
use super::options::compute;
use super::scope::Scope;
use super::{allowed, expr, options};
use crate::query::{Expr, OrderBy, SearchExpr, Transformation};

pub(super) use result::bind;

use stage::Stage;

/// The most steps a request may stand for, those of rollups counted as often as they are done.
const MOST_STEPS: usize = 200;

/// The deepest that `groupby` and `concat` may stand in each other.
const MOST_LEVELS: usize = 6;

/// Binds pipelines of one request.
struct Binder<'a> {
    /// The entity set's own names, aliases and rules.
    scope: Scope<'a>,
    /// Whether the entities asked for can be searched.
    searchable: bool,
    steps: usize,
    level: usize,
}

/// A pipeline and what its rows are.
struct Pipeline {
    /// The conditions of `search` at the beginning.
    search: Option<SearchExpr>,
    steps: Vec<Transformation>,
    stage: Stage,
}

impl Binder<'_> {
    /// Binds a pipeline for rows of a stage.
    fn pipeline(&mut self, written: &[ast::Transformation], stage: Stage) -> Result<Pipeline, Error> {
        self.level += 1;
        if self.level > MOST_LEVELS {
            return Err(Error::bad_request(format!(
                "transformations may stand in each other no more than {MOST_LEVELS} deep"
            )));
        }
        let mut pipeline = Pipeline { search: None, steps: Vec::new(), stage };
        for transformation in written {
            self.count(1)?;
            self.one(transformation, &mut pipeline).map_err(|error| error.at(transformation.span))?;
        }
        self.level -= 1;
        Ok(pipeline)
    }

    fn one(&mut self, written: &ast::Transformation, pipeline: &mut Pipeline) -> Result<(), Error> {
        let Pipeline { steps, stage, .. } = pipeline;
        match &written.kind {
            Kind::Identity => {}
            Kind::Filter(condition) => steps.push(Transformation::Filter(self.condition(condition, stage)?)),
            Kind::Search(search) => {
                let beginning = self.level == 1
                    && !stage.is_result()
                    && steps.iter().all(|step| matches!(step, Transformation::Filter(_)));
                if !beginning {
                    return Err(Error::not_implemented(
                        "search(…) is supported at the beginning of $apply only",
                    ));
                }
                let search = options::searched(search, self.searchable)?;
                pipeline.search = Some(match pipeline.search.take() {
                    Some(known) => SearchExpr::And(Box::new(known), Box::new(search)),
                    None => search,
                });
            }
            Kind::Compute(items) => compute::bind(items, &mut stage.names, &self.scope)?,
            Kind::OrderBy(items) => steps.push(Transformation::OrderBy(self.order_by(items, stage)?)),
            Kind::Top(number) => steps.push(Transformation::Top(*number)),
            Kind::Skip(number) => steps.push(Transformation::Skip(*number)),
            Kind::Rank { kind, amount, value } => {
                let ranked = self.rank(*kind, amount, value, stage)?;
                steps.extend(ranked);
            }
            Kind::Aggregate(items) => {
                let (step, after) = self.aggregate(items, stage)?;
                steps.push(step);
                *stage = after;
            }
            Kind::GroupBy { items, then } => {
                let (step, after) = self.group_by(items, then, stage)?;
                steps.push(step);
                *stage = after;
            }
            Kind::Concat(pipelines) => {
                let (step, after) = self.concat(pipelines, stage)?;
                steps.push(step);
                *stage = after;
            }
            Kind::Nest(_)
            | Kind::AddNested { .. }
            | Kind::Join { .. }
            | Kind::Relatives { .. }
            | Kind::Traverse { .. } => {
                return Err(Error::not_implemented(format!(
                    "the transformation '{}' is not supported",
                    written.name
                )));
            }
            Kind::Custom(_) => {
                return Err(Error::not_implemented(format!(
                    "the service has no transformation '{}' of its own",
                    written.name
                )));
            }
        }
        Ok(())
    }

    fn count(&mut self, steps: usize) -> Result<(), Error> {
        self.steps = self.steps.saturating_add(steps);
        if self.steps > MOST_STEPS {
            return Err(Error::bad_request(format!(
                "no more than {MOST_STEPS} transformations are supported, each grouping of a rollup counted"
            )));
        }
        Ok(())
    }

    fn condition(&self, condition: &ast::Expr, stage: &Stage) -> Result<Expr, Error> {
        let scope = self.scope.naming(&stage.names);
        let bound = expr::bind_condition(condition, &scope)?;
        if stage.is_result() { Ok(bound) } else { allowed::filterable(bound, &scope) }
    }

    fn order_by(&self, items: &[ast::OrderByItem], stage: &Stage) -> Result<Vec<OrderBy>, Error> {
        let scope = self.scope.naming(&stage.names);
        options::order_by(items, &scope)
    }
}
