//! Rows with computed values behind their own: a row comes in, the same row and what its values make
//! go out. A value is computed when it is asked for: a row that is only seen to be there costs nothing.

use std::cell::OnceCell;
use std::ops::ControlFlow;

use crate::edm::{Value, ValueRef};
use crate::query::Expr;
use crate::source::{Error, Row, RowSink};

use super::eval::Evaluator;

/// Hands on each row with the values of `exprs` from place `base` on.
pub(super) struct Computed<'p> {
    pub(super) exprs: &'p [Expr],
    pub(super) base: usize,
    pub(super) evaluator: Evaluator,
    pub(super) sink: &'p mut dyn RowSink,
}

impl RowSink for Computed<'_> {
    fn row(&mut self, row: &dyn Row) -> Result<ControlFlow<()>, Error> {
        let values = vec![OnceCell::new(); self.exprs.len()];
        let widened = Widened { row, base: self.base, exprs: self.exprs, evaluator: &self.evaluator, values };
        self.sink.row(&widened)
    }
}

struct Widened<'r> {
    row: &'r dyn Row,
    base: usize,
    exprs: &'r [Expr],
    evaluator: &'r Evaluator,
    values: Vec<OnceCell<Value>>,
}

impl Row for Widened<'_> {
    fn get(&self, index: usize) -> Result<ValueRef<'_>, Error> {
        let computed = index.checked_sub(self.base);
        let Some((expr, cell)) = computed.and_then(|at| self.exprs.get(at).zip(self.values.get(at))) else {
            return self.row.get(index);
        };
        if let Some(value) = cell.get() {
            return Ok(value.borrow());
        }
        let value = self.evaluator.eval(expr, self.row)?;
        Ok(cell.get_or_init(|| value).borrow())
    }
}
