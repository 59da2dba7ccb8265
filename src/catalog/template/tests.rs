use super::*;

const ALL: [Engine; 4] = [Engine::Postgres, Engine::MySql, Engine::MariaDb, Engine::Sqlite];

/// The statement with `<n>` for each argument, or what is wrong with it.
fn read(sql: &str, engine: Engine, names: &[&str]) -> Result<String, Vec<String>> {
    let told = |fault: Fault| format!("{} ({})", fault.message, fault.remedy);
    let pieces =
        pieces(sql, engine, names).map_err(|faults| faults.into_iter().map(told).collect::<Vec<_>>())?;
    Ok(pieces
        .into_iter()
        .map(|piece| match piece {
            Piece::Text(text) => text,
            Piece::Argument(index) => format!("<{index}>"),
        })
        .collect())
}

#[test]
fn names_behind_a_colon_are_arguments() {
    for engine in ALL {
        for (sql, expected) in [
            ("SELECT :A, :B", "SELECT <0>, <1>"),
            ("SELECT :B WHERE x=:A AND y>=:A;", "SELECT <1> WHERE x=<0> AND y>=<0>"),
            ("SELECT(:A)+:B*2 ;\n-- done\n", "SELECT(<0>)+<1>*2 \n-- done\n"),
            ("SELECT ':A', :A, 'it''s :B', :B", "SELECT ':A', <0>, 'it''s :B', <1>"),
            ("SELECT \":A\", :A, \"a\"\":B\", :B", "SELECT \":A\", <0>, \"a\"\":B\", <1>"),
            ("SELECT :A -- not :C\n, :B", "SELECT <0> -- not :C\n, <1>"),
            ("SELECT :A /* not :C; */, :B", "SELECT <0> /* not :C; */, <1>"),
            ("SELECT :A AS größe, 'ü:C', :B", "SELECT <0> AS größe, 'ü:C', <1>"),
        ] {
            assert_eq!(read(sql, engine, &["A", "B"]), Ok(expected.to_owned()), "{engine:?} {sql}");
        }
        assert_eq!(read("SELECT :Größe_1", engine, &["Größe_1"]), Ok("SELECT <0>".to_owned()));
        assert_eq!(read("SELECT 1", engine, &[]), Ok("SELECT 1".to_owned()));
    }
}

#[test]
fn each_engine_has_literals_and_comments_of_its_own() {
    use Engine::{MariaDb, MySql, Postgres, Sqlite};
    for (engines, sql, expected) in [
        (&[Postgres][..], "SELECT :A::date, x::int, '{}'::text[]", "SELECT <0>::date, x::int, '{}'::text[]"),
        (&[Postgres], "SELECT $$:B; '$$, $x$ $$ :B $x$, :A", "SELECT $$:B; '$$, $x$ $$ :B $x$, <0>"),
        (&[Postgres], "SELECT E'\\':B', '\\', :A, tablE'x'", "SELECT E'\\':B', '\\', <0>, tablE'x'"),
        (&[Postgres], "SELECT /* /* */ :B */ :A ? 'k'", "SELECT /* /* */ :B */ <0> ? 'k'"),
        (&[Postgres], "SELECT a[1:2], b[: 3], c#>'{x}', :A", "SELECT a[1:2], b[: 3], c#>'{x}', <0>"),
        (&[Postgres], "SELECT `:A, a$b", "SELECT `<0>, a$b"),
        (&[MySql, MariaDb], "SELECT `a``:B`, '\\\\', :A # :B '", "SELECT `a``:B`, '\\\\', <0> # :B '"),
        (&[MySql, MariaDb], "SELECT 1--:A", "SELECT 1--<0>"),
        (&[MySql, MariaDb], "SELECT @x := :A, @@version", "SELECT @x := <0>, @@version"),
        (&[MySql, MariaDb], "SELECT '\\n', \"\\n\", :A --", "SELECT '\\n', \"\\n\", <0> --"),
        (&[Sqlite], "SELECT [:B], `:B`, '\\', :A", "SELECT [:B], `:B`, '\\', <0>"),
        (&[Sqlite], "SELECT /* /* */ :A", "SELECT /* /* */ <0>"),
    ] {
        for engine in engines {
            assert_eq!(read(sql, *engine, &["A"]), Ok(expected.to_owned()), "{engine:?} {sql}");
        }
    }
}

#[test]
fn what_is_wrong_is_named() {
    use Engine::{MariaDb, MySql, Postgres, Sqlite};
    let own = "(write :Name with the name of a parameter)";
    for (engines, sql, expected) in [
        (&ALL[..], "SELECT :A, :C", "':C' is no parameter (there is A; after a colon that is none of them, write a blank)".to_owned()),
        (&ALL, "SELECT :A,\n\n:a", "':a' is no parameter (line 3 of the statement) (there is A; after a colon that is none of them, write a blank)".to_owned()),
        (&ALL, "SELECT ':A'", "the statement does not use 'A' (write :A where it goes, or delete it)".to_owned()),
        (&ALL, "SELECT :A; DELETE FROM x", "there are several statements (write one; a stored procedure can hold more)".to_owned()),
        (&ALL, "SELECT :A, 'x", "a literal or quoted name has no end (add the closing quote)".to_owned()),
        (&ALL, "SELECT :A, \"x", "a literal or quoted name has no end (add the closing quote)".to_owned()),
        (&ALL, "SELECT :A /* x", "a comment has no end (add */)".to_owned()),
        (&ALL, "SELECT :A /*/", "a comment has no end (add */)".to_owned()),
        (&ALL, "SELECT :A, '\0'", "the statement has a zero character (delete it)".to_owned()),
        (&[Postgres], "SELECT :A, $1", format!("'$1' is a placeholder of the database's own {own}")),
        (&[Postgres], "SELECT :A, $x$ $y$", "a text between dollar signs has no end (repeat the mark it begins with)".to_owned()),
        (&[MySql, MariaDb, Sqlite], "SELECT :A, ?", format!("'?' is a placeholder of the database's own {own}")),
        (&[Sqlite], "SELECT :A, ?12", format!("'?12' is a placeholder of the database's own {own}")),
        (&[Sqlite], "SELECT :A, @b", format!("'@b' is a placeholder of the database's own {own}")),
        (&[Sqlite], "SELECT :A, $b", format!("'$b' is a placeholder of the database's own {own}")),
        (&[Sqlite], "SELECT :A, :1", format!("':1' is a placeholder of the database's own {own}")),
        (&[Sqlite], "SELECT :A, [x", "a name in brackets has no end (add ])".to_owned()),
        (&[MySql, MariaDb], "SELECT :A, 'it\\'s'", "a backslash before a quote means one thing or another, as the server is set (double the quote instead)".to_owned()),
        (&[MySql, MariaDb], "SELECT :A /*! , :A */", "the server runs what stands in /*! */ (write it outside of a comment, or not at all)".to_owned()),
    ] {
        for engine in engines {
            assert_eq!(read(sql, *engine, &["A"]), Err(vec![expected.clone()]), "{engine:?} {sql}");
        }
    }
    for sql in ["", " \n", ";"] {
        assert_eq!(read(sql, Postgres, &[]).unwrap_err().len(), 1, "{sql:?}");
    }
    let long = format!("SELECT '{}'", "x".repeat(MAX_LENGTH));
    assert!(read(&long, Sqlite, &[]).unwrap_err()[0].contains("longer than 65536 bytes"));
}
