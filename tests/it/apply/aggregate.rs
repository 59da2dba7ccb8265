//! `aggregate` (section 3.2.1): methods, their types, nulls and nothing to aggregate.

use super::answers;

/// Sums are exact in a type that holds them (3.2.1.3.1), counts are decimals without a fraction (3.2.1.3.5
/// and 3.2.1.4).
#[tokio::test]
async fn sums() {
    answers(
        "standard",
        &[
            (
                "Dues?$apply=aggregate(Tons with sum as Sum,$count as N,Fee with sum as Fees)",
                r#"Dues(Sum,N,Fees) [{"Sum":Int64 4294967339,"N":Decimal 12,"Fees":Decimal 10000000229.42}]"#,
            ),
            (
                "Dues?$apply=aggregate(Weight with sum as W,Draft with sum as D)",
                r#"Dues(W,D) [{"W":Decimal 9232379236109518799,"D":Double 1.7976931348623157e+308}]"#,
            ),
            (
                "Dues?$apply=groupby((Cargo),aggregate(Fee mul 1.5 with sum as X,Tons add 1 with sum as Y,-Tons with sum as Z))",
                r#"Dues(Cargo,X,Y,Z) [{"Cargo":null,"X":Decimal 0.000,"Y":Decimal 1,"Z":Decimal 0},{"Cargo":"Grain","X":Decimal 325.395,"Y":Decimal 2147483694,"Z":Decimal -2147483689},{"Cargo":"Kisten 🚢","X":Decimal 18.750,"Y":Decimal 2147483648,"Z":Decimal -2147483647},{"Cargo":"grain","X":Decimal null,"Y":Decimal 8,"Z":Decimal -7},{"Cargo":"Öl","X":Decimal 14999999999.985,"Y":Decimal -2,"Z":Decimal 4}]"#,
            ),
            (
                "Dues?$apply=aggregate(Berth with countdistinct as B,Fee with countdistinct as F,Draft with countdistinct as D,Day with countdistinct as Y,Paid with countdistinct as P,Cargo with countdistinct as C,At with countdistinct as A,Weight with countdistinct as W)",
                r#"Dues(B,F,D,Y,P,C,A,W) [{"B":Decimal 7,"F":Decimal 8,"D":Decimal 9,"Y":Decimal 6,"P":Decimal 2,"C":Decimal 4,"A":Decimal 8,"W":Decimal 8}]"#,
            ),
        ],
    )
    .await;
}

