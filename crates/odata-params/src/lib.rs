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
//! What was written is parsed by `str → tree` functions here; [`print`](mod@print) goes the other way. Whether
//! names exist and types fit is for whoever knows the model to say.
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
mod path;
mod percent;
mod token;

pub use ast::ODataUri;
pub use entry::*;
pub use error::{ParseError, Part};
pub use limits::Limits;
