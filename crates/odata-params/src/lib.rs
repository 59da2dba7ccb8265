//! Parser for OData 4.01 request URLs: resource paths and all system query options in, a tree with
//! byte spans out. It knows no model, does no I/O, and takes linear time.
//!
//! ```
//! use odata_params::ODataUri;
//! use odata_params::ast::QueryOptionKind;
//!
//! let uri = ODataUri::parse("Boats(7)/Crew", "$filter=Name eq 'Ada'&$top=10")?;
//! assert_eq!(uri.path.segments.len(), 2);
//! assert!(matches!(uri.options[1].kind, QueryOptionKind::Top(10)));
//! # Ok::<(), odata_params::ParseError>(())
//! ```
//!
//! The tree says what was written; whether names exist and types fit is for whoever knows the model.
//! [`print`](mod@print) goes the other way, and [`rules`] answers for single rules of the ABNF.
//!
//! How it reads: a request is split where URLs are split, then decoded, then parsed, option by
//! option, with spans into the decoded text. Each grammar area has a file of its own under the same
//! name as its rule or option. Choices are made by looking ahead a bounded way, never by trying at
//! length and coming back. The furthest place reached, and what was expected there, is the error.
//!
//! Two readings of the grammar differ where names are unknown: requests are read as the standard
//! explains them, [`rules::check_ordered`] reads as a parser generated from the ABNF does.
//!
//! What requests may do that the grammar does not allow: `+` for a blank, blanks around separators and
//! around values, empty pairs in the query, number suffixes (`2.5M`), any characters in a word of
//! `$search`, and a parameter alias in lists and after `has`.
#![forbid(unsafe_code)]

pub mod ast;
pub mod print;
pub mod rules;

mod apply;
mod balance;
mod entry;
mod error;
mod expr;
mod input;
mod json;
mod limits;
mod literal;
mod name;
mod option;
mod ordered;
mod path;
mod percent;
mod token;

pub use ast::ODataUri;
pub use entry::*;
pub use error::{ParseError, Part, caret};
pub use limits::Limits;
