//! The answer's bytes: takes rows and the query they answer, gives JSON, text and their media
//! types. Knows no source but the rows it is lent, and no HTTP library.

mod advertised;
mod context;
mod document;
mod encode;
mod escape;
mod form;
mod key;
mod media;
mod kind;
mod level;
mod links;
pub mod negotiate;
mod page;
mod representation;
mod row;
mod single;
mod value;

pub use document::{count, error, service};
pub use level::{Children, Level, Slot};
pub use media::is_inline;
pub use page::PageWriter;
pub use representation::Representation;
pub use single::{Single, SingleWriter};
pub use value::{ValueWriter, Values};

#[cfg(test)]
mod sample;
