//! What is wrong with a service definition: collected, never thrown at the first one found.

use std::fmt;

use serde::Serialize;

/// A finding about a service definition, told so that the reader can mend it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// Line in the file, counted from 1; 0 where the problem has no line (an unreadable file).
    pub line: u32,
    /// Column in the line, counted from 1; 0 likewise.
    pub column: u32,
    /// The element it is about: `services[0].entitySets.Customers.key`.
    pub place: String,
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
}

/// How bad a [`Problem`] is, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The definition cannot be served.
    Error,
    /// It can be served, but not as its author may think.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

/// A line and column of the definition file, both counted from 1; 0 where unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Location {
    /// The line.
    pub line: u32,
    /// The column, in characters.
    pub column: u32,
}

/// The problems found so far.
#[derive(Debug, Default)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Notes something that keeps the definition from being served.
    pub fn error(
        &mut self,
        at: Location,
        place: impl Into<String>,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.push(Severity::Error, at, place.into(), message.into(), remedy.into());
    }

    /// Notes something that may surprise.
    pub fn warning(
        &mut self,
        at: Location,
        place: impl Into<String>,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.push(Severity::Warning, at, place.into(), message.into(), remedy.into());
    }

    /// Whether one of them is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// Takes over what another stage found.
    pub fn extend(&mut self, others: impl IntoIterator<Item = Problem>) {
        self.0.extend(others);
    }

    /// All of them, in the order of the file.
    #[must_use]
    pub fn into_sorted(mut self) -> Vec<Problem> {
        self.0.sort_by_key(|problem| (problem.line, problem.column, problem.severity));
        self.0
    }

    fn push(&mut self, severity: Severity, at: Location, place: String, message: String, remedy: String) {
        let remedy = Some(remedy).filter(|remedy| !remedy.is_empty());
        self.0.push(Problem { severity, line: at.line, column: at.column, place, message, remedy });
    }
}
