//! How navigation properties of a model belong together: takes a model, gives partners and
//! referential constraints (CSDL, sections 8.4 and 8.5), or nothing where they are not certain.

use crate::edm::{EntityType, Model, NavigationProperty, Relation};

/// The navigation property that leads back, if exactly one does and it has no other way back.
pub(super) fn partner<'a>(
    model: &'a Model,
    ty: &EntityType,
    navigation: &NavigationProperty,
) -> Option<&'a NavigationProperty> {
    // A path with a type cast in it is no partner every reader understands.
    let declared_by_all = |navigation: &NavigationProperty| navigation.of.is_none();
    let target = target(model, navigation).filter(|_| declared_by_all(navigation))?;
    let mut back = target
        .navigation
        .iter()
        .filter(|other| declared_by_all(other) && reverses(model, ty, navigation, other));
    let only = back.next()?;
    if back.next().is_some() || std::ptr::eq(only, navigation) {
        return None;
    }
    let rivals = ty
        .navigation
        .iter()
        .filter(|other| declared_by_all(other) && reverses(model, target, only, other))
        .count();
    (rivals == 1).then_some(only)
}

/// Pairs (property here, key property there) of a navigation to a single entity by its key;
/// empty for every other navigation, and where the types differ, which the standard forbids.
pub(super) fn constraint<'a>(
    model: &'a Model,
    ty: &'a EntityType,
    navigation: &NavigationProperty,
) -> Vec<(&'a str, &'a str)> {
    let Some(target) = target(model, navigation).filter(|_| !navigation.collection) else {
        return Vec::new();
    };
    let pairs = navigation.relation.pairs();
    let covers_key = pairs.len() == target.key.len()
        && target.key.iter().all(|key| navigation.relation.there.contains(key));
    if !covers_key {
        return Vec::new();
    }
    let pair = |(here, there): (usize, usize)| {
        let (here, there) = (ty.properties.get(here)?, target.properties.get(there)?);
        (here.ty.primitive == there.ty.primitive).then_some((here.name.as_str(), there.name.as_str()))
    };
    pairs.map(pair).collect::<Option<_>>().unwrap_or_default()
}

/// The name of the type a navigation leads to.
pub(super) fn target<'a>(model: &'a Model, navigation: &NavigationProperty) -> Option<&'a EntityType> {
    let set = model.entity_sets.get(navigation.relation.target)?;
    model.entity_types.get(set.entity_type)
}

/// Whether `back`, a navigation of the target of `forth`, leads to `ty` over the same pairs.
fn reverses(model: &Model, ty: &EntityType, forth: &NavigationProperty, back: &NavigationProperty) -> bool {
    let (forth, back_pairs) = (&forth.relation, &back.relation);
    target(model, back).is_some_and(|home| home.name == ty.name)
        && link_of(forth) == link_of(back_pairs)
        && reversed(forth, back_pairs)
}

/// Whether the pairs of `back` are those of `forth`, turned round, in any order.
fn reversed(forth: &Relation, back: &Relation) -> bool {
    match (&forth.through, &back.through) {
        (Some(a), Some(b)) => {
            same_pairs((&forth.here, &a.here), (&back.there, &b.there))
                && same_pairs((&forth.there, &a.there), (&back.here, &b.here))
        }
        _ => same_pairs((&forth.here, &forth.there), (&back.there, &back.here)),
    }
}

fn same_pairs(a: (&[usize], &[usize]), b: (&[usize], &[usize])) -> bool {
    let has = |pair: (&usize, &usize)| b.0.iter().zip(b.1).any(|other| other == pair);
    a.0.len() == b.0.len() && a.0.iter().zip(a.1).all(has)
}

fn link_of(relation: &Relation) -> Option<usize> {
    relation.through.as_ref().map(|link| link.table)
}

#[cfg(test)]
mod tests {
    use super::super::sample::library;
    use super::*;

    fn partner_of(model: &Model, ty: usize, navigation: &str) -> Option<String> {
        let ty = &model.entity_types[ty];
        partner(model, ty, ty.navigation(navigation).unwrap()).map(|partner| partner.name.clone())
    }

    #[test]
    fn partners_lead_back_over_the_same_pairs() {
        let model = library();
        for (ty, navigation, back) in
            [(0, "Loans", "Borrower"), (1, "Borrower", "Loans"), (1, "Next", "Before"), (1, "Before", "Next")]
        {
            assert_eq!(partner_of(&model, ty, navigation).as_deref(), Some(back), "{navigation}");
        }
    }

    #[test]
    fn two_ways_back_are_no_partner_on_either_side() {
        let mut model = library();
        let second =
            NavigationProperty { name: "Guarantor".into(), ..model.entity_types[1].navigation[0].clone() };
        model.entity_types[1].navigation.push(second);
        for (ty, navigation) in [(0, "Loans"), (1, "Borrower"), (1, "Guarantor")] {
            assert_eq!(partner_of(&model, ty, navigation), None, "{navigation}");
        }
        assert_eq!(partner_of(&model, 1, "Next").as_deref(), Some("Before"));
    }

    #[test]
    fn a_navigation_over_equal_pairs_is_not_its_own_partner() {
        let mut model = library();
        model.entity_types[1].navigation =
            vec![NavigationProperty::new("Same", false, Relation::on(1, &[(0, 0), (1, 1)]))];
        assert_eq!(partner_of(&model, 1, "Same"), None);
    }

    #[test]
    fn constraints_need_the_whole_key_and_equal_types() {
        let mut model = library();
        let pairs = |model: &Model, navigation: &str| {
            let ty = &model.entity_types[1];
            constraint(model, ty, ty.navigation(navigation).unwrap())
                .into_iter()
                .map(|(here, there)| format!("{here}={there}"))
                .collect::<Vec<_>>()
        };
        assert_eq!(pairs(&model, "Borrower"), ["CardNo=CardNo"]);
        assert_eq!(pairs(&model, "Next"), [""; 0], "Int32 against Int64");
        assert_eq!(pairs(&model, "Before"), [""; 0], "a collection");
        model.entity_types[1].properties[6].ty.primitive = crate::edm::PrimitiveType::Int64;
        assert_eq!(pairs(&model, "Next"), ["NextCard=CardNo", "NextCopy=Copy"]);
        model.entity_types[1].navigation[1].relation = Relation::on(1, &[(5, 0)]);
        assert_eq!(pairs(&model, "Next"), [""; 0], "half a key");
    }
}
