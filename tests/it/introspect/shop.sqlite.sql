CREATE TABLE every_type (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    an_int INT NOT NULL, a_bigint BIGINT, a_boolean BOOLEAN, a_real REAL, a_double DOUBLE PRECISION,
    a_numeric NUMERIC(12,2), a_char CHARACTER(20), a_varchar VARCHAR(80), a_text TEXT, a_blob BLOB,
    a_date DATE, a_datetime DATETIME, untyped,
    twice INTEGER GENERATED ALWAYS AS (an_int * 2) VIRTUAL, thrice INTEGER AS (an_int * 3) STORED
);
CREATE TABLE Customers (
    customer_id INTEGER PRIMARY KEY,
    name VARCHAR(80) NOT NULL,
    city VARCHAR(40),
    vat_no VARCHAR(20) UNIQUE,
    parent_id INTEGER REFERENCES customers,
    UNIQUE (name, customer_id)
);
CREATE TABLE orders (
    order_no INTEGER PRIMARY KEY,
    bill_to_customer_id INTEGER NOT NULL REFERENCES CUSTOMERS (CUSTOMER_ID),
    ship_to_customer_id INTEGER REFERENCES Customers (customer_id)
);
CREATE TABLE order_line (
    line_no INTEGER, order_no INTEGER REFERENCES orders, note TEXT,
    PRIMARY KEY (order_no, line_no)
) WITHOUT ROWID;
CREATE TABLE shipment (
    "Order No" INTEGER, "Line No" INTEGER,
    PRIMARY KEY ("Order No", "Line No"),
    FOREIGN KEY ("Order No", "Line No") REFERENCES order_line
);
CREATE TABLE "order" ("select" INTEGER PRIMARY KEY, "from" TEXT, "Größe in ""cm""" NUMERIC);
CREATE TABLE "Aufträge" (nummer VARCHAR(12) NOT NULL, betrag NUMERIC);
CREATE UNIQUE INDEX auftrag_nummer ON "Aufträge" (nummer);
CREATE TABLE countries (code TEXT PRIMARY KEY, name TEXT) STRICT;
CREATE TABLE keyless (a INTEGER, b INTEGER NOT NULL, UNIQUE (a));
CREATE UNIQUE INDEX keyless_some ON keyless (b) WHERE a > 0;
CREATE UNIQUE INDEX keyless_sum ON keyless (a + b);
CREATE TABLE dangling (id INTEGER PRIMARY KEY, gone_id INTEGER REFERENCES gone (id));
CREATE VIEW open_orders AS SELECT order_no, ship_to_customer_id FROM orders;
CREATE VIEW broken AS SELECT id FROM gone;
CREATE VIRTUAL TABLE notes USING fts5 (title, body);
ANALYZE;
