//! The subcommands of the `landbridge` program.

pub mod introspect;
