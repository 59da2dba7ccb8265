//! What is said about text that does not parse: where, what was expected there, what was found.

use std::fmt::{self, Write as _};

use crate::ast::Span;

/// The part of a request URL an error or a span belongs to.
///
/// ```
/// use odata_params::{ODataUri, Part};
///
/// assert_eq!(ODataUri::parse("Boats(", "").unwrap_err().part, Part::Path);
/// assert_eq!(ODataUri::parse("Boats", "$top=x").unwrap_err().part.to_string(), "$top");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The resource path.
    Path,
    /// The query as a whole: names of options.
    Query,
    /// The value of the option with this name, `$` included where it has one.
    Option(String),
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path => f.write_str("path"),
            Self::Query => f.write_str("query"),
            // A client can name its own options as it likes; a message stays one short line.
            Self::Option(name) => {
                let mut shown = name.chars().take(LONGEST_NAME).map(visible);
                shown.try_for_each(|letter| f.write_char(letter))
            }
        }
    }
}

/// A text that is not in the language, with the first place where it stops being so.
///
/// ```
/// use odata_params::ODataUri;
///
/// let error = ODataUri::parse("Boats", "$filter=Length gt").unwrap_err();
/// assert_eq!(error.to_string(), "$filter: expected an operand at position 9, found the end");
/// assert_eq!(error.caret(), "Length gt\n         ^\nexpected an operand");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// Which part of the URL.
    pub part: Part,
    /// The byte in `text`, counted from 0, up to which everything was understood.
    pub offset: usize,
    /// What would have been understood there: `an operand`, `')' or ','`.
    pub expected: String,
    /// What stands there instead; empty at the end of the text.
    pub found: String,
    /// The decoded text of the part.
    pub text: String,
}

impl ParseError {
    pub(crate) fn new(part: Part, text: &str, offset: usize, expected: impl Into<String>) -> Self {
        let offset = (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let found = fragment(text.get(offset..).unwrap_or_default());
        Self { part, offset, expected: expected.into(), found, text: text.to_owned() }
    }

    /// Three lines: the text around the place, a caret below the place, and what was expected there.
    ///
    /// ```
    /// let error = odata_params::parse_filter("Name eq )").unwrap_err();
    /// assert_eq!(error.caret(), "Name eq )\n        ^\nexpected an operand");
    /// ```
    #[must_use]
    pub fn caret(&self) -> String {
        let span = Span { start: self.offset, end: self.offset };
        format!("{}\nexpected {}", caret(&self.text, span), self.expected)
    }

    /// The place counted in characters, which is what a reader counts.
    fn position(&self) -> usize {
        self.text.get(..self.offset).unwrap_or_default().chars().count()
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { part, expected, found, .. } = self;
        write!(f, "{part}: expected {expected} at position {}, found ", self.position())?;
        match found.as_str() {
            "" => f.write_str("the end"),
            found => write!(f, "'{}'", found.chars().map(visible).collect::<String>()),
        }
    }
}

impl std::error::Error for ParseError {}

/// Two lines: the text around a place, cut where it is long, and carets below the place.
///
/// ```
/// use odata_params::{ast::Span, caret};
///
/// assert_eq!(caret("Nam eq 'Ann'", Span { start: 0, end: 3 }), "Nam eq 'Ann'\n^^^");
/// ```
#[must_use]
pub fn caret(text: &str, span: Span) -> String {
    const BEFORE: usize = 60;
    const AFTER: usize = 40;
    let (before, after) = text.split_at_checked(span.start).unwrap_or((text, ""));
    let line = |text: &str| text.chars().map(visible).collect::<String>();
    let width = before.chars().count();
    let cut = width.saturating_sub(BEFORE);
    let mut shown: String = before.chars().skip(cut).collect();
    let mut indent = width - cut;
    if cut > 0 {
        shown.insert(0, '…');
        indent += 1;
    }
    let marked = text.get(span.start..span.end).map_or(0, |marked| marked.chars().count());
    let rest: String = after.chars().take(AFTER).collect();
    let more = if after.chars().nth(AFTER).is_some() { "…" } else { "" };
    let carets = "^".repeat(marked.clamp(1, AFTER));
    format!("{}{}{more}\n{}{carets}", line(&shown), line(&rest), " ".repeat(indent))
}

/// The most characters of an option's name in a message.
const LONGEST_NAME: usize = 40;

/// The character, or a blank for one that would break the line.
fn visible(letter: char) -> char {
    if letter.is_control() { ' ' } else { letter }
}

/// The word at the start of `rest`, or its first character: what a message can show in passing.
fn fragment(rest: &str) -> String {
    const LONGEST: usize = 24;
    let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '@' | '.' | '-');
    let run: String = rest.chars().take_while(|c| word(*c)).take(LONGEST).collect();
    if run.is_empty() { rest.chars().take(1).collect() } else { run }
}
