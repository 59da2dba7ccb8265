//! What a service says about itself: its forms, and that all of it is true.

mod document;
mod forms;
mod openapi;
mod truth;
