//! Strategies for expressions that leave the row: paths to one entity, lambda operators with the
//! variables of those around them, counts, and orders by what is related.

use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::samples::{Class, Samples};
use super::strategy::Asked;
use crate::support::fixture::Fixture;

type Text = BoxedStrategy<String>;

/// Requests for the sets of the fixture.
pub(super) fn relations(fixture: &Fixture) -> impl Strategy<Value = Asked> + use<> {
    let model = Arc::new(Model::of(fixture));
    let cut = |most: usize| prop_oneof![3 => Just(None), 1 => (0..most).prop_map(Some)];
    select((0..model.sets.len()).collect::<Vec<_>>()).prop_flat_map(move |set| {
        let name = model.sets[set].name;
        let rows =
            Rows { model: Arc::clone(&model), around: vec![("$it".to_owned(), set)], prefix: String::new() };
        let filter = prop_oneof![1 => Just(None), 9 => rows.condition(3).prop_map(Some)];
        let order = prop::collection::vec(rows.sort_key(), 0..=2);
        (filter, order, cut(12), cut(6), any::<bool>(), 2..20_usize).prop_map(
            move |(filter, mut order, top, skip, count, page_rows)| {
                // Rows nobody sorted come in each database's own order of a text key.
                if name == "Countries" {
                    order.push("Code".to_owned());
                }
                let mut options = Vec::new();
                options.extend(filter.map(|filter| ("$filter", filter)));
                if !order.is_empty() {
                    options.push(("$orderby", order.join(",")));
                }
                options.extend(top.map(|top| ("$top", top.to_string())));
                options.extend(skip.map(|skip| ("$skip", skip.to_string())));
                if count {
                    options.push(("$count", "true".to_owned()));
                }
                Asked::new(options, page_rows, top).of(name)
            },
        )
    })
}

/// The entity sets and where their navigation properties lead.
struct Model {
    sets: Vec<Set>,
}

struct Set {
    name: &'static str,
    samples: Samples,
    /// Name, set, whether it leads to many.
    ways: Vec<(String, usize, bool)>,
}

impl Model {
    fn of(fixture: &Fixture) -> Self {
        let published: Vec<_> = fixture.tables.iter().filter(|table| !table.key.is_empty()).collect();
        let place = |set: &str| published.iter().position(|table| table.set == set).unwrap();
        let sets = published.iter().map(|table| {
            let plain =
                table.navigation.iter().map(|way| (way.name.to_owned(), place(way.to), way.collection));
            // `Name: { to: Set, …, collection: true }`
            let further = table.further_navigation.iter().map(|line| {
                let (name, rest) = line.split_once(": { to: ").unwrap();
                let set = rest.split(',').next().unwrap();
                (name.to_owned(), place(set), rest.contains("collection: true"))
            });
            let ways = plain.chain(further).collect();
            Set { name: table.set, samples: Samples::of(table, "standard"), ways }
        });
        Self { sets: sets.collect() }
    }
}

/// A row in the middle of others.
#[derive(Clone)]
struct Rows {
    model: Arc<Model>,
    /// How the rows in scope are called, and their sets, outermost first.
    around: Vec<(String, usize)>,
    /// What stands before a property of the innermost row.
    prefix: String,
}

impl Rows {
    /// The row that `way` leads to, under a name of its own.
    fn along(&self, name: String, set: usize) -> Self {
        let mut rows = self.clone();
        rows.prefix = format!("{name}/");
        rows.around.push((name, set));
        rows
    }

    /// The row in the parentheses of `$count(…)` and `$filter(…)`, whose names need no prefix.
    fn within(&self, set: usize) -> Self {
        let mut rows = self.along(String::new(), set);
        rows.prefix = String::new();
        rows
    }

    fn condition(&self, depth: usize) -> Text {
        let leaf = prop_oneof![3 => self.comparison(), 1 => self.membership()];
        if depth == 0 {
            return leaf.boxed();
        }
        let rows = self.clone();
        let related = Just(()).prop_flat_map(move |()| rows.related(depth - 1));
        let rows = self.clone();
        let inner = Just(()).prop_flat_map(move |()| rows.condition(depth - 1)).boxed();
        prop_oneof![
            2 => leaf,
            6 => related,
            2 => (inner.clone(), select(vec!["and", "or"]), inner.clone())
                .prop_map(|(left, op, right)| format!("({left} {op} {right})")),
            1 => inner.clone().prop_map(|inner| format!("not ({inner})")),
            1 => (inner, select(vec!["eq", "ne"]), select(vec!["true", "false", "null"]))
                .prop_map(|(inner, op, truth)| format!("({inner}) {op} {truth}")),
        ]
        .boxed()
    }

