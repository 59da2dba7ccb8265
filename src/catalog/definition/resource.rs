//! How an entity set is asked for in a REST service, as the author of a definition writes it.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::catalog::located::{Entries, Located};

/// How the rows of an entity set are asked for in a REST service. What is not said here the service
/// cannot do: Landbridge then reads its rows and does it itself.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Resource")]
pub struct ResourceDefinition {
    /// The path that lists the rows, behind the base URL: /vehicles, or with parameters it always has
    /// /vehicles?archived=false. For a property in braces, /depots/{Depot}/vehicles, every request has
    /// to say what it equals.
    pub list: Located<String>,
    /// The path of one row: /vehicles/{ID}, with all properties of the key.
    pub by_key: Option<Located<String>>,
    /// Where the list is in the answer, as a JSON Pointer: /data/items; the answer itself unless told
    /// otherwise.
    pub rows: Option<Located<String>>,
    /// Where the row is in the answer by key, as a JSON Pointer; the answer itself unless told otherwise.
    pub row: Option<Located<String>>,
    /// Which conditions the list takes, each under the name of the property.
    #[serde(default)]
    pub filter: Entries<FilterDefinition>,
    /// How the list is sorted.
    pub sort: Option<SortDefinition>,
    /// The query parameter that takes the names of the members to answer with, separated by commas.
    pub select: Option<Located<String>>,
    /// How the list goes on when an answer does not hold all rows; it always does unless told otherwise.
    pub paging: Option<PagingDefinition>,
    /// Where an answer says how many rows there are on all pages.
    pub total: Option<TotalDefinition>,
}

/// Which comparisons with one property the list takes.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Filter")]
pub struct FilterDefinition {
    /// Equal to a value.
    pub eq: Option<Located<SentDefinition>>,
    /// Not equal to a value, null among what is not equal.
    pub ne: Option<Located<SentDefinition>>,
    /// Greater than a value.
    pub gt: Option<Located<SentDefinition>>,
    /// Greater than a value, or equal to it.
    pub ge: Option<Located<SentDefinition>>,
    /// Less than a value.
    pub lt: Option<Located<SentDefinition>>,
    /// Less than a value, or equal to it.
    pub le: Option<Located<SentDefinition>>,
    /// Equal to one of some values. By it related entities are found, many at once.
    #[serde(rename = "in")]
    pub one_of: Option<Located<SentDefinition>>,
    /// A text with a part.
    pub contains: Option<Located<SentDefinition>>,
    /// A text with a beginning.
    pub startswith: Option<Located<SentDefinition>>,
    /// A text with an end.
    pub endswith: Option<Located<SentDefinition>>,
}

/// Where a value is sent: the name of a query parameter, or more about it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "expected a query parameter's name, or { query: …, exact: … }")]
pub enum SentDefinition {
    /// A query parameter.
    Short(String),
    /// A query parameter or header, and how it is meant.
    Long(SentParts),
}

/// A query parameter or header that takes a value.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Sent")]
pub struct SentParts {
    /// The query parameter.
    pub query: Option<String>,
    /// The header, if it is no query parameter.
    pub header: Option<String>,
    /// What is sent, with {} for the value: gte:{}
    pub value: Option<String>,
    /// Whether the service compares just as OData does: text by code point, so that A is not a. Where it
    /// does not, it may only give too many rows, never too few, and Landbridge looks at each of them
    /// again. Yes unless told otherwise, but no for texts. Orderings of texts, and ne for what can be
    /// null, are sent only where this says yes.
    pub exact: Option<bool>,
    /// Of several values, what stands between them; they are sent as several parameters unless told
    /// otherwise.
    pub separator: Option<String>,
    /// The most values in one request, 1 to 1000; 50 unless told otherwise.
    pub most: Option<u32>,
}

