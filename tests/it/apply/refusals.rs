//! What is not answered, by name and place.

use super::refuses;

#[tokio::test]
async fn what_is_not_right() {
    refuses(
        "standard",
        &[
            ("Dues?$apply=aggregate(Ton with sum as X)", 400, "$apply, position 10: Due has no property 'Ton'"),
            ("Dues?$apply=groupby((Cargos))", 400, "$apply, position 9: Due has no property 'Cargos'"),
            ("Dues?$apply=groupby((Vessel))", 400, "$apply, position 9: the path ends at a whole Vessel; one of its properties is needed here"),
            ("Dues?$apply=aggregate(Cargo with sum as X)", 400, "$apply, position 10: 'sum' is not defined for Edm.String"),
            ("Dues?$apply=aggregate(Day with average as X)", 400, "$apply, position 10: 'average' is not defined for Edm.Date"),
            ("Dues?$apply=aggregate(Vessel with max as X)", 400, "$apply, position 10: the path ends at a whole Vessel; one of its properties is needed here"),
            ("Dues?$apply=groupby((Vessel/Flags))", 400, "$apply, position 16: Vessel has no property 'Flags'"),
            ("Vessels?$apply=groupby((Dues/Cargo))", 400, "$apply, position 14: 'Dues' is a collection; any, all, $count or a key in parentheses is needed behind it"),
            ("Dues?$apply=groupby((Vessel/Flag))&$select=Vessel/Name", 400, "$select, position 0: there is no 'Vessel/Name' in the result of $apply; it has Vessel/Flag"),
            ("Dues?$apply=aggregate(Fee with sum as F)&$filter=isdefined(X)", 400, "$filter, position 10: there is no 'X' in the result of $apply; it has F"),
            ("Dues?$filter=isdefined(X)", 400, "$filter, position 10: Due has no property 'X'"),
            ("Dues?$filter=isdefined(1)", 400, "$filter, position 10: isdefined takes the path of a property"),
            ("Dues?$apply=aggregate(Tons with sum as Fee)", 400, "$apply, position 10: 'Fee' is a property of Due; a computed property needs a name of its own"),
            ("Dues?$apply=aggregate(Tons with sum as X,Fee with sum as X)", 400, "$apply, position 29: the name 'X' is used twice"),
            ("Dues?$apply=groupby((Cargo),aggregate($count as N))/aggregate(N with sum as N)", 400, "$apply, position 50: 'N' is a name of what is aggregated; the result needs a name of its own"),
            ("Dues?$apply=aggregate(Forecast)", 400, "$apply, position 10: Due has no custom aggregates; say how to aggregate, as in 'Amount with sum as Total'"),
            ("Dues?$apply=groupby((rollup(Year)))", 400, "$apply, position 0: there is no leveled hierarchy 'Year'; name the properties of the levels, as in rollup(Year,Month)"),
            ("Dues?$apply=aggregate($count as N)&$filter=Cargo eq 'x'", 400, "$filter, position 0: there is no 'Cargo' in the result of $apply; it has N"),
            ("Dues?$apply=groupby((Cargo),aggregate($count as N))&$orderby=M", 400, "$orderby, position 0: there is no 'M' in the result of $apply; it has Cargo, N"),
            ("Dues?$apply=groupby((Cargo))&$select=Cargo,X", 400, "$select, position 6: there is no 'X' in the result of $apply; it has Cargo"),
            ("Dues?$apply=groupby((Cargo))&$compute=Fee as X", 400, "$compute, position 0: there is no 'Fee' in the result of $apply; it has Cargo"),
            ("Dues?$apply=groupby((Cargo))/filter(Fee gt 1)", 400, "$apply, position 24: there is no 'Fee' in the result of $apply; it has Cargo"),
            ("Dues?$apply=topcount(0,Fee)", 400, "$apply, position 9: a whole number above zero is needed here"),
            ("Dues?$apply=topcount(1.5,Fee)", 400, "$apply, position 9: a whole number above zero is needed here"),
            ("Dues?$apply=toppercent(101,Fee)", 400, "$apply, position 11: a percentage above zero and up to 100 is needed here"),
            ("Dues?$apply=topsum(1,Cargo)", 400, "$apply, position 9: a number is needed here, not Edm.String"),
            ("Dues?$apply=topsum('x',Fee)", 400, "$apply, position 7: a number is needed here, not Edm.String"),
            ("Dues?$apply=concat(aggregate(Fee with sum as X),aggregate(Cargo with max as X))", 400, "$apply, position 0: 'X' is Edm.Decimal in some rows and Edm.String in others"),
            ("Dues?$apply=filter(Tons)", 400, "$apply, position 7: a condition is needed here, such as Name eq 'Acme'; this is Edm.Int32"),
            ("Dues(1)?$apply=identity", 400, "$apply: has no meaning for this resource"),
            ("Dues?$apply=toppercent(50,Draft)/aggregate(1 div 0 with sum as X)", 400, "division by zero: the right side of 'div' is zero in at least one row; exclude such rows, as in 'X ne 0 and Y div X gt 1'"),
        ],
    )
    .await;
}

