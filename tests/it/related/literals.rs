//! `$it`, `$this` and `$root` (section 5.1.1.14).

use super::finds;

#[tokio::test]
async fn root_reads_one_value() {
    finds(
        "standard",
        &[
            ("Vessels?$filter=Length gt $root/Vessels(1)/Length", "2 6"),
            ("Vessels?$filter=Owner/Name eq $root/Owners(1)/Name", "1 3"),
            ("Vessels?$filter=Length lt $root/Vessels(77)/Length", ""),
            ("Vessels?$filter=$root/Vessels(77)/Length eq null and ID lt 3", "1 2"),
            ("Vessels?$filter=Name eq $root/Cargo(CallID=20,Line=1)/Goods", "10"),
            ("Vessels?$filter=Name eq $root/Vessels(2)/Sister/Name", "1"),
            ("Vessels?$filter=ID lt $root/Vessels(1)/Calls/$count", "1 2"),
            ("Vessels?$filter=$root/Calls/$count eq 11 and ID lt 3", "1 2"),
            ("Vessels?$filter=$root/Calls/any(c:c/Note eq Name)", "1 10"),
            ("Vessels?$filter=Calls/any(c:c/Fee gt $root/Calls(16)/Fee)", "1 2 4"),
            ("Vessels?$filter=Name eq $root/Countries('NL')/Name", ""),
            ("Vessels?$filter=$root/Owners(@o)/Name eq Owner/Name&@o=1", "1 3"),
        ],
    )
    .await;
}

#[tokio::test]
async fn it_and_this_are_rows() {
    finds(
        "standard",
        &[
            ("Vessels?$filter=$it/Name eq 'Anna'", "1"),
            ("Vessels?$filter=$this/Name eq 'Anna'", "1"),
            ("Vessels?$filter=$it/Calls/any(c:$it/Name eq c/Note)", "10"),
            (
                "Vessels?$filter=Calls/$count($filter=$this/Cargo/any(g:g/Tons eq 10 and $this/Done)) gt 0",
                "1 6",
            ),
            ("Vessels?$filter=isof(Test.Vessel) and ID lt 3", "1 2"),
            ("Vessels?$filter=isof(Test.Call) or ID eq 3", "3"),
            ("Vessels?$filter=Calls/any(c:isof(Test.Vessel)) and ID lt 3", "1 2"),
        ],
    )
    .await;
}

/// A key in parentheses picks one member.
#[tokio::test]
async fn keys_stand_in_paths() {
    finds(
        "standard",
        &[
            ("Vessels?$filter=Calls(10)/Fee gt 100", "1"),
            ("Vessels?$filter=Calls(13)/Done", "2"),
            ("Calls?$filter=Cargo(CallID=13,Line=1)/Goods eq Note", "11 13 18"),
            ("Vessels?$filter=Calls(10)/Cargo/$count eq 2", "1"),
            ("Vessels?$filter=Calls(10)/Vessel/Name eq 'Anna'", "1"),
            ("Vessels?$filter=Calls(10) ne null", "1"),
        ],
    )
    .await;
}

/// Section 4.12: `/$filter(…)` in the resource path.
#[tokio::test]
async fn a_path_segment_filters() {
    finds(
        "standard",
        &[
            ("Vessels/$filter(Length%20gt%2099.5)", "2 6"),
            ("Vessels/$filter(@f)?@f=Calls/any(c:c/Done)", "1 2 6 10"),
            ("Vessels/$filter(@f)?@f=Calls/any(c:c/Done)&$filter=Length gt 100&$orderby=ID desc", "6 2"),
            ("Vessels/$filter(ID%20gt%202)/$filter(ID%20lt%205)", "3 4"),
            ("Vessels(1)/Calls/$filter(Fee%20gt%201)", "10"),
            ("Vessels/$filter($it%2FID%20eq%20$this%2FSisterID)", "4"),
        ],
    )
    .await;
}
