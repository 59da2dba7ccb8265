//! `OData-MaxVersion` (Protocol, section 8.2.7): takes the header, gives the version to answer in.

use crate::edm::csdl::Version;

/// The client cannot read any version the service can answer in (400).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("OData-MaxVersion: {0} cannot be met; this service answers in OData 4.0 and 4.01")]
pub struct VersionRefused(String);

/// The highest version the client can read; `default` if it does not say.
///
/// # Errors
/// [`VersionRefused`] if the header is no version, or one below 4.0.
pub fn version(max: Option<&str>, default: Version) -> Result<Version, VersionRefused> {
    let Some(text) = max.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(default) };
    // Older clients add their name: `4.0;NetFx`.
    let number = text.split(';').next().unwrap_or_default().trim();
    let refused = || VersionRefused(text.chars().filter(|c| !c.is_control()).take(40).collect());
    let (major, minor) = number.split_once('.').unwrap_or((number, "0"));
    let all_digits =
        |part: &str| !part.is_empty() && part.len() <= 9 && part.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(major) || !all_digits(minor) {
        return Err(refused());
    }
    // The minor part is a decimal fraction: 4.01 is below 4.1.
    match major.parse::<u32>() {
        Ok(4) if *minor >= *"01" => Ok(Version::V4_01),
        Ok(4) => Ok(Version::V4_0),
        Ok(5..) => Ok(Version::V4_01),
        _ => Err(refused()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn highest_readable_version() {
        let cases = [
            (None, Version::V4_0, Some("4.0")),
            (None, Version::V4_01, Some("4.01")),
            (Some(" "), Version::V4_01, Some("4.01")),
            (Some("4.0"), Version::V4_01, Some("4.0")),
            (Some("4"), Version::V4_01, Some("4.0")),
            (Some("4.00"), Version::V4_01, Some("4.0")),
            (Some("4.001"), Version::V4_01, Some("4.0")),
            (Some(" 4.0;NetFx "), Version::V4_01, Some("4.0")),
            (Some("4.01"), Version::V4_0, Some("4.01")),
            (Some("4.02"), Version::V4_0, Some("4.01")),
            (Some("4.1"), Version::V4_0, Some("4.01")),
            (Some("5.0"), Version::V4_0, Some("4.01")),
            (Some("3.0"), Version::V4_0, None),
            (Some("3.0;NetFx"), Version::V4_0, None),
            (Some("0.9"), Version::V4_0, None),
            (Some("latest"), Version::V4_0, None),
            (Some("4."), Version::V4_0, None),
            (Some("-4.0"), Version::V4_0, None),
            (Some("4.0.1"), Version::V4_0, None),
            (Some("99999999999999999999.0"), Version::V4_0, None),
        ];
        for (header, default, expected) in cases {
            assert_eq!(version(header, default).ok().map(Version::as_str), expected, "{header:?}");
        }
        assert_eq!(
            version(Some("3.0"), Version::V4_0).unwrap_err().to_string(),
            "OData-MaxVersion: 3.0 cannot be met; this service answers in OData 4.0 and 4.01"
        );
    }
}
