//! The versions of OData an answer can be in.

/// A protocol version: decides `OData-Version` and the version a metadata document names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Version {
    /// OData 4.0: what Salesforce and older clients expect.
    #[default]
    V4_0,
    /// OData 4.01
    V4_01,
}

impl Version {
    /// As headers and documents write it: `4.0`, `4.01`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V4_0 => "4.0",
            Self::V4_01 => "4.01",
        }
    }
}
