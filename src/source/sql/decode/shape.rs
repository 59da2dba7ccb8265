//! A stored shape in, the value of its type out.

use std::sync::Arc;

use crate::edm::ValueRef;
use crate::edm::geo::{self, Fault, Mismatch, Shape, Spatial};

use super::{Misfit, preview};

/// Well-known text, with or without a SRID in front.
pub(super) fn of_text(text: &str, ty: Spatial) -> Result<ValueRef<'static>, Misfit> {
    let value =
        ty.of_text(text).map_err(|mismatch| Misfit(format!("text '{}', {mismatch}", preview(text))))?;
    Ok(ValueRef::Spatial(Arc::new(value)))
}

/// PostGIS's bytes.
pub(super) fn of_ewkb(bytes: &[u8], ty: Spatial) -> Result<ValueRef<'static>, Misfit> {
    // PostGIS leaves a SRID of zero out.
    value(geo::ewkb(bytes).map(|(srid, shape)| (Some(srid.unwrap_or(0)), shape)), ty)
}

/// The bytes of MySQL and MariaDB.
pub(super) fn of_prefixed(bytes: &[u8], ty: Spatial) -> Result<ValueRef<'static>, Misfit> {
    value(geo::prefixed(bytes), ty)
}

fn value(read: Result<(Option<u32>, Shape), Fault>, ty: Spatial) -> Result<ValueRef<'static>, Misfit> {
    let value = read.map_err(Mismatch::from).and_then(|read| ty.checked(read));
    Ok(ValueRef::Spatial(Arc::new(value.map_err(|mismatch| Misfit(mismatch.to_string()))?)))
}
