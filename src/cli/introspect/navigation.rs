//! Navigation properties: takes entity sets and the foreign keys of their tables, gives the ways
//! between them in both directions. Knows no YAML.

use std::collections::HashSet;

use super::names::{Navigations, TableNames};
use super::outline::EntitySetOutline;
use super::words::Words;
use crate::source::sql::schema::ForeignKey;

/// A navigation property as `introspect` proposes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NavigationOutline {
    pub(super) name: String,
    /// The entity set it leads to.
    pub(super) to: String,
    /// Equal pairs: property here, property there.
    pub(super) on: Vec<(String, String)>,
    pub(super) collection: bool,
    /// Whether a way to one entity may lead to none.
    pub(super) nullable: bool,
}

/// Words at the end, or the start, of a column's name that say it refers to something.
const REFERRING: [&str; 11] = ["id", "fk", "key", "uuid", "guid", "no", "nr", "num", "number", "code", "ref"];

/// A foreign key between two sets that can be published.
struct Edge<'a> {
    key: &'a ForeignKey,
    from: usize,
    to: usize,
    on: Vec<(String, String)>,
}

/// The navigation properties of each set, first those to what it refers to, then those to what
/// refers to it; empty for a set whose key is missing.
pub(super) fn navigation(sets: &[EntitySetOutline<'_>]) -> Vec<Vec<NavigationOutline>> {
    let edges = edges(sets);
    let mut names: Vec<Navigations> = sets.iter().map(|set| Navigations::beside(&set.names)).collect();
    let mut ways: Vec<Vec<NavigationOutline>> = vec![Vec::new(); sets.len()];
    let mut forward = Vec::new();
    for edge in &edges {
        let (Some(here), Some(there), Some(names), Some(ways)) =
            (sets.get(edge.from), sets.get(edge.to), names.get_mut(edge.from), ways.get_mut(edge.from))
        else {
            continue;
        };
        let wishes = forward_names(edge.key, &there.names, siblings(&edges, edge) > 1);
        let name = names.name(&wishes, &edge.key.columns.join(","));
        forward.push(name.clone());
        let nullable =
            edge.key.columns.iter().any(|column| here.property(column).is_none_or(|p| p.ty.nullable));
        ways.push(NavigationOutline {
            name,
            to: there.names.set.clone(),
            on: edge.on.clone(),
            collection: false,
            nullable,
        });
    }
    for (edge, forward) in edges.iter().zip(&forward) {
        let (Some(there), Some(names), Some(ways)) =
            (sets.get(edge.from), names.get_mut(edge.to), ways.get_mut(edge.to))
        else {
            continue;
        };
        let collection = !is_unique(there, edge.key);
        let plain = if collection { &there.names.set } else { &there.names.entity_type };
        let apart = format!("{plain}By{forward}");
        let ambiguous = edge.from == edge.to || siblings(&edges, edge) > 1;
        let wishes = if ambiguous { vec![apart] } else { vec![plain.clone(), apart] };
        ways.push(NavigationOutline {
            name: names.name(&wishes, &format!("{}({})", there.table.name, edge.key.columns.join(","))),
            to: there.names.set.clone(),
            on: edge.on.iter().map(|(here, there)| (there.clone(), here.clone())).collect(),
            collection,
            nullable: true,
        });
    }
    ways
}

fn edges<'a>(sets: &[EntitySetOutline<'a>]) -> Vec<Edge<'a>> {
    let mut edges = Vec::new();
    for (from, set) in sets.iter().enumerate().filter(|(_, set)| !set.key.is_missing()) {
        let mut seen = HashSet::new();
        for key in &set.table.foreign_keys {
            let target = sets.iter().position(|other| {
                other.table.name == key.target_table && other.table.schema == key.target_schema
            });
            let Some((to, target)) = target.and_then(|to| Some((to, sets.get(to)?))) else { continue };
            let pairs = key.columns.iter().zip(&key.target_columns);
            let on: Option<Vec<(String, String)>> = pairs
                .map(|(here, there)| {
                    Some((set.property(here)?.name.clone(), target.property(there)?.name.clone()))
                })
                .collect();
            // The same reference may be declared twice, under two names.
            if let Some(on) = on.filter(|on| !target.key.is_missing() && seen.insert((to, on.clone()))) {
                edges.push(Edge { key, from, to, on });
            }
        }
    }
    edges
}

