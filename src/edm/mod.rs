//! The Entity Data Model: types, values, models, and their CSDL documents. Knows no requests.

mod canonical;
mod complex;
pub mod csdl;
mod derived;
mod enumeration;
pub mod geo;
mod kept;
mod model;
pub mod openapi;
mod operation;
pub mod parse;
mod stream;
mod structure;
pub mod text;
mod type_definition;
mod types;
mod value;

pub use complex::{ComplexProperty, ComplexType};
pub use derived::{DerivedType, Family};
pub use enumeration::{Declaration, Enumeration};
pub use model::{EntitySet, EntityType, Link, Model, NavigationProperty, Property, Relation, SetKind};
pub use operation::{Binding, Operation, OperationKind, Parameter, Returned, Returns};
pub use stream::{MediaType, Stream};
pub use structure::path_to;
pub use type_definition::{DeclaredType, TypeDefinition};
pub use types::{PrimitiveType, TypeRef};
pub use value::{Value, ValueRef};
