//! Bounds on what is parsed: how long a text may be and how deeply it may nest.

/// Bounds that keep a request from costing more than it should.
///
/// ```
/// use odata_params::{Limits, ODataUri};
///
/// let tight = Limits { max_length: 16, ..Limits::default() };
/// assert!(ODataUri::parse_with("Boats", "$filter=Name eq 'Albatross'", &tight).is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes the path and the query may have, each. The default, 64 KiB, holds a filter of
    /// several hundred terms; for bodies of `POST …/$query` 1 MiB is a reasonable choice.
    pub max_length: usize,
    /// How deeply parentheses, calls and options may nest; the tree of an expression may be twice as
    /// high. Chains of `and` and `or` hardly count: they become balanced trees.
    pub max_depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_length: 64 * 1024, max_depth: 100 }
    }
}
