//! Decimal numbers into plain text, digit for digit: PostgreSQL's binary `numeric`, floats by their
//! shortest digits, integers.

use std::fmt::Write as _;

use super::Misfit;

/// Appends a PostgreSQL `numeric` in its wire form (`numeric_send`): four 16-bit numbers (digits,
/// weight, sign, display scale) and digits to the base of 10,000.
pub(super) fn write_numeric(bytes: &[u8], text: &mut String) -> Result<(), Misfit> {
    let mut words = bytes.chunks_exact(2).map(|pair| match pair {
        [high, low] => i16::from_be_bytes([*high, *low]),
        _ => 0,
    });
    let mut head = || words.next().ok_or_else(|| Misfit("a damaged number".to_owned()));
    let (_count, weight, sign, scale) = (head()?, head()?, head()?, head()?);
    match sign.cast_unsigned() {
        0x0000 => {}
        0x4000 => text.push('-'),
        0xD000 => return Err(Misfit("Infinity".to_owned())),
        0xF000 => return Err(Misfit("-Infinity".to_owned())),
        _ => return Err(Misfit("NaN".to_owned())),
    }
    let mut digits = words;
    if weight < 0 {
        text.push('0');
    }
    for place in 0..=weight {
        let group = digits.next().unwrap_or(0);
        let mut buffer = itoa::Buffer::new();
        let group = buffer.format(group);
        if place > 0 {
            push_zeros(text, 4_usize.saturating_sub(group.len()));
        }
        text.push_str(group);
    }
    let scale = usize::try_from(scale).unwrap_or(0);
    if scale == 0 {
        return Ok(());
    }
    text.push('.');
    let end = text.len() + scale;
    // Groups of zeros right behind the point are not sent.
    push_zeros(text, 4 * usize::try_from(-1 - i32::from(weight)).unwrap_or(0));
    while text.len() < end {
        let Some(group) = digits.next() else { break };
        let mut buffer = itoa::Buffer::new();
        let group = buffer.format(group);
        push_zeros(text, 4_usize.saturating_sub(group.len()));
        text.push_str(group);
    }
    if text.len() < end {
        push_zeros(text, end - text.len());
    }
    text.truncate(end);
    Ok(())
}

/// Appends an integer, padded with zeros behind the point to `scale`.
pub(super) fn write_integer(value: i64, scale: Option<u32>, text: &mut String) {
    text.push_str(itoa::Buffer::new().format(value));
    pad_fraction(text, 0, scale);
}

/// Appends the shortest digits that give this float again, in plain notation, padded with zeros
/// to `scale`.
pub(super) fn write_float(value: f64, scale: Option<u32>, text: &mut String) -> Result<(), Misfit> {
    if !value.is_finite() {
        return Err(Misfit(format!("the number {value}")));
    }
    let start = text.len();
    // Rust writes floats in plain notation; zero has no sign in a decimal.
    let value = if value == 0.0 { 0.0 } else { value };
    write!(text, "{value}").map_err(|_| Misfit(format!("the number {value}")))?;
    let written = text.get(start..).unwrap_or("");
    let fraction = written.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    pad_fraction(text, fraction, scale);
    Ok(())
}

fn pad_fraction(text: &mut String, fraction: usize, scale: Option<u32>) {
    // A scale past what any database declares is no reason to fill the memory.
    let scale = usize::try_from(scale.unwrap_or(0).min(1000)).unwrap_or(0);
    if fraction == 0 && scale > 0 {
        text.push('.');
    }
    push_zeros(text, scale.saturating_sub(fraction));
}

fn push_zeros(text: &mut String, count: usize) {
    text.extend(std::iter::repeat_n('0', count));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numeric(weight: i16, sign: u16, scale: i16, digits: &[i16]) -> Result<String, Misfit> {
        let count = i16::try_from(digits.len()).unwrap();
        let mut bytes = Vec::new();
        for word in [count, weight, sign.cast_signed(), scale].iter().chain(digits) {
            bytes.extend(word.to_be_bytes());
        }
        let mut text = String::new();
        write_numeric(&bytes, &mut text).map(|()| text)
    }

    #[test]
    fn numerics_keep_every_digit() {
        for (weight, sign, scale, digits, expected) in [
            (0, 0, 0, &[][..], "0"),
            (0, 0, 2, &[][..], "0.00"),
            (0, 0, 2, &[12, 5000][..], "12.50"),
            (0, 0x4000, 2, &[12, 5000][..], "-12.50"),
            (1, 0, 0, &[1][..], "10000"),
            (1, 0, 0, &[1, 23][..], "10023"),
            (2, 0, 3, &[1, 0, 1, 1230][..], "100000001.123"),
            (-1, 0, 4, &[1][..], "0.0001"),
            (-2, 0, 8, &[1][..], "0.00000001"),
            (-2, 0, 5, &[1000][..], "0.00001"),
            (0, 0, 6, &[1][..], "1.000000"),
        ] {
            assert_eq!(numeric(weight, sign, scale, digits).as_deref(), Ok(expected));
        }
        assert_eq!(numeric(0, 0xC000, 0, &[]), Err(Misfit("NaN".into())));
        assert_eq!(numeric(0, 0xD000, 0, &[]), Err(Misfit("Infinity".into())));
    }

    #[test]
    fn floats_are_written_plainly() {
        for (value, scale, expected) in [
            (0.1, None, "0.1"),
            (12.5, Some(2), "12.50"),
            (-0.0, Some(2), "0.00"),
            (3.0, None, "3"),
            (1e21, Some(1), "1000000000000000000000.0"),
            (1e-7, None, "0.0000001"),
            (0.1 + 0.2, Some(2), "0.30000000000000004"),
        ] {
            let mut text = String::new();
            write_float(value, scale, &mut text).unwrap();
            assert_eq!(text, expected);
        }
        let mut text = String::new();
        write_integer(-7, Some(2), &mut text);
        assert_eq!(text, "-7.00");
        assert!(write_float(f64::NAN, None, &mut text).is_err());
    }
}
