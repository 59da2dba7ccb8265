//! What the tests stand on: databases of their own, the same rows in each of them, the program.

pub(crate) mod acceptance;
pub(crate) mod backends;
pub(crate) mod databases;
pub(crate) mod fixture;
pub(crate) mod load;
pub(crate) mod peers;
pub(crate) mod program;
pub(crate) mod served;
pub(crate) mod stage;
pub(crate) mod upstream;
pub(crate) mod variety;
pub(crate) mod web;
