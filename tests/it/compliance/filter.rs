//! `$filter`: comparison, logic, lists and arithmetic.

use super::{ALL, finds, refuses};

#[tokio::test]
async fn comparisons() {
    finds(
        "standard",
        &[
            // 5.1.1.1.1 Equals: text by code point, trailing blanks and letter case included.
            ("Name eq 'Anna'", &[1]),
            ("Name eq 'anna'", &[2]),
            ("Name eq 'ANNA'", &[]),
            ("Name eq 'Anna '", &[]),
            ("Name eq ' Anna '", &[7]),
            ("'O''Hara' eq Name", &[4]),
            ("Port eq 'Bremen'", &[1]),
            ("Port eq 'Bremen '", &[4]),
            ("Name eq 'Ba\u{308}rbel'", &[]),
            ("Crew eq 7", &[5, 6]),
            ("Crew eq 7.0", &[5, 6]),
            ("Crew eq 7.5", &[]),
            ("Length eq 12.5", &[1, 3]),
            ("Mass eq 9007199254740993", &[1]),
            ("Mass eq -9223372036854775808", &[4]),
            ("Draft eq 0.1", &[2]),
            ("Afloat eq true", &[1, 4, 7]),
            ("Length eq Crew", &[]),
            // 5.1.1.1.2 Not Equals
            ("Name ne 'Anna'", &[2, 3, 4, 5, 6, 7, 8]),
            ("Crew ne 7", &[1, 2, 3, 4, 7, 8]),
            ("Afloat ne true", &[2, 3, 5, 6, 8]),
            ("Length ne Crew", ALL),
            // 5.1.1.1.3 to 5.1.1.1.6 Greater Than, Less Than: text by code point.
            ("Name gt 'Z'", &[2, 6, 8]),
            ("Name lt 'B'", &[1, 5, 7]),
            ("Name ge 'anna'", &[2, 8]),
            ("'B' gt Name", &[1, 5, 7]),
            ("Crew lt 0", &[4]),
            ("Crew ge 7", &[5, 6, 8]),
            ("7 le Crew", &[5, 6, 8]),
            ("Crew gt 6.5", &[5, 6, 8]),
            ("Crew le 1e1", &[1, 3, 4, 5, 6]),
            ("Length lt 0.02", &[5, 7]),
            ("Length ge 12.50", &[1, 3, 4]),
            ("Mass gt 9007199254740992", &[1, 5]),
            ("Mass gt 9007199254740992.5", &[1, 5]),
            ("Draft gt 1", &[1, 5, 6]),
            ("Draft lt 0", &[4]),
            ("Length gt Crew", &[1, 3, 4]),
            ("Draft le Length", &[1, 2, 4, 8]),
            // Protocol: false is less than true.
            ("Afloat lt true", &[2, 5, 8]),
            // Of two literals, in no database's collation.
            ("'a' lt 'B'", &[]),
            ("'a' eq 'A'", &[]),
            ("'a' in ('A','a ')", &[]),
            ("1 eq 1.0", ALL),
        ],
    )
    .await;
}

#[tokio::test]
async fn logic() {
    finds(
        "standard",
        &[
            // 5.1.1.1.7 to 5.1.1.1.9 And, Or, Not
            ("Afloat", &[1, 4, 7]),
            ("not Afloat", &[2, 5, 8]),
            ("Crew eq 7 and Afloat eq false", &[5]),
            ("Crew eq 7 or Afloat", &[1, 4, 5, 6, 7]),
            ("not (Crew eq 7)", &[1, 2, 3, 4, 7, 8]),
            ("not (Crew gt 0)", &[2, 3, 4, 7]),
            ("true", ALL),
            ("not true", &[]),
            // 5.1.1.14 Operator Precedence
            ("Crew eq 7 or Afloat and Length gt 50", &[4, 5, 6]),
            ("(Crew eq 7 or Afloat) and Length gt 50", &[4]),
            ("not Afloat and Crew eq 7", &[5]),
            ("Crew add 1 mul 2 eq 9", &[5, 6]),
            // What Salesforce writes (contract, section 0, fact 2)
            ("contains(Name,'nna') eq true", &[1, 2, 7]),
            ("true eq contains(Name,'nna')", &[1, 2, 7]),
            ("contains(Name,'nna') eq false", &[3, 4, 5, 6, 8]),
            ("contains(Name,'nna') ne true", &[3, 4, 5, 6, 8]),
            ("(Crew eq 7) eq (Afloat eq false)", &[1, 3, 4, 5, 7]),
            ("(Crew eq 7) ne Afloat", &[1, 3, 4, 5, 6, 7]),
        ],
    )
    .await;
}

