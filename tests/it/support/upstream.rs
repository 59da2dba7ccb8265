//! A REST service over the tables of a fixture: each is a list at its own path, in two ways. One does all
//! that a service can be declared to do, the other gives all rows and looks at nothing.

use std::cmp::Ordering;
use std::fmt::Write as _;

use landbridge::edm::{PrimitiveType, Value, parse, text};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use super::fixture::{Column, Fixture, Kind, Table};

/// The most rows of a page: few, so that most lists have several.
const PAGE: usize = 7;

/// How much a service does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Able {
    /// Conditions, order, pages, totals, rows by key, selected members.
    All,
    /// Nothing.
    Nothing,
}

/// Starts a service, which ends when it is dropped.
pub(crate) async fn upstream(fixture: &Fixture, able: Able) -> MockServer {
    let server = MockServer::builder().disable_request_recording().start().await;
    Mock::given(any()).respond_with(Tables { fixture: fixture.clone(), able }).mount(&server).await;
    server
}

/// What a definition says of a table: `rest: …`, by lines.
pub(crate) fn definition(table: &Table, able: Able) -> String {
    let name = table.name;
    if able == Able::Nothing {
        return format!("rest: {{ list: \"/{name}\" }}");
    }
    let mut yaml = format!("rest:\n  list: \"/{name}\"\n  rows: /rows\n  total: {{ body: /total }}\n");
    let size = format!("{{ query: limit, rows: {PAGE} }}");
    writeln!(yaml, "  paging: {{ offset: {{ query: offset, size: {size} }} }}\n  select: fields").unwrap();
    // What its own words say of properties is more than columns.
    if table.template.is_some() {
        return yaml;
    }
    let key: Vec<String> = table.key.iter().map(|property| format!("/{{{property}}}")).collect();
    writeln!(yaml, "  byKey: \"/{name}/by{}\"", key.concat()).unwrap();
    yaml.push_str("  sort:\n    query: sort\n    separator: \",\"\n    by:\n");
    for column in table.columns.iter().filter(|column| column.kind != Kind::Binary) {
        writeln!(yaml, "      {}: \"{}\"", column.property, column.name).unwrap();
    }
    yaml.push_str("  filter:\n");
    for column in &table.columns {
        let comparisons: &[&str] = match column.kind {
            Kind::Binary | Kind::Single | Kind::Duration => continue,
            Kind::Boolean | Kind::Guid => &["eq", "ne", "in"],
            Kind::Text(_) | Kind::FixedText(_) | Kind::LongText => {
                &["eq", "ne", "gt", "ge", "lt", "le", "in", "contains", "startswith", "endswith"]
            }
            _ => &["eq", "ne", "gt", "ge", "lt", "le", "in"],
        };
        writeln!(yaml, "    {}:", column.property).unwrap();
        for comparison in comparisons {
            writeln!(yaml, "      {comparison}: {{ query: \"{}.{comparison}\", exact: true }}", column.name)
                .unwrap();
        }
    }
    yaml
}

struct Tables {
    fixture: Fixture,
    able: Able,
}

impl Respond for Tables {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let mut path = request.url.path_segments().unwrap().map(decoded);
        let name = path.next().unwrap();
        let Some(table) = self.fixture.tables.iter().find(|table| table.name == name) else {
            return ResponseTemplate::new(404);
        };
        let json = |text: String| ResponseTemplate::new(200).set_body_raw(text, "application/json");
        if self.able == Able::Nothing {
            let all: Vec<&Vec<Value>> = table.rows.iter().collect();
            return json(list(table, &all, None));
        }
        let by_key: Vec<String> = path.skip(1).collect();
        if !by_key.is_empty() {
            let is_it = |row: &&Vec<Value>| {
                let mut pairs = table.key.iter().zip(&by_key);
                pairs.all(|(property, text)| meets(table, row, table.column(property).name, "eq", &[text]))
            };
            let row = table.rows.iter().find(is_it);
            return row.map_or_else(|| ResponseTemplate::new(404), |row| json(object(table, row, None)));
        }
        json(self.answer(table, request))
    }
}

impl Tables {
    fn answer(&self, table: &Table, request: &Request) -> String {
        let pairs: Vec<(String, String)> =
            request.url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
        let parameter =
            |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let mut rows: Vec<&Vec<Value>> = table.rows.iter().collect();
        for (name, _) in &pairs {
            let Some((column, comparison)) = name.rsplit_once('.') else { continue };
            let values: Vec<&String> =
                pairs.iter().filter(|(known, _)| known == name).map(|(_, value)| value).collect();
            rows.retain(|row| meets(table, row, column, comparison, &values));
        }
        for key in parameter("sort").into_iter().flat_map(|sort| sort.rsplit(',')) {
            let (name, descending) = key.strip_prefix('-').map_or((key, false), |name| (name, true));
            let place = place(table, name);
            rows.sort_by(|a, b| {
                let order = compare(&a[place], &b[place]);
                if descending { order.reverse() } else { order }
            });
        }
        let number = |name: &str| parameter(name).map(|text| text.parse::<usize>().unwrap());
        let page: Vec<&Vec<Value>> =
            rows.iter().skip(number("offset").unwrap()).take(number("limit").unwrap()).copied().collect();
        let fields: Option<Vec<&str>> = parameter("fields").map(|fields| fields.split(',').collect());
        format!("{{\"total\": {}, \"rows\": {}}}", rows.len(), list(table, &page, fields.as_deref()))
    }
}

