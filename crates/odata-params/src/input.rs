//! The text under the parser's hands: a nom input that knows where it stands in the whole, and
//! remembers the furthest place where something was missing and what that was.

use std::cell::Cell;
use std::str::{CharIndices, Chars};

use nom::error::{ErrorKind, ParseError as NomError};
use nom::{Compare, CompareResult, Err, IResult, Input, Needed};

use crate::ast::Span;
use crate::error::{ParseError, Part};
use crate::limits::Limits;

/// The result of a parser.
pub(crate) type Parsed<'a, T> = IResult<Text<'a>, T, Miss>;

/// "Not this". Where and why is remembered by [`State`], so a miss costs nothing to make or drop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Miss;

impl<I> NomError<I> for Miss {
    fn from_error_kind(_: I, _: ErrorKind) -> Self {
        Self
    }
    fn append(_: I, _: ErrorKind, other: Self) -> Self {
        other
    }
}

/// Whether the grammar is taken to the letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// The ABNF as it stands.
    Strict,
    /// The same, with the first alternative that matches taken for good.
    Ordered,
    /// As requests come in: blanks around separators, number suffixes, free text in `$search`.
    Lenient,
}

const REMEMBERED: usize = 4;

/// What is shared while one text is parsed.
pub(crate) struct State<'a> {
    text: &'a str,
    mode: Mode,
    max_depth: usize,
    depth: Cell<usize>,
    height: Cell<usize>,
    in_options: Cell<bool>,
    furthest: Cell<usize>,
    expected: Cell<[&'static str; REMEMBERED]>,
    too_deep: Cell<bool>,
    escaped: &'a [bool],
}

impl<'a> State<'a> {
    pub(crate) fn new(text: &'a str, mode: Mode, limits: &Limits) -> Self {
        Self {
            text,
            mode,
            max_depth: limits.max_depth,
            depth: Cell::new(0),
            height: Cell::new(0),
            in_options: Cell::new(false),
            furthest: Cell::new(0),
            expected: Cell::new([""; REMEMBERED]),
            too_deep: Cell::new(false),
            escaped: &[],
        }
    }

    /// The same, knowing which bytes of the text were written percent-encoded: the grammar allows
    /// some characters in that form only.
    pub(crate) fn with_escapes(self, escaped: &'a [bool]) -> Self {
        Self { escaped, ..self }
    }

    fn note(&self, offset: usize, what: &'static str) {
        if self.too_deep.get() || offset < self.furthest.get() {
            return;
        }
        let mut expected = self.expected.get();
        if offset > self.furthest.get() {
            self.furthest.set(offset);
            expected = [""; REMEMBERED];
        }
        if let Some(slot) = expected.iter_mut().find(|slot| slot.is_empty() || **slot == what) {
            *slot = what;
        }
        self.expected.set(expected);
    }

    /// The offset of the furthest place reached.
    pub(crate) fn furthest(&self) -> usize {
        self.furthest.get()
    }

    /// The error of a parse that failed.
    pub(crate) fn error(&self, part: Part) -> ParseError {
        let expected = if self.too_deep.get() {
            format!("at most {} levels of nesting", self.max_depth)
        } else {
            let all = self.expected.get();
            let mut words = all.iter().filter(|word| !word.is_empty()).copied().collect::<Vec<_>>();
            match words.pop() {
                Some(last) if !words.is_empty() => format!("{} or {last}", words.join(", ")),
                Some(only) => only.to_owned(),
                None => "something else".to_owned(),
            }
        };
        ParseError::new(part, self.text, self.furthest.get(), expected)
    }
}

/// The rest of the text, from where the parser stands.
#[derive(Clone, Copy)]
pub(crate) struct Text<'a> {
    /// What is left.
    pub(crate) rest: &'a str,
    state: &'a State<'a>,
}

impl<'a> Text<'a> {
    pub(crate) fn new(state: &'a State<'a>) -> Self {
        Self { rest: state.text, state }
    }

    /// The bytes before this place.
    pub(crate) fn offset(self) -> usize {
        self.state.text.len() - self.rest.len()
    }

    pub(crate) fn is_strict(self) -> bool {
        self.state.mode != Mode::Lenient
    }

    pub(crate) fn is_ordered(self) -> bool {
        self.state.mode == Mode::Ordered
    }

    /// The span from here to `end`.
    pub(crate) fn span_to(self, end: Self) -> Span {
        Span { start: self.offset(), end: end.offset() }
    }

