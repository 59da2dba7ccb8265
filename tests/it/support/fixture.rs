//! Tables described once, free of any database: their `CREATE TABLE` for each engine and their
//! service definition come from the same description.

use std::fmt::Write;

use landbridge::catalog::Engine;
use landbridge::edm::Value;

use super::upstream::{self, Able};

/// Tables with their rows.
#[derive(Clone, Debug)]
pub(crate) struct Fixture {
    pub(crate) tables: Vec<Table>,
}

/// A table, published as an entity set; a link table if it has no key.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// Entity set.
    pub(crate) set: &'static str,
    /// Table name.
    pub(crate) name: &'static str,
    pub(crate) columns: Vec<Column>,
    /// Properties of the key.
    pub(crate) key: &'static [&'static str],
    /// Properties that `$search` looks at.
    pub(crate) search: &'static [&'static str],
    pub(crate) navigation: Vec<Navigation>,
    /// Further navigation properties in the words of a definition, one a line: over several
    /// properties, or through a link table.
    pub(crate) further_navigation: Vec<&'static str>,
    /// A value for each column.
    pub(crate) rows: Vec<Vec<Value>>,
    /// Its definition in words of its own, where properties are more than columns: `$name` stands
    /// for what is to be said of the column `name`.
    pub(crate) template: Option<&'static str>,
    /// Whether it is published as a singleton: then it has a template.
    pub(crate) singleton: bool,
}

/// A column, published as a property.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    pub(crate) property: &'static str,
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) nullable: bool,
}

/// A navigation property.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Navigation {
    pub(crate) name: &'static str,
    /// Entity set it leads to.
    pub(crate) to: &'static str,
    /// Property here, property there.
    pub(crate) on: (&'static str, &'static str),
    pub(crate) collection: bool,
}

/// In whose words a definition is written.
#[derive(Clone, Copy)]
enum Form {
    /// A database's.
    Sql(Engine),
    /// A REST service's.
    Rest(Able),
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Boolean,
    Int16,
    Int32,
    Int64,
    Single,
    Double,
    Decimal(u32, u32),
    /// `VARCHAR(n)`
    Text(u32),
    /// `CHAR(n)`
    FixedText(u32),
    /// `TEXT`
    LongText,
    Guid,
    Date,
    Time,
    /// Without a zone.
    Timestamp,
    /// An instant; MySQL's covers 1970 to 2038 only.
    TimestampTz,
    /// A span of time: PostgreSQL's `interval`, MySQL's `TIME`, ISO 8601 text in SQLite.
    Duration,
    Binary,
}

impl Kind {
    /// The type in the engine's words.
    pub(crate) fn db_type(self, engine: Engine) -> String {
        let words = |sqlite: &str, postgres: &str, mysql: &str| {
            match engine {
                Engine::Sqlite => sqlite,
                Engine::Postgres => postgres,
                Engine::MySql | Engine::MariaDb => mysql,
            }
            .to_owned()
        };
        match self {
            Self::Boolean => words("BOOLEAN", "boolean", "tinyint(1)"),
            Self::Int16 => words("SMALLINT", "smallint", "smallint"),
            Self::Int32 => words("INTEGER", "integer", "int"),
            Self::Int64 => words("BIGINT", "bigint", "bigint"),
            Self::Single => words("REAL", "real", "float"),
            Self::Double => words("DOUBLE", "double precision", "double"),
            Self::Decimal(precision, scale) => format!("NUMERIC({precision},{scale})"),
            Self::Text(length) => format!("VARCHAR({length})"),
            Self::FixedText(length) => format!("CHAR({length})"),
            Self::LongText => words("TEXT", "text", "longtext"),
            Self::Guid => words("UUID", "uuid", "uuid"),
            Self::Date => "DATE".to_owned(),
            Self::Time => words("TIME", "time", "time(6)"),
            Self::Timestamp => words("TIMESTAMP", "timestamp", "datetime(6)"),
            Self::TimestampTz => words("TIMESTAMP", "timestamptz", "timestamp(6)"),
            Self::Duration => words("TEXT", "interval", "time(6)"),
            Self::Binary => words("BLOB", "bytea", "longblob"),
        }
    }

