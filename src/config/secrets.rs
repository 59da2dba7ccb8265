//! `${VAR}` and `${file:…}` in a secret: a template in, its text out. Failures name the reference,
//! never a value.

use std::path::Path;

use super::file::read_bounded;

/// The most bytes of a file that holds a secret.
const MAX_BYTES: u64 = 64 << 10;

/// Where references lead.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// The value of an environment variable.
    pub variable: &'a dyn Fn(&str) -> Option<String>,
    /// The folder that relative paths start at.
    pub folder: &'a Path,
}

/// Why a template has no text.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unresolved {
    /// The template itself is wrong.
    #[error("a reference begins with ${{ but does not end with }}")]
    Open,
    /// Neither a variable's name nor a file.
    #[error("'${{{0}}}' is neither ${{NAME}} nor ${{file:path}}")]
    Malformed(String),
    /// No such variable, or an empty one.
    #[error("the environment variable '{0}' is not set")]
    Variable(String),
    /// No such file, or an empty one.
    #[error("the file '{path}' cannot be read: {reason}")]
    File { path: String, reason: String },
}

impl Unresolved {
    /// Whether another machine may resolve the same template.
    pub(super) const fn depends_on_surroundings(&self) -> bool {
        matches!(self, Self::Variable(_) | Self::File { .. })
    }

    /// What to do about it.
    pub(super) fn remedy(&self) -> String {
        match self {
            Self::Open | Self::Malformed(_) => {
                "write ${NAME} for an environment variable, ${file:/run/secrets/name} for a file".to_owned()
            }
            Self::Variable(name) => format!("export {name}='…' before you start landbridge"),
            Self::File { .. } => "create it, and let landbridge's user read it".to_owned(),
        }
    }
}

/// The template's text. A `$` without `{` stands for itself; values are taken as they are, even
/// if they hold references.
pub(super) fn resolve(template: &str, surroundings: &Surroundings<'_>) -> Result<String, Unresolved> {
    let mut resolved = String::new();
    let mut rest = template;
    while let Some((before, reference)) = rest.split_once("${") {
        let (reference, after) = reference.split_once('}').ok_or(Unresolved::Open)?;
        resolved.push_str(before);
        resolved.push_str(&value(reference, surroundings)?);
        rest = after;
    }
    resolved.push_str(rest);
    Ok(resolved)
}

fn value(reference: &str, surroundings: &Surroundings<'_>) -> Result<String, Unresolved> {
    if let Some(path) = reference.strip_prefix("file:") {
        let failed = |reason: String| Unresolved::File { path: path.to_owned(), reason };
        let text = read_bounded(&surroundings.folder.join(path), MAX_BYTES)
            .map_err(|error| failed(error.to_string()))?;
        let value = text.trim_end_matches(['\r', '\n']);
        return if value.is_empty() { Err(failed("it is empty".to_owned())) } else { Ok(value.to_owned()) };
    }
    let is_name = reference.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && reference.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !is_name {
        return Err(Unresolved::Malformed(reference.to_owned()));
    }
    (surroundings.variable)(reference)
        .filter(|value| !value.is_empty())
        .ok_or_else(|| Unresolved::Variable(reference.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("db"), "s3cret\r\n").unwrap();
        std::fs::write(folder.path().join("empty"), "\n").unwrap();
        let surroundings = Surroundings {
            variable: &|name| match name {
                "A" => Some("a${B}".to_owned()),
                "_B1" => Some("b".to_owned()),
                "EMPTY" => Some(String::new()),
                _ => None,
            },
            folder: folder.path(),
        };
        let variable = |name: &str| Err(Unresolved::Variable(name.to_owned()));
        let malformed = |text: &str| Err(Unresolved::Malformed(text.to_owned()));
        for (template, expected) in [
            ("plain $x $", Ok("plain $x $".to_owned())),
            ("${A}", Ok("a${B}".to_owned())),
            ("x${_B1}y${_B1}", Ok("xbyb".to_owned())),
            ("${file:db}", Ok("s3cret".to_owned())),
            ("${C}", variable("C")),
            ("${EMPTY}", variable("EMPTY")),
            ("${A", Err(Unresolved::Open)),
            ("${}", malformed("")),
            ("${A:-b}", malformed("A:-b")),
            ("${1}", malformed("1")),
        ] {
            assert_eq!(resolve(template, &surroundings), expected, "{template}");
        }
        for template in ["${file:none}", "${file:empty}"] {
            let unresolved = resolve(template, &surroundings).unwrap_err();
            assert!(matches!(unresolved, Unresolved::File { .. }), "{template}");
            assert!(unresolved.depends_on_surroundings());
        }
    }
}