    /// The text from here to `end`.
    pub(crate) fn until(self, end: Self) -> &'a str {
        self.rest.get(..self.rest.len().saturating_sub(end.rest.len())).unwrap_or_default()
    }

    pub(crate) fn skip(self, bytes: usize) -> Self {
        Self { rest: self.rest.get(bytes..).unwrap_or_default(), ..self }
    }

    pub(crate) fn starts_with(self, byte: u8) -> bool {
        self.byte(0) == Some(byte)
    }

    pub(crate) fn byte(self, index: usize) -> Option<u8> {
        self.rest.as_bytes().get(index).copied()
    }

    pub(crate) fn first(self) -> Option<char> {
        self.rest.chars().next()
    }

    /// Whether the byte at `index` was written percent-encoded; not known in requests.
    pub(crate) fn is_escaped(self, index: usize) -> bool {
        self.state.escaped.get(self.offset() + index).copied().unwrap_or(false)
    }

    /// Notes that `what` was looked for here.
    pub(crate) fn note(self, what: &'static str) {
        self.state.note(self.offset(), what);
    }

    /// Fails here, having looked for `what`; other alternatives may be tried.
    pub(crate) fn miss<T>(self, what: &'static str) -> Parsed<'a, T> {
        self.note(what);
        Err(Err::Error(Miss))
    }

    /// Fails here, whatever was seen behind this place.
    pub(crate) fn miss_before<T>(self, what: &'static str) -> Parsed<'a, T> {
        self.state.furthest.set(self.offset());
        self.state.expected.set([""; REMEMBERED]);
        self.miss(what)
    }

    /// Fails because what is written from `name` to here is none of the names there may be. To the
    /// letter of the grammar it is here that the text stops fitting; to its writer it is the name.
    pub(crate) fn unknown_name<T>(self, name: Self, what: &'static str) -> Parsed<'a, T> {
        if self.is_strict() { self.miss(what) } else { name.miss_before(what) }
    }

    /// Runs `parser` one level deeper, within the bound.
    pub(crate) fn nested<T>(self, parser: impl FnOnce(Self) -> Parsed<'a, T>) -> Parsed<'a, T> {
        let depth = self.state.depth.get();
        if depth >= self.state.max_depth {
            return Err(self.too_deep());
        }
        self.state.depth.set(depth + 1);
        let (result, height) = self.measure(parser);
        self.state.depth.set(depth);
        self.raise(height + 1);
        result
    }

    /// Runs `parser`, and says how high the tree is that it made.
    pub(crate) fn measure<T>(self, parser: impl FnOnce(Self) -> Parsed<'a, T>) -> (Parsed<'a, T>, usize) {
        let siblings = self.state.height.replace(0);
        let result = parser(self);
        (result, self.state.height.replace(siblings))
    }

    /// Notes that there is a tree of this height here.
    pub(crate) fn raise(self, height: usize) {
        self.state.height.set(self.state.height.get().max(height));
    }

    /// Fails for good where a tree is too high to be walked safely: chains of operators that lean to
    /// the left add up across levels of parentheses.
    pub(crate) fn check_height(self, height: usize) -> Result<(), Err<Miss>> {
        if height <= self.state.max_depth.saturating_mul(2) { Ok(()) } else { Err(self.too_deep()) }
    }

    fn too_deep(self) -> Err<Miss> {
        self.state.furthest.set(self.offset());
        self.state.too_deep.set(true);
        Err::Failure(Miss)
    }

    /// Runs `parser` on options in parentheses, which semicolons separate.
    pub(crate) fn nested_options<T>(self, parser: impl FnOnce(Self) -> Parsed<'a, T>) -> Parsed<'a, T> {
        let outside = self.state.in_options.replace(true);
        let result = self.nested(parser);
        self.state.in_options.set(outside);
        result
    }

    /// Whether this place is among options in parentheses.
    pub(crate) fn in_options(self) -> bool {
        self.state.in_options.get()
    }

    /// Whether this place is outside all parentheses and calls.
    pub(crate) fn is_outermost(self) -> bool {
        self.state.depth.get() <= 1
    }
}

impl<'a> Input for Text<'a> {
    type Item = char;
    type Iter = Chars<'a>;
    type IterIndices = CharIndices<'a>;

    fn input_len(&self) -> usize {
        self.rest.len()
    }
    fn take(&self, index: usize) -> Self {
        Self { rest: self.rest.get(..index).unwrap_or_default(), ..*self }
    }
    fn take_from(&self, index: usize) -> Self {
        self.skip(index)
    }
    fn take_split(&self, index: usize) -> (Self, Self) {
        (self.take_from(index), self.take(index))
    }
    fn position<P: Fn(char) -> bool>(&self, predicate: P) -> Option<usize> {
        self.rest.position(predicate)
    }
    fn iter_elements(&self) -> Chars<'a> {
        self.rest.chars()
    }
    fn iter_indices(&self) -> CharIndices<'a> {
        self.rest.char_indices()
    }
    fn slice_index(&self, count: usize) -> Result<usize, Needed> {
        self.rest.slice_index(count)
    }
}

impl Compare<&str> for Text<'_> {
    fn compare(&self, other: &str) -> CompareResult {
        self.rest.compare(other)
    }
    fn compare_no_case(&self, other: &str) -> CompareResult {
        self.rest.compare_no_case(other)
    }
}
