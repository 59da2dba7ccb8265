//! `ceiling floor round`: a number goes in, a whole number of the same type comes out (URL
//! Conventions, section 5.1.1.9).

use bigdecimal::RoundingMode;

use crate::edm::Value;
use crate::query::Function;
use crate::source::Error;

use super::mismatch;
use super::number::{DECIMAL_DIGITS, is_bounded};

/// `round` takes the mid-point between two integers away from zero.
pub(super) fn call(function: Function, arguments: &[Value]) -> Result<Value, Error> {
    let [argument] = arguments else { return Err(mismatch(function.name(), arguments)) };
    match argument {
        Value::Integer(v) => Ok(Value::Integer(*v)),
        Value::Decimal(v) if !is_bounded(v) => Err(Error::Evaluation(format!(
            "'{}' is limited to decimals of {DECIMAL_DIGITS} digits",
            function.name()
        ))),
        Value::Decimal(v) => {
            let mode = match function {
                Function::Ceiling => RoundingMode::Ceiling,
                Function::Floor => RoundingMode::Floor,
                _ => RoundingMode::HalfUp,
            };
            Ok(Value::Decimal(v.with_scale_round(0, mode)))
        }
        Value::Single(v) => Ok(Value::Single(match function {
            Function::Ceiling => v.ceil(),
            Function::Floor => v.floor(),
            _ => v.round(),
        })),
        Value::Double(v) => Ok(Value::Double(match function {
            Function::Ceiling => v.ceil(),
            Function::Floor => v.floor(),
            _ => v.round(),
        })),
        _ => Err(mismatch(function.name(), arguments)),
    }
}
