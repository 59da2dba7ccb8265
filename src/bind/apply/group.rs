//! `groupby`: what rows have in common, what is done with those that have it, and `rollup`, which does it
//! for coarser and coarser groups (Data Aggregation, section 3.2.3).

use odata_params::ast::{self, GroupByItem, PathSegment, TransformationKind as Kind};

use super::stage::Stage;
use super::{Binder, Pipeline};
use crate::bind::error::Error;
use crate::edm::{PrimitiveType, TypeRef};
use crate::query::{Each, Expr, ExprKind, Group, Named, Structure, Transformation};

/// The most groupings that rollups stand for.
const MOST_GROUPINGS: usize = 32;

/// The most grouping properties.
const MOST_KEYS: usize = 50;

impl Binder<'_> {
    /// `groupby(…)` for rows of a stage.
    pub(super) fn group_by(
        &mut self,
        items: &[GroupByItem],
        then: &[ast::Transformation],
        stage: &Stage,
    ) -> Result<(Transformation, Stage), Error> {
        let groupings = groupings(items)?;
        let mut branches = Vec::with_capacity(groupings.len());
        for paths in &groupings {
            self.count(1)?;
            let (step, after) = self.grouping(paths, then, stage)?;
            branches.push(Pipeline { search: None, steps: vec![step], stage: after });
        }
        match branches.pop() {
            Some(mut only) if branches.is_empty() => match only.steps.pop() {
                Some(step) => Ok((step, only.stage)),
                None => Err(Error::bad_request("a property to group by is missing")),
            },
            last => {
                branches.extend(last);
                self.united(branches)
            }
        }
    }

    /// One grouping, without rollups.
    fn grouping(
        &mut self,
        paths: &[&[PathSegment]],
        then: &[ast::Transformation],
        stage: &Stage,
    ) -> Result<(Transformation, Stage), Error> {
        let mut keys: Vec<Named> = Vec::with_capacity(paths.len());
        for path in paths {
            let key = self.column(path, stage)?;
            if !keys.iter().any(|known| known.path == key.path) {
                keys.push(key);
            }
        }
        if keys.len() > MOST_KEYS {
            return Err(Error::bad_request(format!(
                "no more than {MOST_KEYS} grouping properties are supported"
            )));
        }
        match then {
            [] => Ok(grouped(keys, Vec::new(), Vec::new())),
            [ast::Transformation { kind: Kind::Aggregate(items), span, .. }] => {
                let (aggregates, named) = self.aggregates(items, stage).map_err(|error| error.at(*span))?;
                for key in &keys {
                    if let Some(clash) = named.iter().find(|named| named.path.first() == key.path.first()) {
                        return Err(Error::bad_request(format!(
                            "the name '{}' is used twice",
                            clash.path.join("/")
                        ))
                        .at(*span));
                    }
                }
                Ok(grouped(keys, aggregates, named))
            }
            then => self.each(keys, then, stage),
        }
    }

    /// Other transformations of each group. Its keys stand in the rows that come of it.
    fn each(
        &mut self,
        keys: Vec<Named>,
        then: &[ast::Transformation],
        stage: &Stage,
    ) -> Result<(Transformation, Stage), Error> {
        let made = self.pipeline(then, stage.clone())?;
        let (columns, structures) = made.stage.columns(&self.scope);
        let mut taken: Vec<Expr> = columns.iter().map(|column| column.expr.clone()).collect();
        let mut types: Vec<TypeRef> = keys.iter().map(|key| key.ty).collect();
        types.extend(columns.iter().map(|column| column.ty));
        let new: Vec<bool> =
            keys.iter().map(|key| !columns.iter().any(|column| column.path == key.path)).collect();
        let places = keys.len()..;
        let named: Vec<Named> = keys
            .iter()
            .enumerate()
            .zip(&new)
            .filter(|(_, new)| **new)
            .map(|((place, key), _)| at(place, key))
            .chain(places.clone().zip(&columns).map(|(place, column)| at(place, column)))
            .collect();
        let added = new.iter().filter(|new| **new).count();
        let present = |structure: Structure| Structure {
            present: vec![true; added].into_iter().chain(structure.present).collect(),
            ..structure
        };
        let structures = structures.into_iter().map(present).collect();
        let structure_at = made.stage.structure_at.map(|place| {
            taken.push(number(place));
            types.push(TypeRef::of(PrimitiveType::Int32).required());
            keys.len() + taken.len() - 1
        });
        let key = made.stage.key.iter().map(|part| {
            taken.push(part.clone());
            types.push(made.stage.facets(part, self.scope.model));
            Expr { kind: ExprKind::Property(keys.len() + taken.len() - 1), ..part.clone() }
        });
        let key = key.collect();
        let names = made.stage.names.renamed(named);
        let after = Stage::formed(names, types, structures, structure_at, key);
        Ok((Transformation::Each(Each { keys, steps: made.steps, columns: taken }), after))
    }
}

/// Groups with aggregates: the rows have the keys, then those.
fn grouped(
    keys: Vec<Named>,
    aggregates: Vec<crate::query::Aggregate>,
    named: Vec<Named>,
) -> (Transformation, Stage) {
    let columns: Vec<Named> =
        keys.iter().chain(&named).enumerate().map(|(place, named)| at(place, named)).collect();
    let types = columns.iter().map(|column| column.ty).collect();
    (Transformation::Group(Group { keys, aggregates }), Stage::of(columns, types))
}

/// The same column, its value at a place.
pub(super) fn at(place: usize, column: &Named) -> Named {
    let expr =
        Expr { kind: ExprKind::Property(place), ty: column.ty.primitive, nullable: column.ty.nullable };
    Named { expr, ..column.clone() }
}

/// The number of a row's form.
pub(super) fn number(place: usize) -> Expr {
    Expr::property(place, TypeRef::of(PrimitiveType::Int32).required())
}

/// The groupings that the elements stand for, the finest first: each rollup leaves out its last property,
/// and then again, down to its first.
fn groupings(items: &[GroupByItem]) -> Result<Vec<Vec<&[PathSegment]>>, Error> {
    let mut all: Vec<Vec<&[PathSegment]>> = vec![Vec::new()];
    for item in items {
        let levels: Vec<Vec<&[PathSegment]>> = match item {
            GroupByItem::Path(path) => vec![vec![path]],
            GroupByItem::Rollup(paths) if paths.len() > 1 => (1..=paths.len())
                .rev()
                .map(|length| paths.iter().take(length).map(Vec::as_slice).collect())
                .collect(),
            GroupByItem::Rollup(paths) => {
                let name = paths.first().and_then(|path| super::stage::path(path).ok()).unwrap_or_default();
                return Err(Error::bad_request(format!(
                    "there is no leveled hierarchy '{}'; name the properties of the levels, as in rollup(Year,Month)",
                    name.join("/")
                )));
            }
            GroupByItem::RollupRecursive { .. } => {
                return Err(Error::not_implemented("rolluprecursive is not supported"));
            }
        };
        if all.len().saturating_mul(levels.len()) > MOST_GROUPINGS {
            return Err(Error::bad_request(format!(
                "the rollups stand for more than {MOST_GROUPINGS} groupings"
            )));
        }
        all = all
            .iter()
            .flat_map(|known| levels.iter().map(move |level| known.iter().chain(level).copied().collect()))
            .collect();
    }
    Ok(all)
}
