use super::*;

fn matches(value: &str, pattern: &str) -> Expr {
    call(Function::MatchesPattern, [text(value), text(pattern)])
}

#[test]
fn patterns_are_found_anywhere_unless_anchored() {
    check(
        "5.1.1.7.1",
        vec![
            (matches("Alfreds Futterkiste", "^A.*e$"), yes()),
            (matches("Alfreds Futterkiste", "Fut+"), yes()),
            (matches("Alfreds Futterkiste", "^fut"), no()),
            (matches("", "^$"), yes()),
            (matches("a\nb", "^b"), no()),
            (matches("a\n", "a$"), no()),
            (matches("aaa", "^a{2,3}?$"), yes()),
            (matches("aaa", "^a{2}$"), no()),
            (matches("abab", "^(?:ab)+$"), yes()),
            (matches("2024-02", r"^(?<year>\d{4})-(0[1-9]|1[0-2])$"), yes()),
            (matches("a/b", r"a\/b"), yes()),
            (matches("a{b}]", r"\{b\}]$"), yes()),
        ],
    );
}

#[test]
fn ecmascript_means_what_it_means_there() {
    check(
        "ECMA-262, 22.2",
        vec![
            (matches("٣", r"\d"), no()),
            (matches("é", r"\w"), no()),
            (matches("é", r"\W"), yes()),
            (matches("\u{FEFF}", r"\s"), yes()),
            (matches("\u{85}", r"\s"), no()),
            (matches("aéb", r"a\b"), yes()),
            (matches("a\u{2028}", "a."), no()),
            (matches("a\r", "a."), no()),
            (matches("a😀b", "^a.b$"), yes()),
            (matches("[", "^[[]$"), yes()),
            (matches("&", "^[a&&b]$"), yes()),
            (matches("-", "^[a-]$"), yes()),
            (matches("~", "^[~~#--]$"), yes()),
            (matches("~", "^[~--]$"), fails("out of order")),
            (matches("a", "[]"), no()),
            (matches("\n", "^[^]$"), yes()),
            (matches("\x08", r"^[\b]$"), yes()),
            (matches("A\t", r"^\x41\u0009$"), yes()),
            (matches("😀", r"^\u{1F600}$"), yes()),
            (matches("\n", r"^\cJ$"), yes()),
            (matches("\0", r"^\0$"), yes()),
            (matches("x5", r"^[^\D]|x[\d]$"), yes()),
            (matches("Ä", r"^\p{Lu}$"), yes()),
            (matches("ä", r"^[\P{Lu}]$"), yes()),
            (matches("b", "^[a-c]$"), yes()),
            (matches("a", "[b-]"), no()),
        ],
    );
}

#[test]
fn what_cannot_be_done_in_linear_time_is_refused_by_name() {
    let long = "a".repeat(1_001);
    check(
        "5.1.1.7.1",
        vec![
            (matches("a", "a(?=b)"), fails("look-ahead")),
            (matches("a", "a(?!b)"), fails("look-ahead")),
            (matches("a", "(?<=b)a"), fails("look-behind")),
            (matches("a", "(?<!b)a"), fails("look-behind")),
            (matches("aa", r"(a)\1"), fails("back-references")),
            (matches("aa", r"(?<x>a)\k<x>"), fails("back-references")),
            (matches("a", "(?i)a"), fails("open a group")),
            (matches("a", r"\Aa"), fails(r"the escape '\A' is not supported")),
            (matches("a", r"a\B"), fails(r"the escape '\B' is not supported")),
            (matches("a", r"\uD83D"), fails("'D83D' is not the code of a character")),
            (matches("a", r"\xZZ"), fails("'ZZ' is not the code of a character")),
            (matches("a", r"\p{Nonsense}"), fails("not a valid regular expression")),
            (matches("a", r"\pL"), fails("Unicode property in braces")),
            (matches("a", "a{,3}"), fails("meant literally")),
            (matches("a", "a**"), fails("nothing to repeat")),
            (matches("a", "*a"), fails("not a valid regular expression")),
            (matches("a", "(a"), fails("not a valid regular expression")),
            (matches("a", "[a"), fails("not closed")),
            (matches("a", r"a\"), fails("ends with a backslash")),
            (matches("a", "((a{1000}){1000}){1000}"), fails("too large")),
            (matches("a", &long), fails("longer than 1000 characters")),
            (matches("a", &"(".repeat(500)), fails("not a valid regular expression")),
        ],
    );
}

#[test]
fn a_hostile_pattern_takes_no_longer_than_any_other() {
    let started = std::time::Instant::now();
    check("5.1.1.7.1", vec![(matches(&("a".repeat(100_000) + "b"), "^(a+)+$"), no())]);
    assert!(started.elapsed().as_secs() < 5, "exponential time");
}

#[test]
fn a_pattern_may_differ_in_every_row() {
    let evaluator = Evaluator::new(instant("2026-11-24T08:30:00Z"));
    let columns = [0, 1].map(|index| expr(ExprKind::Property(index), PrimitiveType::String));
    let expr = call(Function::MatchesPattern, columns);
    for number in (0..50).chain(0..50) {
        let row = [format!("x{number}"), format!("^x{number}$")].map(Value::String);
        assert!(evaluator.is_true(&expr, &row.to_vec()).unwrap(), "{number}");
    }
}
