//! The one form of all values that equal each other: by it rows are found that belong together.

use bigdecimal::{BigDecimal, ToPrimitive};

use super::Value;

impl Value {
    /// The one form of all values that equal this one as `eq` says, whatever their types; `None` if none
    /// does, as of null and `NaN`. Integers and decimals are compared by number, floats as `Double`.
    #[must_use]
    pub fn canonical(self) -> Option<Self> {
        Some(match self {
            Self::Null => return None,
            Self::Decimal(decimal) => number(decimal),
            Self::Single(single) => double(f64::from(single))?,
            Self::Double(value) => double(value)?,
            other => other,
        })
    }
}

fn number(decimal: BigDecimal) -> Value {
    let whole = if decimal.is_integer() { decimal.to_i64() } else { None };
    whole.map_or_else(|| Value::Decimal(decimal.normalized()), Value::Integer)
}

fn double(value: f64) -> Option<Value> {
    // Zero has two signs.
    (!value.is_nan()).then_some(Value::Double(if value == 0.0 { 0.0 } else { value }))
}
