//! `any`, `all` and `$count` of collections (sections 4.8, 4.12 and 5.1.1.13).

use super::finds;

/// Section 5.1.1.13.1; an operator without argument asks whether there is any member.
#[tokio::test]
async fn any_holds_for_one_member() {
    finds(
        "standard",
        &[
            ("Vessels?$filter=Calls/any()", "1 2 4 6 7 10"),
            ("Vessels?$filter=not Calls/any()", "3 5 8 9"),
            ("Vessels?$filter=Calls/any() eq false", "3 5 8 9"),
            ("Vessels?$filter=Calls/any(c:c/Fee gt 10)", "1 2 4 6 10"),
            ("Vessels?$filter=Calls/any(c:c/Fee eq null)", "1"),
            ("Vessels?$filter=Calls/any(c:c/Note eq '')", "1"),
            ("Vessels?$filter=Calls/any(c:c/Note eq 'Öl')", "2"),
            ("Vessels?$filter=Calls/any(c:c/Note in ('Öl','öl','Low'))", "2 10"),
            ("Vessels?$filter=Calls/any(c:contains(c/Note,'r'))", "1 6"),
            ("Vessels?$filter=Calls/any(c:not contains(c/Note,'r'))", "1 2 4 10"),
            ("Vessels?$filter=Calls/any(c:c/Done)", "1 2 6 10"),
            ("Vessels?$filter=Calls/any(c:not c/Done)", "1 4"),
            ("Vessels?$filter=Calls/any(c:c/Done eq null)", "1 2 7"),
            ("Vessels?$filter=Calls/any(c:true)", "1 2 4 6 7 10"),
            ("Vessels?$filter=Calls/any(c:year(c/At) eq 2024)", "1 2 10"),
            ("Vessels?$filter=Calls/any(c:c/Fee gt 10) and Length lt 100", "1 4 10"),
            ("Vessels?$filter=Calls/any(c:c/Fee gt 10) or Length lt 2", "1 2 4 5 6 10"),
            ("Vessels?$filter=Calls/any(c:c/Fee gt 10) ne Calls/any(c:c/Done)", "4"),
            ("Calls?$filter=Cargo/any(g:g/Weight gt 0)", "10 11 13 16 17 20"),
        ],
    )
    .await;
}

/// Section 5.1.1.13.2: true for an empty collection; a predicate that is null is not true.
#[tokio::test]
async fn all_holds_for_every_member() {
    finds(
        "standard",
        &[
            ("Vessels?$filter=Calls/all(c:c/Fee gt 0)", "3 4 5 6 8 9 10"),
            ("Vessels?$filter=Calls/all(c:c/Done)", "3 5 6 8 9 10"),
            ("Vessels?$filter=Calls/all(c:c/Done ne false)", "2 3 5 6 7 8 9 10"),
            ("Vessels?$filter=not Calls/all(c:c/Done)", "1 2 4 7"),
            ("Vessels?$filter=Calls/all(c:contains(c/Note,'l'))", "2 3 5 8 9"),
            ("Vessels?$filter=Calls/all(c:c/Note ne 'Low') and Calls/any()", "1 2 4 6 7"),
        ],
    )
    .await;
}

/// Section 5.1.1.13: names without a prefix are those of the row the path begins at, `$it` is the
/// outermost row, and each variable is known to the lambda operators inside.
#[tokio::test]
async fn lambda_operators_nest() {
    finds(
        "standard",
        &[
            (
                "Cargo?$filter=Line in Call/Cargo/Line and Call/Cargo/any(b:b/Call/Cargo/all(c:c/Call/ID lt 18))",
                "10 10 11 13 13 14 16 16 17",
            ),
            ("Vessels?$filter=Calls/any(c:c/Cargo/any(g:g/Tons gt 5))", "1 2 6"),
            ("Vessels?$filter=Calls/any(c:c/Cargo/all(g:g/Goods ne null))", "1 2 4 6 7 10"),
            ("Vessels?$filter=Calls/all(c:c/Cargo/any(g:g/Tons gt 5))", "2 3 5 6 8 9"),
            ("Vessels?$filter=Calls/any(c:c/Cargo/any(g:g/Goods eq c/Note))", "2 10"),
            ("Vessels?$filter=Calls/any(c:c/Note eq Name)", "10"),
            ("Vessels?$filter=Calls/any(c:c/Note eq $it/Name)", "10"),
            ("Vessels?$filter=Calls/any(Name:Name/Note eq $it/Name)", "10"),
            // The path begins at the call, so its names need no prefix.
            ("Vessels?$filter=Calls/any(c:c/Cargo/any(g:g/Goods eq Note))", "2 10"),
            ("Vessels?$filter=Calls/any(c:c/Cargo/any(g:g/Goods eq $it/Name))", "10"),
            (
                "Vessels?$filter=Calls/any(c:c/Cargo/any(g:g/Call/Vessel/Calls/any(d:d/ID ne c/ID and d/Fee gt c/Fee \
                 and d/VesselID eq $it/ID)))",
                "1 2",
            ),
            (
                "Owners?$filter=Vessels/any(v:v/Calls/any(c:c/Cargo/any(g:g/Goods eq 'Grain' and v/Length gt 100 \
                 and $it/Trusted eq null)))",
                "5",
            ),
            (
                "Owners?$filter=Vessels/any(v:v/Calls/any(c:c/Cargo/any(g:g/Goods eq v/Name and \
                 contains(c/Note,g/Goods) and v/OwnerID eq $it/ID)))",
                "3",
            ),
            ("Vessels?$filter=Owner/Vessels/any(v:v/ID ne ID)", "1 3"),
            ("Vessels?$filter=Owner/Vessels/any(v:v/ID ne $it/ID)", "1 3"),
            ("Vessels?$filter=Owner/Vessels/all(v:v/Length ne null)", "2 4 5 6 7 9 10"),
            ("Vessels?$filter=Owner/Vessels/any(v:v/Calls/any(c:c/Done and v/ID ne $it/ID))", "3"),
        ],
    )
    .await;
}