fn siblings(edges: &[Edge<'_>], edge: &Edge<'_>) -> usize {
    edges.iter().filter(|other| other.from == edge.from && other.to == edge.to).count()
}

/// `bill_to_customer_id` leads to `BillToCustomer`. A compound key has no one column to be named
/// for: it is named for what it leads to, or for its last column if there are several such ways.
fn forward_names(key: &ForeignKey, target: &TableNames, several: bool) -> Vec<String> {
    let referring = match &*key.columns {
        [column] => Some(column),
        [.., last] if several => Some(last),
        _ => None,
    };
    let stem = referring.map(|column| referred(&Words::of(column))).filter(|stem| stem.len() > 0);
    match stem.map(|stem| stem.pascal()) {
        Some(stem) if stem.starts_with(|c: char| c.is_ascii_alphabetic()) => {
            let longer = format!("{stem}{}", target.entity_type);
            vec![stem, longer]
        }
        _ => vec![target.entity_type.clone(), format!("{}Reference", target.entity_type)],
    }
}

/// A column's words without the one that says it refers to something.
fn referred(words: &Words) -> Words {
    let is_referring = |index: usize| REFERRING.contains(&words.lower(index).as_str());
    let last = words.len().saturating_sub(1);
    if is_referring(last) {
        words.without_last()
    } else if is_referring(0) {
        words.without_first()
    } else {
        words.clone()
    }
}

/// Whether at most one row holds the same values in the columns of the foreign key.
fn is_unique(set: &EntitySetOutline<'_>, key: &ForeignKey) -> bool {
    let covered =
        |unique: &[String]| !unique.is_empty() && unique.iter().all(|column| key.columns.contains(column));
    covered(&set.table.primary_key) || set.table.unique_keys.iter().any(|unique| covered(unique))
}

#[cfg(test)]
mod tests {
    use super::super::outline::outline;
    use crate::catalog::Engine;
    use crate::source::sql::schema::{ColumnSchema, DatabaseSchema, ForeignKey, TableSchema};

    type Foreign<'a> = (&'a [&'a str], &'a str, &'a [&'a str]);

    /// A table whose columns are integers, the first `keys` of them its key.
    fn table(name: &str, columns: &[&str], keys: usize, foreign: &[Foreign<'_>]) -> TableSchema {
        let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        let column = |name: &&str| ColumnSchema {
            name: (*name).to_owned(),
            db_type: "integer".to_owned(),
            ..Default::default()
        };
        TableSchema {
            name: name.to_owned(),
            columns: columns.iter().map(column).collect(),
            primary_key: owned(&columns[..keys]),
            foreign_keys: foreign
                .iter()
                .map(|(columns, target, target_columns)| ForeignKey {
                    columns: owned(columns),
                    target_table: (*target).to_owned(),
                    target_columns: owned(target_columns),
                    ..Default::default()
                })
                .collect(),
            ..Default::default()
        }
    }

    /// `Set.Way` for a way to one, `Set.Way*` for one to many.
    fn ways(tables: Vec<TableSchema>) -> Vec<String> {
        let database = DatabaseSchema { tables };
        let sets = outline(Engine::Postgres, &database);
        let ways = sets.iter().flat_map(|set| set.navigation.iter().map(move |way| (set, way)));
        let many = |collection| if collection { "*" } else { "" };
        ways.map(|(set, way)| format!("{}.{}{}", set.names.set, way.name, many(way.collection))).collect()
    }

    #[test]
    fn named_for_the_column() {
        for (column, name) in [
            ("customer_id", "Customer"),
            ("CUSTOMER_ID", "Customer"),
            ("customerID", "Customer"),
            ("bill_to_customer_id", "BillToCustomer"),
            ("cust_no", "Cust"),
            ("fk_customer", "Customer"),
            ("id_customer", "Customer"),
            ("buyer", "BuyerCustomer"),
            ("code", "Customer"),
            ("2nd_customer_id", "Customer"),
        ] {
            let customers = table("customers", &["id"], 1, &[]);
            let orders = table("orders", &["id", column], 1, &[(&[column], "customers", &["id"])]);
            let expected = ["Customers.Orders*".to_owned(), format!("Orders.{name}")];
            assert_eq!(ways(vec![customers, orders]), expected, "{column}");
        }
    }

    #[test]
    fn told_apart_where_there_are_several() {
        let bins = table("bins", &["house", "bin"], 2, &[]);
        let key: &[&str] = &["house", "bin"];
        let moves = table(
            "moves",
            &["id", "from_house", "from_bin", "to_house", "to_bin"],
            1,
            &[(&["from_house", "from_bin"], "bins", key), (&["to_house", "to_bin"], "bins", key)],
        );
        assert_eq!(
            ways(vec![bins, moves]),
            ["Bins.MovesByFromBinBin*", "Bins.MovesByToBinBin*", "Moves.FromBinBin", "Moves.ToBinBin"]
        );
        let people = table("people", &["id", "parent_id"], 1, &[(&["parent_id"], "people", &["id"])]);
        assert_eq!(ways(vec![people]), ["People.Parent", "People.PeopleByParent*"]);
    }

    #[test]
    fn a_property_of_the_name_is_not_hidden() {
        let customers = table("customers", &["id", "orders"], 1, &[]);
        let foreign: &[Foreign<'_>] = &[(&["customer_id"], "customers", &["id"])];
        let orders = table("orders", &["id", "customer_id", "customer"], 1, foreign);
        assert_eq!(
            ways(vec![customers, orders]),
            ["Customers.OrdersByCustomerCustomer*", "Orders.CustomerCustomer"]
        );
    }

    #[test]
    fn a_reference_over_the_whole_key_leads_to_one() {
        let people = table("people", &["id"], 1, &[]);
        let photos = table("photos", &["person_id"], 1, &[(&["person_id"], "people", &["id"])]);
        assert_eq!(ways(vec![people, photos]), ["People.Photo", "Photos.Person"]);
    }

    #[test]
    fn nothing_leads_to_what_is_not_published() {
        let log = table("log", &["line"], 0, &[]);
        let marks = table(
            "marks",
            &["id", "line", "gone_id"],
            1,
            &[(&["line"], "log", &["line"]), (&["gone_id"], "gone", &["id"])],
        );
        assert_eq!(ways(vec![log, marks]), [] as [&str; 0]);
    }

    #[test]
    fn a_reference_declared_twice_is_one() {
        let customers = table("customers", &["id"], 1, &[]);
        let foreign: Foreign<'_> = (&["customer_id"], "customers", &["id"]);
        let orders = table("orders", &["id", "customer_id"], 1, &[foreign, foreign]);
        assert_eq!(ways(vec![customers, orders]), ["Customers.Orders*", "Orders.Customer"]);
    }
}
