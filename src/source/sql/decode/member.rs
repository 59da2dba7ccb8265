//! Members of enumerations, stored by value or by name: a stored value in, a member or its text out.

use crate::edm::{Enumeration, ValueRef};

use super::{Misfit, text_found};

/// A column that holds members.
#[derive(Clone, Copy, Debug)]
pub(in crate::source::sql) struct Members {
    pub(super) enumeration: Enumeration,
    /// Whether it is published as text.
    pub(super) as_text: bool,
}

impl Members {
    /// The member of a stored value.
    pub(super) fn of_value(self, value: i64) -> Result<ValueRef<'static>, Misfit> {
        if !self.enumeration.holds(value) {
            return Err(Misfit(format!("the number {value}")));
        }
        Ok(if self.as_text {
            ValueRef::String(self.enumeration.text(value))
        } else {
            ValueRef::Enumeration(value, self.enumeration)
        })
    }

    /// The member of a stored name; of flags, of several names.
    pub(super) fn of_names(self, names: &str) -> Result<ValueRef<'static>, Misfit> {
        let value = self.enumeration.of_names(names).ok_or_else(|| text_found(names))?;
        self.of_value(value)
    }
}
