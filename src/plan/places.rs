//! Where the rows of each table are, as far as planning has to know: the table, and what its source
//! can do.

use std::sync::Arc;

use super::Capabilities;
use crate::catalog::Table;

/// The tables of one service.
#[derive(Clone, Debug)]
pub struct Places<'a> {
    tables: &'a [Arc<Table>],
    capabilities: Vec<&'a Capabilities>,
}

impl<'a> Places<'a> {
    /// `capabilities`: those of each table's source, at the table's index.
    #[must_use]
    pub const fn new(tables: &'a [Arc<Table>], capabilities: Vec<&'a Capabilities>) -> Self {
        Self { tables, capabilities }
    }

    /// A table and what its source can do.
    #[must_use]
    pub fn of(&self, table: usize) -> Option<(&'a Arc<Table>, &'a Capabilities)> {
        Some((self.tables.get(table)?, self.capabilities.get(table)?))
    }
}
