//! Members of enumerations, stored by value or by name: a stored value in, a member out.

use crate::edm::{Enumeration, ValueRef};

use super::{Misfit, text_found};

/// The member of a stored value.
pub(super) fn of_value(value: i64, enumeration: Enumeration) -> Result<ValueRef<'static>, Misfit> {
    if enumeration.holds(value) {
        return Ok(ValueRef::Enumeration(value, enumeration));
    }
    Err(Misfit(format!("the number {value}")))
}

/// The member of a stored name; of flags, of several names.
pub(super) fn of_names(names: &str, enumeration: Enumeration) -> Result<ValueRef<'static>, Misfit> {
    let value = enumeration.of_names(names).ok_or_else(|| text_found(names))?;
    of_value(value, enumeration)
}
