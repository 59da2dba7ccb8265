//! Sums: numbers go in, their exact sum comes out, in whatever order they came. Floats are added
//! without rounding, and rounded once.

use bigdecimal::num_bigint::BigInt;
use bigdecimal::{BigDecimal, ToPrimitive};

use crate::edm::{PrimitiveType, TypeRef, Value};
use crate::exec::eval::{average, is_bounded, nearest_double};
use crate::source::Error;

use super::aggregate::padded;

/// A sum, null where there was nothing to add.
pub(super) enum Sum {
    Nothing,
    Integer(i128),
    Decimal(BigDecimal),
    Float(Float),
}

/// An exact sum of floats: a whole number of the least float above zero, or what is no number.
#[derive(Default)]
pub(super) struct Float {
    units: BigInt,
    infinities: Option<f64>,
}

/// The exponent of the least float above zero.
const LEAST_EXPONENT: i32 = -1074;

impl Sum {
    /// The sum of numbers that are not null.
    ///
    /// # Errors
    /// [`Error::Evaluation`] for what is no number, and for decimals too long to compute with.
    pub(super) fn of(values: &[Value]) -> Result<Self, Error> {
        let mut sum = Self::Nothing;
        for value in values {
            sum = sum.plus(value)?;
        }
        Ok(sum)
    }

    fn plus(self, value: &Value) -> Result<Self, Error> {
        Ok(match (self, value) {
            (Self::Nothing, Value::Integer(value)) => Self::Integer((*value).into()),
            (Self::Nothing, Value::Decimal(value)) => Self::Decimal(value.clone()),
            (Self::Nothing, Value::Single(value)) => Self::Float(Float::default().plus((*value).into())),
            (Self::Nothing, Value::Double(value)) => Self::Float(Float::default().plus(*value)),
            (Self::Integer(sum), Value::Integer(value)) => {
                let wider = sum.checked_add((*value).into());
                Self::Integer(wider.ok_or_else(|| Error::Evaluation("the sum is too large".to_owned()))?)
            }
            (Self::Integer(sum), Value::Decimal(value)) => added(BigDecimal::from(sum), value)?,
            (Self::Decimal(sum), Value::Integer(value)) => added(sum, &BigDecimal::from(*value))?,
            (Self::Decimal(sum), Value::Decimal(value)) => added(sum, value)?,
            (Self::Float(sum), Value::Single(value)) => Self::Float(sum.plus((*value).into())),
            (Self::Float(sum), Value::Double(value)) => Self::Float(sum.plus(*value)),
            _ => return Err(Error::Evaluation("only numbers of one kind can be added up".to_owned())),
        })
    }

    /// The sum as a value of `ty`.
    ///
    /// # Errors
    /// [`Error::Evaluation`] where an integer type does not hold it.
    pub(super) fn total(self, ty: TypeRef) -> Result<Value, Error> {
        Ok(match self {
            Self::Nothing => Value::Null,
            Self::Integer(sum) if ty.primitive == PrimitiveType::Decimal => {
                Value::Decimal(BigDecimal::from(sum))
            }
            Self::Integer(sum) => match i64::try_from(sum) {
                Ok(sum) => Value::Integer(sum),
                Err(_) => return Err(Error::Evaluation("the sum does not fit into 64 bits".to_owned())),
            },
            Self::Decimal(sum) => Value::Decimal(padded(sum, ty.scale)),
            Self::Float(sum) => Value::Double(sum.rounded()),
        })
    }

    /// The sum divided by the number of values.
    ///
    /// # Errors
    /// None for sums of numbers.
    pub(super) fn average(self, count: usize) -> Result<Value, Error> {
        let count = count as u64;
        let sum = match self {
            Self::Nothing => return Ok(Value::Null),
            Self::Integer(sum) => Value::Decimal(BigDecimal::from(sum)),
            Self::Decimal(sum) => Value::Decimal(sum),
            // The sum of finite numbers may be infinite, their average never is.
            Self::Float(sum) if sum.infinities.is_none() => {
                return Ok(Value::Double(nearest_double(&(sum.exact() / BigDecimal::from(count)))));
            }
            Self::Float(sum) => Value::Double(sum.rounded()),
        };
        average(&sum, &Value::Decimal(BigDecimal::from(count)))
    }
}

fn added(sum: BigDecimal, value: &BigDecimal) -> Result<Sum, Error> {
    if !is_bounded(&sum) || !is_bounded(value) {
        return Err(Error::Evaluation("a decimal is too long to be added up".to_owned()));
    }
    // A sum has as many digits behind the point as its longest part, zero or not.
    let scale = sum.fractional_digit_count().max(value.fractional_digit_count());
    Ok(Sum::Decimal((sum + value).with_scale(scale)))
}

