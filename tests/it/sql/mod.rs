//! The SQL sources against live databases: every column type read exactly, and every query answered
//! as the evaluator answers it over the same rows.

mod bounds;
mod differential;
mod full_text;
mod misfits;
mod paging;
mod rendered;
mod table;
mod types;
