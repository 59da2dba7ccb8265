//! `in` with expressions, arrays and collections of related values; `hassubset` and `hassubsequence`
//! of literal collections (sections 5.1.1.1.12 and 5.1.1.6).

use super::finds;

#[tokio::test]
async fn in_takes_what_has_values() {
    finds(
        "standard",
        &[
            ("Vessels?$filter=Name in Calls/Note", "10"),
            ("Vessels?$filter='Öl' in Calls/Note", "2"),
            ("Vessels?$filter=null in Calls/Note", "1 7"),
            ("Vessels?$filter=not (Name in Calls/Note) and ID gt 8", "9"),
            ("Vessels?$filter='Grain' in Calls/Cargo/Goods", "1 6"),
            ("Vessels?$filter='Low' in Owner/Vessels/Name", "10"),
            ("Vessels?$filter=Owner/Vessels/any(v:$it/Name in v/Calls/Note)", "10"),
            ("Vessels?$filter=Name in @n&@n=[\"Anna\",\"Low\"]", "1 10"),
            ("Vessels?$filter=Name in [\"Anna\",\"Zoë\"]", "1 4"),
            ("Vessels?$filter=ID in @n&@n=[1,4.0,7e0]", "1 4 7"),
            ("Vessels?$filter=SisterID in @n&@n=[null,4]", "3 4 7 8"),
            ("Vessels?$filter=ID in @n&@n=[]", ""),
            ("Vessels?$filter=Owner/Since in @n&@n=[\"2024-02-29\",1999-12-31]", "7 8 10"),
            ("Vessels?$filter=ID in @n&@n=[SisterID,9]", "4 9"),
            ("Vessels?$filter=Name in (@a,'Low')&@a='Zoë'", "4 10"),
        ],
    )
    .await;
}

#[tokio::test]
async fn literal_collections_are_compared() {
    finds(
        "standard",
        &[
            ("Vessels?$filter=hassubset([4,1,3],[3,1]) and ID lt 3", "1 2"),
            ("Vessels?$filter=hassubset([4,1,3],[3,1,3])", ""),
            ("Vessels?$filter=hassubset([4,1,3],[])  and ID eq 1", "1"),
            ("Vessels?$filter=hassubsequence([4,1,3],[4,3]) and ID lt 3", "1 2"),
            ("Vessels?$filter=hassubsequence([4,1,3],[3,4])", ""),
            (
                "Vessels?$filter=hassubsequence(@a,@b) and ID eq 1&@a=[\"a\",\"b\",\"a\"]&@b=[\"a\",\"a\"]",
                "1",
            ),
            ("Vessels?$filter=hassubset([1,2.5],[2.50]) and ID eq 1", "1"),
        ],
    )
    .await;
}
