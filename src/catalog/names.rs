//! Names: which are legal in OData and in Salesforce, what an entity type is called by default,
//! and what an unknown name was probably meant to be.

/// The most characters of a simple identifier (CSDL, section 15.2).
const MAX_IDENTIFIER: usize = 128;

/// Why `name` cannot be the name of a set, type or property (CSDL, section 15.2); `None` if it can.
pub(super) fn illegal_identifier(name: &str) -> Option<&'static str> {
    let mut chars = name.chars();
    let Some(first) = chars.next() else { return Some("is empty") };
    if !(first.is_alphabetic() || first == '_') {
        return Some("does not start with a letter or underscore");
    }
    if !chars.all(|c| c.is_alphanumeric() || c == '_') {
        return Some("holds something else than letters, digits and underscores");
    }
    (name.chars().count() > MAX_IDENTIFIER).then_some("is longer than 128 characters")
}

/// Why `name` cannot be a namespace (CSDL, sections 4.1 and 5.1); `None` if it can.
pub(super) fn illegal_namespace(name: &str) -> Option<&'static str> {
    if matches!(name, "Edm" | "odata" | "System" | "Transient") {
        return Some("is reserved by OData");
    }
    if name.chars().count() > 511 {
        return Some("is longer than 511 characters");
    }
    name.split('.').find_map(illegal_identifier)
}

/// The entity type of a set whose definition names none: `Customers` gives `Customer`,
/// `Categories` `Category`, `Boxes` `Box`; what is no plural by these patterns stays as it is.
/// Depends on nothing but the name, so that it never changes when something else does.
pub(super) fn default_entity_type(set: &str) -> String {
    const UNCHANGED: [&str; 4] = ["ss", "us", "is", "Series"];
    const WITH_E: [&str; 5] = ["sses", "xes", "ches", "shes", "tuses"];
    let ends_with_one_of = |suffixes: &[&str]| suffixes.iter().any(|suffix| set.ends_with(suffix));
    if ends_with_one_of(&UNCHANGED) {
        return set.to_owned();
    }
    let stem = match set.strip_suffix("ies") {
        Some(stem) if stem.chars().count() > 1 => return format!("{stem}y"),
        _ if ends_with_one_of(&WITH_E) => set.strip_suffix("es"),
        _ => set.strip_suffix('s'),
    };
    stem.filter(|stem| !stem.is_empty()).unwrap_or(set).to_owned()
}

/// The one of `names` that `wanted` is most likely a misspelling of.
pub fn nearest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = wanted.to_lowercase();
    let allowed = wanted.chars().count().div_ceil(3);
    names
        .into_iter()
        .map(|name| (strsim::osa_distance(&wanted, &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// The remedy for an unknown name: the nearest known one, or the list of them while it is short.
pub(super) fn did_you_mean<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<_> = known.into_iter().collect();
    match nearest(wanted, known.iter().copied()) {
        Some(name) => format!("did you mean '{name}'?"),
        None if known.is_empty() => "there is none so far".to_owned(),
        None if known.len() <= 12 => format!("there is {}", known.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers() {
        for legal in ["A", "_a1", "Größe", "Order_Lines", &"x".repeat(128)] {
            assert_eq!(illegal_identifier(legal), None, "{legal}");
        }
        for illegal in ["", "1a", "a b", "a-b", "a.b", "$a", &"x".repeat(129)] {
            assert!(illegal_identifier(illegal).is_some(), "{illegal}");
        }
        assert_eq!(illegal_namespace("Com.Example.Erp"), None);
        for illegal in ["", "Edm", "odata", "a..b", "a.1", "a."] {
            assert!(illegal_namespace(illegal).is_some(), "{illegal}");
        }
    }

    #[test]
    fn entity_types_are_singular_and_never_empty() {
        for (set, entity_type) in [
            ("Customers", "Customer"),
            ("Categories", "Category"),
            ("Boxes", "Box"),
            ("Addresses", "Address"),
            ("Branches", "Branch"),
            ("Warehouses", "Warehouse"),
            ("Deliveries", "Delivery"),
            ("Prices", "Price"),
            ("Statuses", "Status"),
            ("Series", "Series"),
            ("TimeSeries", "TimeSeries"),
            ("Status", "Status"),
            ("Analysis", "Analysis"),
            ("Staff", "Staff"),
            ("Pies", "Pie"),
            ("ies", "ie"),
            ("S", "S"),
            ("s", "s"),
            ("", ""),
            ("Straßens", "Straßen"),
        ] {
            assert_eq!(default_entity_type(set), entity_type, "{set}");
        }
    }

    #[test]
    fn misspelt_names() {
        let known = ["customer_id", "name", "city"];
        assert_eq!(nearest("customerid", known), Some("customer_id"));
        assert_eq!(nearest("Nmae", known), Some("name"));
        assert_eq!(nearest("amount", known), None);
        assert_eq!(did_you_mean("amount", known), "there is customer_id, name, city");
        assert_eq!(did_you_mean("amount", []), "there is none so far");
    }
}
