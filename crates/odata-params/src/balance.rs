//! Chains of an associative operator: the operands in, a tree of minimal depth out, so that whoever
//! walks it may recurse.

/// Combines `operands` pairwise from the middle; the left half is the larger one. `None` without
/// operands.
pub(crate) fn balanced<T>(mut operands: Vec<T>, combine: &impl Fn(T, T) -> T) -> Option<T> {
    if operands.len() < 2 {
        return operands.pop();
    }
    let right = operands.split_off(operands.len().div_ceil(2));
    Some(combine(balanced(operands, combine)?, balanced(right, combine)?))
}