    /// A lambda operator or a count.
    fn related(&self, depth: usize) -> Text {
        let rows = self.clone();
        let ways = self.ways(true);
        if ways.is_empty() {
            return self.comparison();
        }
        select(ways)
            .prop_flat_map(move |(path, set)| {
                let path = format!("{}{path}", rows.prefix);
                let variable = format!("v{}", rows.around.len());
                let inside = rows.along(variable.clone(), set).condition(depth);
                let plain = rows.within(set).condition(depth);
                let operators = select(vec!["eq", "ne", "gt", "le"]);
                let any = path.clone();
                let lambda = (select(vec!["any", "all"]), inside)
                    .prop_map(move |(operator, inside)| format!("{path}/{operator}({variable}:{inside})"));
                let counted = (0..4, plain).prop_map(move |(form, plain)| match form {
                    0 => format!("{any}/$count"),
                    1 => format!("{any}/$filter({plain})/$count"),
                    _ => format!("{any}/$count($filter={plain})"),
                });
                let counted =
                    (counted, operators, 0..4).prop_map(|(count, op, n)| format!("{count} {op} {n}"));
                prop_oneof![3 => lambda, 2 => counted]
            })
            .boxed()
    }

    /// Of a value with a literal, or with one of another row.
    fn comparison(&self) -> Text {
        let rows = self.clone();
        let operators = |class: Class| {
            if matches!(class, Class::Boolean) {
                vec!["eq", "ne"]
            } else {
                vec!["eq", "ne", "lt", "le", "gt", "ge"]
            }
        };
        self.value()
            .prop_flat_map(move |(value, class, literals)| {
                let others = rows.others(class);
                let literal = prop_oneof![9 => select(literals), 1 => Just("null".to_owned())];
                let right = if others.is_empty() {
                    literal.boxed()
                } else {
                    prop_oneof![2 => literal, 1 => select(others)].boxed()
                };
                (Just(value), select(operators(class)), right)
            })
            .prop_map(|(left, op, right)| format!("{left} {op} {right}"))
            .boxed()
    }

    /// `in`, a list of literals or what many related rows hold.
    fn membership(&self) -> Text {
        let rows = self.clone();
        (self.value(), any::<Index>(), any::<bool>())
            .prop_flat_map(move |((value, class, literals), place, column)| {
                let mut columns = Vec::new();
                for (path, set) in rows.ways(true) {
                    let names = rows.model.sets[set].samples.class(class);
                    columns.extend(names.map(|(name, _)| format!("{}{path}/{name}", rows.prefix)));
                }
                let list = prop::collection::vec(select(literals), 1..4)
                    .prop_map(|list| format!("({})", list.join(",")));
                let right = if column && !columns.is_empty() {
                    Just(place.get(&columns).clone()).boxed()
                } else {
                    list.boxed()
                };
                (Just(value), right)
            })
            .prop_map(|(value, list)| format!("{value} in {list}"))
            .boxed()
    }

    /// A property here or behind paths to one entity, its class and literals.
    fn value(&self) -> BoxedStrategy<(String, Class, Vec<String>)> {
        let mut values = Vec::new();
        let sets = [(String::new(), self.around.last().unwrap().1)].into_iter().chain(self.ways(false));
        for (path, set) in sets {
            let slash = if path.is_empty() { "" } else { "/" };
            for class in [
                Class::Boolean,
                Class::Integer,
                Class::Decimal,
                Class::Float,
                Class::Text,
                Class::Date,
                Class::Instant,
            ] {
                for (name, literals) in self.model.sets[set].samples.class(class) {
                    values.push((format!("{}{path}{slash}{name}", self.prefix), class, literals.to_vec()));
                }
            }
        }
        select(values).boxed()
    }

    /// The properties of a class of the rows around.
    fn others(&self, class: Class) -> Vec<String> {
        let outer = &self.around[..self.around.len() - 1];
        let names = outer.iter().filter(|(name, _)| !name.is_empty()).flat_map(|(name, set)| {
            self.model.sets[*set].samples.class(class).map(move |(property, _)| format!("{name}/{property}"))
        });
        names.collect()
    }

    /// Paths of one to three segments, the last of which leads to many or to one.
    fn ways(&self, many: bool) -> Vec<(String, usize)> {
        let mut found = Vec::new();
        let mut paths = vec![(String::new(), self.around.last().unwrap().1)];
        for _ in 0..2 {
            let mut longer = Vec::new();
            for (path, set) in &paths {
                for (name, to, collection) in &self.model.sets[*set].ways {
                    let path = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
                    if *collection == many {
                        found.push((path.clone(), *to));
                    }
                    if !collection {
                        longer.push((path, *to));
                    }
                }
            }
            paths = longer;
        }
        found
    }

    fn sort_key(&self) -> Text {
        let counts =
            self.ways(true).into_iter().map(|(path, _)| format!("{path}/$count")).collect::<Vec<_>>();
        let value = self.value().prop_map(|(value, ..)| value);
        let key = if counts.is_empty() {
            value.boxed()
        } else {
            prop_oneof![3 => value, 1 => select(counts)].boxed()
        };
        (key, select(vec!["", " desc"])).prop_map(|(key, way)| format!("{key}{way}")).boxed()
    }
}
