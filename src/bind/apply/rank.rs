//! `topcount`, `topsum`, `toppercent` and those from the bottom: a sort, and how many of the first rows
//! stay (Data Aggregation, section 3.3.1). The rows come in the order they are ranked in.

use bigdecimal::{BigDecimal, ToPrimitive};
use odata_params::ast::{self, RankKind};

use super::Binder;
use super::stage::Stage;
use crate::bind::error::Error;
use crate::bind::expr;
use crate::bind::scope::Scope;
use crate::edm::Value;
use crate::query::{OrderBy, Reach, Transformation};

impl Binder<'_> {
    /// The steps of a ranking.
    pub(super) fn rank(
        &self,
        kind: RankKind,
        amount: &ast::Expr,
        value: &ast::Expr,
        stage: &Stage,
    ) -> Result<[Transformation; 2], Error> {
        let scope = self.scope.naming(&stage.names);
        let item = ast::OrderByItem { expr: value.clone(), descending: is_from_the_top(kind) };
        let order_by = self.order_by(std::slice::from_ref(&item), stage)?;
        let bound = order_by.first().map(|key: &OrderBy| key.expr.clone());
        let Some(ranked) = bound else { return Err(Error::bad_request("a value to rank by is missing")) };
        let number = number(amount, &scope)?;
        let refused = |what: &str| Err(Error::bad_request(what).at(amount.span));
        let keep = match kind {
            RankKind::TopCount | RankKind::BottomCount => match number.to_u64() {
                Some(count) if count > 0 && number.is_integer() => Transformation::Top(count),
                _ => return refused("a whole number above zero is needed here"),
            },
            _ if !ranked.ty.is_numeric() => {
                return Err(
                    Error::bad_request(format!("a number is needed here, not {}", ranked.ty)).at(value.span)
                );
            }
            RankKind::TopPercent | RankKind::BottomPercent => {
                if number <= 0 || number > 100 {
                    return refused("a percentage above zero and up to 100 is needed here");
                }
                Transformation::Reach(Reach { amount: number, percent: true, value: ranked })
            }
            RankKind::TopSum | RankKind::BottomSum => {
                Transformation::Reach(Reach { amount: number, percent: false, value: ranked })
            }
        };
        Ok([Transformation::OrderBy(order_by), keep])
    }
}

const fn is_from_the_top(kind: RankKind) -> bool {
    matches!(kind, RankKind::TopCount | RankKind::TopSum | RankKind::TopPercent)
}

/// A number that is written out, or stands behind an alias.
fn number(amount: &ast::Expr, scope: &Scope<'_>) -> Result<BigDecimal, Error> {
    let bound = expr::bind(amount, scope)?;
    let exact = match bound.as_literal() {
        Some(Value::Integer(value)) => Some((*value).into()),
        Some(Value::Decimal(value)) => Some(value.clone()),
        Some(Value::Double(value)) => BigDecimal::try_from(*value).ok(),
        Some(_) => None,
        None => {
            return Err(Error::not_implemented(
                "only a number is supported as the first parameter, no expression over the collection",
            )
            .at(amount.span));
        }
    };
    exact.ok_or_else(|| {
        Error::bad_request(format!("a number is needed here, not {}", bound.ty)).at(amount.span)
    })
}
