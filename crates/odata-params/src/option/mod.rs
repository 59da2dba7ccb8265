//! Query options: a name and a value's text in, the option out (URL Conventions, section 5). Each
//! option with a grammar of its own has a file of its own.

pub(crate) mod compute;
pub(crate) mod expand;
pub(crate) mod nested;
pub(crate) mod orderby;
pub(crate) mod plain;
pub(crate) mod query;
pub(crate) mod search;
pub(crate) mod select;

use crate::apply;
use crate::ast::QueryOptionKind;
use crate::expr::expression;
use crate::input::{Parsed, Text};

/// The system query options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum System {
    Filter,
    OrderBy,
    Select,
    Expand,
    Compute,
    Apply,
    Search,
    Top,
    Skip,
    SkipToken,
    DeltaToken,
    Count,
    Index,
    Levels,
    Format,
    Id,
    SchemaVersion,
    At,
    From,
    To,
    ToInclusive,
}

/// Names without `$`, each before the names it begins.
pub(crate) const NAMES: [(&str, System); 21] = [
    ("filter", System::Filter),
    ("select", System::Select),
    ("orderby", System::OrderBy),
    ("top", System::Top),
    ("count", System::Count),
    ("skiptoken", System::SkipToken),
    ("skip", System::Skip),
    ("expand", System::Expand),
    ("search", System::Search),
    ("compute", System::Compute),
    ("apply", System::Apply),
    ("format", System::Format),
    ("levels", System::Levels),
    ("index", System::Index),
    ("id", System::Id),
    ("deltatoken", System::DeltaToken),
    ("schemaversion", System::SchemaVersion),
    ("toinclusive", System::ToInclusive),
    ("to", System::To),
    ("from", System::From),
    ("at", System::At),
];

impl System {
    /// The option with this name, `$` optional where OData 4.01 says so.
    pub(crate) fn by_name(name: &str) -> Option<Self> {
        let plain = name.strip_prefix('$');
        let bare = plain.unwrap_or(name);
        let (_, system) = NAMES.iter().find(|(known, _)| bare.eq_ignore_ascii_case(known))?;
        (plain.is_some() || !system.needs_dollar()).then_some(*system)
    }

    /// The name without `$`, in the standard's letters.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::ToInclusive => "toInclusive",
            _ => NAMES.iter().find(|(_, known)| *known == self).map_or("", |(name, _)| name),
        }
    }

    /// Tokens never come without `$` (ABNF: `deltatoken`, `skiptoken`), and the names of the Temporal
    /// extension are too common to take them from services that have parameters of that name.
    pub(crate) fn needs_dollar(self) -> bool {
        matches!(
            self,
            Self::SkipToken | Self::DeltaToken | Self::At | Self::From | Self::To | Self::ToInclusive
        )
    }

    fn bit(self) -> u32 {
        1 << (self as u32)
    }
}

/// The value of a system query option.
pub(crate) fn value(i: Text<'_>, system: System) -> Parsed<'_, QueryOptionKind> {
    fn map<'a, T>(
        parsed: Parsed<'a, T>,
        kind: impl FnOnce(T) -> QueryOptionKind,
    ) -> Parsed<'a, QueryOptionKind> {
        parsed.map(|(rest, value)| (rest, kind(value)))
    }
    match system {
        System::Filter => map(expression(i), QueryOptionKind::Filter),
        System::OrderBy => map(orderby::items(i), QueryOptionKind::OrderBy),
        System::Select => map(select::items(i), QueryOptionKind::Select),
        System::Expand => map(expand::items(i), QueryOptionKind::Expand),
        System::Compute => map(compute::items(i), QueryOptionKind::Compute),
        System::Apply => map(apply::pipeline(i), QueryOptionKind::Apply),
        System::Search => map(search::search(i), QueryOptionKind::Search),
        _ => plain::value(i, system),
    }
}

/// Which system options have been seen, to refuse the second of a kind.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Seen(u32);

impl Seen {
    /// Whether this is the first of its kind.
    pub(crate) fn first(&mut self, system: System) -> bool {
        let before = self.0;
        self.0 |= system.bit();
        self.0 != before
    }
}
