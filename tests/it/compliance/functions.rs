//! `$filter`: every canonical function.

use super::{ALL, finds, refuses};

/// Boats that were seen.
const SEEN: &[i64] = &[1, 2, 4, 5, 6, 7, 8];

#[tokio::test]
async fn of_text() {
    finds(
        "standard",
        &[
            // 5.1.1.5.1 concat
            ("concat(Name,'!') eq 'Anna!'", &[1]),
            ("concat(concat(Name,', '),Port) eq 'Anna, Bremen'", &[1]),
            // 5.1.1.5.2 contains: nothing in it is a wildcard.
            ("contains(Name,'%')", &[5]),
            ("contains(Port,'_')", &[5]),
            ("contains(Port,'\\')", &[6]),
            ("contains(Name,'''')", &[4]),
            ("contains(Name,'NNA')", &[]),
            ("contains(Name,'ü')", &[6]),
            ("contains(Name,'')", ALL),
            ("contains('Anna und anna',Name)", &[1, 2]),
            ("contains(Name,substring(Port,99))", &[1, 3, 4, 5, 6, 7, 8]),
            // 5.1.1.5.3 endswith
            ("endswith(Name,'a')", &[1, 2, 4]),
            ("endswith(Port,' ')", &[4]),
            ("endswith(Port,'')", &[1, 3, 4, 5, 6, 7, 8]),
            ("endswith(Name,'%')", &[5]),
            ("endswith(Name,'a longer text than any name')", &[]),
            // 5.1.1.5.4 indexof
            ("indexof(Name,'n') eq 1", &[1, 2]),
            ("indexof(Name,'rich') eq 2", &[6]),
            ("indexof(Name,'x') eq -1", ALL),
            ("indexof(Name,'x') ne -1", &[]),
            ("indexof(Name,'') eq 0", ALL),
            // 5.1.1.5.5 length, in characters
            ("length(Name) eq 6", &[3, 4, 6, 7]),
            ("length(Name) eq 1", &[8]),
            ("length(Port) eq 0", &[3]),
            ("length(Port) eq 7", &[4]),
            // 5.1.1.5.6 startswith
            ("startswith(Name,'An')", &[1]),
            ("startswith(Name,'an')", &[2]),
            ("startswith(Name,' ')", &[7]),
            ("startswith(Name,'100%')", &[5]),
            ("startswith(Name,'_')", &[]),
            ("startswith(Port,'bre') eq false", &[1, 3, 4, 5, 6, 8]),
            // 5.1.1.5.7 substring, from zero; a negative start counts from the end.
            ("substring(Name,1) eq 'nna'", &[1, 2]),
            ("substring(Name,0,1) eq '🚢'", &[8]),
            ("substring(Name,1,2) eq 'är'", &[3]),
            ("substring(Name,-2) eq 'na'", &[1, 2]),
            ("substring(Name,99) eq ''", ALL),
            ("substring(Name,Crew) eq 'na'", &[1]),
            // 5.1.1.7.1 matchesPattern
            ("matchesPattern(Name,'^[Aa]nna$')", &[1, 2]),
            ("matchesPattern(Name,'^.$')", &[8]),
            // 5.1.1.7.2 to 5.1.1.7.4 tolower, toupper, trim
            ("tolower(Name) eq 'anna'", &[1, 2]),
            ("tolower(Name) eq 'zürich'", &[6]),
            ("toupper(Name) eq 'ZÜRICH'", &[6]),
            ("trim(Name) eq 'Anna'", &[1, 7]),
            ("tolower(trim(Name)) eq 'anna'", &[1, 2, 7]),
            ("trim(Port) eq Port", &[1, 2, 3, 5, 6, 7, 8]),
        ],
    )
    .await;
}

