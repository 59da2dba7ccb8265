//! What stands in a structured type: takes its flat properties, gives them as the documents list
//! them, the complex ones in place of what is in them.

use super::{ComplexProperty, ComplexType, Model, Property};

/// A structural property as a document lists it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::edm) enum Structural<'a> {
    /// A property with a primitive type.
    Primitive(&'a Property),
    /// A property with a complex type.
    Complex(&'a ComplexProperty, &'a ComplexType),
}

/// The properties of a type in order.
pub(in crate::edm) fn of<'a>(
    model: &'a Model,
    properties: &'a [Property],
    complex: &'a [ComplexProperty],
) -> Vec<Structural<'a>> {
    let mut list = Vec::new();
    let mut next = 0;
    while let Some(property) = properties.get(next) {
        let outermost =
            |complex: &&ComplexProperty| complex.leaves.start == next && !complex.path.contains('/');
        let found = complex
            .iter()
            .find(outermost)
            .and_then(|complex| Some((complex, model.complex_types.get(complex.complex_type)?)));
        match found {
            Some((complex, ty)) => {
                list.push(Structural::Complex(complex, ty));
                next = complex.leaves.end.max(next + 1);
            }
            None => {
                list.push(Structural::Primitive(property));
                next += 1;
            }
        }
    }
    list
}
