//! What is asked for by other ways than a path and its query: options in a body, entity-ids,
//! references, functions and actions.

mod actions;
mod described;
mod ends;
mod functions;
mod harbour;
mod query_segment;
mod references;
