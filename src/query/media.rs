//! Streams as a request asks for them (Protocol, sections 11.2.4 and 11.2.5).

/// The most bytes of a stream that are answered: a longer one is refused by name. They are held in
/// memory, as a page is.
pub const MAX_STREAM_BYTES: u32 = 32 << 20;

/// A stream of the entities answered: of it they carry control information only (JSON Format, section
/// 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Streamed {
    /// The stream property; `None` for what the entity itself stands for.
    pub property: Option<usize>,
    /// The column that says what the bytes are, where one does.
    pub media_type: Option<usize>,
}
