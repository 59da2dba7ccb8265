//! Null: what it equals, what it does to operators, functions and conditions, and where Salesforce
//! takes blank text for it.

use super::{ALL, finds};

/// `Afloat` is true for 1, 4, 7, false for 2, 5, 8 and null for 3, 6.
#[tokio::test]
async fn in_conditions() {
    finds(
        "standard",
        &[
            // 5.1.1.1.7, 5.1.1.1.8, 5.1.1.1.9: unknown as in SQL.
            ("Afloat and true", &[1, 4, 7]),
            ("Afloat and false", &[]),
            ("not (Afloat and false)", ALL),
            ("not (Afloat and true)", &[2, 5, 8]),
            ("Afloat or true", ALL),
            ("Afloat or false", &[1, 4, 7]),
            ("not (Afloat or false)", &[2, 5, 8]),
            ("not (Afloat or true)", &[]),
            ("not not Afloat", &[1, 4, 7]),
            ("(not Afloat) eq null", &[3, 6]),
            ("(Afloat and true) eq null", &[3, 6]),
            ("(Afloat and false) eq false", ALL),
            ("(Afloat or false) eq null", &[3, 6]),
            ("(Afloat or true) eq null", &[]),
            ("(Afloat and true) ne null", &[1, 2, 4, 5, 7, 8]),
            ("(Afloat and Crew eq 7) eq null", &[6]),
            ("Afloat eq null", &[3, 6]),
            ("Afloat ne null", &[1, 2, 4, 5, 7, 8]),
            ("Afloat eq true or Afloat eq false", &[1, 2, 4, 5, 7, 8]),
            ("Afloat ne true and Afloat ne false", &[3, 6]),
        ],
    )
    .await;
}

#[tokio::test]
async fn in_comparisons() {
    finds(
        "standard",
        &[
            // 5.1.1.1.1, 5.1.1.1.2: null equals null and nothing else.
            ("Crew eq null", &[2, 7]),
            ("null eq Crew", &[2, 7]),
            ("Crew ne null", &[1, 3, 4, 5, 6, 8]),
            ("Built eq null and Seen eq null", &[3]),
            ("Draft eq Draft", ALL),
            ("Built ne Built", &[]),
            ("null eq null", ALL),
            ("null ne null", &[]),
            ("null eq 1", &[]),
            ("null ne 'a'", ALL),
            ("null eq true", &[]),
            // 5.1.1.1.3 to 5.1.1.1.6: an order with null is false, not null.
            ("Crew lt null", &[]),
            ("Crew ge null", &[]),
            ("null le null", &[]),
            ("not (Crew lt null)", ALL),
            ("Crew lt 1", &[3, 4]),
            ("not (Crew lt 1)", &[1, 2, 5, 6, 7, 8]),
            ("(Crew lt 1) eq false", &[1, 2, 5, 6, 7, 8]),
            ("(Crew lt 1) eq null", &[]),
            ("not (Length gt Crew)", &[2, 5, 6, 7, 8]),
            // 5.1.1.1.12: as `eq`.
            ("Crew in (null)", &[2, 7]),
            ("Crew in (0,null)", &[2, 3, 7]),
            ("not (Crew in (0,null))", &[1, 4, 5, 6, 8]),
            ("not (Crew in (0,7))", &[1, 2, 4, 7, 8]),
            ("(Crew in (0,7)) eq null", &[]),
        ],
    )
    .await;
}

#[tokio::test]
async fn in_operators_and_functions() {
    finds(
        "standard",
        &[
            // 5.1.1.2: with a null operand the result is null.
            ("Crew add 1 eq null", &[2, 7]),
            ("Crew add null eq null", ALL),
            ("null mul Length eq null", ALL),
            ("-Crew eq null", &[2, 7]),
            ("Seen add duration'P1D' eq null", &[3]),
            ("Crew add Length ne null", &[1, 3, 4, 5, 8]),
            // 5.1.1.4: a canonical function of null is null.
            ("length(Port) eq null", &[2]),
            ("concat(Port,'x') eq null", &[2]),
            ("concat(null,'x') eq null", ALL),
            ("year(Built) eq null", &[3, 7]),
            ("round(Length) eq null", &[6]),
            ("cast(Crew,Edm.String) eq null", &[2, 7]),
            ("tolower(Port) eq null", &[2]),
            ("contains(Port,'Bremen')", &[1, 4]),
            ("not contains(Port,'Bremen')", &[3, 5, 6, 7, 8]),
            ("contains(Port,'Bremen') eq null", &[2]),
            ("contains(Port,'Bremen') eq false", &[3, 5, 6, 7, 8]),
            ("contains(Port,'Bremen') ne true", &[2, 3, 5, 6, 7, 8]),
            ("contains(Port,'Bremen') ne false", &[1, 2, 4]),
            ("contains(Port,null)", &[]),
            ("contains(null,'a')", &[]),
            ("not contains(null,'a')", &[]),
            ("contains(null,'a') eq null", ALL),
            ("startswith(Port,'')", &[1, 3, 4, 5, 6, 7, 8]),
        ],
    )
    .await;
}

#[tokio::test]
async fn blank_text_is_itself_in_the_standard() {
    finds(
        "standard",
        &[
            ("Port eq null", &[2]),
            ("Port ne null", &[1, 3, 4, 5, 6, 7, 8]),
            ("Port eq ''", &[3]),
            ("Port ne ''", &[1, 2, 4, 5, 6, 7, 8]),
            ("Port in ('','Kiel')", &[3, 8]),
            ("Port lt 'A'", &[3]),
        ],
    )
    .await;
}

/// The contract, section 2.5: Salesforce has no empty text, so blank arrives as null.
#[tokio::test]
async fn blank_text_is_null_to_salesforce() {
    finds(
        "salesforce",
        &[
            ("Port eq null", &[2, 3]),
            ("null eq Port", &[2, 3]),
            ("Port ne null", &[1, 4, 5, 6, 7, 8]),
            ("not (Port eq null)", &[1, 4, 5, 6, 7, 8]),
            ("Port eq ''", &[2, 3]),
            ("Port ne ''", &[1, 4, 5, 6, 7, 8]),
            ("Port in (null,'Kiel')", &[2, 3, 8]),
            ("not (Port in (null,'Kiel'))", &[1, 4, 5, 6, 7]),
            ("Port eq null or Port eq 'Kiel'", &[2, 3, 8]),
            ("trim(Port) eq null", &[2, 3]),
            ("(Port eq null) eq true", &[2, 3]),
            ("Port ne 'Kiel'", &[1, 2, 3, 4, 5, 6, 7]),
            ("length(Port) eq null", &[2]),
            ("Crew eq null", &[2, 7]),
        ],
    )
    .await;
}
