//! Literals worth comparing with: the values of a column and their neighbours, as OData text.

use std::collections::BTreeMap;

use bigdecimal::BigDecimal;
use chrono::{Days, TimeDelta};
use landbridge::edm::{Value, text};

use crate::support::fixture::{Kind, Table};

/// What the property of a table is filtered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    Boolean,
    Integer,
    Decimal,
    Float,
    Text,
    Guid,
    Date,
    Time,
    Instant,
    Binary,
}

/// The properties of a table by class, with literals for each.
#[derive(Clone, Debug)]
pub(super) struct Samples {
    properties: Vec<(&'static str, Class, Vec<String>)>,
}

impl Samples {
    /// Of a table as a profile publishes it.
    pub(super) fn of(table: &Table, profile: &str) -> Self {
        let salesforce = profile == "salesforce";
        let properties = table.columns.iter().enumerate().filter_map(|(place, column)| {
            let class = match column.kind {
                Kind::Boolean => Class::Boolean,
                Kind::Int16 | Kind::Int32 | Kind::Int64 => Class::Integer,
                Kind::Decimal(..) => Class::Decimal,
                Kind::Single | Kind::Double => Class::Float,
                Kind::Text(_) | Kind::FixedText(_) | Kind::LongText => Class::Text,
                Kind::Guid if salesforce => Class::Text,
                Kind::Binary if salesforce => return None,
                Kind::Duration => return None,
                Kind::Guid => Class::Guid,
                Kind::Date => Class::Date,
                Kind::Time => Class::Time,
                Kind::Timestamp | Kind::TimestampTz => Class::Instant,
                Kind::Binary => Class::Binary,
            };
            // Each once, in an order that does not change.
            let mut literals = BTreeMap::new();
            for row in &table.rows {
                let mut value = row[place].clone();
                if class == Class::Text && !value.is_null() {
                    value = Value::String(written(&value));
                }
                for literal in around(&value) {
                    literals.insert(literal, ());
                }
            }
            Some((column.property, class, literals.into_keys().collect()))
        });
        Self { properties: properties.collect() }
    }

    /// The properties of a class, each with its literals.
    pub(super) fn class(&self, class: Class) -> impl Iterator<Item = (&'static str, &[String])> {
        self.properties.iter().filter(move |row| row.1 == class).map(|row| (row.0, row.2.as_slice()))
    }

    /// The names of all properties.
    pub(super) fn names(&self) -> Vec<&'static str> {
        self.properties.iter().map(|row| row.0).collect()
    }
}

/// A value and what lies next to it.
fn around(value: &Value) -> Vec<String> {
    match value {
        Value::Null => vec![],
        Value::String(value) => near_text(value).iter().map(|text| quoted(text)).collect(),
        Value::Integer(value) => {
            let near =
                [value.saturating_sub(1), *value, value.saturating_add(1)].map(|near| near.to_string());
            // A whole number may be written as a decimal, and one between two integers is one.
            near.into_iter().chain([format!("{value}.0"), format!("{value}.5")]).collect()
        }
        Value::Decimal(value) => {
            let step: BigDecimal = "0.001".parse().unwrap();
            [value - &step, value.clone(), value + &step].iter().map(BigDecimal::to_plain_string).collect()
        }
        Value::Single(value) => {
            vec![written(&Value::Single(*value)), written(&Value::Double(f64::from(*value)))]
        }
        Value::Double(value) => {
            let near = [value.next_down(), *value, value.next_up()];
            near.iter().filter(|value| value.is_finite()).map(|near| written(&Value::Double(*near))).collect()
        }
        Value::Date(value) => {
            let near =
                [value.checked_sub_days(Days::new(1)), Some(*value), value.checked_add_days(Days::new(1))];
            near.into_iter().flatten().map(|near| written(&Value::Date(near))).collect()
        }
        Value::DateTimeOffset(value) => [-1_000, -1, 0, 1, 1_000]
            .iter()
            .filter_map(|nanoseconds| value.checked_add_signed(TimeDelta::nanoseconds(*nanoseconds)))
            .map(|near| written(&Value::DateTimeOffset(near)))
            .collect(),
        Value::TimeOfDay(value) => [0, 1_000]
            .iter()
            .map(|nanoseconds| value.overflowing_add_signed(TimeDelta::nanoseconds(*nanoseconds)).0)
            .map(|near| written(&Value::TimeOfDay(near)))
            .collect(),
        Value::Binary(_) => vec![format!("binary'{}'", written(value))],
        Value::Boolean(_) | Value::Guid(_) | Value::Duration(_) => vec![written(value)],
        Value::Enumeration(_, declared) => vec![format!("{}'{}'", declared.name(), written(value))],
    }
}

/// A text, parts of it, and what careless comparisons take for it.
fn near_text(value: &str) -> Vec<String> {
    let characters: Vec<char> = value.chars().take(12).collect();
    let part = |from: usize, to: usize| -> String {
        let to = to.min(characters.len());
        characters[from.min(to)..to].iter().collect()
    };
    let whole = part(0, 12);
    vec![
        part(0, 1),
        part(0, 2),
        part(1, 3),
        part(characters.len().saturating_sub(2), 12),
        whole.to_uppercase(),
        whole.to_lowercase(),
        format!("{whole} "),
        format!(" {whole}"),
        whole.trim_end().to_owned(),
        whole,
    ]
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn written(value: &Value) -> String {
    let mut out = Vec::new();
    text::value(&mut out, &value.borrow());
    String::from_utf8(out).unwrap()
}
