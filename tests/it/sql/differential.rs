//! The same query answered twice over the same rows: by the database as far as it claims to, and by
//! the evaluator alone. The two have to agree, on every engine.

use landbridge::catalog::Engine;
use landbridge::edm::{PrimitiveType, Value};

use super::table::Fixture;
use crate::support::databases::{with_mysql, with_postgres, with_sqlite};

/// The texts that comparisons stumble over.
const TEXTS: &[&str] = &[
    "abc",
    "ABC",
    "Abc",
    "abc ",
    " abc",
    "abc\t",
    "abcd",
    "ab",
    "äbc",
    "ÄBC",
    "àbc",
    "ß",
    "SS",
    "ss",
    "é",
    "e\u{301}",
    "a%c",
    "a_c",
    "a|c",
    "a\\c",
    "a*c",
    "a?c",
    "a[b]c",
    "it's",
    "\"q\"",
    "😀",
    "😀x",
    "\u{ffff}",
    "z",
    "Z",
    "zz",
    "ｚ",
    "",
    " ",
    "naïve",
    "NAÏVE",
    "ΣΊΣΥΦΟΣ",
    "σίσυφος",
    "İ",
    "i",
    "ı",
    "K",
    "k",
    "\u{a0}nbsp\u{a0}",
    "a\nb",
    "10",
    "9",
    "2",
    "1e1",
    "0x10",
    "NULL",
    "null",
    "true",
];

/// Column names chosen for what they are in SQL.
const SELECT: &str = "select";

/// engine's type names: of the key, text, code, truth, small, big, price, ratio, day, moment, clock, other text
pub(super) struct Types([&'static str; 12]);

pub(super) const POSTGRES: Types = Types([
    "bigint",
    "text",
    "character(6)",
    "boolean",
    "smallint",
    "bigint",
    "numeric(12,3)",
    "double precision",
    "date",
    "timestamp(6) with time zone",
    "time(6) without time zone",
    "character varying(20)",
]);

pub(super) const MARIADB: Types = Types([
    "bigint(20)",
    "varchar(60)",
    "char(6)",
    "tinyint(1)",
    "smallint(6)",
    "bigint(20)",
    "decimal(12,3)",
    "double",
    "date",
    "datetime(6)",
    "time(6)",
    "varchar(20) CHARACTER SET latin1",
]);

pub(super) const SQLITE: Types = Types([
    "INTEGER",
    "TEXT",
    "TEXT COLLATE NOCASE",
    "BOOLEAN",
    "INT2",
    "INTEGER",
    "DECIMAL(12,3)",
    "REAL",
    "DATE",
    "DATETIME",
    "TIME",
    "VARCHAR(20)",
]);

const NAMES: [&str; 12] =
    ["id", SELECT, "code", "flag", "small", "big", "price", "ratio", "day", "moment", "clock", "other"];

impl Types {
    pub(super) fn script(&self, quote: char) -> String {
        let mut columns = Vec::new();
        for (name, ty) in NAMES.iter().zip(self.0) {
            let null = if *name == "id" { "PRIMARY KEY" } else { "NULL" };
            columns.push(format!("{quote}{name}{quote} {ty} {null}"));
        }
        let sqlite = self.0[0] == "INTEGER";
        let mut rows = Vec::new();
        for (index, text) in TEXTS.iter().map(Some).chain([None, None]).enumerate() {
            rows.push(row(index, text.copied(), sqlite, self.0[1] == "varchar(60)"));
        }
        format!("CREATE TABLE t ({}); INSERT INTO t VALUES {}", columns.join(", "), rows.join(", "))
    }

    pub(super) fn fixture(&self, engine: Engine, url: &str) -> Fixture {
        let columns: Vec<_> = NAMES.iter().zip(self.0).map(|(name, ty)| (*name, ty, *name != "id")).collect();
        Fixture::new(engine, url, "t", &columns)
    }
}

fn row(index: usize, text: Option<&str>, sqlite: bool, backslash: bool) -> String {
    let quoted = |text: &str| {
        let text = if backslash { text.replace('\\', "\\\\") } else { text.to_owned() };
        format!("'{}'", text.replace('\'', "''"))
    };
    let number = i64::try_from(index).unwrap();
    let every = |n: usize, value: String| if index % n == n - 1 { "NULL".to_owned() } else { value };
    let code = ["ab", "AB", "ab", "b", "", "ä"][index % 6];
    let other = ["Größe", "GRÖSSE", "größe", "gross", "gro", ""][index % 6];
    let moment =
        format!("2024-02-{:02} {:02}:30:{:02}.{:06}", 1 + index % 29, index % 24, index % 60, index * 997);
    let moment = match (sqlite, index % 3) {
        (true, 0) => format!("{}+00:00", moment.replace(' ', "T")),
        (true, 1) => format!("{moment}Z"),
        _ => moment,
    };
    let cells = [
        number.to_string(),
        text.map_or("NULL".to_owned(), quoted),
        every(7, quoted(code)),
        every(3, (if sqlite { ["0", "1"] } else { ["FALSE", "TRUE"] })[index % 2].to_owned()),
        every(5, ((number % 11) - 5).to_string()),
        every(6, (number * 1_000_003 - 20_000_000).to_string()),
        every(4, format!("{}.{:03}", number % 13 - 6, (number * 125) % 1000)),
        every(8, format!("{}.{}", number % 9 - 4, number % 10)),
        every(9, quoted(&format!("{:04}-{:02}-{:02}", 1990 + index % 40, 1 + index % 12, 1 + index % 28))),
        every(10, quoted(&moment)),
        every(
            11,
            quoted(&format!("{:02}:{:02}:{:02}.{:06}", index % 24, index % 60, index % 60, index * 31)),
        ),
        every(6, quoted(other)),
    ];
    format!("({})", cells.join(", "))
}

/// Filters, one a line; those with `TEXT` in them are asked for each text in turn.
const FILTERS: &str = include_str!("filters.txt");

/// A text as an OData literal in a query option.
fn encode(text: &str) -> String {
    text.bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            },
        )
        .collect()
}

