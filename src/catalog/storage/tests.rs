use super::*;
use PrimitiveType as P;

/// engine, type name, published type with facets, storage
#[test]
fn every_ordinary_type_has_a_storage_and_a_published_type() {
    let shape = |name: &str, srid| {
        let found = Spatial::ALL.into_iter().find(|ty| ty.name() == name).unwrap();
        TypeRef::of(P::Spatial(Spatial { srid, ..found }))
    };
    let plain = TypeRef::of;
    let cases: &[(Engine, &str, TypeRef, Storage)] = &[
        (Engine::Postgres, "boolean", plain(P::Boolean), Storage::Boolean),
        (Engine::Postgres, "smallint", plain(P::Int16), Storage::Integer),
        (Engine::Postgres, "INTEGER", plain(P::Int32), Storage::Integer),
        (Engine::Postgres, "bigint", plain(P::Int64), Storage::Integer),
        (Engine::Postgres, "numeric(12,2)", decimal(Some(12), Some(2)), Storage::Decimal),
        (Engine::Postgres, "numeric(5)", decimal(Some(5), Some(0)), Storage::Decimal),
        (Engine::Postgres, "numeric", decimal(None, None), Storage::Decimal),
        (Engine::Postgres, "character varying(40)", text(Some(40)), Storage::Text),
        (Engine::Postgres, "text", text(None), Storage::Text),
        (Engine::Postgres, "character(3)", text(Some(3)), Storage::FixedText),
        (Engine::Postgres, "bpchar", text(None), Storage::FixedText),
        (Engine::Postgres, "uuid", plain(P::Guid), Storage::Uuid),
        (Engine::Postgres, "date", plain(P::Date), Storage::Date),
        (Engine::Postgres, "time(3) without time zone", temporal(P::TimeOfDay, 3), Storage::Time),
        (Engine::Postgres, "time with time zone", text(None), Storage::AsText),
        (Engine::Postgres, "timestamp without time zone", temporal(P::DateTimeOffset, 6), Storage::Timestamp),
        (
            Engine::Postgres,
            "timestamp(3) with time zone",
            temporal(P::DateTimeOffset, 3),
            Storage::TimestampTz,
        ),
        (Engine::Postgres, "bytea", binary(None), Storage::Binary),
        (Engine::Postgres, "integer[]", text(None), Storage::AsText),
        (Engine::Postgres, "jsonb", text(None), Storage::AsText),
        (Engine::Postgres, "order_status(7)", text(Some(7)), Storage::AsText),
        (Engine::Postgres, "order_status[]", text(None), Storage::AsText),
        (Engine::Postgres, "interval(3)", temporal(P::Duration, 3), Storage::Interval),
        (Engine::Postgres, "interval day to second", temporal(P::Duration, 6), Storage::Interval),
        (Engine::Postgres, "interval[]", text(None), Storage::AsText),
        (Engine::Postgres, "character varying(40)[]", text(None), Storage::AsText),
        (Engine::Postgres, "bit(8)", text(Some(8)), Storage::AsText),
        (Engine::MariaDb, "tinyint(1)", plain(P::Boolean), Storage::Boolean),
        (Engine::MariaDb, "tinyint(4)", plain(P::SByte), Storage::Integer),
        (Engine::MySql, "tinyint", plain(P::SByte), Storage::Integer),
        (Engine::MySql, "tinyint unsigned", plain(P::Byte), Storage::Unsigned),
        (Engine::MariaDb, "smallint(5) unsigned", plain(P::Int32), Storage::Unsigned),
        (Engine::MariaDb, "int(10) unsigned zerofill", plain(P::Int64), Storage::Unsigned),
        (Engine::MariaDb, "bigint(20) unsigned", decimal(Some(20), Some(0)), Storage::Unsigned),
        (Engine::MariaDb, "bit(1)", plain(P::Boolean), Storage::Boolean),
        (Engine::MariaDb, "bit(12)", plain(P::Int64), Storage::Bits),
        (Engine::MariaDb, "year(4)", plain(P::Int16), Storage::Unsigned),
        (Engine::MariaDb, "float", plain(P::Single), Storage::Single),
        (Engine::MariaDb, "decimal(10,2)", decimal(Some(10), Some(2)), Storage::Decimal),
        (Engine::MariaDb, "char(3)", text(Some(3)), Storage::FixedText),
        (Engine::MariaDb, "longtext", text(None), Storage::Text),
        (Engine::MariaDb, "enum('new','it''s (old)')", text(Some(10)), Storage::Text),
        (Engine::MariaDb, "enum('Größe','')", text(Some(5)), Storage::Text),
        (Engine::MariaDb, "set('a','b,c','')", text(Some(6)), Storage::Text),
        (Engine::MySql, "json", text(None), Storage::AsText),
        (Engine::MariaDb, "uuid", plain(P::Guid), Storage::Uuid),
        (Engine::MariaDb, "time(6)", temporal(P::TimeOfDay, 6), Storage::Time),
        (Engine::MariaDb, "datetime", temporal(P::DateTimeOffset, 0), Storage::Timestamp),
        (Engine::MariaDb, "timestamp(3)", temporal(P::DateTimeOffset, 3), Storage::TimestampTz),
        (Engine::MariaDb, "varbinary(16)", binary(Some(16)), Storage::Binary),
        (Engine::Postgres, "geography(Point,4326)", shape("Edm.GeographyPoint", 4326), Storage::Geography),
        (Engine::Postgres, "geometry(Polygon,4326)", shape("Edm.GeographyPolygon", 4326), Storage::Geometry),
        (Engine::Postgres, "geometry(PointZ,28992)", shape("Edm.GeometryPoint", 28992), Storage::Geometry),
        (Engine::Postgres, "geometry(Geometry,25831)", shape("Edm.Geometry", 25831), Storage::Geometry),
        (
            Engine::Postgres,
            "geometry(GeometryCollection)",
            shape("Edm.GeometryCollection", 0),
            Storage::Geometry,
        ),
        (Engine::Postgres, "geography", shape("Edm.Geography", 4326), Storage::Geography),
        (Engine::MariaDb, "point", shape("Edm.GeometryPoint", 0), Storage::Geometry),
        (Engine::MySql, "geomcollection", shape("Edm.GeometryCollection", 0), Storage::Geometry),
        (Engine::MariaDb, "geometry", shape("Edm.Geometry", 0), Storage::Geometry),
        (Engine::Sqlite, "INTEGER", plain(P::Int64), Storage::Integer),
        (Engine::Sqlite, "VARCHAR(40)", text(Some(40)), Storage::Text),
        (Engine::Sqlite, "DECIMAL(12,2)", decimal(Some(12), Some(2)), Storage::Decimal),
        (Engine::Sqlite, "REAL", plain(P::Double), Storage::Double),
        (Engine::Sqlite, "BOOLEAN", plain(P::Boolean), Storage::Boolean),
        (Engine::Sqlite, "DATE", plain(P::Date), Storage::Date),
        (Engine::Sqlite, "DATETIME", temporal(P::DateTimeOffset, 6), Storage::Timestamp),
        (Engine::Sqlite, "BLOB", binary(None), Storage::Binary),
        (Engine::Sqlite, "", text(None), Storage::AsText),
    ];
    for (engine, name, ty, storage) in cases {
        assert_eq!(edm_type_of(*engine, name, true), *ty, "{engine:?} {name}");
        assert_eq!(storage_of(*engine, Some(name), ty.primitive), *storage, "{engine:?} {name}");
        assert!(!edm_type_of(*engine, name, false).nullable);
    }
}

