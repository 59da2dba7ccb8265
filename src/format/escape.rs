//! JSON strings: takes text, appends it quoted and escaped (RFC 8259, section 7). Knows no types.

/// Appends `text` in quotes.
pub(super) fn string(out: &mut Vec<u8>, text: &str) {
    out.reserve(text.len() + 2);
    out.push(b'"');
    characters(out, text);
    out.push(b'"');
}

/// Appends `text` escaped, without quotes. Runs that need no escape are copied whole.
pub(super) fn characters(out: &mut Vec<u8>, text: &str) {
    let mut rest = text.as_bytes();
    loop {
        let (run, tail) = rest.split_at(plain_run(rest));
        out.extend_from_slice(run);
        let Some((special, tail)) = tail.split_first() else { return };
        escaped(out, *special);
        rest = tail;
    }
}

/// How many bytes at the start need no escape, looked at eight at a time.
fn plain_run(bytes: &[u8]) -> usize {
    let (words, tail) = bytes.as_chunks::<8>();
    let mut length = 0;
    for word in words {
        let found = specials(u64::from_le_bytes(*word));
        if found != 0 {
            return length + found.trailing_zeros() as usize / 8;
        }
        length += 8;
    }
    length + tail.iter().take_while(|byte| !matches!(byte, 0..=0x1f | b'"' | b'\\')).count()
}

/// The top bit of every byte below a blank, or equal to a quote or a backslash. A byte above such
/// a one may be marked wrongly (the subtraction borrows), the lowest mark is always right.
const fn specials(word: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const TOPS: u64 = ONES * 0x80;
    const fn zero_bytes(word: u64) -> u64 {
        word.wrapping_sub(ONES) & !word & TOPS
    }
    let controls = word.wrapping_sub(ONES * 0x20) & !word & TOPS;
    controls | zero_bytes(word ^ (ONES * b'"' as u64)) | zero_bytes(word ^ (ONES * b'\\' as u64))
}

fn escaped(out: &mut Vec<u8>, byte: u8) {
    let letter = match byte {
        b'"' | b'\\' => byte,
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        0x08 => b'b',
        0x0c => b'f',
        _ => {
            // Control characters only, so two hexadecimal digits are enough.
            let high = if byte < 0x10 { b'0' } else { b'1' };
            let low = match byte & 0x0f {
                digit @ 0..=9 => b'0' + digit,
                digit => b'a' + digit - 10,
            };
            out.extend_from_slice(&[b'\\', b'u', b'0', b'0', high, low]);
            return;
        }
    };
    out.extend_from_slice(&[b'\\', letter]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn quoted(text: &str) -> String {
        let mut out = Vec::new();
        string(&mut out, text);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_ascii_character_at_every_place_in_a_word() {
        for character in '\0'..='\u{80}' {
            for place in 0..17 {
                let mut text = "abcdefghijklmnop".to_owned();
                text.insert(place, character);
                assert_eq!(quoted(&text), serde_json::to_string(&text).unwrap(), "{text:?}");
            }
        }
    }

    #[test]
    fn runs_of_specials_and_none() {
        for text in ["", "\"", "\"\\\n\r\t\u{8}\u{c}\u{1}\u{1f}", "Größe 🦀 \u{2028}", "\\\\\\\\\\\\\\\\\\"]
        {
            assert_eq!(quoted(text), serde_json::to_string(text).unwrap(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn every_text_reads_back(text in any::<String>()) {
            let back: String = serde_json::from_str(&quoted(&text)).unwrap();
            prop_assert_eq!(back, text);
        }

        #[test]
        fn texts_rich_in_specials_read_back(text in "[\0-#\\\\é\u{7f}]{0,40}") {
            let back: String = serde_json::from_str(&quoted(&text)).unwrap();
            prop_assert_eq!(back, text);
        }
    }
}
