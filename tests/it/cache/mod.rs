//! Answers kept and shared: how old they may be, who shares them, what ends them.

mod age;
mod keys;
mod shared;
mod transport;
mod written;
mod yard;