#[test]
fn a_type_published_otherwise_can_change_the_storage() {
    assert_eq!(storage_of(Engine::MariaDb, Some("point"), P::Binary), Storage::Binary);
    assert_eq!(storage_of(Engine::Postgres, Some("geometry"), P::String), Storage::AsText);
    let usual = |engine| Spatial::ALL.map(|ty| storage_of(engine, None, P::Spatial(ty)));
    assert_eq!(usual(Engine::Sqlite), [Storage::Text; 16]);
    assert_eq!(usual(Engine::MySql), [Storage::Geometry; 16]);
    assert!(usual(Engine::Postgres).starts_with(&[Storage::Geography; 8]));
    assert_eq!(storage_of(Engine::MySql, Some("tinyint(4)"), P::Boolean), Storage::Boolean);
    assert_eq!(storage_of(Engine::MySql, Some("tinyint(1)"), P::Int16), Storage::Integer);
    assert_eq!(storage_of(Engine::Sqlite, Some("TEXT"), P::DateTimeOffset), Storage::Timestamp);
    assert_eq!(storage_of(Engine::Sqlite, None, P::Guid), Storage::Text);
    for (engine, db_type, storage) in [
        (Engine::Postgres, None, Storage::Interval),
        (Engine::Postgres, Some("integer"), Storage::Integer),
        (Engine::MariaDb, None, Storage::Time),
        (Engine::MariaDb, Some("time(6)"), Storage::Time),
        (Engine::MariaDb, Some("decimal(12,3)"), Storage::Decimal),
        (Engine::Sqlite, None, Storage::Text),
        (Engine::Sqlite, Some("NUMERIC"), Storage::Decimal),
    ] {
        assert_eq!(storage_of(engine, db_type, P::Duration), storage, "{engine:?} {db_type:?}");
    }
    assert_eq!(storage_of(Engine::Postgres, None, P::Guid), Storage::Uuid);
}