/// Texts relate by code point: `anna` is not `Anna`.
#[tokio::test]
async fn texts_relate_to_the_letter() {
    finds(
        "standard",
        &[
            ("Vessels?$filter=Namesakes/any()", "1 10"),
            ("Vessels?$filter=Namesakes/$count ge 1", "1 10"),
            ("Vessels?$filter=Namesakes/any(c:c/Done eq false)", "1"),
            ("Countries?$filter=Owners/$count eq 1&$orderby=Name", "DE NL  LO ÅX"),
            ("Countries?$filter=Owners/any(o:o/Trusted)&$orderby=Name", "NL "),
            ("Owners?$filter=Country/Name eq 'Nederland'", "1"),
            ("Owners?$filter=Country/Name eq 'lower'", "3"),
            ("Owners?$filter=Country/Owners/$count eq 1", "1 2 3 6 7"),
        ],
    )
    .await;
}

/// Sections 4.8 and 4.12: `$count`, of all members or of those that meet `$filter` and `$search`.
#[tokio::test]
async fn members_are_counted() {
    finds(
        "standard",
        &[
            ("Vessels?$filter=Calls/$count eq 0", "3 5 8 9"),
            ("Vessels?$filter=Calls/$count gt 1", "1 2"),
            ("Vessels?$filter=2 le Calls/$count", "1 2"),
            ("Vessels?$filter=Calls/$count eq SisterID", "6"),
            ("Vessels?$filter=Calls/$count add 1 eq 4", "1"),
            ("Vessels?$filter=Calls/$count in (1,3)", "1 4 6 7 10"),
            ("Vessels?$filter=Calls/$count($filter=Fee gt 10) eq 1", "1 2 4 6 10"),
            ("Vessels?$filter=Calls/$count($filter=$this/Fee gt 10) eq 1", "1 2 4 6 10"),
            ("Vessels?$filter=Calls/$count($filter=Note eq $it/Name) gt 0", "10"),
            ("Vessels?$filter=Calls/$count($filter=Cargo/any()) gt 1", "1 2"),
            ("Vessels?$filter=Calls/$count($search=öl) eq 2", "2"),
            ("Vessels?$filter=Calls/$count($search=öl;$filter=Done) eq 1", "2"),
            ("Vessels?$filter=Calls/$filter(Fee gt 10)/$count gt 0", "1 2 4 6 10"),
            ("Vessels?$filter=Calls/$filter(Fee gt 10)/any(c:c/Done)", "1 6 10"),
            ("Vessels?$filter=Calls/$filter(Fee gt 10)/all(c:c/Done)", "1 3 5 6 7 8 9 10"),
            ("Vessels?$filter=Calls/$filter(Fee gt 0)/$filter(Done)/$count eq 1", "1 6 10"),
            ("Vessels?$filter=Owner/Vessels/$count eq 2", "1 3"),
            ("Vessels?$filter=Owner/Vessels/$count eq 0", "4 5"),
            ("Owners?$filter=Vessels/any(v:v/Calls/$count gt 1)", "1 2"),
            ("Calls?$filter=Vessel/Calls/$count gt Cargo/$count add 1", "11 12"),
        ],
    )
    .await;
}
