CREATE TABLE every_type (
    id int unsigned AUTO_INCREMENT PRIMARY KEY,
    a_tinyint tinyint, a_flag tinyint(1) NOT NULL, a_byte tinyint unsigned, a_smallint smallint, a_mediumint mediumint,
    an_int int, a_bigint bigint, an_unsigned bigint unsigned, a_bit bit(1), bits bit(12),
    a_decimal decimal(12,2), a_float float, a_double double,
    a_char char(3), a_varchar varchar(80), a_tinytext tinytext, a_text text, a_longtext longtext,
    an_enum enum('fine','cross'), a_set set('a','b'),
    a_binary binary(16), a_varbinary varbinary(20), a_blob blob,
    a_date date, a_time time, a_short_time time(3), a_datetime datetime, a_long_datetime datetime(6),
    a_timestamp timestamp NULL, a_year year,
    a_json json, a_uuid uuid, an_inet6 inet6, a_point point,
    twice int AS (an_int * 2) STORED, thrice int AS (an_int * 3) VIRTUAL,
    unseen int INVISIBLE
);
CREATE TABLE customers (
    customer_id int PRIMARY KEY COMMENT 'From the old system',
    name varchar(80) NOT NULL,
    city varchar(40),
    vat_no varchar(20),
    parent_id int,
    UNIQUE (vat_no),
    UNIQUE by_name (name, customer_id),
    UNIQUE by_start (name(10)),
    FOREIGN KEY (parent_id) REFERENCES customers (customer_id)
) COMMENT 'Who buys from us';
CREATE TABLE orders (
    order_no int PRIMARY KEY,
    bill_to_customer_id int NOT NULL,
    ship_to_customer_id int,
    FOREIGN KEY (bill_to_customer_id) REFERENCES customers (customer_id),
    FOREIGN KEY (ship_to_customer_id) REFERENCES customers (customer_id)
);
CREATE TABLE order_line (
    line_no smallint, order_no int, note text,
    PRIMARY KEY (order_no, line_no),
    FOREIGN KEY (order_no) REFERENCES orders (order_no)
);
CREATE TABLE shipment (
    `Order No` int, `Line No` smallint,
    PRIMARY KEY (`Order No`, `Line No`),
    FOREIGN KEY (`Order No`, `Line No`) REFERENCES order_line (order_no, line_no)
);
CREATE TABLE `order` (`select` int PRIMARY KEY, `from` text, `Größe in "cm"` decimal(5,1));
CREATE TABLE `Aufträge` (nummer varchar(12) NOT NULL UNIQUE, betrag decimal(10,2));
CREATE TABLE keyless (a int, b int NOT NULL, UNIQUE (a));
CREATE TABLE hashes (hash binary(16) PRIMARY KEY);
CREATE TABLE history (id int PRIMARY KEY) WITH SYSTEM VERSIONING;
CREATE SEQUENCE numbers;
CREATE VIEW open_orders AS SELECT order_no, ship_to_customer_id FROM orders;
CREATE TABLE gone (id int);
CREATE VIEW broken AS SELECT id FROM gone;
DROP TABLE gone;