/// How a list is sorted. Only what the service sorts as OData does belongs here: texts by code point,
/// and null before all values.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Sort")]
pub struct SortDefinition {
    /// The query parameter.
    pub query: Located<String>,
    /// The properties, each with the service's word for it.
    pub by: Entries<Located<String>>,
    /// What is sent for ascending order, with {} for the word; {} unless told otherwise. With
    /// `direction` what is sent there, asc unless told otherwise.
    pub ascending: Option<String>,
    /// What is sent for descending order, with {} for the word; -{} unless told otherwise. With
    /// `direction` what is sent there, desc unless told otherwise.
    pub descending: Option<String>,
    /// The query parameter for the direction, if it has one of its own.
    pub direction: Option<Located<String>>,
    /// What stands between several properties; the service sorts by one only unless told.
    pub separator: Option<Located<String>>,
}

/// How a list goes on.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Paging")]
pub enum PagingDefinition {
    /// Pages have numbers.
    Page(PageNumberDefinition),
    /// A page begins behind a number of rows.
    Offset(OffsetDefinition),
    /// An answer holds a mark for the next page.
    Cursor(CursorDefinition),
    /// An answer holds the URL of the next page.
    NextUrl(NextUrlDefinition),
    /// The URL of the next page is in the header Link (RFC 8288).
    LinkHeader(LinkHeaderDefinition),
}

/// Pages by number. The list ends with a page without rows, unless total or `more` tells.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "PageNumber")]
pub struct PageNumberDefinition {
    /// The query parameter for the number.
    pub query: Located<String>,
    /// The number of the first page; 1 unless told otherwise.
    pub first: Option<u32>,
    /// How large pages are.
    pub size: Option<SizeDefinition>,
    /// Where an answer says whether there are more rows, as a JSON Pointer: true or false.
    pub more: Option<Located<String>>,
}

/// Pages by offset. The list ends with a page without rows, unless total or `more` tells.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Offset")]
pub struct OffsetDefinition {
    /// The query parameter for the number of rows to pass over.
    pub query: Located<String>,
    /// How large pages are.
    pub size: Option<SizeDefinition>,
    /// Where an answer says whether there are more rows, as a JSON Pointer: true or false.
    pub more: Option<Located<String>>,
}

/// Pages by a mark. The list ends with an answer without a mark.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Cursor")]
pub struct CursorDefinition {
    /// The query parameter that takes the mark.
    pub query: Located<String>,
    /// Where the mark is in an answer, as a JSON Pointer: /meta/next
    pub next: Located<String>,
    /// How large pages are.
    pub size: Option<SizeDefinition>,
}

/// Pages by URL. The list ends with an answer without one.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "NextUrl")]
pub struct NextUrlDefinition {
    /// Where the URL is in an answer, as a JSON Pointer: /links/next
    pub next: Located<String>,
    /// How large pages are.
    pub size: Option<SizeDefinition>,
}

/// Pages by the header Link. The list ends with an answer without rel="next".
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "LinkHeader")]
pub struct LinkHeaderDefinition {
    /// How large pages are.
    pub size: Option<SizeDefinition>,
}

/// How large the pages of a list are.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "PageSize")]
pub struct SizeDefinition {
    /// The query parameter for the most rows of a page.
    pub query: Located<String>,
    /// The most rows the service gives in one page.
    pub rows: Located<u32>,
}

/// Where an answer says how many rows there are.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Total")]
pub enum TotalDefinition {
    /// In the body, as a JSON Pointer: /meta/total
    Body(Located<String>),
    /// In a header: X-Total-Count
    Header(Located<String>),
}

impl FilterDefinition {
    /// Each comparison by its name, as far as it is there.
    pub fn comparisons(&self) -> impl Iterator<Item = (&'static str, &Located<SentDefinition>)> {
        let all = [
            ("eq", &self.eq),
            ("ne", &self.ne),
            ("gt", &self.gt),
            ("ge", &self.ge),
            ("lt", &self.lt),
            ("le", &self.le),
            ("in", &self.one_of),
            ("contains", &self.contains),
            ("startswith", &self.startswith),
            ("endswith", &self.endswith),
        ];
        all.into_iter().filter_map(|(name, written)| Some((name, written.as_ref()?)))
    }
}

impl SentDefinition {
    /// The same in full.
    #[must_use]
    pub fn parts(&self) -> SentParts {
        match self {
            Self::Short(query) => SentParts { query: Some(query.clone()), ..SentParts::default() },
            Self::Long(parts) => parts.clone(),
        }
    }
}
