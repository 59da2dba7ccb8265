//! Public names: takes a [`DatabaseSchema`], gives every table an entity set and type name and
//! every column a property name, legal in OData and in Salesforce, unique, and the same each time.
//!
//! A name depends on its own physical name alone unless two would be the same: then the table named
//! in the plural keeps it, and the others are told apart by their schema, or by a check value of
//! their physical names, never by a running number. Names that differ only in
//! case count as the same, for Salesforce does not tell them apart.

use std::collections::HashSet;

use sha2::{Digest, Sha256};

use super::words::Words;
use crate::source::sql::schema::{DatabaseSchema, TableSchema};

/// Longest name Salesforce can take: 40 characters with its `__x` or `__c`.
const SALESFORCE_LENGTH: usize = 37;

/// Longest simple identifier (CSDL, section 15.2), for names Salesforce does not read.
const ODATA_LENGTH: usize = 128;

/// The public names of one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TableNames {
    pub(super) set: String,
    pub(super) entity_type: String,
    /// In the order of the columns.
    pub(super) properties: Vec<String>,
}

/// The names of all tables, in their order.
pub(super) fn table_names(schema: &DatabaseSchema) -> Vec<TableNames> {
    let sets = in_schemas(&schema.tables, Words::plural);
    let types = in_schemas(&schema.tables, Words::singular);
    let names = schema.tables.iter().zip(sets).zip(types);
    names
        .map(|((table, set), entity_type)| {
            let columns = table.columns.iter().map(|column| {
                let name = Words::of(&column.name).pascal();
                Wish { name: legal(&name, &column.name), physical: column.name.clone(), first: true }
            });
            TableNames { set, entity_type, properties: distinct(columns.collect()) }
        })
        .collect()
}

/// Navigation names of one type as they are given out, apart from its property names.
pub(super) struct Navigations {
    taken: HashSet<String>,
}

impl Navigations {
    pub(super) fn beside(names: &TableNames) -> Self {
        Self { taken: names.properties.iter().map(|name| name.to_ascii_lowercase()).collect() }
    }

    /// The first of `wishes` that is free; if none is, the last one with a check value of
    /// `physical`.
    pub(super) fn name(&mut self, wishes: &[String], physical: &str) -> String {
        let mut wishes = wishes.iter().map(|wish| fit(wish, physical, ODATA_LENGTH)).peekable();
        while let Some(wish) = wishes.next() {
            if wishes.peek().is_none() || !self.taken.contains(&wish.to_ascii_lowercase()) {
                return claim(&mut self.taken, wish, physical, ODATA_LENGTH);
            }
        }
        claim(&mut self.taken, String::from("Navigation"), physical, ODATA_LENGTH)
    }
}

/// A name as it should be, if it is free.
struct Wish {
    name: String,
    physical: String,
    /// Whether it goes before the wishes that are not: a table named in the plural, as sets are.
    first: bool,
}

fn in_schemas(tables: &[TableSchema], number: fn(&Words) -> Words) -> Vec<String> {
    let plain: Vec<String> = tables.iter().map(|table| table_name(table, number)).collect();
    let clashes = |name: &String| plain.iter().filter(|other| other.eq_ignore_ascii_case(name)).count() > 1;
    let wishes = tables.iter().zip(&plain).map(|(table, name)| {
        let physical = format!("{}.{}", table.schema.as_deref().unwrap_or_default(), table.name);
        let elsewhere = table.schema.as_ref().filter(|schema| *schema != "public" && clashes(name));
        let name = match elsewhere {
            Some(schema) => legal(&(Words::of(schema).pascal() + name), &physical),
            None => name.clone(),
        };
        // The same for sets and types, so that a table gets both names or neither.
        let words = Words::of(&table.name);
        let first = words.plural() == words;
        Wish { name, physical, first }
    });
    distinct(wishes.collect())
}

/// A `T_` or `tbl` says what is known, so it goes. A view's `v_` stays: the table it looks at
/// often has the same name without it.
fn table_name(table: &TableSchema, number: fn(&Words) -> Words) -> String {
    let words = Words::of(&table.name);
    let prefixed = !table.is_view && matches!(words.lower(0).as_str(), "t" | "tbl") && words.is_letters(1);
    let words = if prefixed { words.without_first() } else { words };
    legal(&number(&words).pascal(), &table.name)
}

/// A name that starts with a letter and is short enough.
fn legal(name: &str, physical: &str) -> String {
    let name = match name.chars().next() {
        Some(first) if first.is_ascii_alphabetic() => name.to_owned(),
        Some(_) => format!("X{name}"),
        // Nothing of the name can be written in ASCII letters and digits.
        None => format!("X{}", check_value(physical, 4)),
    };
    fit(&name, physical, SALESFORCE_LENGTH)
}

/// Cut to `length` with a check value at the end, since two long names often start alike.
fn fit(name: &str, physical: &str, length: usize) -> String {
    if name.len() <= length { name.to_owned() } else { suffixed(name, &check_value(physical, 4), length) }
}

/// Gives every wish its name; the order of the result is that of the wishes.
fn distinct(wishes: Vec<Wish>) -> Vec<String> {
    let mut taken = HashSet::new();
    let mut names = vec![String::new(); wishes.len()];
    for first in [true, false] {
        for (wish, name) in wishes.iter().zip(&mut names).filter(|(wish, _)| wish.first == first) {
            *name = claim(&mut taken, wish.name.clone(), &wish.physical, SALESFORCE_LENGTH);
        }
    }
    names
}

