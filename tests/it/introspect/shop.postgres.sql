CREATE SCHEMA crm;
CREATE SCHEMA archive;
CREATE TYPE crm.mood AS ENUM ('fine', 'cross');
CREATE DOMAIN email AS varchar(254) NOT NULL CHECK (VALUE LIKE '%@%');
CREATE DOMAIN work_email AS email;
CREATE DOMAIN percent AS numeric(5,2);

CREATE TABLE every_type (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    a_smallint smallint, an_integer integer NOT NULL, a_bigint bigint,
    a_numeric numeric, a_price numeric(12,2), a_real real, a_double double precision, a_money money,
    a_boolean boolean,
    a_char char, a_code char(3), a_varchar varchar, a_name varchar(80), a_text text,
    a_bytea bytea, a_date date, a_time time, a_short_time time(0), a_timetz timetz,
    a_timestamp timestamp, a_short_timestamp timestamp(3), a_timestamptz timestamptz, an_interval interval,
    a_uuid uuid, a_json json, a_jsonb jsonb, an_inet inet, a_bit bit(3), a_varbit bit varying(5),
    an_array integer[], a_text_array text[], a_point point, a_range int4range, a_tsvector tsvector,
    a_mood crm.mood, an_email email, a_work_email work_email, a_percent percent,
    dropped integer,
    twice integer GENERATED ALWAYS AS (an_integer * 2) STORED
);
ALTER TABLE every_type DROP COLUMN dropped;

CREATE TABLE crm.customers (
    customer_id integer PRIMARY KEY,
    name varchar(80) NOT NULL,
    city varchar(40),
    vat_no varchar(20) UNIQUE,
    parent_id integer REFERENCES crm.customers,
    UNIQUE (name, customer_id)
);
COMMENT ON TABLE crm.customers IS 'Who buys from us';
COMMENT ON COLUMN crm.customers.vat_no IS 'Checked with "VIES"';

CREATE TABLE orders (
    order_no integer PRIMARY KEY,
    bill_to_customer_id integer NOT NULL REFERENCES crm.customers,
    ship_to_customer_id integer REFERENCES crm.customers (customer_id),
    total numeric(12,2)
);
CREATE TABLE order_line (
    line_no smallint, order_no integer REFERENCES orders, note text,
    PRIMARY KEY (order_no, line_no)
);
CREATE TABLE shipment (
    "Order No" integer, "Line No" smallint, sent timestamptz,
    PRIMARY KEY ("Order No", "Line No"),
    FOREIGN KEY ("Order No", "Line No") REFERENCES order_line (order_no, line_no)
);

CREATE TABLE readings (taken date NOT NULL, device integer NOT NULL, value real, PRIMARY KEY (taken, device))
    PARTITION BY RANGE (taken);
CREATE TABLE readings_2024 PARTITION OF readings FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE remarks (
    id integer PRIMARY KEY, taken date, device integer,
    FOREIGN KEY (taken, device) REFERENCES readings
);

CREATE TABLE "order" ("select" integer PRIMARY KEY, "from" text, "Größe in ""cm""" numeric(5,1));
CREATE TABLE "Aufträge" (nummer varchar(12) NOT NULL, betrag numeric(10,2));
CREATE UNIQUE INDEX ON "Aufträge" (nummer) INCLUDE (betrag);
CREATE TABLE "dotted.name" (id uuid PRIMARY KEY);

CREATE TABLE keyless (a integer, b integer NOT NULL, c integer NOT NULL);
CREATE UNIQUE INDEX ON keyless (a);
CREATE UNIQUE INDEX ON keyless (b) WHERE a > 0;
CREATE UNIQUE INDEX ON keyless ((b + c));

CREATE VIEW open_orders AS SELECT order_no, total FROM orders;
CREATE MATERIALIZED VIEW totals AS SELECT bill_to_customer_id, sum(total) AS total FROM orders GROUP BY 1;
CREATE FOREIGN DATA WRAPPER nowhere;
CREATE SERVER nowhere FOREIGN DATA WRAPPER nowhere;
CREATE FOREIGN TABLE remote (id integer NOT NULL) SERVER nowhere;
CREATE TABLE archive.orders (order_no integer PRIMARY KEY);
CREATE TEMPORARY TABLE passing (id integer);
