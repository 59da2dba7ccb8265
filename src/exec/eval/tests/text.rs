use super::*;

use Function::*;

#[test]
fn parts_are_found_case_sensitively() {
    check(
        "5.1.1.5",
        vec![
            (call(Contains, [text("Alfreds Futterkiste"), text("Alfreds")]), yes()),
            (call(Contains, [text("Alfreds Futterkiste"), text("alfreds")]), no()),
            (call(Contains, [text("100%_"), text("%_")]), yes()),
            (call(Contains, [text("100"), text("%")]), no()),
            (call(Contains, [text("a"), text("")]), yes()),
            (call(EndsWith, [text("Futterkiste"), text("kiste")]), yes()),
            (call(EndsWith, [text("kiste"), text("Futterkiste")]), no()),
            (call(StartsWith, [text("Alfreds"), text("Alfr")]), yes()),
            (call(StartsWith, [text("Alfreds"), text("alfr")]), no()),
            (call(StartsWith, [text(""), text("")]), yes()),
            (call(IndexOf, [text("Alfreds"), text("lfreds")]), is(int(1))),
            (call(IndexOf, [text("Alfreds"), text("x")]), is(int(-1))),
            (call(IndexOf, [text("Alfreds"), text("")]), is(int(0))),
            (call(IndexOf, [text("😀é-"), text("-")]), is(int(2))),
            (call(Concat, [text("Berlin"), text(", Germany")]), is(text("Berlin, Germany"))),
            (call(Concat, [text(""), text("")]), is(text(""))),
        ],
    );
}

#[test]
fn lengths_count_characters() {
    check(
        "5.1.1.5.5",
        vec![
            (call(Length, [text("")]), is(int(0))),
            (call(Length, [text("Alfreds Futterkiste")]), is(int(19))),
            (call(Length, [text("Zürich")]), is(int(6))),
            (call(Length, [text("😀")]), is(int(1))),
            (call(Length, [text("e\u{301}")]), is(int(2))),
            (call(Length, [text("a ")]), is(int(2))),
        ],
    );
}

#[test]
fn substrings_stay_inside_the_text() {
    check(
        "5.1.1.5.7",
        vec![
            (call(Substring, [text("Alfreds"), int(1)]), is(text("lfreds"))),
            (call(Substring, [text("Alfreds"), int(0)]), is(text("Alfreds"))),
            (call(Substring, [text("Alfreds"), int(7)]), is(text(""))),
            (call(Substring, [text("Alfreds"), int(100)]), is(text(""))),
            (call(Substring, [text("Alfreds"), int(i64::MAX)]), is(text(""))),
            (call(Substring, [text("Alfreds"), int(-2)]), is(text("ds"))),
            (call(Substring, [text("Alfreds"), int(-100)]), is(text("Alfreds"))),
            (call(Substring, [text("Alfreds"), int(i64::MIN)]), is(text("Alfreds"))),
            (call(Substring, [text("Alfreds"), int(1), int(2)]), is(text("lf"))),
            (call(Substring, [text("Alfreds"), int(5), int(100)]), is(text("ds"))),
            (call(Substring, [text("Alfreds"), int(1), int(0)]), is(text(""))),
            (call(Substring, [text("Alfreds"), int(-3), int(2)]), is(text("ed"))),
            (call(Substring, [text("a😀é"), int(1), int(1)]), is(text("😀"))),
            (
                call(Substring, [text("Alfreds"), int(1), int(-1)]),
                fails("length given to 'substring' is negative"),
            ),
            (call(Substring, [text("Alfreds"), null()]), unknown()),
            (call(Substring, [text("Alfreds"), int(1), null()]), unknown()),
        ],
    );
}

#[test]
fn case_and_white_space_are_unicodes() {
    check(
        "5.1.1.7",
        vec![
            (call(ToLower, [text("ÄÖÜ İ")]), is(text("äöü i\u{307}"))),
            (call(ToUpper, [text("straße é")]), is(text("STRASSE É"))),
            (call(ToLower, [text("ΟΔΟΣ")]), is(text("οδος"))),
            (call(Trim, [text(" \t\r\n a b \u{A0}\u{2003}\u{3000}\u{85}")]), is(text("a b"))),
            (call(Trim, [text("\u{200B}a\u{FEFF}")]), is(text("\u{200B}a\u{FEFF}"))),
            (call(Trim, [text(" ")]), is(text(""))),
        ],
    );
}

#[test]
fn null_arguments_make_null() {
    let one = [Length, ToLower, ToUpper, Trim].map(|function| (call(function, [null()]), unknown()));
    let two = [Concat, Contains, EndsWith, IndexOf, StartsWith, MatchesPattern]
        .into_iter()
        .flat_map(|f| [(call(f, [null(), text("a")]), unknown()), (call(f, [text("a"), null()]), unknown())]);
    check("5.1.1.4", one.into_iter().chain(two).collect());
}

#[test]
fn wrong_arguments_are_named() {
    check(
        "5.1.1.5",
        vec![
            (call(Length, [int(1)]), fails("'length' cannot be applied to an integer")),
            (
                call(Contains, [text("a"), int(1)]),
                fails("'contains' cannot be applied to Edm.String and an integer"),
            ),
            (call(Concat, [text("a")]), fails("'concat' cannot be applied to Edm.String")),
        ],
    );
}