    /// Type and facets in a definition.
    fn edm(self) -> String {
        match self {
            Self::Boolean => "Edm.Boolean".to_owned(),
            Self::Int16 => "Edm.Int16".to_owned(),
            Self::Int32 => "Edm.Int32".to_owned(),
            Self::Int64 => "Edm.Int64".to_owned(),
            Self::Single => "Edm.Single".to_owned(),
            Self::Double => "Edm.Double".to_owned(),
            Self::Decimal(precision, scale) => format!("Edm.Decimal, precision: {precision}, scale: {scale}"),
            Self::Text(length) | Self::FixedText(length) => format!("Edm.String, maxLength: {length}"),
            Self::LongText => "Edm.String".to_owned(),
            Self::Guid => "Edm.Guid".to_owned(),
            Self::Date => "Edm.Date".to_owned(),
            Self::Time => "Edm.TimeOfDay, precision: 6".to_owned(),
            Self::Timestamp | Self::TimestampTz => "Edm.DateTimeOffset, precision: 6".to_owned(),
            Self::Duration => "Edm.Duration, precision: 6".to_owned(),
            Self::Binary => "Edm.Binary".to_owned(),
        }
    }
}

impl Fixture {
    /// `CREATE TABLE` for all tables.
    pub(crate) fn create_sql(&self, engine: Engine) -> String {
        let mut sql = String::new();
        for table in &self.tables {
            let columns = table.columns.iter().map(|column| {
                let nullability = if column.nullable { "NULL" } else { "NOT NULL" };
                format!("  {} {} {nullability}", quote(engine, column.name), column.kind.db_type(engine))
            });
            let key: Vec<String> =
                table.key.iter().map(|property| quote(engine, table.column(property).name)).collect();
            let key = (!key.is_empty()).then(|| format!("  PRIMARY KEY ({})", key.join(", ")));
            let parts: Vec<String> = columns.chain(key).collect();
            writeln!(sql, "CREATE TABLE {} (\n{}\n);", quote(engine, table.name), parts.join(",\n")).unwrap();
        }
        sql
    }

    /// The service definition, with one source `db` at `url` and one service at `/`. `profile` is
    /// `salesforce` or `standard`.
    pub(crate) fn definition(&self, engine: Engine, url: &str, profile: &str) -> String {
        self.written(Form::Sql(engine), &format!("{{ url: \"{url}\" }}"), profile)
    }

    /// The same over a REST service at `url`.
    pub(crate) fn rest_definition(&self, able: Able, url: &str, profile: &str) -> String {
        self.written(Form::Rest(able), &format!("{{ rest: {{ baseUrl: \"{url}\" }} }}"), profile)
    }

    /// Whether a REST service can have all of it: no links, no streams.
    pub(crate) fn is_restful(&self) -> bool {
        self.tables.iter().all(|table| {
            let template = table.template.unwrap_or_default();
            let beyond = ["through:", "media:", "Edm.Stream"].iter().any(|word| template.contains(word));
            !beyond
                && !table.is_link()
                && !table.further_navigation.iter().any(|line| line.contains("through:"))
        })
    }

    fn written(&self, form: Form, source: &str, profile: &str) -> String {
        let mut yaml = format!(
            "sources:\n  db: {source}\nservices:\n- path: /\n  namespace: Test\n  profile: {profile}\n  \
             entitySets:\n"
        );
        let mut sets: Vec<&Table> = self.tables.iter().filter(|table| !table.is_link()).collect();
        sets.sort_by_key(|table| table.singleton);
        for (index, table) in sets.iter().enumerate() {
            if table.singleton && index.checked_sub(1).is_none_or(|before| !sets[before].singleton) {
                yaml.push_str("  singletons:\n");
            }
            if let Some(template) = table.template {
                table.write_template(&mut yaml, form, template);
                continue;
            }
            table.write_head(&mut yaml, form);
            writeln!(yaml, "      key: [{}]", table.key.join(", ")).unwrap();
            if !table.search.is_empty() {
                writeln!(yaml, "      search: {{ properties: [{}] }}", table.search.join(", ")).unwrap();
            }
            yaml.push_str("      properties:\n");
            for column in &table.columns {
                writeln!(yaml, "        {}: {{ {} }}", column.property, column.definition(form)).unwrap();
            }
            if !(table.navigation.is_empty() && table.further_navigation.is_empty()) {
                yaml.push_str("      navigation:\n");
            }
            for Navigation { name, to, on: (here, there), collection } in &table.navigation {
                writeln!(
                    yaml,
                    "        {name}: {{ to: {to}, on: {{ {here}: {there} }}, collection: {collection} }}"
                )
                .unwrap();
            }
            for line in &table.further_navigation {
                writeln!(yaml, "        {line}").unwrap();
            }
        }
        yaml
    }
}

