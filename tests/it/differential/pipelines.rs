//! Strategies for `$apply`: pipelines that are well typed, with options behind them.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::samples::{Class, Samples};
use super::strategy::{Asked, Grammar};

type Text = BoxedStrategy<String>;

/// Requests with `$apply` for the table of the samples.
pub(super) fn pipelines(samples: &Samples) -> impl Strategy<Value = Asked> + use<> {
    let filter = prop_oneof![1 => Just(None), 1 => Grammar::of(samples).condition(1).prop_map(Some)];
    let cut = |most: usize| prop_oneof![2 => Just(None), 1 => (0..most).prop_map(Some)];
    (filter, made(samples), cut(60), cut(20), any::<bool>(), 25..200_usize).prop_map(
        |(filter, made, top, skip, count, page_rows)| {
            let begin = filter.map(|filter| format!("filter({filter})/")).unwrap_or_default();
            let mut options = vec![("$apply", begin + &made.apply)];
            options.extend(made.filter.map(|filter| ("$filter", filter)));
            options.extend(made.order.map(|order| ("$orderby", order)));
            options.extend(top.map(|top| ("$top", top.to_string())));
            options.extend(skip.map(|skip| ("$skip", skip.to_string())));
            if count {
                options.push(("$count", "true".to_owned()));
            }
            Asked::new(options, page_rows, top)
        },
    )
}

/// Transformations, a condition on their result and an order of it.
#[derive(Clone, Debug)]
struct Made {
    apply: String,
    filter: Option<String>,
    order: Option<String>,
}

fn made(samples: &Samples) -> impl Strategy<Value = Made> + use<> {
    let names = samples.names();
    let keys = subsequence(names.clone(), 1..=2).prop_shuffle();
    let aggregates = prop::collection::vec(aggregate(samples), 1..=4);
    let numbers = numbers(samples);
    let ranked = (select(RANKS.to_vec()), select(numbers.clone()), 1..90)
        .prop_map(|(rank, number, amount)| format!("{rank}({amount},{number})"));
    let shape = (keys.clone(), aggregates.clone(), 0..10).prop_map(|(keys, aggregates, shape)| {
        let list = named(&aggregates);
        let keys_list = keys.join(",");
        match shape {
            0 => (Vec::new(), list.clone(), format!("aggregate({list})")),
            1 => (keys, String::new(), format!("groupby(({keys_list}))")),
            2 => {
                let apply = format!("groupby((rollup({keys_list},ID)),aggregate({list}))");
                (Vec::new(), list, apply)
            }
            3 => {
                let apply = format!("concat(groupby(({keys_list}),aggregate({list})),aggregate({list}))");
                (Vec::new(), list, apply)
            }
            _ => (keys, list.clone(), format!("groupby(({keys_list}),aggregate({list}))")),
        }
    });
    let grouped = (shape, 0..6, any::<bool>(), 0..30).prop_map(|((keys, list, apply), what, down, least)| {
        let way = if down { "desc" } else { "asc" };
        let counted = if list.is_empty() { "" } else { "N" };
        let filter = match what {
            0 if !counted.is_empty() => Some(format!("N gt {least}")),
            1 if !keys.is_empty() => Some(format!("{} ne null", keys[0])),
            2 if !keys.is_empty() && !counted.is_empty() => {
                Some(format!("{} ne null and A0 ne null and N le {least}", keys[0]))
            }
            _ => None,
        };
        let order = match what {
            3 if !counted.is_empty() => Some(format!("N {way}")),
            4 if !counted.is_empty() => Some(format!("A0 {way}")),
            5 if !keys.is_empty() => Some(format!("{} {way}", keys[keys.len() - 1])),
            _ => None,
        };
        Made { apply, filter, order }
    });
    let chosen = prop_oneof![
        ranked.clone(),
        (ranked.clone(), select(names.clone())).prop_map(|(rank, name)| format!("{rank}/orderby({name})")),
        (keys.clone(), ranked.clone())
            .prop_map(|(keys, rank)| format!("groupby(({}),{rank})", keys.join(","))),
        (ranked, aggregates.clone()).prop_map(|(rank, list)| format!("{rank}/aggregate({})", named(&list))),
        (keys.clone(), select(numbers), aggregates).prop_map(|(keys, number, list)| {
            let list = named(&list);
            format!("orderby({number} desc)/skip(3)/top(40)/groupby(({}),aggregate({list}))", keys.join(","))
        }),
        (keys, select(names)).prop_map(|(keys, name)| {
            let keys = keys.join(",");
            format!("groupby(({keys},{name}),aggregate($count as N))/aggregate(N with sum as S,N with average as A)")
        }),
    ];
    let chosen = chosen.prop_map(|apply| Made { apply, filter: None, order: None });
    prop_oneof![3 => grouped, 2 => chosen]
}

/// The expressions with names, and a count.
fn named(aggregates: &[String]) -> String {
    let named = aggregates.iter().enumerate().map(|(place, aggregate)| format!("{aggregate} as A{place}"));
    named.chain(["$count as N".to_owned()]).collect::<Vec<_>>().join(",")
}

const RANKS: [&str; 6] = ["topcount", "bottomcount", "topsum", "bottomsum", "toppercent", "bottompercent"];

/// An aggregate expression without its name.
fn aggregate(samples: &Samples) -> Text {
    let of = |classes: &[Class]| -> Vec<&'static str> {
        classes.iter().flat_map(|class| samples.class(*class).map(|(name, _)| name)).collect()
    };
    let numbers = numbers(samples);
    let ordered = of(&[
        Class::Boolean,
        Class::Integer,
        Class::Decimal,
        Class::Float,
        Class::Text,
        Class::Guid,
        Class::Date,
        Class::Time,
        Class::Instant,
    ]);
    let computed = vec![
        "Amount mul 1.25",
        "Amount add Fine",
        "Small mul 3",
        "Fine sub Amount",
        "-Whole",
        "length(Name)",
        "year(Moment)",
        "Ratio mul 0.5",
        "round(Amount)",
        "Amount divby 3",
    ];
    prop_oneof![
        (select(numbers.clone()), select(vec!["sum", "average"])).prop_map(with),
        (select(ordered), select(vec!["min", "max"])).prop_map(with),
        select(samples.names()).prop_map(|name| with((name, "countdistinct"))),
        (select(computed), select(vec!["sum", "min", "max", "average", "countdistinct"])).prop_map(with),
        (select(numbers), select(samples.names()))
            .prop_map(|(number, name)| format!("{number} with sum from {name} with max")),
    ]
    .boxed()
}

/// Numbers whose sums overflow nothing.
fn numbers(samples: &Samples) -> Vec<&'static str> {
    [Class::Integer, Class::Decimal, Class::Float]
        .iter()
        .flat_map(|class| samples.class(*class).map(|(name, _)| name))
        .collect()
}

fn with((value, method): (&str, &str)) -> String {
    format!("{value} with {method}")
}
