//! The server as clients meet it: a really started one on a free port, asked over TCP.

mod addresses;
mod answers;
pub(crate) mod client;
mod clients;
mod ends;
mod limits;
mod support;