pub(super) async fn agree(fixture: &Fixture, options: &str) {
    let query = fixture.query(options);
    let aided = fixture.page(&query, true, 100_000).await;
    let alone = fixture.page(&query, false, 100_000).await;
    match (aided, alone) {
        (Ok(aided), Ok(alone)) => {
            let keys = |rows: &[Vec<Value>]| rows.iter().map(|row| format!("{row:?}")).collect::<Vec<_>>();
            assert_eq!(keys(&aided.0), keys(&alone.0), "{:?} {options}", fixture.engine);
        }
        // Where the evaluator fails for a row the database may have passed it over or failed too.
        (_, Err(_)) => {}
        (Err(error), Ok(_)) => panic!("{:?} {options}: {error:?}", fixture.engine),
    }
}

async fn agree_on_all(fixture: &Fixture) {
    let (of_text, plain): (Vec<&str>, Vec<&str>) =
        FILTERS.lines().partition(|filter| filter.contains("TEXT"));
    for filter in plain {
        agree(fixture, &format!("$select=id,{SELECT}&$filter={}", filter.replace(' ', "+"))).await;
    }
    for text in TEXTS {
        let literal = format!("%27{}%27", encode(&text.replace('\'', "''")));
        for filter in &of_text {
            let filter = filter.replace("TEXT", &literal).replace(' ', "+");
            agree(fixture, &format!("$select=id,{SELECT}&$filter={filter}")).await;
        }
        if !text.trim().is_empty() && !text.contains(['"', '\\']) {
            agree(fixture, &format!("$select=id&$search=%22{}%22", encode(text))).await;
            agree(fixture, &format!("$select=id&$search=NOT+%22{}%22+OR+gro", encode(text))).await;
        }
    }
}

#[tokio::test]
async fn postgres_agrees_with_the_evaluator() {
    with_postgres(&POSTGRES.script('"'), async |url| {
        agree_on_all(&POSTGRES.fixture(Engine::Postgres, url)).await;
    })
    .await;
}

#[tokio::test]
async fn mariadb_agrees_with_the_evaluator() {
    with_mysql(&format!("SET NAMES utf8mb4; {}", MARIADB.script('`')), async |url| {
        agree_on_all(&MARIADB.fixture(Engine::MariaDb, url)).await;
        agree_on_all(&MARIADB.fixture(Engine::MySql, url)).await;
    })
    .await;
}

#[tokio::test]
async fn sqlite_agrees_with_the_evaluator() {
    with_sqlite(&SQLITE.script('"'), async |url| {
        agree_on_all(&SQLITE.fixture(Engine::Sqlite, url)).await;
    })
    .await;
}

