//! Answers given again: what is kept and for how long, and one flight for all who ask the same at the
//! same time. Knows keys and values, and nothing of OData.

mod answers;
mod changes;
mod flights;

pub use answers::{Answers, Kept, State};
pub use changes::{Changes, Changing};
pub use flights::{Flight, Flights};
