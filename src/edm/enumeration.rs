//! Enumeration types (CSDL, section 10): names for integers, one at a time or, as flags, several at
//! once. Knows no column and no request.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use super::PrimitiveType;
use super::kept::Kept;

/// What a definition says of an enumeration type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Declaration {
    /// Its qualified name: `Harbour.Colour`.
    pub name: String,
    /// The integer type its values are of.
    pub underlying: PrimitiveType,
    /// Whether a value may be several members at once, each a bit or some.
    pub flags: bool,
    /// Its members in the order of the definition: name, value.
    pub members: Vec<(String, i64)>,
    /// `Core.Description`.
    pub description: Option<String>,
}

/// An enumeration type. As small as a [`PrimitiveType`] has to be: the declaration is kept for the
/// life of the process, equal ones once, so that reading a definition again costs nothing.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Enumeration(&'static Declaration);

static KEPT: Kept<Declaration> = Kept::none();

impl Enumeration {
    /// The type so declared.
    #[must_use]
    pub fn new(declaration: Declaration) -> Self {
        Self(KEPT.keep(declaration))
    }

    /// The qualified name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.0.name.as_str()
    }

    /// What was declared.
    #[must_use]
    pub const fn declaration(self) -> &'static Declaration {
        self.0
    }

    /// Whether `value` is a member or, of flags, has no bit that is in no member.
    #[must_use]
    pub fn holds(self, value: i64) -> bool {
        if !self.0.flags {
            return self.member(value).is_some();
        }
        let all = self.0.members.iter().fold(0, |all, (_, bits)| all | bits);
        value >= 0 && value & !all == 0
    }

    /// The value of a member.
    #[must_use]
    pub fn value_of(self, name: &str) -> Option<i64> {
        self.0.members.iter().find(|(member, _)| member == name).map(|(_, value)| *value)
    }

    /// The first member of this value.
    #[must_use]
    pub fn member(self, value: i64) -> Option<&'static str> {
        self.0.members.iter().find(|(_, known)| *known == value).map(|(name, _)| name.as_str())
    }

    /// The text of a value (ABNF, `enumValue`): the member, of flags the members that make it up,
    /// as few as there can be and the smallest first, and the number where no members do.
    #[must_use]
    pub fn text(self, value: i64) -> Cow<'static, str> {
        if let Some(name) = self.member(value) {
            return Cow::Borrowed(name);
        }
        if let Some(names) = self.parts(value) {
            return Cow::Owned(names.join(","));
        }
        Cow::Owned(value.to_string())
    }

    fn parts(self, value: i64) -> Option<Vec<&'static str>> {
        if !self.0.flags || value <= 0 {
            return None;
        }
        let mut members: Vec<_> = self.0.members.iter().filter(|(_, bits)| *bits > 0).collect();
        members.sort_by_key(|(_, bits)| std::cmp::Reverse(*bits));
        let mut rest = value;
        let mut names = Vec::new();
        for (name, bits) in members {
            if bits & !value == 0 && bits & rest != 0 {
                names.push(name.as_str());
                rest &= !bits;
            }
        }
        names.reverse();
        (rest == 0).then_some(names)
    }

    /// The value of a text: names or numbers, of flags several with commas between. `None` for what
    /// the type does not hold.
    #[must_use]
    pub fn parse(self, text: &str) -> Option<i64> {
        let number = |text: &str| super::parse::integer(text).filter(|value| self.0.underlying.holds(*value));
        self.combined(text, |part| self.value_of(part).or_else(|| number(part)))
            .filter(|value| self.holds(*value))
    }

    /// The value of names alone, as a text column holds them; of flags the empty text is none.
    #[must_use]
    pub fn of_names(self, text: &str) -> Option<i64> {
        if self.0.flags && text.is_empty() {
            return Some(0);
        }
        self.combined(text, |part| self.value_of(part))
    }

    fn combined(self, text: &str, value: impl Fn(&str) -> Option<i64>) -> Option<i64> {
        if !self.0.flags {
            return value(text);
        }
        text.split(',').try_fold(0, |all, part| Some(all | value(part)?))
    }

    /// The most characters a value's text can have.
    #[must_use]
    pub fn longest_text(self) -> usize {
        let lengths = self.0.members.iter().map(|(name, _)| name.chars().count());
        if self.0.flags {
            // All names with commas between, or a number.
            lengths.map(|length| length + 1).sum::<usize>().saturating_sub(1).max(20)
        } else {
            lengths.max().unwrap_or(0)
        }
    }

    /// Whether names tell values apart as text does: one at a time, each its own.
    #[must_use]
    pub fn is_one_to_one(self) -> bool {
        let distinct: HashSet<i64> = self.0.members.iter().map(|(_, value)| *value).collect();
        !self.0.flags && distinct.len() == self.0.members.len()
    }
}

impl fmt::Debug for Enumeration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn declared(flags: bool, members: &[(&str, i64)]) -> Enumeration {
        Enumeration::new(Declaration {
            name: "Harbour.Signal".into(),
            underlying: PrimitiveType::Int16,
            flags,
            members: members.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect(),
            description: None,
        })
    }

    #[test]
    fn equal_declarations_are_one_type() {
        let one = declared(false, &[("A", 1)]);
        assert_eq!(one, declared(false, &[("A", 1)]));
        assert!(std::ptr::eq(one.0, declared(false, &[("A", 1)]).0));
        assert_ne!(one, declared(true, &[("A", 1)]));
    }

    #[test]
    fn members_and_their_values() {
        let signal = declared(false, &[("Red", 1), ("Crimson", 1), ("Blue", -3)]);
        for (value, text) in [(1, "Red"), (-3, "Blue"), (2, "2"), (3, "3")] {
            assert_eq!(signal.text(value), text);
        }
        for (text, value) in [
            ("Red", Some(1)),
            ("Crimson", Some(1)),
            ("-3", Some(-3)),
            ("+1", Some(1)),
            ("red", None),
            ("2", None),
            ("Red,Blue", None),
            ("", None),
        ] {
            assert_eq!(signal.parse(text), value, "{text}");
        }
        assert_eq!(signal.of_names("1"), None);
        assert_eq!(signal.longest_text(), 7);
        assert!(!signal.is_one_to_one());
    }

    #[test]
    fn flags_are_combined_and_taken_apart() {
        let lights = declared(true, &[("Red", 1), ("Green", 2), ("Both", 3), ("Odd", 24), ("White", 8)]);
        for (value, text) in [
            (0, "0"),
            (3, "Both"),
            (2, "Green"),
            (9, "Red,White"),
            (11, "Both,White"),
            (24, "Odd"),
            (27, "Both,Odd"),
            (16, "16"),
        ] {
            assert_eq!(lights.text(value), text);
            assert_eq!(lights.parse(text), Some(value), "{text}");
            assert!(lights.holds(value));
        }
        assert_eq!(lights.parse("Green,Red"), Some(3));
        assert_eq!(lights.parse("Red,8"), Some(9));
        for undefined in ["4", "Red,4", "-1", "Red,", "Red, Green", "32769"] {
            assert_eq!(lights.parse(undefined), None, "{undefined}");
        }
        assert_eq!(lights.of_names(""), Some(0));
        assert_eq!(lights.of_names("White,Red"), Some(9));
        assert_eq!(lights.of_names("9"), None);
        assert_eq!(declared(true, &[("None", 0), ("A", 1)]).text(0), "None");
    }
}