/// Integer columns published as decimals.
#[tokio::test]
async fn integers_published_as_decimals_agree_with_the_evaluator() {
    let script = "CREATE TABLE t (id bigint PRIMARY KEY, n int, b bigint);
        INSERT INTO t VALUES (1, 2000000000, 9007199254740993), (2, -7, 9223372036854775807), (3, NULL, NULL)";
    async fn check(engine: Engine, url: &str, types: [&str; 2]) {
        let columns = [("id", types[1], false), ("n", types[0], true), ("b", types[1], true)];
        let fixture = Fixture::new(engine, url, "t", &columns).with(|table| {
            for column in &mut table.columns[1..] {
                column.ty.primitive = PrimitiveType::Decimal;
            }
        });
        for filter in [
            "n mul n gt 1",
            "b add 1 gt 9223372036854775807",
            "b mul b gt n",
            "-n gt 1",
            "n mod 2.5 lt 0",
            "round(b) eq 9007199254740993",
            "ceiling(b) eq 9007199254740992",
            "floor(n) lt 0",
            "n lt b",
        ] {
            agree(&fixture, &format!("$filter={}", filter.replace(' ', "+"))).await;
            agree(&fixture, &format!("$orderby=round(b),n+mul+n,-n&$filter={}", filter.replace(' ', "+")))
                .await;
        }
    }
    with_postgres(script, async |url| check(Engine::Postgres, url, ["integer", "bigint"]).await).await;
    with_mysql(script, async |url| check(Engine::MariaDb, url, ["int(11)", "bigint(20)"]).await).await;
    with_sqlite(script, async |url| check(Engine::Sqlite, url, ["INTEGER", "INTEGER"]).await).await;
}

/// Uuid columns published as text, numbers published as text, and the database's own types.
#[tokio::test]
async fn values_published_as_text_agree_with_the_evaluator() {
    let ids = ["018f4bb1-0000-7000-8000-000000000001", "a18f4bb1-0000-7000-8000-000000000001"];
    let filters = |fixture: &Fixture| {
        let _ = fixture;
        [
            "u eq '018f4bb1-0000-7000-8000-000000000001'",
            "u eq '018F4BB1-0000-7000-8000-000000000001'",
            "u ne '018f4bb1-0000-7000-8000-000000000001'",
            "u ne 'x'",
            "u gt '1'",
            "u lt '018f4bb1-0000-7000-8000-000000000002'",
            "u in ('018f4bb1-0000-7000-8000-000000000001','x')",
            "contains(u,'f4bb')",
            "startswith(u,'a')",
            "u eq x",
            "u ne x",
            "n eq '7'",
            "n eq '07'",
            "n ne '7'",
            "n gt '2'",
            "n in ('7','10')",
            "n ne null",
            "startswith(n,'1')",
            "x eq 'so-so'",
            "x ge 'c'",
            "not (x eq 'so-so')",
        ]
    };
    let as_text = |fixture: Fixture| {
        fixture.with(|table| {
            for column in &mut table.columns[1..] {
                column.ty.primitive = PrimitiveType::String;
                column.ty.max_length = Some(40);
            }
        })
    };
    let rows = format!("(1, '{}', 7, 'so-so'), (2, '{}', 10, 'bad'), (3, NULL, NULL, NULL)", ids[0], ids[1]);
    let script = format!(
        "CREATE TYPE mood AS ENUM ('so-so', 'bad'); CREATE TABLE t (id bigint PRIMARY KEY, u uuid, n bigint, x mood); INSERT INTO t VALUES {rows}"
    );
    with_postgres(&script, async |url| {
        let columns =
            [("id", "bigint", false), ("u", "uuid", true), ("n", "bigint", true), ("x", "mood", true)];
        let fixture = as_text(Fixture::new(Engine::Postgres, url, "t", &columns));
        for filter in filters(&fixture) {
            agree(&fixture, &format!("$filter={}", filter.replace(' ', "+"))).await;
            agree(&fixture, &format!("$orderby=u+desc,n,x&$filter={}", filter.replace(' ', "+"))).await;
        }
    })
    .await;
    let script = format!(
        "CREATE TABLE t (id bigint PRIMARY KEY, u uuid NULL, n int unsigned NULL, x enum('so-so','bad') NULL); INSERT INTO t VALUES {rows}"
    );
    with_mysql(&script, async |url| {
        let columns = [
            ("id", "bigint(20)", false),
            ("u", "uuid", true),
            ("n", "int(10) unsigned", true),
            ("x", "enum('so-so','bad')", true),
        ];
        let fixture = as_text(Fixture::new(Engine::MariaDb, url, "t", &columns));
        for filter in filters(&fixture) {
            agree(&fixture, &format!("$filter={}", filter.replace(' ', "+"))).await;
            agree(&fixture, &format!("$orderby=u+desc,n,x&$filter={}", filter.replace(' ', "+"))).await;
        }
    })
    .await;
}