#[tokio::test]
async fn what_is_not_supported() {
    refuses(
        "standard",
        &[
            ("Dues?$apply=nest(identity as X)", 501, "$apply, position 0: the transformation 'nest' is not supported"),
            ("Vessels?$apply=addnested(Dues,identity as X)", 501, "$apply, position 0: the transformation 'addnested' is not supported"),
            ("Vessels?$apply=join(Dues as D)", 501, "$apply, position 0: the transformation 'join' is not supported"),
            ("Vessels?$apply=outerjoin(Dues as D)", 501, "$apply, position 0: the transformation 'outerjoin' is not supported"),
            ("Dues?$apply=ancestors($root/Dues,H,ID,identity)", 501, "$apply, position 0: the transformation 'ancestors' is not supported"),
            ("Dues?$apply=descendants($root/Dues,H,ID,identity)", 501, "$apply, position 0: the transformation 'descendants' is not supported"),
            ("Dues?$apply=traverse($root/Dues,H,ID,preorder)", 501, "$apply, position 0: the transformation 'traverse' is not supported"),
            ("Dues?$apply=Test.Best(n=1)", 501, "$apply, position 0: the service has no transformation 'Test.Best' of its own"),
            ("Dues?$apply=groupby((rolluprecursive($root/Dues,H,ID)))", 501, "$apply, position 0: rolluprecursive is not supported"),
            ("Dues?$apply=aggregate(Tons with Test.median as X)", 501, "$apply, position 10: the service has no aggregation method 'Test.median' of its own"),
            ("Vessels?$apply=aggregate(Dues/$count as X)", 501, "$apply, position 10: a path before $count is not supported in aggregate; $count alone counts the rows"),
            ("Vessels?$apply=aggregate(Dues/Fee with sum as X)", 501, "$apply, position 10: the values of the collection 'Dues' cannot be aggregated; only paths to one entity are supported"),
            ("Vessels?$expand=Dues($apply=groupby((Cargo)))", 501, "$expand, position 0: Dues($apply): not supported by this service"),
            ("Dues?$apply=topcount($these/$count div 2,Fee)", 501, "$apply, position 9: $these is not supported"),
            ("Dues?$apply=topcount(Tons,Fee)", 501, "$apply, position 9: only a number is supported as the first parameter, no expression over the collection"),
            ("Dues?$apply=groupby((Cargo))&$search=grain", 501, "$search: is not supported together with $apply"),
            ("Dues?$apply=groupby((Cargo))&$expand=Vessel", 501, "$expand: is supported behind an $apply that does no more than filter and sort"),
            ("Dues?$apply=groupby((Cargo),search(grain))", 501, "$apply, position 16: search(…) is supported at the beginning of $apply only"),
            ("Vessels?$apply=search(x)", 501, "$apply, position 0: this entity set has no search; name searchable properties in the service definition"),
            ("Dues?$apply=concat(groupby((Cargo)),groupby((Paid)))/groupby((Cargo))", 501, "$apply, position 50: 'Cargo' is in some rows only, so they cannot be grouped by it"),
        ],
    )
    .await;
}

/// Nothing a short request stands for is without a bound.
#[tokio::test]
async fn what_is_too_much() {
    let deep = format!("Dues?$apply={}identity{}", "groupby((Cargo),".repeat(7), ")".repeat(7));
    let many = format!("Dues?$apply={}", vec!["identity"; 201].join("/"));
    let levels: Vec<String> =
        ["Berth", "Cargo", "Tons", "Fee"].iter().map(|name| format!("{name},Paid,Day")).collect();
    let rollups = format!("Dues?$apply=groupby((rollup({})))", levels.join("),rollup("));
    let wide = format!("Dues?$apply=concat({})", vec!["identity"; 33].join(","));
    let keys = (0..101).map(|n| format!("$count as N{n}")).collect::<Vec<_>>().join(",");
    let aggregates = format!("Dues?$apply=aggregate({keys})");
    refuses(
        "standard",
        &[
            (&deep, 400, "$apply, position 80: transformations may stand in each other no more than 6 deep"),
            (
                &many,
                400,
                "$apply: no more than 200 transformations are supported, each grouping of a rollup counted",
            ),
            (&rollups, 400, "$apply, position 0: the rollups stand for more than 32 groupings"),
            (&wide, 400, "$apply, position 0: concat takes no more than 32 sequences"),
            (&aggregates, 400, "$apply, position 0: no more than 100 aggregate expressions are supported"),
        ],
    )
    .await;
}
