//! Why a request cannot be bound: what is wrong, where it was written, and which 4xx or 501 it is.

use odata_params::ast::{ODataUri, Span};
use odata_params::caret;

use super::options::system_name;

/// A refusal, with a message an end user may read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    /// What sort of refusal it is.
    pub reason: Reason,
    /// What is wrong and what to write instead.
    pub message: String,
    /// Where: in the path, or in the value of the named option.
    pub target: Option<Target>,
    /// The text around that place in an option's value, and carets below it: two lines.
    pub caret: Option<String>,
}

/// The sorts of refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The path leads to nothing: 404.
    NotFound,
    /// The request is not right: 400.
    BadRequest,
    /// Legal OData that is not answered here: 501.
    NotImplemented,
}

/// The piece of the request a refusal is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// `$filter`, `$orderby` …; `None` for the path.
    pub option: Option<&'static str>,
    /// Where in the decoded text of that part.
    pub span: Span,
}

impl Error {
    /// A request that is not right.
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self { reason: Reason::BadRequest, message: message.into(), target: None, caret: None }
    }

    /// A path that leads to nothing.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self { reason: Reason::NotFound, message: message.into(), target: None, caret: None }
    }

    /// Legal OData that is not answered.
    pub fn not_implemented(message: impl Into<String>) -> Self {
        Self { reason: Reason::NotImplemented, message: message.into(), target: None, caret: None }
    }

    /// The same refusal with the place it is about, unless a more exact one is already known.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.target.get_or_insert(Target { option: None, span });
        self
    }

    /// The same refusal, said of a part of the option.
    #[must_use]
    pub(super) fn inside(mut self, part: &str) -> Self {
        self.message = format!("{part}: {}", self.message);
        self
    }

    /// The same refusal, its place being in the value of `option`.
    #[must_use]
    pub fn in_option(mut self, option: &'static str) -> Self {
        if let Some(target) = &mut self.target {
            target.option = Some(option);
            self.message = format!("{option}, position {}: {}", target.span.start, self.message);
        } else {
            self.target = Some(Target { option: Some(option), span: Span::default() });
            self.message = format!("{option}: {}", self.message);
        }
        self
    }

    /// The same refusal, with a picture of its place in `uri`.
    #[must_use]
    pub(super) fn drawn(mut self, uri: &ODataUri) -> Self {
        let written = |target: &Target| {
            let name = target.option?;
            uri.options.iter().find(|option| system_name(&option.kind) == Some(name))
        };
        if let Some(target) = &self.target
            && target.span != Span::default()
            && let Some(option) = written(target)
        {
            self.caret = Some(caret(&option.text, target.span));
        }
        self
    }
}
