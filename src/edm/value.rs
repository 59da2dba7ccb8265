//! Values of the primitive types: owned ([`Value`]) for literals and the evaluator, borrowed
//! ([`ValueRef`]) on the way from a driver's buffer to the response.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use bigdecimal::BigDecimal;
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use uuid::Uuid;

use super::Enumeration;
use super::geo::Geo;
use super::types::PrimitiveType;

/// An owned primitive value or null. All integer types share one form, `Single` and `Double`
/// are apart because their shortest decimal forms differ.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the names are the types'")]
pub enum Value {
    Null,
    Boolean(bool),
    Integer(i64),
    Single(f32),
    Double(f64),
    Decimal(BigDecimal),
    String(String),
    Guid(Uuid),
    Date(NaiveDate),
    TimeOfDay(NaiveTime),
    DateTimeOffset(DateTime<Utc>),
    Duration(TimeDelta),
    Binary(Vec<u8>),
    /// A value of an enumeration, whether or not it holds it.
    Enumeration(i64, Enumeration),
    Spatial(Arc<Geo>),
}

/// A primitive value or null that lends its bytes.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the names are the types'")]
pub enum ValueRef<'a> {
    Null,
    Boolean(bool),
    Integer(i64),
    Single(f32),
    Double(f64),
    /// Plain decimal notation, digit for digit as the source holds it: an optional sign, digits,
    /// an optional point with digits; never an exponent, `NaN` or `Infinity`.
    Decimal(Cow<'a, str>),
    String(Cow<'a, str>),
    Guid(Uuid),
    Date(NaiveDate),
    TimeOfDay(NaiveTime),
    DateTimeOffset(DateTime<Utc>),
    Duration(TimeDelta),
    Binary(&'a [u8]),
    Enumeration(i64, Enumeration),
    Spatial(Arc<Geo>),
}

impl Value {
    /// Whether this is null.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether this can be compared with values of type `ty`; null can with all.
    #[must_use]
    pub fn compares_with(&self, ty: PrimitiveType) -> bool {
        match self {
            Self::Null => true,
            Self::Boolean(_) => matches!(ty, PrimitiveType::Boolean),
            // Numbers of all types compare with each other.
            Self::Integer(_) | Self::Single(_) | Self::Double(_) | Self::Decimal(_) => ty.is_numeric(),
            Self::String(_) => matches!(ty, PrimitiveType::String),
            Self::Guid(_) => matches!(ty, PrimitiveType::Guid),
            Self::Date(_) => matches!(ty, PrimitiveType::Date),
            Self::TimeOfDay(_) => matches!(ty, PrimitiveType::TimeOfDay),
            Self::DateTimeOffset(_) => matches!(ty, PrimitiveType::DateTimeOffset),
            Self::Duration(_) => matches!(ty, PrimitiveType::Duration),
            Self::Binary(_) => matches!(ty, PrimitiveType::Binary),
            Self::Enumeration(_, declared) => ty == PrimitiveType::Enumeration(*declared),
            Self::Spatial(_) => false,
        }
    }

    /// The same value, borrowed.
    #[must_use]
    pub fn borrow(&self) -> ValueRef<'_> {
        match self {
            Self::Null => ValueRef::Null,
            Self::Boolean(v) => ValueRef::Boolean(*v),
            Self::Integer(v) => ValueRef::Integer(*v),
            Self::Single(v) => ValueRef::Single(*v),
            Self::Double(v) => ValueRef::Double(*v),
            Self::Decimal(v) => ValueRef::Decimal(Cow::Owned(v.to_plain_string())),
            Self::String(v) => ValueRef::String(Cow::Borrowed(v)),
            Self::Guid(v) => ValueRef::Guid(*v),
            Self::Date(v) => ValueRef::Date(*v),
            Self::TimeOfDay(v) => ValueRef::TimeOfDay(*v),
            Self::DateTimeOffset(v) => ValueRef::DateTimeOffset(*v),
            Self::Duration(v) => ValueRef::Duration(*v),
            Self::Binary(v) => ValueRef::Binary(v),
            Self::Enumeration(v, declared) => ValueRef::Enumeration(*v, *declared),
            Self::Spatial(v) => ValueRef::Spatial(Arc::clone(v)),
        }
    }
}

impl ValueRef<'_> {
    /// The same value, owned.
    #[must_use]
    pub fn to_value(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Boolean(v) => Value::Boolean(*v),
            Self::Integer(v) => Value::Integer(*v),
            Self::Single(v) => Value::Single(*v),
            Self::Double(v) => Value::Double(*v),
            // The variant's contract is plain notation, which always parses.
            Self::Decimal(v) => v.parse().map_or(Value::Null, Value::Decimal),
            Self::String(v) => Value::String(v.clone().into_owned()),
            Self::Guid(v) => Value::Guid(*v),
            Self::Date(v) => Value::Date(*v),
            Self::TimeOfDay(v) => Value::TimeOfDay(*v),
            Self::DateTimeOffset(v) => Value::DateTimeOffset(*v),
            Self::Duration(v) => Value::Duration(*v),
            Self::Binary(v) => Value::Binary(v.to_vec()),
            Self::Enumeration(v, declared) => Value::Enumeration(*v, *declared),
            Self::Spatial(v) => Value::Spatial(Arc::clone(v)),
        }
    }
}

/// Identity, not OData's `eq`: null equals null, and floats are the same when their bits are.
impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Boolean(a), Self::Boolean(b)) => a == b,
            (Self::Integer(a), Self::Integer(b)) => a == b,
            (Self::Single(a), Self::Single(b)) => a.to_bits() == b.to_bits(),
            (Self::Double(a), Self::Double(b)) => a.to_bits() == b.to_bits(),
            (Self::Decimal(a), Self::Decimal(b)) => a == b,
            (Self::String(a), Self::String(b)) => a == b,
            (Self::Guid(a), Self::Guid(b)) => a == b,
            (Self::Date(a), Self::Date(b)) => a == b,
            (Self::TimeOfDay(a), Self::TimeOfDay(b)) => a == b,
            (Self::DateTimeOffset(a), Self::DateTimeOffset(b)) => a == b,
            (Self::Duration(a), Self::Duration(b)) => a == b,
            (Self::Binary(a), Self::Binary(b)) => a == b,
            (Self::Enumeration(a, x), Self::Enumeration(b, y)) => a == b && x == y,
            (Self::Spatial(a), Self::Spatial(b)) => a == b,
            _ => false,
        }
    }
}

impl Eq for Value {}

impl Hash for Value {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
        match self {
            Self::Null => {}
            Self::Boolean(v) => v.hash(state),
            Self::Integer(v) => v.hash(state),
            Self::Single(v) => v.to_bits().hash(state),
            Self::Double(v) => v.to_bits().hash(state),
            Self::Decimal(v) => v.hash(state),
            Self::String(v) => v.hash(state),
            Self::Guid(v) => v.hash(state),
            Self::Date(v) => v.hash(state),
            Self::TimeOfDay(v) => v.hash(state),
            Self::DateTimeOffset(v) => v.hash(state),
            Self::Duration(v) => v.hash(state),
            Self::Binary(v) => v.hash(state),
            Self::Enumeration(v, _) => v.hash(state),
            Self::Spatial(v) => v.hash(state),
        }
    }
}