#[tokio::test]
async fn lists() {
    finds(
        "standard",
        &[
            // 5.1.1.1.12 In
            ("Crew in (7,42)", &[5, 6, 8]),
            ("Crew in (7.0,0)", &[3, 5, 6]),
            ("Crew in (7.5)", &[]),
            ("Name in ('Anna','ANNA','anna ')", &[1]),
            ("Port in ('Bremen ','Kiel')", &[4, 8]),
            ("Afloat in (false)", &[2, 5, 8]),
            ("Length in (12.5,100)", &[1, 3, 4]),
            ("Draft in (0.1,1e300)", &[2, 5]),
            ("Built in (2024-02-29,1970-01-01)", &[5, 6, 8]),
            ("Berth in (0f8fad5b-d9cb-469f-a165-70867728950e)", &[1]),
            ("Crew in ()", &[]),
            ("not (Crew in (7,42))", &[1, 2, 3, 4, 7]),
            ("(Crew in (7,42)) eq false", &[1, 2, 3, 4, 7]),
            // The chain Salesforce writes for SOQL's IN (contract, section 2.5)
            ("Crew eq 7 or Crew eq 42 or Crew eq 0", &[3, 5, 6, 8]),
            ("Crew ne 7 and Crew ne 42", &[1, 2, 3, 4, 7]),
        ],
    )
    .await;
}

#[tokio::test]
async fn arithmetic() {
    finds(
        "standard",
        &[
            // 5.1.1.2 Arithmetic Operators
            ("Crew add 1 eq 8", &[5, 6]),
            ("Crew sub 2 eq 0", &[1]),
            ("Crew mul -1 eq 7", &[4]),
            ("-Crew eq 7", &[4]),
            ("Crew mul Crew eq 49", &[4, 5, 6]),
            // 5.1.1.2.5: of integers, truncated; `divby` is not.
            ("Crew div 2 eq 3", &[5, 6]),
            ("Crew div 2 eq -3", &[4]),
            ("Crew divby 2 eq 3.5", &[5, 6]),
            // 5.1.1.2.6: the sign is the dividend's.
            ("Crew mod 5 eq 2", &[1, 5, 6, 8]),
            ("Crew mod 5 eq -2", &[4]),
            ("Length mul 2 eq 25", &[1, 3]),
            ("Length div 2 eq 1.125", &[8]),
            ("Length mod 2 eq -1.25", &[7]),
            ("Length sub Crew eq 10.5", &[1]),
            ("Draft add Draft eq 3", &[1]),
            ("Draft mul 10 eq 1", &[2]),
            // 5.1.1.2.5: floats and `divby` have an answer for zero.
            ("Draft div 0 eq INF", &[1, 2, 5, 6]),
            ("Crew divby 0 eq INF", &[1, 5, 6, 8]),
            // 64 bits hold what two properties of 32 bits give.
            ("ID mul 2147483647 gt 17179869175", &[8]),
            // What excludes the rows without an answer comes first.
            ("Crew ne 0 and 84 div Crew eq 2", &[8]),
            // 5.1.1.2.1, 5.1.1.2.2 with dates and durations
            ("Seen add duration'PT0.876544S' eq 2024-03-01T00:00:00Z", &[1]),
            ("Built add duration'P1D' eq 2024-03-01", &[5, 8]),
            ("Seen sub 2024-02-29T12:30:45Z eq duration'PT0S'", &[8]),
            ("Built sub 2024-02-29 eq duration'P306D'", &[4]),
            ("Seen sub duration'P366D' lt 1970-01-01T00:00:00Z", &[4, 6]),
        ],
    )
    .await;
}

#[tokio::test]
async fn no_answer_is_refused_everywhere() {
    refuses(&[
        ("Crew div 0 eq 1", 400, "EvaluationFailed"),
        ("84 div Crew eq 2", 400, "EvaluationFailed"),
        ("84 mod Crew eq 2", 400, "EvaluationFailed"),
        ("Length div 0 eq 1", 400, "EvaluationFailed"),
        ("1 div 0 eq 1", 400, "EvaluationFailed"),
        ("Mass add 1 gt 0", 400, "EvaluationFailed"),
        ("Mass mul Mass gt 0", 400, "EvaluationFailed"),
        ("-Mass gt 0", 400, "EvaluationFailed"),
        ("null", 400, "InvalidRequest"),
        ("Crew", 400, "InvalidRequest"),
        ("Nothing eq 1", 400, "InvalidRequest"),
        ("name eq 'Anna'", 400, "InvalidRequest"),
        ("Name eq 1", 400, "InvalidRequest"),
        ("Crew eq 'seven'", 400, "InvalidRequest"),
        ("Crew gt 2024-01-01", 400, "InvalidRequest"),
        ("Name add 1 eq 2", 400, "InvalidRequest"),
        ("Crew eq", 400, "MalformedRequest"),
        ("(Crew eq 1", 400, "MalformedRequest"),
    ])
    .await;
}
