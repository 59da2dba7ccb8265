//! HTTP in front of the services: takes requests off sockets, gives their answers as bytes. Knows
//! what a [`Service`](crate::service::Service) is asked and answers, nothing of models and sources.
//!
//! Plain HTTP/1.1 is spoken here; HTTPS is the business of the proxy in front.

mod access_log;
mod app;
mod bare;
mod base_url;
mod body;
mod current;
mod forwarded;
mod head;
mod health;
mod limits;
mod listen;
mod logging;
mod received;
mod refusal;
mod reload;
mod request_id;
mod route;
mod run;
mod shutdown;
mod wire;

pub use base_url::{BaseUrl, BaseUrlError};
pub use current::Current;
pub use forwarded::TrustedProxy;
pub use limits::Limits;
pub use logging::{LogFormat, init_logging};
pub use reload::{Outcome, Reload};
pub use run::{Running, Settings, run, start};
