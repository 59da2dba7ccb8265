//! What rows are at one point of a pipeline: their columns and the forms they have.

use odata_params::ast::PathSegment;

use crate::bind::error::Error;
use crate::bind::names::{Names, simple};
use crate::bind::scope::Scope;
use crate::edm::{Model, PrimitiveType, TypeRef, Value};
use crate::query::{ArithmeticOp, Expr, ExprKind, Named, RelatedForm, Structure};

/// Rows between two transformations.
#[derive(Clone, Debug)]
pub(super) struct Stage {
    /// What a request calls their values. Entities have the properties of their type beside.
    pub(super) names: Names,
    /// The types of the values a row is made of; expressions name these by place.
    pub(super) types: Vec<TypeRef>,
    /// Which of the named values a row has, by the number of its form. One for rows that are alike.
    pub(super) structures: Vec<Structure>,
    /// The place of the number of a row's form, where there are several.
    pub(super) structure_at: Option<usize>,
    /// The key of entities among them.
    pub(super) key: Vec<Expr>,
}

impl Stage {
    /// The entities of a set.
    pub(super) fn entities(names: Names, scope: &Scope<'_>) -> Self {
        let properties = &scope.entity_type.properties;
        let types: Vec<TypeRef> = properties.iter().map(|property| property.ty).collect();
        let key = scope
            .entity_type
            .key
            .iter()
            .filter_map(|index| types.get(*index).map(|ty| Expr::property(*index, *ty)));
        let key = key.collect();
        let structures = vec![Structure { present: Vec::new(), entity: true }];
        Self { names, types, structures, structure_at: None, key }
    }

    /// Rows with these columns, of one form.
    pub(super) fn of(columns: Vec<Named>, types: Vec<TypeRef>) -> Self {
        let structures = vec![Structure { present: vec![true; columns.len()], entity: false }];
        let names = Names::of_result(columns);
        Self { names, types, structures, structure_at: None, key: Vec::new() }
    }

    /// Rows of several forms; `structure_at` is where they have their numbers.
    pub(super) fn formed(
        names: Names,
        types: Vec<TypeRef>,
        structures: Vec<Structure>,
        structure_at: Option<usize>,
        key: Vec<Expr>,
    ) -> Self {
        let forms = || structures.iter().map(|structure| structure.present.clone()).collect();
        let names = names.formed(structure_at.map(|at| (at, forms())));
        Self { names, types, structures, structure_at, key }
    }

    /// Whether rows are no longer the entities asked for as they are.
    pub(super) const fn is_result(&self) -> bool {
        self.names.is_result()
    }

    /// Every column rows can be answered with, and which of them each form has.
    pub(super) fn columns(&self, scope: &Scope<'_>) -> (Vec<Named>, Vec<Structure>) {
        let computed = self.names.named().iter();
        if !self.is_result() {
            let declared = scope.entity_type.properties.iter().enumerate();
            let declared = declared.filter(|(_, property)| property.stream.is_none());
            let declared = declared.map(|(index, property)| Named {
                path: property.name.split('/').map(str::to_owned).collect(),
                expr: Expr::property(index, property.ty),
                ty: property.ty,
                dynamic: false,
            });
            let columns: Vec<Named> = declared.chain(computed.cloned()).collect();
            let structures = vec![Structure { present: vec![true; columns.len()], entity: true }];
            return (columns, structures);
        }
        let mut structures = self.structures.clone();
        for structure in &mut structures {
            // What was computed of the rows since, all of them have.
            structure.present.resize(self.names.named().len(), true);
        }
        (computed.cloned().collect(), structures)
    }

    /// Whether every row has the column of this path.
    pub(super) fn has(&self, path: &[String]) -> bool {
        let place = self.names.named().iter().position(|known| known.path == path);
        place.is_some_and(|place| {
            self.structures.iter().all(|structure| structure.present.get(place).copied().unwrap_or(true))
        })
    }

    /// The type of an expression over these rows, with its scale as far as it is known.
    pub(super) fn facets(&self, expr: &Expr, model: &Model) -> TypeRef {
        if let ExprKind::Property(place) = expr.kind
            && let Some(ty) = self.types.get(place)
        {
            return *ty;
        }
        if let Some(ty) = related(expr, model) {
            return TypeRef { nullable: true, ..ty };
        }
        let scale = (expr.ty == PrimitiveType::Decimal).then(|| self.scale(expr, model)).flatten();
        TypeRef { scale, nullable: expr.nullable, ..TypeRef::of(expr.ty) }
    }

    /// The digits behind the point that every value of a number has.
    fn scale(&self, expr: &Expr, model: &Model) -> Option<u32> {
        match &expr.kind {
            _ if expr.ty.is_integer() => Some(0),
            ExprKind::Property(place) => self.types.get(*place)?.scale,
            ExprKind::Literal(Value::Decimal(value)) => u32::try_from(value.fractional_digit_count()).ok(),
            ExprKind::Related(_) => related(expr, model)?.scale,
            ExprKind::Negate(operand) => self.scale(operand, model),
            ExprKind::Cast(operand) if operand.ty.is_integer() => Some(0),
            ExprKind::Arithmetic(ArithmeticOp::Add | ArithmeticOp::Sub, left, right) => {
                Some(self.scale(left, model)?.max(self.scale(right, model)?))
            }
            ExprKind::Arithmetic(ArithmeticOp::Mul, left, right) => {
                self.scale(left, model)?.checked_add(self.scale(right, model)?)
            }
            _ => None,
        }
    }
}

/// The type of a property of a related entity.
fn related(expr: &Expr, model: &Model) -> Option<TypeRef> {
    let ExprKind::Related(related) = &expr.kind else { return None };
    let RelatedForm::One(value) = &related.form else { return None };
    match value.kind {
        ExprKind::Property(index) => Some(model.type_of(related.relation.target).properties.get(index)?.ty),
        _ => self::related(value, model),
    }
}

/// The names of a path, which must be nothing but names.
///
/// # Errors
/// Type casts, and all else a path may have.
pub(super) fn path(segments: &[PathSegment]) -> Result<Vec<String>, Error> {
    let name = |segment: &PathSegment| match simple(segment) {
        Some(name) if !name.contains('.') => Ok(name.to_owned()),
        _ => Err(Error::not_implemented("type casts are not supported here").at(segment.span)),
    };
    segments.iter().map(name).collect()
}
