//! The canonical functions (URL Conventions, section 5.1.1.5 on), a closed list: a new function
//! is one row here, one arm in `exec::eval`, and a line per SQL dialect that can do it.

use crate::edm::PrimitiveType;

/// A canonical function. The result is null if an argument is null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the standard's")]
pub enum Function {
    Concat,
    Contains,
    EndsWith,
    IndexOf,
    Length,
    StartsWith,
    Substring,
    MatchesPattern,
    ToLower,
    ToUpper,
    Trim,
    Date,
    Day,
    FractionalSeconds,
    Hour,
    MaxDateTime,
    MinDateTime,
    Minute,
    Month,
    Now,
    Second,
    Time,
    TotalOffsetMinutes,
    TotalSeconds,
    Year,
    Ceiling,
    Floor,
    Round,
    GeoDistance,
    GeoIntersects,
    GeoLength,
    /// The operator `has`, which no call can name.
    Has,
}

impl Function {
    /// Every function that can be called, with its name, its least and greatest number of arguments, and its result
    /// type; `None` where the result has the argument's type.
    pub const TABLE: [(Self, &'static str, usize, usize, Option<PrimitiveType>); 31] = {
        use PrimitiveType as P;
        [
            (Self::Concat, "concat", 2, 2, Some(P::String)),
            (Self::Contains, "contains", 2, 2, Some(P::Boolean)),
            (Self::EndsWith, "endswith", 2, 2, Some(P::Boolean)),
            (Self::IndexOf, "indexof", 2, 2, Some(P::Int32)),
            (Self::Length, "length", 1, 1, Some(P::Int32)),
            (Self::StartsWith, "startswith", 2, 2, Some(P::Boolean)),
            (Self::Substring, "substring", 2, 3, Some(P::String)),
            (Self::MatchesPattern, "matchesPattern", 2, 2, Some(P::Boolean)),
            (Self::ToLower, "tolower", 1, 1, Some(P::String)),
            (Self::ToUpper, "toupper", 1, 1, Some(P::String)),
            (Self::Trim, "trim", 1, 1, Some(P::String)),
            (Self::Date, "date", 1, 1, Some(P::Date)),
            (Self::Day, "day", 1, 1, Some(P::Int32)),
            (Self::FractionalSeconds, "fractionalseconds", 1, 1, Some(P::Decimal)),
            (Self::Hour, "hour", 1, 1, Some(P::Int32)),
            (Self::MaxDateTime, "maxdatetime", 0, 0, Some(P::DateTimeOffset)),
            (Self::MinDateTime, "mindatetime", 0, 0, Some(P::DateTimeOffset)),
            (Self::Minute, "minute", 1, 1, Some(P::Int32)),
            (Self::Month, "month", 1, 1, Some(P::Int32)),
            (Self::Now, "now", 0, 0, Some(P::DateTimeOffset)),
            (Self::Second, "second", 1, 1, Some(P::Int32)),
            (Self::Time, "time", 1, 1, Some(P::TimeOfDay)),
            (Self::TotalOffsetMinutes, "totaloffsetminutes", 1, 1, Some(P::Int32)),
            (Self::TotalSeconds, "totalseconds", 1, 1, Some(P::Decimal)),
            (Self::Year, "year", 1, 1, Some(P::Int32)),
            (Self::Ceiling, "ceiling", 1, 1, None),
            (Self::Floor, "floor", 1, 1, None),
            (Self::Round, "round", 1, 1, None),
            (Self::GeoDistance, "geo.distance", 2, 2, Some(P::Double)),
            (Self::GeoIntersects, "geo.intersects", 2, 2, Some(P::Boolean)),
            (Self::GeoLength, "geo.length", 1, 1, Some(P::Double)),
        ]
    };

    /// Whether it measures shapes (section 5.1.1.11).
    #[must_use]
    pub const fn measures(self) -> bool {
        matches!(self, Self::GeoDistance | Self::GeoIntersects | Self::GeoLength)
    }

    /// The name as OData spells it.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::TABLE.iter().find(|row| row.0 == self).map_or("has", |row| row.1)
    }
}
