//! `$compute` (URL Conventions, section 5.1.3; Protocol, section 11.2.5.3).

use super::{answers, refuses};

/// Computed properties are dynamic: answered if `$select` names them or there is no `$select`
/// (Protocol, section 11.2.5.3), with their type (JSON Format, section 4.6.3).
#[tokio::test]
async fn computes() {
    answers(
        "standard",
        &[
            (
                "Dues?$compute=Tons mul 2 as Twice&$select=ID,Twice&$filter=Twice ge 14&$orderby=Twice desc,ID desc",
                r##"Dues(ID,Twice) [{"ID":7,"Twice":Int64 4294967294},{"ID":6,"Twice":Int64 4294967294},{"ID":2,"Twice":Int64 40},{"ID":10,"Twice":Int64 20},{"ID":1,"Twice":Int64 20},{"ID":5,"Twice":Int64 14}]"##,
            ),
            (
                "Dues?$select=Berth,Label&$compute=concat(Berth,Cargo) as Label,length(Label) as Long&$filter=Long le 6&$orderby=Long",
                r##"Dues(Berth,Label) [{"Berth":"A","Label":"AÖl"},{"Berth":"B","Label":"BÖl"},{"Berth":"A ","Label":"A Öl"},{"Berth":"A","Label":"AGrain"},{"Berth":"a","Label":"aGrain"},{"Berth":"é","Label":"éGrain"},{"Berth":"A","Label":"AGrain"},{"Berth":"B","Label":"BGrain"}]"##,
            ),
            (
                "Vessels?$compute=Length add 1 as More,toupper(Name) as Loud&$top=2",
                r##"Vessels(*,More,Loud) [{"ID":1,"Name":"Anna","Flag":"NL","Length":99.50,"More":Decimal 100.50,"Loud":"ANNA"},{"ID":2,"Name":"Bärbel","Flag":"DE","Length":120.00,"More":Decimal 121.00,"Loud":"BÄRBEL"}]"##,
            ),
            (
                "Vessels?$compute=Length add 1 as More&$select=*&$top=1",
                r##"Vessels(ID,Name,Flag,Length,More) [{"ID":1,"Name":"Anna","Flag":"NL","Length":99.50,"More":Decimal 100.50}]"##,
            ),
            ("Vessels?$compute=Length add 1 as More&$select=ID&$top=1", r#"Vessels(ID) [{"ID":1}]"#),
            (
                "Vessels?$compute=Length add @more as More&$select=More&@more=0.25&$top=1",
                r##"Vessels(More) [{"More":Decimal 99.75}]"##,
            ),
            (
                "Dues?$compute=Draft mul 2 as D,Day as Until,Paid as P&$select=D,Until,P&$top=1",
                r##"Dues(D,Until,P) [{"D":Double 0.2,"Until":Date "2024-01-31","P":true}]"##,
            ),
        ],
    )
    .await;
}

/// One entity, a count, and pages.
#[tokio::test]
async fn computes_beside_other_shapes() {
    use crate::support::peers::with_peers;
    with_peers(&super::harbour(), "standard", async |peers| {
        let one = peers.ask("Vessels(2)?$compute=Length%20mul%202%20as%20L&$select=L").await;
        assert!(
            one.body.contains("$metadata#Vessels(L)/$entity\",\"L@odata.type\":\"#Decimal\",\"L\":240.00}")
        );
        let count = peers.ask("Dues/$count?$compute=Tons%20mul%202%20as%20T&$filter=T%20gt%2019").await;
        assert_eq!(count.body, "5");
        let rows = peers
            .ask_pages("Dues?$compute=Tons%20mod%203%20as%20T&$orderby=T&$select=ID,T&$count=true", 5)
            .await;
        assert_eq!(rows.len(), 12);
    })
    .await;
}

#[tokio::test]
async fn refuses_by_name() {
    let vast = (0..12).map(|n| format!("X{n} add X{n} as X{}", n + 1)).collect::<Vec<_>>().join(",");
    let vast = format!("Dues?$compute=Tons add 1 as X0,{vast}");
    refuses(
        "standard",
        &[
            (
                "Dues?$compute=Tons add 1 as Fee",
                400,
                "$compute, position 0: 'Fee' is a property of Due; a computed property needs a name of its own",
            ),
            (
                "Dues?$compute=Tons add 1 as Vessel",
                400,
                "$compute, position 0: 'Vessel' is a property of Due; a computed property needs a name of its own",
            ),
            (
                "Dues?$compute=Tons add 1 as X,Tons as X",
                400,
                "$compute, position 16: the name 'X' is used twice",
            ),
            ("Dues?$compute=Y as X,Tons as Y", 400, "$compute, position 0: Due has no property 'Y'"),
            (
                "Dues?$compute=null as X",
                400,
                "$compute, position 0: null alone has no type; say which 'X' is, as in cast(null,Edm.Int32)",
            ),
            ("Dues?$select=X", 400, "$select, position 0: Due has no property 'X'"),
            (
                "Dues?$compute=Tons as X&$filter=X/Y eq 1",
                400,
                "$filter, position 2: 'X' is a computed value: nothing can follow it",
            ),
            ("Dues(1)/Tons?$compute=Tons as X", 400, "$compute: has no meaning for this resource"),
            (
                &vast,
                400,
                "$compute, position 178: the computed properties used here stand for more than 10000 operands and operators",
            ),
        ],
    )
    .await;
}
