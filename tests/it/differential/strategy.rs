//! Strategies for requests that are well typed and have an answer: no division by what may be zero,
//! no sum that may overflow.

use proptest::prelude::*;
use proptest::sample::select;

use super::samples::{Class, Samples};
use crate::support::peers::encoded;

/// A generated request.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    set: &'static str,
    /// Options with their values, not encoded.
    options: Vec<(&'static str, String)>,
    pub(super) page_rows: usize,
    /// What `$top` allows.
    pub(super) most_rows: Option<usize>,
}

impl Asked {
    /// `most_rows`: what `$top` allows.
    pub(super) const fn new(
        options: Vec<(&'static str, String)>,
        page_rows: usize,
        most_rows: Option<usize>,
    ) -> Self {
        Self { set: "Things", options, page_rows, most_rows }
    }

    /// The same of another entity set.
    pub(super) const fn of(mut self, set: &'static str) -> Self {
        self.set = set;
        self
    }

    /// The address.
    pub(super) fn address(&self) -> String {
        let options: Vec<String> =
            self.options.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        format!("{}?{}", self.set, options.join("&"))
    }

    /// For people.
    pub(super) fn text(&self) -> String {
        let options: Vec<String> =
            self.options.iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!("{}?{} by {}", self.set, options.join("&"), self.page_rows)
    }
}

/// Requests for the table of the samples.
pub(super) fn requests(samples: &Samples) -> impl Strategy<Value = Asked> + use<> {
    let grammar = Grammar::of(samples);
    let filter = prop_oneof![1 => Just(None), 9 => grammar.condition(3).prop_map(Some)];
    let order = prop::collection::vec(grammar.sort_key(), 0..=3);
    let cut = |most: usize| prop_oneof![3 => Just(None), 1 => (0..most).prop_map(Some)];
    let selected = prop_oneof![
        1 => Just(None),
        2 => prop::sample::subsequence(samples.names(), 1..=3).prop_map(Some)
    ];
    (filter, order, cut(100), cut(60), any::<bool>(), selected, 25..200_usize).prop_map(
        |(filter, order, top, skip, count, select, page_rows)| {
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
            options.extend(select.map(|names| ("$select", names.join(","))));
            Asked::new(options, page_rows, top)
        },
    )
}

type Text = BoxedStrategy<String>;

pub(super) struct Grammar {
    samples: Samples,
}

impl Grammar {
    pub(super) fn of(samples: &Samples) -> Self {
        Self { samples: samples.clone() }
    }

    pub(super) fn condition(&self, depth: usize) -> Text {
        let leaf = self.leaf();
        if depth == 0 {
            return leaf;
        }
        let inner = self.condition(depth - 1);
        let pair = (inner.clone(), select(vec!["and", "or"]), inner.clone());
        prop_oneof![
            4 => leaf,
            3 => pair.prop_map(|(left, op, right)| format!("({left} {op} {right})")),
            1 => inner.clone().prop_map(|inner| format!("not ({inner})")),
            1 => (inner.clone(), select(vec!["eq", "ne"]), select(vec!["true", "false", "null"]))
                .prop_map(|(inner, op, truth)| format!("({inner}) {op} {truth}")),
            1 => (inner.clone(), select(vec!["eq", "ne"]), inner)
                .prop_map(|(left, op, right)| format!("(({left}) {op} ({right}))")),
        ]
        .boxed()
    }

    /// A condition without conditions in it.
    fn leaf(&self) -> Text {
        let truth = prop_oneof![
            self.text_test(),
            select(vec!["Flag", "Flag", "true", "false", "null"]).prop_map(str::to_owned)
        ];
        let judged = (
            truth,
            select(vec!["", " eq true", " ne true", " eq false", " ne false", " eq null", " ne null"]),
        )
            .prop_filter("null alone is no condition", |(truth, verdict)| {
                truth != "null" || !verdict.is_empty()
            })
            .prop_map(|(truth, verdict)| format!("{truth}{verdict}"));
        let classes = [
            Class::Boolean,
            Class::Integer,
            Class::Decimal,
            Class::Float,
            Class::Text,
            Class::Guid,
            Class::Date,
            Class::Time,
            Class::Instant,
            Class::Binary,
        ];
        let known: Vec<Class> =
            classes.into_iter().filter(|class| self.samples.class(*class).next().is_some()).collect();
        let tests = known.into_iter().map(|class| self.comparison(class)).collect::<Vec<_>>();
        prop_oneof![
            6 => proptest::strategy::Union::new(tests),
            2 => judged,
            2 => self.computed(),
        ]
        .boxed()
    }