/// `name` if it is free, otherwise with a check value as long as it takes.
fn claim(taken: &mut HashSet<String>, name: String, physical: &str, length: usize) -> String {
    let longer = (4..=32).step_by(4).map(|digits| suffixed(&name, &check_value(physical, digits), length));
    let free =
        std::iter::once(name.clone()).chain(longer).find(|name| taken.insert(name.to_ascii_lowercase()));
    free.unwrap_or(name)
}

fn suffixed(name: &str, suffix: &str, length: usize) -> String {
    let kept = length.saturating_sub(suffix.len() + 1);
    let start = name.get(..kept).unwrap_or(name).trim_end_matches('_');
    format!("{start}_{suffix}")
}

/// The first hexadecimal `digits` of the name's SHA-256, the same on every machine and release.
fn check_value(physical: &str, digits: usize) -> String {
    let hex: String = Sha256::digest(physical).iter().map(|byte| format!("{byte:02x}")).collect();
    hex.chars().take(digits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::salesforce::illegal_name;
    use crate::source::sql::schema::ColumnSchema;

    fn table(schema: Option<&str>, name: &str, is_view: bool) -> TableSchema {
        TableSchema {
            schema: schema.map(str::to_owned),
            name: name.to_owned(),
            is_view,
            ..Default::default()
        }
    }

    fn names(tables: &[(Option<&str>, &str, bool)]) -> Vec<(String, String)> {
        let tables = tables.iter().map(|&(schema, name, is_view)| table(schema, name, is_view)).collect();
        let names = table_names(&DatabaseSchema { tables });
        names.into_iter().map(|names| (names.set, names.entity_type)).collect()
    }

    fn properties(columns: &[&str]) -> Vec<String> {
        let columns =
            columns.iter().map(|&name| ColumnSchema { name: name.to_owned(), ..Default::default() });
        let table = TableSchema { columns: columns.collect(), ..table(None, "t", false) };
        table_names(&DatabaseSchema { tables: vec![table] }).remove(0).properties
    }

    fn is_legal(name: &str) -> bool {
        illegal_name(name, 37).is_none()
    }

    #[test]
    fn tables_alone() {
        for (name, is_view, set, entity_type) in [
            ("customers", false, "Customers", "Customer"),
            ("T_CUST_HDR", false, "CustHdrs", "CustHdr"),
            ("tblCustomers", false, "Customers", "Customer"),
            ("t_2024", false, "T2024", "T2024"),
            ("v_open_orders", true, "VOpenOrders", "VOpenOrder"),
            ("2024_order", false, "X2024Orders", "X2024Order"),
            ("order", false, "Orders", "Order"),
            ("select", false, "Selects", "Select"),
            ("Bestellübersicht", false, "Bestellubersicht", "Bestellubersicht"),
        ] {
            let found = names(&[(None, name, is_view)]);
            assert_eq!(found, [(set.to_owned(), entity_type.to_owned())], "{name}");
        }
    }

    #[test]
    fn the_table_named_in_the_plural_keeps_the_name() {
        let found = names(&[(None, "customer", false), (None, "customers", false), (None, "item", false)]);
        assert_eq!(found[1], ("Customers".to_owned(), "Customer".to_owned()));
        assert!(found[0].0.starts_with("Customers_"), "{found:?}");
        assert!(found[0].1.starts_with("Customer_"), "{found:?}");
        assert_eq!(found[2].0, "Items");
    }

    #[test]
    fn schemas_tell_tables_apart_only_where_they_must() {
        let found = names(&[
            (Some("hr"), "notes", false),
            (Some("hr"), "people", false),
            (Some("public"), "notes", false),
            (Some("sales"), "notes", false),
        ]);
        let sets: Vec<&str> = found.iter().map(|(set, _)| set.as_str()).collect();
        assert_eq!(sets, ["HrNotes", "People", "Notes", "SalesNotes"]);
        let types: Vec<&str> = found.iter().map(|(_, entity_type)| entity_type.as_str()).collect();
        assert_eq!(types, ["HrNote", "Person", "Note", "SalesNote"]);
    }

    #[test]
    fn names_that_differ_only_in_case_are_the_same_to_salesforce() {
        let found = properties(&["ab_c", "abc", "ABC"]);
        assert_eq!(found[0], "AbC");
        let lower: HashSet<String> = found.iter().map(|name| name.to_ascii_lowercase()).collect();
        assert_eq!(lower.len(), 3, "{found:?}");
        assert!(found.iter().all(|name| is_legal(name)), "{found:?}");
    }

    #[test]
    fn every_name_is_legal_whatever_the_database_calls_it() {
        let long = "a_very_long_column_name_that_nobody_can_read_".repeat(2);
        let odd = [
            "",
            "_",
            "$",
            "ㅤ",
            "1",
            "__a__",
            "a__b_",
            "😀",
            "a b",
            "a\"b",
            "order",
            &long,
            &(long.clone() + "2"),
        ];
        let found = properties(&odd);
        for (physical, name) in odd.iter().zip(&found) {
            assert!(is_legal(name), "{physical:?} became {name:?}");
        }
        let lower: HashSet<String> = found.iter().map(|name| name.to_ascii_lowercase()).collect();
        assert_eq!(lower.len(), odd.len(), "{found:?}");
        for (physical, name) in odd.iter().zip(&found) {
            if physical.len() > 37 {
                assert_eq!(&properties(&[physical])[0], name, "long names do not depend on their neighbours");
            }
        }
    }

    #[test]
    fn the_order_of_tables_does_not_decide() {
        let tables = [(Some("a"), "log", false), (Some("b"), "log", false), (Some("b"), "logs", true)];
        let mut reversed = tables;
        reversed.reverse();
        let mut backwards = names(&reversed);
        backwards.reverse();
        assert_eq!(names(&tables), backwards);
    }
}
