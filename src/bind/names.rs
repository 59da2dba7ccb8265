//! The names a request defines itself: each use becomes the expression it stands for, within a bound,
//! so that a short text cannot stand for an endless one.

use std::cell::Cell;

use odata_params::ast::{MemberPath, PathRoot, PathSegment, PathSegmentKind};

use super::error::Error;
use crate::edm::{EntityType, PrimitiveType, TypeRef, Value};
use crate::query::{Expr, ExprKind, Named};

/// The most nodes that all uses of computed properties in one request become.
const MOST_NODES: usize = 10_000;

/// The deepest an expression may nest when its names are replaced.
const MOST_LEVELS: usize = 200;

/// Named expressions, to be found by the paths that name them.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    named: Vec<Named>,
    /// Whether these are all names there are: rows made by `$apply` have no others.
    result: bool,
    /// Where rows of several forms say which they are of, and which of these names each form has.
    forms: Option<(usize, Vec<Vec<bool>>)>,
    /// Nodes that uses have become so far.
    spent: Cell<usize>,
}

impl Names {
    /// The columns of rows made by `$apply`.
    pub(super) fn of_result(named: Vec<Named>) -> Self {
        Self { named, result: true, forms: None, spent: Cell::new(0) }
    }

    /// The same for rows of several forms, whose number is at a place.
    pub(super) fn formed(self, forms: Option<(usize, Vec<Vec<bool>>)>) -> Self {
        Self { forms, ..self }
    }

    /// Whether a row has what a path names, or something within it; `None` if none has (Data Aggregation,
    /// section 3.7).
    pub(super) fn defined(&self, path: &[&str]) -> Option<Expr> {
        let within = |named: &Named| {
            named.path.len() >= path.len() && named.path.iter().zip(path).all(|(own, name)| own == name)
        };
        let places: Vec<usize> = self
            .named
            .iter()
            .enumerate()
            .filter(|(_, named)| within(named))
            .map(|(place, _)| place)
            .collect();
        let truth = |truth| Expr::literal(Value::Boolean(truth), PrimitiveType::Boolean);
        if places.is_empty() {
            return None;
        }
        let Some((at, forms)) = &self.forms else { return Some(truth(true)) };
        // What was computed of all rows since is behind those.
        let has = |form: &Vec<bool>| places.iter().any(|place| form.get(*place).copied().unwrap_or(true));
        let number = |(number, _): (usize, &Vec<bool>)| {
            let number = Value::Integer(i64::try_from(number).unwrap_or(i64::MAX));
            Expr::literal(number, PrimitiveType::Int32)
        };
        let numbers: Vec<Expr> = forms.iter().enumerate().filter(|(_, form)| has(form)).map(number).collect();
        if numbers.len() == forms.len() || numbers.is_empty() {
            return Some(truth(!numbers.is_empty()));
        }
        let form = Expr::property(*at, TypeRef::of(PrimitiveType::Int32).required());
        let kind = ExprKind::In(Box::new(form), numbers);
        Some(Expr { kind, ty: PrimitiveType::Boolean, nullable: false })
    }

    /// The same with other columns, for rows made of these.
    pub(super) fn renamed(self, named: Vec<Named>) -> Self {
        Self { named, result: true, ..self }
    }

    /// Whether these are all names there are.
    pub(super) const fn is_result(&self) -> bool {
        self.result
    }

    /// All of them, in the order they were defined.
    pub(super) fn named(&self) -> &[Named] {
        &self.named
    }

