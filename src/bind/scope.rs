//! What names mean where an expression stands: the properties of the row at hand, the rows around it,
//! the profile, the aliases.

use std::cell::Cell;
use std::collections::HashMap;

use odata_params::ast;

use super::error::Error;
use super::member::Within;
use super::names::Names;
use crate::catalog::Profile;
use crate::edm::{EntityType, Model, PrimitiveType, TypeRef};

/// The most relations a path and the lambda operators in it lead along, one behind the other.
const DEEPEST: usize = 10;

/// The most relations all expressions of a request lead along: each is a subquery to the database.
const MOST: usize = 50;

/// The names an expression may use.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    /// The model: the types that may be named.
    pub(super) model: &'a Model,
    /// The type of the row at hand.
    pub(super) entity_type: &'a EntityType,
    /// The derived type that entities are known to be of, if they are.
    pub(super) derived: Option<usize>,
    /// Decides what blank text is equal to.
    pub(super) profile: Profile,
    /// Parameter aliases of the request, by name without `@`.
    pub(super) aliases: &'a HashMap<&'a str, &'a ast::Expr>,
    /// Computed properties of the outermost row.
    pub(super) names: &'a Names,
    /// Counts relations.
    budget: &'a Budget,
    /// The range variable that stands for the row at hand.
    variable: Option<&'a str>,
    /// The scope this one is inside of, where the row at hand is a related one.
    outer: Option<&'a Scope<'a>>,
    /// How many rows further out the one is that names without a prefix are of.
    implicit: usize,
    /// How many rows further out `$this` is.
    this: usize,
    /// Whether the outermost row is `$it`: in `$expand` it is one that comes with it.
    has_it: bool,
}

/// Relations that the expressions of a request have led along so far.
#[derive(Debug, Default)]
pub(super) struct Budget {
    spent: Cell<usize>,
}

/// Whose names those without a prefix are, inside of a relation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Bare {
    /// The same row's as outside.
    Same,
    /// The row's this many further out, as seen from inside.
    Out(usize),
    /// The related row's, which is `$this` too.
    Related,
}

impl<'a> Scope<'a> {
    /// The scope of the rows a request reads.
    pub(super) const fn new(
        (model, profile): (&'a Model, Profile),
        (entity_type, derived): (&'a EntityType, Option<usize>),
        aliases: &'a HashMap<&'a str, &'a ast::Expr>,
        (names, budget): (&'a Names, &'a Budget),
    ) -> Self {
        Self {
            model,
            entity_type,
            derived,
            profile,
            aliases,
            names,
            budget,
            variable: None,
            outer: None,
            implicit: 0,
            this: 0,
            has_it: true,
        }
    }

    /// The scope of the rows that come with these by `$expand`, of a derived type where there is one.
    pub(super) const fn expanding<'b>(
        &'b self,
        (entity_type, derived): (&'b EntityType, Option<usize>),
        aliases: &'b HashMap<&'b str, &'b ast::Expr>,
    ) -> Scope<'b> {
        Scope { entity_type, derived, aliases, has_it: false, ..*self }
    }

    /// The scope inside of a relation that leads to entities of a set, of a derived type where there is
    /// one.
    ///
    /// # Errors
    /// Too long a way, and a range variable that is in use.
    pub(super) fn inside<'b>(
        &'b self,
        (target, derived): (usize, Option<usize>),
        variable: Option<&'b str>,
        bare: Bare,
    ) -> Result<Scope<'b>, Error> {
        if self.outermost() == DEEPEST {
            return Err(Error::bad_request(format!(
                "no more than {DEEPEST} relations one behind the other are supported"
            )));
        }
        if let Some(variable) = variable.filter(|variable| self.variable(variable).is_some()) {
            return Err(Error::bad_request(format!(
                "the name '{variable}' already stands for another entity; choose a name of its own"
            )));
        }
        let (implicit, this) = match bare {
            Bare::Same => (self.implicit + 1, self.this + 1),
            Bare::Out(out) => (out, self.this + 1),
            Bare::Related => (0, 0),
        };
        let entity_type = self.model.type_of(target);
        Ok(Scope { entity_type, derived, variable, outer: Some(self), implicit, this, ..*self })
    }

    /// The same scope with other computed properties.
    pub(super) const fn naming<'b>(&'b self, names: &'b Names) -> Scope<'b> {
        Scope { names, ..*self }
    }

    /// How many rows further out the one is that a range variable stands for.
    pub(super) fn variable(&self, name: &str) -> Option<usize> {
        let mut scope = Some(self);
        let mut out = 0;
        while let Some(current) = scope {
            if current.variable == Some(name) {
                return Some(out);
            }
            scope = current.outer;
            out += 1;
        }
        None
    }

    /// Whether the outermost row is `$it` (section 5.1.1.14.1).
    pub(super) const fn has_it(&self) -> bool {
        self.has_it
    }

    /// How many rows further out the outermost one is.
    pub(super) fn outermost(&self) -> usize {
        self.outer.map_or(0, |outer| outer.outermost() + 1)
    }

    /// How many rows further out the one is that names without a prefix are of.
    pub(super) const fn implicit(&self) -> usize {
        self.implicit
    }

    /// How many rows further out `$this` is (section 5.1.1.14.3).
    pub(super) const fn this(&self) -> usize {
        self.this
    }

    /// The scope of the row this many further out.
    pub(super) fn at(&self, out: usize) -> &Self {
        match (out, self.outer) {
            (1.., Some(outer)) => outer.at(out - 1),
            _ => self,
        }
    }

    /// Where names in the row this many further out are looked up.
    pub(super) fn within_at(&self, out: usize) -> Within<'a> {
        self.at(out).within()
    }

    /// Counts relations an expression leads along.
    ///
    /// # Errors
    /// More than a request may have.
    pub(super) fn spend(&self, relations: usize) -> Result<(), Error> {
        self.budget.spend(relations)
    }
}

impl Budget {
    fn spend(&self, relations: usize) -> Result<(), Error> {
        let spent = self.spent.get().saturating_add(relations);
        if spent > MOST {
            return Err(Error::bad_request(format!(
                "no more than {MOST} uses of navigation properties in expressions are supported"
            )));
        }
        self.spent.set(spent);
        Ok(())
    }
}

impl<'a> Scope<'a> {
    /// Where its names are looked up.
    pub(super) const fn within(&self) -> Within<'a> {
        Within::entity(self.model, self.entity_type, self.derived)
    }

    /// The type of primitive values that a qualified name stands for.
    pub(super) fn named_type(&self, name: &str) -> Option<TypeRef> {
        let enumeration = || self.model.enumeration(name).map(PrimitiveType::Enumeration);
        let primitive = PrimitiveType::from_name(name).filter(|ty| *ty != PrimitiveType::Stream);
        let primitive = primitive.or_else(enumeration).map(TypeRef::of);
        primitive.or_else(|| self.model.type_definition(name).map(|definition| definition.type_ref()))
    }
}
