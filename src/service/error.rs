//! Every failure of a request in one place: which status it is, what the client reads, what the
//! log keeps.

use crate::bind::{self, Reason};
use crate::format::negotiate;
use crate::source;

use super::skip_token::TokenError;

/// Why a request was not answered with what it asked for.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The text is no OData URL.
    #[error(transparent)]
    Parse(#[from] odata_params::ParseError),
    /// The text has no meaning for this service.
    #[error(transparent)]
    Bind(#[from] bind::Error),
    /// The page token is not one of this request.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// No representation the client accepts.
    #[error(transparent)]
    Negotiation(#[from] negotiate::Refusal),
    /// No version the client can read.
    #[error(transparent)]
    Version(#[from] negotiate::VersionRefused),
    /// The resource is there, but not for this method.
    #[error("{method} is not possible at this address; what is: {allowed}")]
    Method {
        /// The method asked with.
        method: String,
        /// Those there are, as `Allow` lists them.
        allowed: &'static str,
    },
    /// The body is of a media type that means nothing here.
    #[error("{0}")]
    MediaType(String),
    /// The body is not what it has to be.
    #[error("{0}")]
    Body(String),
    /// A link to the next page would have to repeat a query that is too long for a URL.
    #[error(
        "there are more rows than one page holds, and the link to the next page would be longer than a URL may be: it repeats the whole query; ask with $top for one page, or write a shorter query"
    )]
    LinkTooLong,
    /// There is no entity with this key.
    #[error("there is no {0} with this key")]
    NoEntity(String),
    /// The definition names a key that two rows share.
    #[error("{0}: two rows have this key; the key in the service definition must be unique")]
    KeyNotUnique(String),
    /// The table of a singleton is empty.
    #[error("there is no {0}: its table has no row")]
    NoRow(String),
    /// The table of a singleton has more rows than one.
    #[error("{0}: its table has more than one row; a singleton in the service definition must have one")]
    SeveralRows(String),
    /// The source failed.
    #[error(transparent)]
    Source(#[from] source::Error),
}

impl Error {
    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::Parse(_) | Self::Token(_) | Self::Version(_) | Self::Body(_) | Self::LinkTooLong => 400,
            Self::Method { .. } => 405,
            Self::MediaType(_) => 415,
            Self::Bind(error) => match error.reason {
                Reason::BadRequest => 400,
                Reason::NotFound => 404,
                Reason::NotImplemented => 501,
            },
            Self::Negotiation(negotiate::Refusal::Accept { .. }) => 406,
            Self::Negotiation(negotiate::Refusal::Format { .. }) => 415,
            Self::NoEntity(_) | Self::NoRow(_) => 404,
            Self::KeyNotUnique(_) | Self::SeveralRows(_) => 502,
            Self::Source(error) => match error {
                source::Error::Unavailable { .. } | source::Error::Busy { .. } => 503,
                source::Error::Timeout { .. } => 504,
                // What the source gave contradicts the definition: a gateway's 502.
                source::Error::Value { .. }
                | source::Error::Several { .. }
                | source::Error::Statement { .. }
                | source::Error::Answer { .. }
                | source::Error::Unsettled { .. } => 502,
                source::Error::Status { status: 429 | 503, .. } => 503,
                source::Error::Status { status: 504, .. } => 504,
                source::Error::Status { .. } => 502,
                source::Error::Unfiltered { .. } => 400,
                source::Error::Evaluation(_) | source::Error::TooManyRows(_) => 400,
                source::Error::Rejected { .. } | source::Error::Raised(_) => 400,
                source::Error::Conflict { .. } => 409,
                source::Error::RowTooLarge(_) => 413,
            },
        }
    }

    /// A stable word for programs, the `code` of the error body.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Parse(_) => "MalformedRequest",
            Self::Token(TokenError::Foreign) => "InvalidSkipToken",
            Self::Token(TokenError::TooLong) | Self::LinkTooLong => "NextLinkTooLong",
            Self::Method { .. } => "MethodNotAllowed",
            Self::MediaType(_) => "UnsupportedMediaType",
            Self::Body(_) => "InvalidBody",
            Self::Version(_) => "InvalidHeader",
            Self::Bind(error) => match error.reason {
                Reason::BadRequest => "InvalidRequest",
                Reason::NotFound => "NotFound",
                Reason::NotImplemented => "NotImplemented",
            },
            Self::Negotiation(_) => "NotAcceptable",
            Self::NoEntity(_) | Self::NoRow(_) => "NotFound",
            Self::KeyNotUnique(_) => "KeyNotUnique",
            Self::SeveralRows(_) => "NoSingleton",
            Self::Source(error) => match error {
                source::Error::Unavailable { .. } => "SourceUnavailable",
                source::Error::Busy { .. } => "SourceBusy",
                source::Error::Timeout { .. } => "SourceTimeout",
                source::Error::Value { .. } => "UnexpectedValue",
                source::Error::Several { .. } => "RelationNotUnique",
                source::Error::Statement { .. } => "SourceMismatch",
                source::Error::Status { .. } => "SourceStatus",
                source::Error::Answer { .. } => "SourceAnswer",
                source::Error::Unfiltered { .. } => "ConditionNeeded",
                source::Error::Evaluation(_) => "EvaluationFailed",
                source::Error::TooManyRows(_) => "TooManyRows",
                source::Error::Unsettled { .. } => "Unsettled",
                source::Error::Rejected { .. } => "ValueRejected",
                source::Error::Raised(_) => "Refused",
                source::Error::Conflict { .. } => "Conflict",
                source::Error::RowTooLarge(_) => "RowTooLarge",
            },
        }
    }

    /// What the failure is about: a query option or a property.
    #[must_use]
    pub fn target(&self) -> Option<String> {
        match self {
            Self::Bind(error) => error.target.as_ref()?.option.map(str::to_owned),
            Self::Token(TokenError::Foreign) => Some("$skiptoken".to_owned()),
            Self::Token(TokenError::TooLong) => Some("$orderby".to_owned()),
            Self::Source(source::Error::Value { property, .. }) => Some(property.clone()),
            _ => None,
        }
    }

    /// Seconds after which a repetition may succeed.
    #[must_use]
    pub const fn retry_after(&self) -> Option<u32> {
        match self {
            Self::Source(source::Error::Unavailable { .. }) => Some(10),
            Self::Source(source::Error::Busy { .. }) => Some(1),
            Self::Source(source::Error::Status { status: 429 | 503, retry_after, .. }) => *retry_after,
            _ => None,
        }
    }

    /// The methods the resource has, where the request's is none of them.
    #[must_use]
    pub const fn allowed(&self) -> Option<&'static str> {
        match self {
            Self::Method { allowed, .. } => Some(allowed),
            _ => None,
        }
    }

    /// What the client reads: what is wrong, and where it stands in the text it sent, with carets
    /// below the place.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::Parse(error) => format!("{error}\n{}", error.caret()),
            Self::Bind(bind::Error { caret: Some(caret), .. }) => format!("{self}\n{caret}"),
            other => other.to_string(),
        }
    }

    /// What only the log may say: the driver's words.
    #[must_use]
    pub fn detail(&self) -> String {
        match self {
            Self::Source(
                source::Error::Unavailable { detail, .. }
                | source::Error::Statement { detail, .. }
                | source::Error::Status { detail, .. }
                | source::Error::Answer { detail, .. }
                | source::Error::Unsettled { detail }
                | source::Error::Conflict { detail }
                | source::Error::Rejected { detail },
            ) => {
                format!("{self}: {detail}")
            }
            other => other.to_string(),
        }
    }
}