impl Table {
    /// An empty table with neither search nor navigation.
    pub(crate) fn new(
        set: &'static str,
        name: &'static str,
        key: &'static [&'static str],
        columns: Vec<Column>,
    ) -> Self {
        Self {
            set,
            name,
            columns,
            key,
            search: &[],
            navigation: Vec::new(),
            further_navigation: Vec::new(),
            rows: Vec::new(),
            template: None,
            singleton: false,
        }
    }

    /// A link table, whose rows may repeat.
    pub(crate) fn link(name: &'static str, columns: Vec<Column>) -> Self {
        Self::new(name, name, &[], columns)
    }

    /// Whether it is a link table.
    pub(crate) fn is_link(&self) -> bool {
        self.key.is_empty() && self.template.is_none()
    }

    /// Takes a column and its values out.
    pub(crate) fn drop_column(&mut self, property: &str) {
        let place = self.columns.iter().position(|column| column.property == property).unwrap();
        self.columns.remove(place);
        for row in &mut self.rows {
            row.remove(place);
        }
    }

    /// Its name, and where its rows are.
    fn write_head(&self, yaml: &mut String, form: Form) {
        writeln!(yaml, "    {}:", self.set).unwrap();
        let place = match form {
            Form::Sql(_) => format!("table: {{ name: \"{}\" }}", self.name),
            Form::Rest(able) => upstream::definition(self, able),
        };
        for line in place.lines() {
            writeln!(yaml, "      {line}").unwrap();
        }
    }

    fn write_template(&self, yaml: &mut String, form: Form, template: &str) {
        self.write_head(yaml, form);
        let mut pieces = template.split('$');
        let mut written = pieces.next().unwrap().to_owned();
        for piece in pieces {
            let end = piece.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(piece.len());
            let column = self.columns.iter().find(|column| column.name == &piece[..end]).unwrap();
            written.push_str(&column.definition(form));
            written.push_str(&piece[end..]);
        }
        for line in written.lines() {
            writeln!(yaml, "      {line}").unwrap();
        }
    }

    /// The column of a property.
    pub(crate) fn column(&self, property: &str) -> &Column {
        self.columns.iter().find(|column| column.property == property).unwrap()
    }
}

impl Column {
    /// What a definition says of it.
    fn definition(&self, form: Form) -> String {
        let Self { name, kind, nullable, .. } = self;
        let edm = kind.edm();
        let Form::Sql(engine) = form else {
            return format!("field: \"{name}\", type: {edm}, nullable: {nullable}");
        };
        let db_type = kind.db_type(engine);
        format!("column: \"{name}\", type: {edm}, nullable: {nullable}, dbType: \"{db_type}\"")
    }
}

/// A column that can be null.
pub(crate) const fn optional(property: &'static str, name: &'static str, kind: Kind) -> Column {
    Column { property, name, kind, nullable: true }
}

/// A column that cannot.
pub(crate) const fn required(property: &'static str, name: &'static str, kind: Kind) -> Column {
    Column { property, name, kind, nullable: false }
}

/// An identifier, quoted; none in the fixtures has the quote character in it.
pub(crate) fn quote(engine: Engine, name: &str) -> String {
    match engine {
        Engine::MySql | Engine::MariaDb => format!("`{name}`"),
        Engine::Postgres | Engine::Sqlite => format!("\"{name}\""),
    }
}
