//! Options in parentheses, separated by semicolons: what `$expand`, `$select` and `$count` segments
//! carry, each with its own set of options (ABNF: `expandOption`, `selectOption`).

use crate::ast::{QueryOption, QueryOptionKind};
use crate::expr::parameter_value;
use crate::input::{Parsed, Text};
use crate::{name, token};

use super::{NAMES, Seen, System};

/// Which options may stand there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Allowed {
    /// In the query of the URL.
    Everything,
    /// After `$expand=Nav`.
    Expand,
    /// After `$expand=Nav/$ref`.
    Ref,
    /// After `$count`.
    Count,
    /// After `$expand=*`.
    Star,
    /// After `$select=Prop`.
    Select,
    /// This one alone.
    Only(System),
}

impl Allowed {
    fn permits(self, system: System) -> bool {
        use System as S;
        match self {
            Self::Everything => system != S::Levels,
            Self::Star => system == S::Levels,
            Self::Only(only) => system == only,
            Self::Count => matches!(system, S::Filter | S::Search),
            Self::Ref => matches!(system, S::Filter | S::Search | S::OrderBy | S::Skip | S::Top | S::Count),
            Self::Select => matches!(
                system,
                S::Filter | S::Search | S::OrderBy | S::Skip | S::Top | S::Count | S::Compute | S::Select
            ),
            Self::Expand => !matches!(
                system,
                S::Format | S::Id | S::SkipToken | S::DeltaToken | S::SchemaVersion | S::Index
            ),
        }
    }

    fn permits_alias(self) -> bool {
        matches!(self, Self::Everything | Self::Expand | Self::Select)
    }
}

/// `($filter=…;$top=…)`, at the parenthesis.
pub(crate) fn options(i: Text<'_>, allowed: Allowed) -> Parsed<'_, Vec<QueryOption>> {
    i.nested_options(|i| {
        let (mut at, ()) = token::open_tight(i)?;
        let mut found = Vec::new();
        let mut seen = Seen::default();
        loop {
            let (rest, (system, option)) = pair(at, allowed)?;
            if system.is_some_and(|system| !seen.first(system)) && !i.is_strict() {
                return at.miss("each option only once");
            }
            found.push(option);
            match token::semicolon(rest) {
                Ok((next, ())) => at = next,
                Err(_) => {
                    let (end, ()) = token::close_tight(rest)?;
                    return Ok((end, found));
                }
            }
        }
    })
}

/// `$filter=…` or `@alias=…`.
pub(crate) fn pair(i: Text<'_>, allowed: Allowed) -> Parsed<'_, (Option<System>, QueryOption)> {
    if i.starts_with(b'@') && allowed.permits_alias() {
        let (rest, option) = alias(i)?;
        return Ok((rest, (None, option)));
    }
    let (at, system) = system(i, allowed)?;
    let (at, ()) = token::loose_blanks(at)?;
    let (rest, kind) = super::value(at, system)?;
    Ok((rest, (Some(system), QueryOption { kind, text: at.until(rest).to_owned() })))
}

/// `@name=value`
pub(crate) fn alias(i: Text<'_>) -> Parsed<'_, QueryOption> {
    let (at, name) = name::identifier(i.skip(1))?;
    let (at, ()) = token::loose_blanks(at)?;
    let (at, ()) = token::equals(at)?;
    let (at, ()) = token::loose_blanks(at)?;
    let (rest, value) = parameter_value(at)?;
    let kind = QueryOptionKind::Alias { name: name.to_owned(), value };
    Ok((rest, QueryOption { kind, text: at.until(rest).to_owned() }))
}

/// The name of a system option and its equals sign.
pub(crate) fn system(i: Text<'_>, allowed: Allowed) -> Parsed<'_, System> {
    let (bare, has_dollar) = if i.starts_with(b'$') { (i.skip(1), true) } else { (i, false) };
    let mut known = false;
    for (name, system) in NAMES {
        let matches = bare.rest.get(..name.len()).is_some_and(|text| text.eq_ignore_ascii_case(name));
        if !matches || !allowed.permits(system) || (!has_dollar && system.needs_dollar()) {
            continue;
        }
        known = true;
        let (at, ()) = token::loose_blanks(bare.skip(name.len()))?;
        if let Ok((rest, ())) = token::equals(at) {
            return Ok((rest, system));
        }
    }
    if known { Err(nom::Err::Error(crate::input::Miss)) } else { i.miss("an option allowed here") }
}
