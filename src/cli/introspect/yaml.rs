//! Text as YAML: takes any text, gives a scalar that reads back as the same. Knows no definition.

/// A list in one line.
pub(super) fn list(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| scalar(name)).collect();
    format!("[{}]", names.join(", "))
}

/// A comment of the database on one line.
pub(super) fn prose(comment: &str) -> String {
    quoted(&comment.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Text as YAML reads it back, without quotes where they are not needed (YAML 1.2, section 7.3.3).
pub(super) fn scalar(text: &str) -> String {
    let starts_plain = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '/');
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '/' | '-' | ' ');
    // What YAML 1.1 readers, or ours, take for a Boolean or a null.
    let means_something = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
        .iter()
        .any(|word| text.eq_ignore_ascii_case(word));
    if starts_plain && text.chars().all(is_plain) && !text.ends_with(' ') && !means_something {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// A double-quoted scalar (YAML 1.2, section 7.3.1).
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            // Line separators and byte order marks would be folded, or refused.
            c if c.is_control()
                || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}') =>
            {
                quoted.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_reads_back_as_it_was() {
        for text in [
            "plain", "a b c", "", " ", "a: b", "#no", "- x", "[a]", "{a}", "yes", "No", "NULL", "~", "1",
            "1e3", "0x1f", ".5", "'", "\"", "\\", "a\nb", "tab\t", "\u{0}", "\u{85}", "\u{2028}", "\u{feff}",
            "Größe", "😀", "*a", "&a", "!t", "%d", "@x", "`x", "?", "|", ">", "a,b", "a ", "<<", "=", "${X}",
        ] {
            let yaml = format!("{{ key: {}, {}: 1 }}", scalar(text), scalar(text));
            let read: std::collections::BTreeMap<String, serde_json::Value> =
                serde_saphyr::from_str(&yaml).unwrap_or_else(|error| panic!("{yaml}: {error}"));
            assert_eq!(read.get("key").and_then(|value| value.as_str()), Some(text), "{yaml}");
            assert_eq!(read.get(text).and_then(serde_json::Value::as_i64), Some(1), "{yaml}");
        }
    }
}