impl Float {
    fn plus(mut self, value: f64) -> Self {
        if !value.is_finite() {
            // Infinities of both signs make `NaN`, and so does a `NaN`.
            self.infinities = Some(self.infinities.map_or(value, |known| known + value));
            return self;
        }
        let (mantissa, exponent) = parts(value);
        self.units += BigInt::from(mantissa) << (exponent - LEAST_EXPONENT).unsigned_abs();
        self
    }

    fn rounded(&self) -> f64 {
        match self.infinities {
            Some(infinite) => infinite,
            None => nearest_double(&self.exact()),
        }
    }

    fn exact(&self) -> BigDecimal {
        let zeros = self.units.trailing_zeros().unwrap_or(0);
        let exponent = i64::try_from(zeros).unwrap_or(0) + i64::from(LEAST_EXPONENT);
        let odd = &self.units >> zeros;
        match u32::try_from(-exponent) {
            // m / 2^n is m * 5^n / 10^n.
            Ok(power) => BigDecimal::new(odd * BigInt::from(5).pow(power), -exponent),
            Err(_) => BigDecimal::from(odd << exponent.unsigned_abs()),
        }
    }
}

/// The whole number and the power of two whose product a finite float is.
fn parts(value: f64) -> (i64, i32) {
    let bits = value.to_bits();
    let fraction = (bits & ((1 << 52) - 1)).cast_signed();
    let biased = ((bits >> 52) & 0x7ff).to_i32().unwrap_or(0);
    let (mantissa, exponent) =
        if biased == 0 { (fraction, LEAST_EXPONENT) } else { (fraction | (1 << 52), biased - 1075) };
    (if value.is_sign_negative() { -mantissa } else { mantissa }, exponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(values: &[f64]) -> f64 {
        let values: Vec<Value> = values.iter().copied().map(Value::Double).collect();
        match Sum::of(&values).unwrap().total(TypeRef::of(PrimitiveType::Double)).unwrap() {
            Value::Double(sum) => sum,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn floats_are_added_exactly_in_any_order() {
        let least = f64::from_bits(1);
        for (values, expected) in [
            (&[0.1, 0.2, 0.3][..], 0.6),
            (&[0.3, 0.2, 0.1], 0.6),
            (&[1e300, 1.0, -1e300], 1.0),
            (&[f64::MAX, f64::MAX, -f64::MAX], f64::MAX),
            (&[least, least], 2.0 * least),
            (&[1.0, f64::EPSILON / 2.0, f64::EPSILON / 4.0], 1.0 + f64::EPSILON),
            (&[-0.0, 0.0], 0.0),
            (&[f64::MAX, f64::MAX], f64::INFINITY),
            (&[f64::INFINITY, 1.0], f64::INFINITY),
        ] {
            assert_eq!(sum(values), expected, "{values:?}");
        }
        assert!(sum(&[f64::INFINITY, f64::NEG_INFINITY]).is_nan());
        assert!(sum(&[f64::NAN, 1.0]).is_nan());
    }

    #[test]
    fn averages_have_ten_digits_more_than_their_values() {
        let decimal = |text: &str| Value::Decimal(text.parse().unwrap());
        for (values, expected) in [
            (vec![Value::Integer(1), Value::Integer(2)], "1.5"),
            (vec![Value::Integer(1), Value::Integer(1), Value::Integer(2)], "1.3333333333"),
            (vec![Value::Integer(-1), Value::Integer(-1), Value::Integer(-3)], "-1.6666666667"),
            (vec![decimal("1.00"), decimal("2.00")], "1.50"),
            (vec![decimal("0.01"), decimal("0.00"), decimal("0.00")], "0.003333333333"),
            (vec![Value::Integer(i64::MAX), Value::Integer(i64::MAX)], "9223372036854775807"),
            (vec![Value::Integer(0)], "0"),
        ] {
            match Sum::of(&values).unwrap().average(values.len()).unwrap() {
                Value::Decimal(average) => assert_eq!(average.to_plain_string(), expected),
                other => panic!("{other:?}"),
            }
        }
        let greatest = [Value::Double(f64::MAX), Value::Double(f64::MAX)];
        match Sum::of(&greatest).unwrap().average(2).unwrap() {
            Value::Double(average) => assert_eq!(average, f64::MAX),
            other => panic!("{other:?}"),
        }
    }
}