    /// A property with a literal, a list or another property of its class.
    fn comparison(&self, class: Class) -> Text {
        let properties: Vec<(&str, Vec<String>)> =
            self.samples.class(class).map(|(name, literals)| (name, literals.to_vec())).collect();
        let names: Vec<&'static str> = self.samples.class(class).map(|(name, _)| name).collect();
        let ordered = !matches!(class, Class::Boolean | Class::Binary | Class::Guid);
        let operators = if ordered { vec!["eq", "ne", "lt", "le", "gt", "ge"] } else { vec!["eq", "ne"] };
        let with_literal = select(properties.clone()).prop_flat_map(|(name, literals)| {
            (Just(name.to_owned()), prop_oneof![12 => select(literals), 1 => Just("null".to_owned())])
        });
        let with_list = select(properties).prop_flat_map(|(name, literals)| {
            let member = prop_oneof![8 => select(literals), 1 => Just("null".to_owned())];
            (Just(name.to_owned()), prop::collection::vec(member, 1..5))
        });
        let operator = select(operators);
        let pair = (select(names.clone()), select(names));
        prop_oneof![
            5 => (with_literal.clone(), operator.clone())
                .prop_map(|((name, literal), op)| format!("{name} {op} {literal}")),
            1 => (with_literal, operator.clone())
                .prop_map(|((name, literal), op)| format!("{literal} {op} {name}")),
            2 => with_list.prop_map(|(name, list)| format!("{name} in ({})", list.join(","))),
            1 => (pair, operator).prop_map(|((left, right), op)| format!("{left} {op} {right}")),
        ]
        .boxed()
    }

    fn text_test(&self) -> Text {
        let tests = vec!["contains", "startswith", "endswith"];
        (select(tests), self.text(1), self.text_literal())
            .prop_map(|(test, subject, part)| format!("{test}({subject},{part})"))
            .boxed()
    }

    /// A comparison of what functions and operators give.
    fn computed(&self) -> Text {
        let operator = || select(vec!["eq", "ne", "lt", "le", "gt", "ge"]);
        let of = |left: Text, right: Text| {
            (left, operator(), right).prop_map(|(left, op, right)| format!("{left} {op} {right}")).boxed()
        };
        prop_oneof![
            of(self.text(2), self.text_literal()),
            of(self.text(2), self.text(2)),
            of(self.number(2), self.number_literal()),
            of(self.number(2), self.number(1)),
            of(self.part_of_time(), (0..61).prop_map(|number: i32| number.to_string()).boxed()),
            of(self.instant(), self.literal(Class::Instant)),
            of(self.day(), self.literal(Class::Date)),
        ]
        .boxed()
    }

    fn text(&self, depth: usize) -> Text {
        let property = self.property(Class::Text);
        if depth == 0 {
            return property;
        }
        let inner = self.text(depth - 1);
        prop_oneof![
            4 => property,
            1 => (inner.clone(), self.text_literal()).prop_map(|(a, b)| format!("concat({a},{b})")),
            1 => (self.text_literal(), inner.clone()).prop_map(|(a, b)| format!("concat({a},{b})")),
            1 => (inner.clone(), -2..4).prop_map(|(text, at)| format!("substring({text},{at})")),
            1 => (inner.clone(), 0..3, 0..4)
                .prop_map(|(text, at, length)| format!("substring({text},{at},{length})")),
            2 => (select(vec!["tolower", "toupper", "trim"]), inner)
                .prop_map(|(function, text)| format!("{function}({text})")),
            1 => (select(vec!["Whole", "Large", "Amount", "Flag", "Day"]))
                .prop_map(|name| format!("cast({name},Edm.String)")),
        ]
        .boxed()
    }

