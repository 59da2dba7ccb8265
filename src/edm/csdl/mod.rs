//! The model as a metadata document: takes a [`Model`](super::Model), gives CSDL in XML or JSON
//! (OASIS CSDL 4.01), the same bytes for the same model. Knows no request and no database.

mod annotation;
mod facet;
mod json;
mod markup;
mod named_type;
mod operation;
mod relation;
mod version;
mod xml;

pub use json::json;
pub use version::Version;
pub use xml::xml;

/// What requests may use, by name.
#[derive(Clone, Copy, Debug, Default)]
pub struct Support<'a> {
    /// The canonical functions `$filter` knows.
    pub functions: &'a [&'a str],
    /// The transformations `$apply` knows; of none at all nothing is said.
    pub transformations: &'a [&'a str],
}

#[cfg(test)]
pub(in crate::edm) mod sample;
