//! One service as a whole: takes a request's text, gives the answer's bytes. Knows no HTTP library.

mod answer;
mod custom_options;
mod documents;
mod entity_id;
mod error;
mod expand;
mod invoke;
mod keeper;
mod kept;
mod message;
mod query_segment;
mod read;
mod related;
mod rows;
#[expect(clippy::module_inception, reason = "the room's main type has the room's name")]
mod service;
mod skip_token;
mod snapshot;

pub use custom_options::without as without_custom_options;
pub use error::Error;
pub use keeper::Keeper;
pub use message::{Method, Request, Response, Trace};
pub use service::Service;
pub use skip_token::TokenError;
pub use snapshot::Snapshot;
