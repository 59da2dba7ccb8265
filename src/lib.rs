//! Landbridge answers OData 4.0/4.01 from SQL databases, as Salesforce Connect asks it. The modules
//! are the stages a request passes, in order; `ARCHITECTURE.md` has the tour.

pub mod edm;
pub mod query;
pub mod catalog;
pub mod bind;
pub mod plan;
pub mod source;
pub mod exec;
pub mod format;
pub mod cache;
pub mod service;
pub mod server;
pub mod config;
pub mod demo;
pub mod cli;