/// Extremes have the type of their values (3.2.1.3.2 and 3.2.1.3.3), text by code point; averages have up to
/// ten digits behind the point more than their values (3.2.1.3.4 leaves the scale to the service).
#[tokio::test]
async fn extremes_and_averages() {
    answers(
        "standard",
        &[
            (
                "Dues?$apply=groupby((Cargo),aggregate(Fee with min as Min,Fee with max as Max,Berth with min as B,Day with max as Last,Draft with max as D,Paid with max as P,At with min as First))",
                r#"Dues(Cargo,Min,Max,B,Last,D,P,First) [{"Cargo":null,"Min":Decimal 0.00,"Max":Decimal 0.00,"B":"é","Last":Date "9999-12-31","D":Double 1.7976931348623157e+308,"P":null,"First":DateTimeOffset "2000-02-29T12:34:56Z"},{"Cargo":"Grain","Min":Decimal 0.90,"Max":Decimal 100.10,"B":"A","Last":Date "2024-12-31","D":Double 2.5,"P":true,"First":DateTimeOffset "2024-01-31T10:00:00Z"},{"Cargo":"Kisten 🚢","Min":Decimal 12.50,"Max":Decimal 12.50,"B":"","Last":Date "1900-02-28","D":Double null,"P":true,"First":DateTimeOffset "9999-12-31T23:59:59Z"},{"Cargo":"grain","Min":Decimal null,"Max":Decimal null,"B":null,"Last":Date null,"D":Double 0.3,"P":false,"First":DateTimeOffset null},{"Cargo":"Öl","Min":Decimal -0.01,"Max":Decimal 9999999999.99,"B":"A","Last":Date "2024-12-31","D":Double 1e+300,"P":true,"First":DateTimeOffset "1969-12-31T23:59:59.500Z"}]"#,
            ),
            (
                "Dues?$apply=groupby((Cargo),aggregate(Fee with average as Avg,Tons with average as AvgT,Draft with sum as D,Draft with average as AD))",
                r#"Dues(Cargo,Avg,AvgT,D,AD) [{"Cargo":null,"Avg":Decimal 0.00,"AvgT":Decimal 0,"D":Double 1.7976931348623157e+308,"AD":Double 1.7976931348623157e+308},{"Cargo":"Grain","Avg":Decimal 43.386,"AvgT":Decimal 429496737.8,"D":Double 2.9,"AD":Double 0.58},{"Cargo":"Kisten 🚢","Avg":Decimal 12.50,"AvgT":Decimal 2147483647,"D":Double null,"AD":Double null},{"Cargo":"grain","Avg":Decimal null,"AvgT":Decimal 7,"D":Double 0.3,"AD":Double 0.3},{"Cargo":"Öl","Avg":Decimal 3333333333.33,"AvgT":Decimal -2,"D":Double 123456789.125,"AD":Double 41152263.041666664}]"#,
            ),
            (
                "Dues?$apply=groupby((Cargo),aggregate(Weight with average as A,Weight with min as Lo,Weight with max as Hi))",
                r#"Dues(Cargo,A,Lo,Hi) [{"Cargo":null,"A":Decimal -7,"Lo":Int64 -7,"Hi":Int64 -7},{"Cargo":"Grain","A":Decimal 1844674407370955561.8,"Lo":Int64 0,"Hi":Int64 9223372036854775807},{"Cargo":"Kisten 🚢","A":Decimal -9223372036854775808,"Lo":Int64 -9223372036854775808,"Hi":Int64 -9223372036854775808},{"Cargo":"grain","A":Decimal null,"Lo":Int64 null,"Hi":Int64 null},{"Cargo":"Öl","A":Decimal 3077459745369838935,"Lo":Int64 5,"Hi":Int64 9223372036854775807}]"#,
            ),
            (
                "Dues?$apply=aggregate(Tons with average as A)",
                r#"Dues(A) [{"A":Decimal 429496733.9}]"#,
            ),
        ],
    )
    .await;
}

/// No values make null, no rows the number zero (3.2.1.3 and 3.2.1.4); no rows make no groups.
#[tokio::test]
async fn nothing_to_aggregate() {
    answers(
        "standard",
        &[
            (
                "Dues?$apply=filter(ID lt 0)/aggregate(Tons with sum as Sum,$count as N,Fee with average as A,Fee with countdistinct as D,Fee with min as M)",
                r#"Dues(Sum,N,A,D,M) [{"Sum":Int64 null,"N":Decimal 0,"A":Decimal null,"D":Decimal 0,"M":Decimal null}]"#,
            ),
            (
                "Dues?$apply=filter(ID lt 0)/groupby((Cargo),aggregate($count as N))",
                r#"Dues(Cargo,N) []"#,
            ),
            (
                "Dues?$apply=filter(ID eq 9)/aggregate(Tons with sum as Sum,$count as N,Draft with max as D,Cargo with countdistinct as C)",
                r#"Dues(Sum,N,D,C) [{"Sum":Int64 null,"N":Decimal 1,"D":Double null,"C":Decimal 0}]"#,
            ),
            (
                "Dues?$apply=groupby((Paid),aggregate(Tons with countdistinct as X,Paid with min as Y))",
                r#"Dues(Paid,X,Y) [{"Paid":null,"X":Decimal 2,"Y":null},{"Paid":false,"X":Decimal 4,"Y":false},{"Paid":true,"X":Decimal 2,"Y":true}]"#,
            ),
        ],
    )
    .await;
}

/// `from` groups first, and puts the groups' values together again (3.2.1.5).
#[tokio::test]
async fn from() {
    answers(
        "standard",
        &[
            (
                "Dues?$apply=aggregate(Fee with sum from Cargo with average as X,$count from Berth with max as Y)",
                r#"Dues(X,Y) [{"X":Decimal 2500000057.355,"Y":Decimal 3}]"#,
            ),
            (
                "Dues?$apply=groupby((Paid),aggregate(Fee with sum from Berth,Cargo with max from Cargo with sum as X))",
                r#"Dues(Paid,X) [{"Paid":null,"X":Decimal 9999999999.99},{"Paid":false,"X":Decimal 3.34},{"Paid":true,"X":Decimal 212.69}]"#,
            ),
        ],
    )
    .await;
}