    /// Adds a computed property (URL Conventions, section 5.1.3).
    ///
    /// # Errors
    /// A name that the type or the request uses already.
    pub(super) fn define(&mut self, name: &str, expr: Expr, entity_type: &EntityType) -> Result<(), Error> {
        let declared = entity_type.properties.iter().any(|property| first(&property.name) == name)
            || entity_type.navigation.iter().any(|navigation| navigation.name == name);
        if declared {
            return Err(Error::bad_request(format!(
                "'{name}' is a property of {}; a computed property needs a name of its own",
                entity_type.name
            )));
        }
        if self.named.iter().any(|known| known.path.first().is_some_and(|known| known == name)) {
            return Err(Error::bad_request(format!("the name '{name}' is used twice")));
        }
        if depth(&expr) > MOST_LEVELS {
            return Err(Error::bad_request(format!(
                "'{name}' is too deep an expression once the names in it are replaced"
            )));
        }
        self.named.push(Named::dynamic(name, expr));
        Ok(())
    }

    /// The place of a simple name.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.named
            .iter()
            .position(|known| known.path.len() == 1 && known.path.iter().all(|part| part == name))
    }

    /// What a path stands for; `None` if it begins with none of these names.
    ///
    /// # Errors
    /// A path that goes on behind a value, and uses beyond the bound.
    pub(super) fn resolve(&self, path: &MemberPath) -> Result<Option<Expr>, Error> {
        if !matches!(path.root, PathRoot::Implicit | PathRoot::It) {
            return Ok(None);
        }
        if self.result {
            return self.column(path).map(Some);
        }
        let Some((name, rest)) = path.segments.split_first() else { return Ok(None) };
        let Some(named) =
            simple(name).and_then(|name| self.position(name)).and_then(|place| self.named.get(place))
        else {
            return Ok(None);
        };
        if let Some(next) = rest.first() {
            return Err(Error::bad_request(format!(
                "'{}' is a computed value: nothing can follow it",
                named.path.join("/")
            ))
            .at(next.span));
        }
        self.spend(&named.expr)?;
        Ok(Some(named.expr.clone()))
    }

    /// What a path stands for among all names there are.
    fn column(&self, path: &MemberPath) -> Result<Expr, Error> {
        let mut names = Vec::with_capacity(path.segments.len());
        for segment in &path.segments {
            let name = simple(segment).ok_or_else(|| {
                Error::not_implemented("only names are supported in a path behind a transformation")
                    .at(segment.span)
            });
            names.push(name?);
        }
        let Some(named) = self.named.iter().find(|known| known.path == names) else {
            let unknown = self.unknown(&names.join("/"));
            return Err(match path.segments.first() {
                Some(first) => unknown.at(first.span),
                None => unknown,
            });
        };
        self.spend(&named.expr)?;
        Ok(named.expr.clone())
    }

    /// The refusal of a name that rows made by `$apply` do not have.
    pub(super) fn unknown(&self, name: &str) -> Error {
        let mut known: Vec<String> = self.named.iter().take(20).map(|named| named.path.join("/")).collect();
        if self.named.len() > known.len() {
            known.push("…".to_owned());
        }
        Error::bad_request(format!(
            "there is no '{name}' in the result of $apply; it has {}",
            known.join(", ")
        ))
    }

    fn spend(&self, expr: &Expr) -> Result<(), Error> {
        let spent = self.spent.get().saturating_add(size(expr));
        if spent > MOST_NODES {
            return Err(Error::bad_request(format!(
                "the computed properties used here stand for more than {MOST_NODES} operands and operators"
            )));
        }
        self.spent.set(spent);
        Ok(())
    }
}

/// The name of a segment that is nothing but a name.
pub(super) fn simple(segment: &PathSegment) -> Option<&str> {
    match &segment.kind {
        PathSegmentKind::Name { name, arguments: None } => Some(name),
        _ => None,
    }
}

/// A property in a complex one is named by its path.
fn first(name: &str) -> &str {
    name.split('/').next().unwrap_or(name)
}

fn size(expr: &Expr) -> usize {
    expr.parts().map(size).fold(1, usize::saturating_add)
}

fn depth(expr: &Expr) -> usize {
    expr.parts().map(depth).max().map_or(1, |deepest| deepest.saturating_add(1))
}
