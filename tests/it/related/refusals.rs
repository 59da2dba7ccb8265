//! What has no meaning, or is not answered, is refused by name and place.

use super::refuses;

#[tokio::test]
async fn refusals_say_what_and_where() {
    refuses(
        "standard",
        &[
            (
                "Vessels?$filter=Calls eq null",
                400,
                "$filter, position 0: 'Calls' is a collection; any, all, $count or a key in parentheses is needed behind it",
            ),
            (
                "Vessels?$filter=Calls/Fee gt 10",
                400,
                "$filter, position 6: 'Calls' is a collection; any, all, $count or a key in parentheses is needed behind it",
            ),
            (
                "Vessels?$filter=Owner/any(o:o/Name eq 'x')",
                400,
                "$filter, position 6: Owner is no collection, of which any, all, $count and $filter are asked",
            ),
            (
                "Vessels?$filter=Owner/$count gt 1",
                400,
                "$filter, position 6: Owner is no collection, of which any, all, $count and $filter are asked",
            ),
            (
                "Vessels?$filter=Owner eq 'x'",
                400,
                "$filter, position 0: the path ends at a whole Owner; one of its properties is needed here",
            ),
            (
                "Vessels?$filter=Owner/Nam eq 'x'",
                400,
                "$filter, position 6: Owner has no property 'Nam'",
            ),
            (
                "Vessels?$filter=Calls/any(c:c/Fe gt 10)",
                400,
                "$filter, position 14: Call has no property 'Fe'",
            ),
            (
                "Vessels?$filter=Calls/any(c:c)",
                400,
                "$filter, position 12: this is a whole Call; one of its properties is needed here",
            ),
            (
                "Vessels?$filter=Calls/any(c:c/Fee)",
                400,
                "$filter, position 12: a condition is needed here, such as Name eq 'Acme'; this is Edm.Decimal",
            ),
            (
                "Vessels?$filter=Calls/any(c:c/Cargo/any(c:c/Tons gt 1))",
                400,
                "$filter, position 20: the name 'c' already stands for another entity; choose a name of its own",
            ),
            (
                "Vessels?$filter=Calls/any(c:d/Fee gt 1)",
                400,
                "$filter, position 12: Vessel has no property 'd'",
            ),
            (
                "Vessels?$filter=Calls/$count/x eq 1",
                400,
                "$filter, position 13: nothing can follow any, all or $count",
            ),
            (
                "Vessels?$filter=Calls/$count eq 'x'",
                400,
                "$filter, position 16: 'x' is no Edm.Int64; write a number such as 42",
            ),
            (
                "Vessels?$filter=Calls/$count($top=1) gt 1",
                400,
                "$filter: expected an option allowed here at position 13, found '$top'",
            ),
            (
                "Vessels?$filter=Sister/Calls/$count($search=x) gt 1 and Calls/any(c:c/Vessel/Sister(1)/ID eq 1)",
                400,
                "$filter, position 61: 'Sister' leads to one entity and takes no key",
            ),
            (
                "Vessels?$filter=Calls(1,2)/Fee eq 1",
                400,
                "$filter: expected a function OData defines at position 0, found 'Calls'",
            ),
            (
                "Vessels?$filter=Calls(ID=1,Line=2)/Fee eq 1",
                400,
                "$filter, position 0: a Call is addressed by its key, as in (1) or ('A')",
            ),
            (
                "Vessels?$filter=Calls/10/Fee eq 1",
                501,
                "$filter, position 6: a key written as a segment is not supported in expressions; write it in parentheses",
            ),
            (
                "Vessels?$filter=$root/Nothing(1)/ID eq 1",
                400,
                "$filter, position 6: there is no entity set 'Nothing'",
            ),
            (
                "Vessels?$filter=$root/Vessels/ID eq 1",
                400,
                "$filter, position 14: 'Vessels' is a collection; any, all, $count or a key in parentheses is needed behind it",
            ),
            (
                "Vessels?$filter=Sister/Sister/Sister/Sister/Sister/Sister/Sister/Sister/Sister/Sister/Sister/ID eq 1",
                400,
                "$filter, position 70: no more than 10 relations one behind the other are supported",
            ),
            (
                "Vessels?$filter=Owner/Test.Big/Name eq 'x'",
                501,
                "$filter, position 6: the type cast or function 'Test.Big' is not supported",
            ),
            (
                "Vessels?$filter=Owner/@Test.Note eq 'x'",
                501,
                "$filter, position 6: annotations in expressions are not supported",
            ),
            (
                "Vessels?$orderby=Owner",
                400,
                "$orderby, position 0: the path ends at a whole Owner; one of its properties is needed here",
            ),
            (
                "Vessels?$orderby=Calls/Fee",
                400,
                "$orderby, position 6: 'Calls' is a collection; any, all, $count or a key in parentheses is needed behind it",
            ),
            (
                "Vessels?$filter=cast(Test.Call) eq null",
                501,
                "$filter, position 5: a cast to Test.Call, which is no primitive type, is not supported",
            ),
            (
                "Vessels?$filter=isof(Test.Nothing)",
                400,
                "$filter, position 5: there is no type 'Test.Nothing'",
            ),
            (
                "Vessels?$filter=hassubset(Calls/Note,['x'])",
                501,
                "$filter, position 10: hassubset is supported for literal collections only, such as hassubset([1,2],[2])",
            ),
            (
                "Vessels?$filter=ID in @n&@n={\"a\":1}",
                400,
                "$filter, position 6: a collection is needed here, such as [1,2]; this is one object",
            ),
            (
                "Vessels?$filter=ID in @n&@n=[\"a\"]",
                400,
                "$filter, position 6: 'a' is no Edm.Int32; write a number such as 42",
            ),
            (
                "Vessels?$filter=@n eq 1&@n=[1]",
                501,
                "$filter, position 0: JSON values in expressions are not supported",
            ),
            (
                "Vessels/$filter(Lengt%20gt%201)",
                400,
                "Vessel has no property 'Lengt'",
            ),
            (
                "Vessels(1)/$filter(ID%20eq%201)",
                400,
                "path: expected a segment OData defines at position 11, found '$filter'",
            ),
            (
                "Countries?$filter=Owners/$count($search=x) gt 0 and Owners/any(o:o/Vessels/$count($search=x) gt 0)",
                501,
                "$filter, position 57: this entity set has no search; name searchable properties in the service definition",
            ),
        ],
    )
    .await;
}

/// No more than fifty relations in all, and ten behind each other.
#[tokio::test]
async fn relations_are_bounded() {
    let many = format!("Vessels?$filter={}", vec!["Calls/any()"; 51].join(" or "));
    refuses("standard", &[(&many, 400, "$filter, position 750: no more than 50 uses of navigation properties in expressions are supported")]).await;
}
