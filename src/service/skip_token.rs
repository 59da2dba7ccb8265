//! `$skiptoken`: where a page ended, sealed. Stateless, signed, and bound to the request it
//! belongs to, so that every instance with the same definition can go on and no other request can.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta};
use hmac::{Hmac, KeyInit, Mac};
use odata_params::ast::{ODataUri, QueryOptionKind};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256, Sha512};

use crate::bind::option_name;
use crate::edm::Value;
use crate::query::Position;

/// Bytes of the seal: half of SHA-256, which RFC 2104, section 5, allows.
const SEAL_BYTES: usize = 16;

/// A longer token would make next links that servers and proxies cut.
const MAX_TOKEN_BYTES: usize = 6_000;

/// Seals and opens tokens.
#[derive(Clone)]
pub(super) struct TokenKey(Hmac<Sha256>);

/// Why a token cannot be made or used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not sealed by this service for this request.
    #[error("this $skiptoken does not belong to this request; repeat the request without it")]
    Foreign,
    /// The sort keys of the last row are too long for a URL.
    #[error("the values sorted by are too long for a next link; sort by a shorter property")]
    TooLong,
}

impl TokenKey {
    /// The key made of `secret`, whatever its length.
    pub(super) fn new(secret: &[u8]) -> Self {
        // SHA-512 fills the block of HMAC-SHA-256 exactly, so no key is hashed twice.
        let digest = Sha512::digest([b"landbridge $skiptoken\0".as_slice(), secret].concat());
        Self(Hmac::<Sha256>::new(&digest))
    }

    /// # Errors
    /// [`TokenError::TooLong`]
    pub(super) fn seal(&self, fingerprint: &[u8], position: &Position) -> Result<String, TokenError> {
        let keys: Vec<Json> = position.keys.iter().map(to_json).collect();
        let payload = json!([position.delivered, keys]).to_string();
        let mut sealed = self.mac(fingerprint, payload.as_bytes()).finalize().into_bytes().to_vec();
        sealed.truncate(SEAL_BYTES);
        sealed.extend_from_slice(payload.as_bytes());
        let token = URL_SAFE_NO_PAD.encode(sealed);
        if token.len() > MAX_TOKEN_BYTES { Err(TokenError::TooLong) } else { Ok(token) }
    }

    /// # Errors
    /// [`TokenError::Foreign`]
    pub(super) fn open(&self, fingerprint: &[u8], token: &str) -> Result<Position, TokenError> {
        let sealed = URL_SAFE_NO_PAD.decode(token).map_err(|_| TokenError::Foreign)?;
        let (seal, payload) = sealed.split_at_checked(SEAL_BYTES).ok_or(TokenError::Foreign)?;
        self.mac(fingerprint, payload).verify_truncated_left(seal).map_err(|_| TokenError::Foreign)?;
        let (delivered, keys): (u64, Vec<(u8, Json)>) =
            serde_json::from_slice(payload).map_err(|_| TokenError::Foreign)?;
        let keys = keys.iter().map(|(tag, json)| from_json(*tag, json)).collect::<Option<_>>();
        Ok(Position { keys: keys.ok_or(TokenError::Foreign)?, delivered })
    }

    fn mac(&self, fingerprint: &[u8], payload: &[u8]) -> Hmac<Sha256> {
        let mut mac = self.0.clone();
        mac.update(fingerprint);
        mac.update(payload);
        mac
    }
}

/// What a token is bound to: the path and every option that decides which rows come in which
/// order, whatever their order and spelling in the URL.
pub(super) fn fingerprint(service_path: &str, uri: &ODataUri) -> [u8; 32] {
    let mut parts: Vec<String> = Vec::with_capacity(uri.options.len());
    for option in &uri.options {
        match &option.kind {
            QueryOptionKind::SkipToken(_) | QueryOptionKind::Format(_) | QueryOptionKind::Custom { .. } => {}
            kind => parts.push(format!("{}={}", name(kind), option.text.trim())),
        }
    }
    parts.sort_unstable();
    let mut digest = Sha256::new();
    digest.update(service_path);
    for segment in &uri.path.segments {
        digest.update(b"/");
        digest.update(&segment.text);
    }
    for part in parts {
        digest.update(b"\0");
        digest.update(part);
    }
    digest.finalize().into()
}

fn name(kind: &QueryOptionKind) -> String {
    match kind {
        QueryOptionKind::Alias { name, .. } => format!("@{name}"),
        kind => option_name(kind).unwrap_or_default().to_owned(),
    }
}

