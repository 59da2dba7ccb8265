//! The integration tests: a module for each behaviour a user would name.

mod http;