    fn number(&self, depth: usize) -> Text {
        let property = prop_oneof![
            self.property(Class::Integer),
            self.property(Class::Decimal),
            self.property(Class::Float)
        ];
        if depth == 0 {
            return property.boxed();
        }
        let inner = self.number(depth - 1);
        // Nothing that adds to the greatest integers.
        let small =
            || select(vec!["ID", "Small", "Whole", "Amount", "Fine", "Ratio", "Approx", "Whole", "Amount"]);
        let factor = || select(vec!["2", "-3", "7", "0.5", "1.25", "10"]);
        prop_oneof![
            4 => property,
            2 => (small(), select(vec!["add", "sub", "mul", "div", "divby", "mod"]), factor())
                .prop_map(|(left, op, right)| format!("({left} {op} {right})")),
            1 => (small(), select(vec!["add", "sub", "mul"]), small())
                .prop_map(|(left, op, right)| format!("({left} {op} {right})")),
            1 => small().prop_map(|name| format!("-{name}")),
            2 => (select(vec!["round", "floor", "ceiling"]), inner)
                .prop_map(|(function, number)| format!("{function}({number})")),
            1 => self.text(1).prop_map(|text| format!("length({text})")),
            1 => (self.text(1), self.text_literal()).prop_map(|(a, b)| format!("indexof({a},{b})")),
            1 => (small(), select(vec!["Edm.Int32", "Edm.Int64", "Edm.Decimal", "Edm.Double"]))
                .prop_map(|(name, ty)| format!("cast({name},{ty})")),
        ]
        .boxed()
    }

    fn part_of_time(&self) -> Text {
        let day = vec!["year", "month", "day"];
        let clock = vec!["hour", "minute", "second", "fractionalseconds", "totaloffsetminutes"];
        let call = |(function, of): (&str, String)| format!("{function}({of})");
        let mut parts = vec![
            (select(day.clone()), self.property(Class::Instant)).prop_map(call).boxed(),
            (select(day), self.property(Class::Date)).prop_map(call).boxed(),
            (select(clock.clone()), self.property(Class::Instant)).prop_map(call).boxed(),
        ];
        if self.samples.class(Class::Time).next().is_some() {
            let clock = select(clock[..4].to_vec());
            parts.push((clock, self.property(Class::Time)).prop_map(call).boxed());
        }
        proptest::strategy::Union::new(parts).boxed()
    }

    fn instant(&self) -> Text {
        let durations = select(vec!["duration'P1D'", "duration'PT0.000001S'", "duration'-PT36H'"]);
        prop_oneof![
            2 => self.property(Class::Instant),
            1 => (Just("Instant"), select(vec!["add", "sub"]), durations)
                .prop_map(|(name, op, by)| format!("{name} {op} {by}")),
        ]
        .boxed()
    }

    fn day(&self) -> Text {
        prop_oneof![
            self.property(Class::Date),
            self.property(Class::Instant).prop_map(|name| format!("date({name})")),
        ]
        .boxed()
    }

    fn number_literal(&self) -> Text {
        prop_oneof![
            self.literal(Class::Integer),
            self.literal(Class::Decimal),
            self.literal(Class::Float),
            (-5..6).prop_map(|number: i32| number.to_string())
        ]
        .boxed()
    }

    fn text_literal(&self) -> Text {
        self.literal(Class::Text)
    }

    fn property(&self, class: Class) -> Text {
        let names: Vec<String> = self.samples.class(class).map(|(name, _)| name.to_owned()).collect();
        select(names).boxed()
    }

    fn literal(&self, class: Class) -> Text {
        let literals: Vec<String> =
            self.samples.class(class).flat_map(|(_, literals)| literals.to_vec()).collect();
        select(literals).boxed()
    }

    fn sort_key(&self) -> Text {
        let names: Vec<String> = self.samples.names().iter().map(|name| (*name).to_owned()).collect();
        let key =
            prop_oneof![6 => select(names), 1 => self.text(1), 1 => self.number(1), 1 => self.part_of_time()];
        (key, select(vec!["", " asc", " desc"])).prop_map(|(key, way)| format!("{key}{way}")).boxed()
    }
}
