//! What may come next in a resource path, as far as that can be told without a model (ABNF,
//! `collectionNavigation` and `singleNavigation`).

use crate::ast::SegmentKind;
use crate::input::Mode;

/// What the segments so far leave open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Follow {
    /// Nothing read yet.
    Start,
    /// A collection perhaps: whatever comes may be a key written as a segment.
    Anything,
    /// One entity, by its key: a property, an operation, `$ref`, `$value`.
    Single,
    /// A type's or operation's name.
    Name,
    /// `$query` alone.
    Query,
    /// Nothing.
    End,
}

impl Follow {
    /// What may follow `kind`.
    pub(crate) fn after(self, kind: &SegmentKind, mode: Mode) -> Self {
        match kind {
            SegmentKind::Metadata | SegmentKind::Batch | SegmentKind::Query => Self::End,
            // To the letter of the grammar even `$value` may be a key after a collection.
            _ if mode == Mode::Strict && self == Self::Anything => Self::Anything,
            SegmentKind::All | SegmentKind::Entity | SegmentKind::Each => Self::Name,
            _ if self == Self::Name => {
                if mode == Mode::Strict {
                    Self::End
                } else {
                    Self::Anything
                }
            }
            SegmentKind::Count | SegmentKind::Value | SegmentKind::Ref | SegmentKind::CrossJoin(_) => {
                Self::Query
            }
            SegmentKind::Filter(_) => Self::Anything,
            SegmentKind::Name { arguments: Some(arguments), .. }
                if arguments.first().is_some_and(|first| first.name.is_none()) =>
            {
                Self::Single
            }
            // A type cast or an operation without parentheses, applied to one entity.
            SegmentKind::Name { name, arguments: None }
                if mode == Mode::Strict && self == Self::Single && name.contains('.') =>
            {
                Self::Single
            }
            SegmentKind::Name { .. } | SegmentKind::Text => Self::Anything,
        }
    }
}
