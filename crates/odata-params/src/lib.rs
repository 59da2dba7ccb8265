//! Parser for OData 4.01 request URLs.
#![forbid(unsafe_code)]

pub mod ast;
