//! The body of an action (JSON Format, section 18): a JSON object goes in, the value of each
//! parameter comes out.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::argument;
use crate::bind::error::Error;
use crate::edm::{Operation, PrimitiveType, TypeRef, Value, parse};

/// The values of the parameters of `action` in its order; those that can be null may be left out,
/// and the whole body if all can. `ieee754_compatible`: 64-bit integers and decimals may be strings.
///
/// # Errors
/// What is no such object, names that are no parameters, parameters that are missing or do not fit.
pub fn parameters(action: &Operation, body: &[u8], ieee754_compatible: bool) -> Result<Vec<Value>, Error> {
    let is_empty = body.iter().all(u8::is_ascii_whitespace);
    let members = if is_empty { Members(Vec::new()) } else { members(body)? };
    for (name, _) in &members.0 {
        // Control information and annotations are not needed here (section 4.5).
        let known = name.contains('@') || action.parameters.iter().any(|parameter| parameter.name == *name);
        if !known {
            let names: Vec<_> = action.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
            return Err(Error::bad_request(match names.as_slice() {
                [] => format!("'{}' takes no parameters, and so no '{name}'", action.name),
                names => {
                    format!("'{}' has no parameter '{name}'; there is {}", action.name, names.join(", "))
                }
            }));
        }
    }
    let mut values = Vec::with_capacity(action.parameters.len());
    for parameter in &action.parameters {
        let (name, ty) = (parameter.name.as_str(), &parameter.ty);
        let given = members.0.iter().find(|(given, _)| given == name);
        let value = match given {
            None if ty.nullable => Value::Null,
            None => return Err(Error::bad_request(format!("the parameter '{name}' is missing"))),
            Some((_, written)) => value(written.get(), ty, ieee754_compatible).ok_or_else(|| {
                let (ty, how) = (ty.primitive, example(ty.primitive, ieee754_compatible));
                Error::bad_request(format!("the parameter '{name}' is no {ty}; write {how}"))
            })?,
        };
        values.push(argument::checked(name, value, ty)?);
    }
    Ok(values)
}

/// The members of an object in their order, each value as it was written.
struct Members<'b>(Vec<(String, &'b RawValue)>);

fn members(body: &[u8]) -> Result<Members<'_>, Error> {
    let text = str::from_utf8(body).map_err(|_| Error::bad_request("the body is no text in UTF-8"))?;
    serde_json::from_str(text)
        .map_err(|error| Error::bad_request(format!("the body is no object of parameters: {error}")))
}

impl<'de: 'b, 'b> Deserialize<'de> for Members<'b> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object such as {\"Name\":1}")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members: Vec<(String, &RawValue)> = Vec::new();
                while let Some((name, value)) = map.next_entry()? {
                    if members.iter().any(|(known, _)| *known == name) {
                        return Err(serde::de::Error::custom(format_args!(
                            "the member '{name}' stands twice"
                        )));
                    }
                    members.push((name, value));
                    if members.len() > MAX_MEMBERS {
                        return Err(serde::de::Error::custom("too many members"));
                    }
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

/// The most members of an object: no operation has so many parameters.
const MAX_MEMBERS: usize = 1_000;

/// A value as JSON writes it (section 7.1).
fn value(written: &str, ty: &TypeRef, ieee754_compatible: bool) -> Option<Value> {
    use PrimitiveType as P;
    let primitive = ty.primitive;
    match written.as_bytes().first()? {
        b'n' => Some(Value::Null),
        b't' | b'f' => (primitive == P::Boolean).then_some(Value::Boolean(written == "true")),
        b'"' => {
            let text: String = serde_json::from_str(written).ok()?;
            match primitive {
                P::Boolean => None,
                P::Single | P::Double if !matches!(text.as_str(), "INF" | "-INF" | "NaN") => None,
                P::Int64 | P::Decimal if !ieee754_compatible => None,
                _ if primitive.is_integer() && primitive != P::Int64 => None,
                _ => parse::value(&text, primitive),
            }
        }
        b'-' | b'0'..=b'9' => primitive.is_numeric().then(|| parse::value(written, primitive))?,
        _ => None,
    }
}

const fn example(ty: PrimitiveType, ieee754_compatible: bool) -> &'static str {
    use PrimitiveType as P;
    match ty {
        P::Boolean => "true or false",
        P::Byte | P::SByte | P::Int16 | P::Int32 => "a number such as 42",
        P::Int64 if ieee754_compatible => "a number such as 42 or \"42\"",
        P::Int64 => "a number such as 42",
        P::Decimal if ieee754_compatible => "a number such as 12.50 or \"12.50\"",
        P::Decimal => "a number such as 12.50",
        P::Single | P::Double => "a number such as 1.5e3",
        P::String => "a text such as \"Acme\"",
        P::Enumeration(_) => "the name of a member",
        P::Guid => "a text such as \"0f8fad5b-d9cb-469f-a165-70867728950e\"",
        P::Date => "a text such as \"2024-05-31\"",
        P::TimeOfDay => "a text such as \"13:20:00\"",
        P::DateTimeOffset => "a text such as \"2024-05-31T13:20:00Z\"",
        P::Duration => "a text such as \"P1DT2H\"",
        P::Stream | P::Spatial(_) => "null",
        P::Binary => "base64url in quotes such as \"T0RhdGE\"",
    }
}