fn decoded(segment: &str) -> String {
    percent_encoding::percent_decode_str(segment).decode_utf8().unwrap().into_owned()
}

fn place(table: &Table, column: &str) -> usize {
    table.columns.iter().position(|known| known.name == column).unwrap()
}

/// Whether a row meets a condition as OData has it, on its column's own type.
fn meets(table: &Table, row: &[Value], column: &str, comparison: &str, texts: &[&String]) -> bool {
    let place = place(table, column);
    let (cell, ty) = (&row[place], table.columns[place].kind.primitive());
    let equals = |text: &String| {
        let value = parse::value(text, ty).unwrap_or_else(|| panic!("{column}: {text} is no {ty}"));
        !cell.is_null() && compare(cell, &value) == Ordering::Equal
    };
    let ordered = |wanted: &[Ordering]| {
        let value = parse::value(texts[0], ty).unwrap_or_else(|| panic!("{column}: {} is no {ty}", texts[0]));
        !cell.is_null() && wanted.contains(&compare(cell, &value))
    };
    let part = |is: fn(&str, &str) -> bool| matches!(cell, Value::String(text) if is(text, texts[0]));
    match comparison {
        "eq" | "in" => texts.iter().any(|text| equals(text)),
        "ne" => !equals(texts[0]),
        "gt" => ordered(&[Ordering::Greater]),
        "ge" => ordered(&[Ordering::Greater, Ordering::Equal]),
        "lt" => ordered(&[Ordering::Less]),
        "le" => ordered(&[Ordering::Less, Ordering::Equal]),
        "contains" => part(|text, part| text.contains(part)),
        "startswith" => part(|text, part| text.starts_with(part)),
        "endswith" => part(|text, part| text.ends_with(part)),
        other => panic!("{other} is no comparison"),
    }
}

/// Null before all values, text by code point.
fn compare(one: &Value, other: &Value) -> Ordering {
    match (one, other) {
        (Value::Null, Value::Null) => Ordering::Equal,
        (Value::Null, _) => Ordering::Less,
        (_, Value::Null) => Ordering::Greater,
        (Value::Boolean(a), Value::Boolean(b)) => a.cmp(b),
        (Value::Integer(a), Value::Integer(b)) => a.cmp(b),
        (Value::Single(a), Value::Single(b)) => a.partial_cmp(b).unwrap(),
        (Value::Double(a), Value::Double(b)) => a.partial_cmp(b).unwrap(),
        (Value::Decimal(a), Value::Decimal(b)) => a.cmp(b),
        (Value::String(a), Value::String(b)) => a.cmp(b),
        (Value::Guid(a), Value::Guid(b)) => a.cmp(b),
        (Value::Date(a), Value::Date(b)) => a.cmp(b),
        (Value::TimeOfDay(a), Value::TimeOfDay(b)) => a.cmp(b),
        (Value::DateTimeOffset(a), Value::DateTimeOffset(b)) => a.cmp(b),
        (Value::Duration(a), Value::Duration(b)) => a.cmp(b),
        other => panic!("{other:?} are not compared"),
    }
}

fn list(table: &Table, rows: &[&Vec<Value>], fields: Option<&[&str]>) -> String {
    let rows: Vec<String> = rows.iter().map(|row| object(table, row, fields)).collect();
    format!("[{}]", rows.join(",\n"))
}

fn object(table: &Table, row: &[Value], fields: Option<&[&str]>) -> String {
    let wanted = |column: &Column| fields.is_none_or(|fields| fields.contains(&column.name));
    let members = table.columns.iter().zip(row).filter(|(column, _)| wanted(column));
    let members: Vec<String> =
        members.map(|(column, value)| format!("{}: {}", quoted(column.name), json(column, value))).collect();
    format!("{{{}}}", members.join(", "))
}

fn json(column: &Column, value: &Value) -> String {
    let plain = |value: &Value| {
        let mut out = Vec::new();
        text::value(&mut out, &value.borrow());
        String::from_utf8(out).unwrap()
    };
    match (value, column.kind) {
        (Value::Null, _) => "null".to_owned(),
        (Value::Decimal(value), Kind::Decimal(_, scale)) => {
            plain(&Value::Decimal(value.with_scale(scale.into())))
        }
        (Value::Double(number), _) if !number.is_finite() => quoted(&plain(value)),
        (Value::Single(number), _) if !number.is_finite() => quoted(&plain(value)),
        (Value::Boolean(_) | Value::Integer(_) | Value::Single(_) | Value::Double(_), _) => plain(value),
        _ => quoted(&plain(value)),
    }
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

impl Kind {
    /// The type of its values.
    fn primitive(self) -> PrimitiveType {
        match self {
            Self::Boolean => PrimitiveType::Boolean,
            Self::Int16 => PrimitiveType::Int16,
            Self::Int32 => PrimitiveType::Int32,
            Self::Int64 => PrimitiveType::Int64,
            Self::Single => PrimitiveType::Single,
            Self::Double => PrimitiveType::Double,
            Self::Decimal(..) => PrimitiveType::Decimal,
            Self::Text(_) | Self::FixedText(_) | Self::LongText => PrimitiveType::String,
            Self::Guid => PrimitiveType::Guid,
            Self::Date => PrimitiveType::Date,
            Self::Time => PrimitiveType::TimeOfDay,
            Self::Timestamp | Self::TimestampTz => PrimitiveType::DateTimeOffset,
            Self::Duration => PrimitiveType::Duration,
            Self::Binary => PrimitiveType::Binary,
        }
    }
}
