//! `concat`: several pipelines over the same rows, whose results need not look alike (Data Aggregation,
//! section 3.2.2).

use odata_params::ast;

use super::group::{at, number};
use super::stage::Stage;
use super::{Binder, Pipeline};
use crate::bind::error::Error;
use crate::bind::names::Names;
use crate::edm::{Model, PrimitiveType, TypeRef, Value};
use crate::query::{Branch, Expr, ExprKind, Named, Structure, Transformation};

/// The most pipelines of one `concat`.
const MOST: usize = 32;

impl Binder<'_> {
    /// `concat(…)` for rows of a stage.
    pub(super) fn concat(
        &mut self,
        written: &[Vec<ast::Transformation>],
        stage: &Stage,
    ) -> Result<(Transformation, Stage), Error> {
        if written.len() > MOST {
            return Err(Error::bad_request(format!("concat takes no more than {MOST} sequences")));
        }
        let pipelines = written.iter().map(|written| self.pipeline(written, stage.clone()));
        let pipelines = pipelines.collect::<Result<_, _>>()?;
        self.united(pipelines)
    }

    /// The rows of several pipelines, one behind the other. Columns of the same path are one.
    pub(super) fn united(&self, pipelines: Vec<Pipeline>) -> Result<(Transformation, Stage), Error> {
        let made: Vec<(Vec<Named>, Vec<Structure>)> =
            pipelines.iter().map(|pipeline| pipeline.stage.columns(&self.scope)).collect();
        let columns = union(&made)?;
        let (forms, numbers) = forms(&columns, &made);
        let key = key(&pipelines, self.scope.model);
        let mut branches = Vec::with_capacity(pipelines.len());
        for ((pipeline, (own, _)), numbers) in pipelines.into_iter().zip(&made).zip(&numbers) {
            let mut taken: Vec<Expr> = columns
                .iter()
                .map(|column| {
                    let same = own.iter().find(|own| own.path == column.path);
                    same.map_or_else(|| null(column.ty.primitive), |own| own.expr.clone())
                })
                .collect();
            if forms.len() > 1 {
                taken.push(renumbered(pipeline.stage.structure_at, numbers));
            }
            for (part, ty) in key.iter().enumerate() {
                taken.push(pipeline.stage.key.get(part).cloned().unwrap_or_else(|| null(ty.primitive)));
            }
            branches.push(Branch { steps: pipeline.steps, columns: taken });
        }
        let mut types: Vec<TypeRef> = columns.iter().map(|column| column.ty).collect();
        let structure_at = (forms.len() > 1).then_some(types.len());
        types.extend(structure_at.map(|_| TypeRef::of(PrimitiveType::Int32).required()));
        let first = types.len();
        types.extend(&key);
        let key = key.iter().enumerate().map(|(part, ty)| Expr::property(first + part, *ty)).collect();
        let named = columns.iter().enumerate().map(|(place, column)| at(place, column)).collect();
        let names = Names::of_result(named);
        let after = Stage::formed(names, types, forms, structure_at, key);
        Ok((Transformation::Concat(branches), after))
    }
}

/// Every column that one of the results has.
fn union(made: &[(Vec<Named>, Vec<Structure>)]) -> Result<Vec<Named>, Error> {
    let mut columns: Vec<Named> = Vec::new();
    for (own, _) in made {
        for column in own {
            let Some(known) = columns.iter_mut().find(|known| known.path == column.path) else {
                columns.push(column.clone());
                continue;
            };
            if known.ty.primitive != column.ty.primitive {
                return Err(Error::bad_request(format!(
                    "'{}' is {} in some rows and {} in others",
                    column.path.join("/"),
                    known.ty.primitive,
                    column.ty.primitive
                )));
            }
            known.ty.scale = known.ty.scale.filter(|scale| column.ty.scale == Some(*scale));
            known.ty.precision = known.ty.precision.filter(|digits| column.ty.precision == Some(*digits));
            known.ty.max_length = known.ty.max_length.filter(|most| column.ty.max_length == Some(*most));
            known.ty.nullable |= column.ty.nullable;
            known.dynamic |= column.dynamic;
        }
    }
    for column in &mut columns {
        let everywhere = made.iter().all(|(own, _)| own.iter().any(|own| own.path == column.path));
        column.ty.nullable |= !everywhere;
    }
    Ok(columns)
}

/// The different forms of rows, and for each result the numbers of its own.
fn forms(columns: &[Named], made: &[(Vec<Named>, Vec<Structure>)]) -> (Vec<Structure>, Vec<Vec<usize>>) {
    let mut forms: Vec<Structure> = Vec::new();
    let mut numbers = Vec::with_capacity(made.len());
    for (own, structures) in made {
        let mut own_numbers = Vec::with_capacity(structures.len());
        for structure in structures {
            let present = columns.iter().map(|column| {
                let place = own.iter().position(|own| own.path == column.path);
                place.and_then(|place| structure.present.get(place).copied()).unwrap_or(false)
            });
            let form = Structure { present: present.collect(), entity: structure.entity };
            let known = forms.iter().position(|known| *known == form);
            own_numbers.push(known.unwrap_or_else(|| {
                forms.push(form);
                forms.len() - 1
            }));
        }
        numbers.push(own_numbers);
    }
    (forms, numbers)
}

/// The types of the key of entities, if any result has them.
fn key(pipelines: &[Pipeline], model: &Model) -> Vec<TypeRef> {
    let with = pipelines.iter().find(|pipeline| !pipeline.stage.key.is_empty());
    let types = with.map(|with| with.stage.key.iter().map(|part| with.stage.facets(part, model)).collect());
    types.unwrap_or_default()
}

/// The number of a form among all, for rows that know their number among their own.
fn renumbered(own: Option<usize>, numbers: &[usize]) -> Expr {
    let literal = |number: usize| {
        Expr::literal(Value::Integer(i64::try_from(number).unwrap_or(i64::MAX)), PrimitiveType::Int32)
    };
    let Some(place) = own else { return literal(numbers.first().copied().unwrap_or(0)) };
    let pairs = numbers.iter().enumerate().map(|(own, number)| {
        let equal = ExprKind::Compare(
            crate::query::CompareOp::Eq,
            Box::new(self::number(place)),
            Box::new(literal(own)),
        );
        (Expr { kind: equal, ty: PrimitiveType::Boolean, nullable: false }, literal(*number))
    });
    Expr { kind: ExprKind::Case(pairs.collect()), ty: PrimitiveType::Int32, nullable: false }
}

fn null(ty: PrimitiveType) -> Expr {
    Expr::literal(Value::Null, ty)
}
