//! REST services as sources: a [`Scan`](crate::plan::Scan) becomes the requests that its resource
//! declares, their JSON becomes rows.

mod auth;
mod base;
mod body;
mod call;
mod client;
mod decode;
mod failure;
mod json;
mod pages;
mod scan;
mod settings;
mod template;

pub use base::Base;
pub use call::Call;
pub use scan::{RestSource, counting, explain};
pub use settings::{Auth, ClientCredentials, Settings, is_header};