#[tokio::test]
async fn of_date_and_time() {
    finds(
        "standard",
        &[
            // 5.1.1.8
            ("year(Built) eq 2024", &[4, 5, 8]),
            ("month(Built) eq 2", &[1, 5, 8]),
            ("day(Built) eq 31", &[2, 4]),
            ("year(Seen) eq 1969", &[4]),
            ("month(Seen) eq 2", &[1, 8]),
            ("day(Seen) ge 31", &[4, 5, 7]),
            ("hour(Seen) eq 23", &[1, 4, 7]),
            ("minute(Seen) eq 53", &[5]),
            ("second(Seen) eq 59", &[1, 4, 7]),
            ("fractionalseconds(Seen) eq 0.123456", &[1]),
            ("fractionalseconds(Seen) eq 0.5", &[4]),
            ("fractionalseconds(Seen) eq 0", &[2, 5, 6, 8]),
            ("hour(Tide) eq 12", &[1, 6]),
            ("minute(Tide) eq 5", &[5]),
            ("second(Tide) eq 3", &[5]),
            ("fractionalseconds(Tide) eq 0.5", &[5]),
            ("date(Seen) eq 2024-02-29", &[1, 8]),
            ("date(Seen) eq Built", &[3, 6, 8]),
            ("time(Seen) eq 00:00:00", &[2, 6]),
            ("time(Seen) gt Tide", &[1, 4, 5]),
            ("totaloffsetminutes(Seen) eq 0", SEEN),
            ("Seen lt now()", &[1, 2, 4, 5, 6, 8]),
            ("Seen gt mindatetime()", SEEN),
            ("Seen le maxdatetime()", SEEN),
            ("Seen eq maxdatetime()", &[7]),
            ("totalseconds(Built sub 2024-02-28) eq 86400", &[5, 8]),
            ("totalseconds(Seen sub 1970-01-01T00:00:00Z) eq -0.5", &[4]),
        ],
    )
    .await;
}

#[tokio::test]
async fn of_numbers_and_types() {
    finds(
        "standard",
        &[
            // 5.1.1.9: `round` takes halves away from zero.
            ("ceiling(Length) eq 13", &[1, 3]),
            ("floor(Length) eq -4", &[7]),
            ("round(Length) eq 13", &[1, 3]),
            ("round(Length) eq -3", &[7]),
            ("round(Length) eq 0", &[5]),
            ("ceiling(Draft) eq 2", &[1]),
            ("floor(Draft) eq 0", &[2, 8]),
            ("round(Draft) eq 3", &[6]),
            ("round(Draft) eq -3", &[4]),
            ("round(Crew) eq 7", &[5, 6]),
            // 5.1.1.10.1 cast
            ("cast(Crew,Edm.String) eq '42'", &[8]),
            ("cast(Length,Edm.String) eq '7.00'", &[2]),
            ("cast(Afloat,Edm.String) eq 'true'", &[1, 4, 7]),
            ("cast(Name,Edm.Int32) eq null", ALL),
            ("cast(Crew,Edm.Double) eq 7", &[5, 6]),
            ("cast(Mass,Edm.Decimal) add 1 gt 9223372036854775807", &[5]),
            ("cast(Mass,Edm.Int32) eq null", &[1, 2, 3, 4, 5]),
            // 5.1.1.10.2 isof
            ("isof(Crew,Edm.Int32)", &[1, 3, 4, 5, 6, 8]),
            ("isof(Crew,Edm.String)", &[]),
            // 5.1.1.12.1 case
            ("case(Crew gt 0:'some',Crew le 0:'none') eq 'none'", &[3, 4]),
            ("case(Crew gt 0:'some',Crew le 0:'none') eq null", &[2, 7]),
        ],
    )
    .await;
}

#[tokio::test]
async fn calls_that_have_no_meaning_are_refused() {
    refuses(&[
        ("substring(Name,0,-1) eq ''", 400, "EvaluationFailed"),
        ("matchesPattern(Name,'(')", 400, "EvaluationFailed"),
        ("length(Crew) eq 1", 400, "InvalidRequest"),
        ("contains(Name)", 400, "MalformedRequest"),
        ("Contains(Name,'a')", 400, "InvalidRequest"),
        ("sqrt(Crew) eq 1", 400, "MalformedRequest"),
        ("year(Tide) eq 1", 400, "InvalidRequest"),
        ("hassubset(Name,Name)", 501, "NotImplemented"),
        ("my.own(Name) eq 1", 400, "MalformedRequest"),
    ])
    .await;
}
