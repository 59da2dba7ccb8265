//! Function calls in, SQL out, by the dialect's templates; the three text searches become `LIKE`
//! where that is exact, because indexes serve it.

use std::borrow::Cow;

use crate::edm::{PrimitiveType, Value};
use crate::query::{Expr, ExprKind, Function};

use crate::source::sql::dialect::{Equality, Like};
use crate::source::sql::render::{Renderer, Unsupported};
use crate::source::sql::statement::Parameter;

impl<'a> Renderer<'a> {
    /// Writes a function call; null if an argument is null.
    pub(super) fn call(&mut self, function: Function, arguments: &'a [Expr]) -> Result<(), Unsupported> {
        if let [subject, needle] = arguments
            && let Some(Value::String(needle)) = needle.as_literal()
            && matches!(function, Function::Contains | Function::StartsWith | Function::EndsWith)
            && self.dialect.like_is_exact()
        {
            return self.text_search(function, subject, needle);
        }
        let first = arguments.first().map_or(PrimitiveType::String, |argument| argument.ty);
        let template = self
            .dialect
            .function(function, first)
            .ok_or_else(|| Unsupported(format!("'{}'", function.name())))?;
        if function == Function::Substring {
            self.substring(template, arguments)
        } else {
            self.template(template, arguments)
        }
    }

    /// `LIKE` on the exact form; a prefix search first on the column itself, whose index finds it.
    fn text_search(
        &mut self,
        function: Function,
        subject: &'a Expr,
        needle: &str,
    ) -> Result<(), Unsupported> {
        let like = self.dialect.like();
        let (before, after) = match function {
            Function::StartsWith => ("", "%"),
            Function::EndsWith => ("%", ""),
            _ => ("%", "%"),
        };
        let pattern: Cow<'a, str> = Cow::Owned(pattern(needle, like, before, after));
        let indexed = function == Function::StartsWith
            && matches!(subject.kind, ExprKind::Property(_))
            && self.equality(subject)? == Equality::NativeThenExact;
        self.sql.push('(');
        if indexed {
            self.native(subject)?;
            self.like(like, pattern.clone());
            self.sql.push_str(" AND ");
        }
        self.value(subject)?;
        self.like(like, pattern);
        self.sql.push(')');
        Ok(())
    }

    /// Writes ` LIKE ?` with the dialect's escape.
    pub(super) fn like(&mut self, like: Like, pattern: Cow<'a, str>) {
        self.sql.push_str(" LIKE ");
        self.parameter(Parameter::Text(pattern));
        self.sql.push_str(like.suffix);
    }

    /// SQL counts characters from one.
    fn substring(&mut self, template: &str, arguments: &'a [Expr]) -> Result<(), Unsupported> {
        let position = |index: usize, otherwise: i64| match arguments.get(index).map(Expr::as_literal) {
            Some(Some(Value::Integer(position @ 0..=0x7fff_ffff))) => Ok(*position),
            None => Ok(otherwise),
            Some(_) => Err(Unsupported("'substring' at a computed position".to_owned())),
        };
        let start = position(1, 0)?.saturating_add(1).min(0x7fff_ffff);
        let length = position(2, 0x7fff_ffff)?;
        let subject = arguments.first().ok_or_else(|| Unsupported("'substring' of nothing".to_owned()))?;
        self.expand(template, |renderer, index| match index {
            0 => renderer.value(subject),
            1 => {
                renderer.parameter(Parameter::Integer(start));
                Ok(())
            }
            _ => {
                renderer.parameter(Parameter::Integer(length));
                Ok(())
            }
        })
    }

    /// Writes a template with its arguments.
    pub(super) fn template(&mut self, template: &str, arguments: &'a [Expr]) -> Result<(), Unsupported> {
        self.expand(template, |renderer, index| match arguments.get(index) {
            Some(argument) => renderer.value(argument),
            None => Err(Unsupported("a call with too few arguments".to_owned())),
        })
    }

    /// Writes a template with what `argument` writes for each of its places.
    pub(super) fn expand(
        &mut self,
        template: &str,
        argument: impl Fn(&mut Self, usize) -> Result<(), Unsupported>,
    ) -> Result<(), Unsupported> {
        let mut rest = template;
        while let Some((before, tail)) = rest.split_once('{') {
            self.sql.push_str(before);
            let (number, tail) = tail.split_once('}').unwrap_or(("", tail));
            argument(self, number.parse().unwrap_or(usize::MAX))?;
            rest = tail;
        }
        self.sql.push_str(rest);
        Ok(())
    }
}

/// A `LIKE` pattern in which the needle stands for itself.
pub(super) fn pattern(needle: &str, like: Like, before: &str, after: &str) -> String {
    let mut pattern = String::with_capacity(needle.len() + 4);
    pattern.push_str(before);
    for letter in needle.chars() {
        if letter == '%' || letter == '_' || letter == like.escape {
            pattern.push(like.escape);
        }
        pattern.push(letter);
    }
    pattern.push_str(after);
    pattern
}
