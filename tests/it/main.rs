//! What a user sees, tried against real databases. Servers are those of `TEST_POSTGRES_URL` and
//! `TEST_MYSQL_URL`; without them the tests that need one fail.

mod databases;
mod introspect;