fn to_json(value: &Value) -> Json {
    match value {
        Value::Null => json!([0, null]),
        Value::Boolean(v) => json!([1, v]),
        Value::Integer(v) => json!([2, v]),
        Value::Single(v) => json!([3, v.to_bits()]),
        Value::Double(v) => json!([4, v.to_bits()]),
        Value::Decimal(v) => json!([5, v.to_plain_string()]),
        Value::String(v) => json!([6, v]),
        Value::Guid(v) => json!([7, v.to_string()]),
        Value::Date(v) => json!([8, v.to_epoch_days()]),
        Value::TimeOfDay(v) => json!([9, v.signed_duration_since(NaiveTime::MIN).num_nanoseconds()]),
        Value::DateTimeOffset(v) => json!([10, [v.timestamp(), i64::from(v.timestamp_subsec_nanos())]]),
        Value::Duration(v) => json!([11, [v.num_seconds(), i64::from(v.subsec_nanos())]]),
        Value::Binary(v) => json!([12, URL_SAFE_NO_PAD.encode(v)]),
        // Its type is that of the order's key.
        Value::Enumeration(v, _) => json!([2, v]),
        // Nothing is sorted by it.
        Value::Spatial(_) => json!([0, null]),
    }
}

fn from_json(tag: u8, json: &Json) -> Option<Value> {
    let pair = || Some((json.get(0)?.as_i64()?, json.get(1)?.as_i64()?));
    Some(match tag {
        0 => Value::Null,
        1 => Value::Boolean(json.as_bool()?),
        2 => Value::Integer(json.as_i64()?),
        3 => Value::Single(f32::from_bits(u32::try_from(json.as_u64()?).ok()?)),
        4 => Value::Double(f64::from_bits(json.as_u64()?)),
        5 => Value::Decimal(json.as_str()?.parse().ok()?),
        6 => Value::String(json.as_str()?.to_owned()),
        7 => Value::Guid(json.as_str()?.parse().ok()?),
        8 => Value::Date(NaiveDate::from_epoch_days(i32::try_from(json.as_i64()?).ok()?)?),
        9 => {
            Value::TimeOfDay(NaiveTime::MIN.overflowing_add_signed(TimeDelta::nanoseconds(json.as_i64()?)).0)
        }
        10 => {
            let (seconds, nanos) = pair()?;
            Value::DateTimeOffset(DateTime::from_timestamp(seconds, u32::try_from(nanos).ok()?)?)
        }
        11 => {
            let (seconds, nanos) = pair()?;
            Value::Duration(TimeDelta::try_seconds(seconds)?.checked_add(&TimeDelta::nanoseconds(nanos))?)
        }
        12 => Value::Binary(URL_SAFE_NO_PAD.decode(json.as_str()?).ok()?),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::Boolean),
            any::<i64>().prop_map(Value::Integer),
            any::<f32>().prop_map(Value::Single),
            any::<f64>().prop_map(Value::Double),
            (any::<i64>(), 0..30i64).prop_map(|(digits, scale)| Value::Decimal(bigdecimal::BigDecimal::new(
                digits.into(),
                scale
            ))),
            any::<String>().prop_map(Value::String),
            any::<u128>().prop_map(|v| Value::Guid(uuid::Uuid::from_u128(v))),
            (-900_000..900_000i32).prop_map(|v| Value::Date(NaiveDate::from_epoch_days(v).unwrap())),
            (0..86_400u32, 0..1_000_000_000u32).prop_map(|(s, n)| Value::TimeOfDay(
                NaiveTime::from_num_seconds_from_midnight_opt(s, n).unwrap()
            )),
            (-60_000_000_000..200_000_000_000i64, 0..1_000_000_000u32)
                .prop_map(|(s, n)| Value::DateTimeOffset(DateTime::from_timestamp(s, n).unwrap())),
            (any::<i32>(), -999_999_999..999_999_999i64)
                .prop_map(|(s, n)| Value::Duration(TimeDelta::seconds(s.into()) + TimeDelta::nanoseconds(n))),
            any::<Vec<u8>>().prop_map(Value::Binary),
        ]
    }

    proptest! {
        #[test]
        fn a_position_comes_back_as_it_was(keys in prop::collection::vec(value(), 0..5), delivered: u64) {
            let key = TokenKey::new(b"secret");
            let position = Position { keys, delivered };
            match key.seal(b"request", &position) {
                Ok(token) => prop_assert_eq!(key.open(b"request", &token), Ok(position)),
                Err(error) => prop_assert_eq!(error, TokenError::TooLong),
            }
        }

        #[test]
        fn no_changed_token_opens(at in 0usize..60, to: u8) {
            let key = TokenKey::new(b"secret");
            let position = Position { keys: vec![Value::Integer(42), Value::String("x".into())], delivered: 50 };
            let token = key.seal(b"request", &position).unwrap();
            let mut changed = token.clone().into_bytes();
            if let Some(byte) = changed.get_mut(at) { *byte = to; }
            let changed = String::from_utf8_lossy(&changed).into_owned();
            if changed != token {
                prop_assert_eq!(key.open(b"request", &changed), Err(TokenError::Foreign));
            }
        }
    }

    #[test]
    fn a_token_is_bound_to_its_request_and_key() {
        let position = Position { keys: vec![Value::Integer(1)], delivered: 1 };
        let token = TokenKey::new(b"a").seal(b"one", &position).unwrap();
        assert_eq!(TokenKey::new(b"a").open(b"two", &token), Err(TokenError::Foreign));
        assert_eq!(TokenKey::new(b"b").open(b"one", &token), Err(TokenError::Foreign));
        assert_eq!(TokenKey::new(b"a").open(b"one", ""), Err(TokenError::Foreign));
    }
}
