CREATE TABLE customers (
    customer_id     INTEGER NOT NULL PRIMARY KEY,
    name            VARCHAR(80) NOT NULL,
    parent_id       INTEGER,
    vat_number      VARCHAR(20),
    contact_name    VARCHAR(60),
    email           VARCHAR(100),
    phone           VARCHAR(30),
    street          VARCHAR(100),
    postal_code     VARCHAR(12),
    city            VARCHAR(60) NOT NULL,
    country         VARCHAR(2) NOT NULL,
    credit_limit    NUMERIC(12,2),
    discount        NUMERIC(5,2),
    is_active       BOOLEAN NOT NULL,
    customer_since  DATE NOT NULL,
    notes           VARCHAR(4000),
    updated_at      TIMESTAMP NOT NULL,
    FOREIGN KEY (parent_id) REFERENCES customers (customer_id)
);

CREATE TABLE products (
    product_id      INTEGER NOT NULL PRIMARY KEY,
    sku             VARCHAR(16) NOT NULL UNIQUE,
    name            VARCHAR(100) NOT NULL,
    category        VARCHAR(30) NOT NULL,
    description     VARCHAR(2000),
    unit_price      NUMERIC(10,2) NOT NULL,
    weight_kg       NUMERIC(9,3),
    units_in_stock  INTEGER NOT NULL,
    reorder_level   INTEGER,
    is_discontinued BOOLEAN NOT NULL,
    introduced_on   DATE,
    updated_at      TIMESTAMP NOT NULL
);

CREATE TABLE orders (
    order_id        INTEGER NOT NULL PRIMARY KEY,
    order_number    VARCHAR(16) NOT NULL UNIQUE,
    customer_id     INTEGER NOT NULL,
    status          VARCHAR(12) NOT NULL,
    channel         VARCHAR(12),
    ordered_at      TIMESTAMP NOT NULL,
    required_on     DATE,
    reference       VARCHAR(40),
    is_rush         BOOLEAN NOT NULL,
    currency        VARCHAR(3) NOT NULL,
    net_amount      NUMERIC(14,2) NOT NULL,
    tax_amount      NUMERIC(14,2) NOT NULL,
    total_amount    NUMERIC(14,2) NOT NULL,
    remark          VARCHAR(1000),
    updated_at      TIMESTAMP NOT NULL,
    FOREIGN KEY (customer_id) REFERENCES customers (customer_id)
);

CREATE TABLE order_lines (
    order_id        INTEGER NOT NULL,
    line_no         INTEGER NOT NULL,
    product_id      INTEGER NOT NULL,
    quantity        INTEGER NOT NULL,
    unit_price      NUMERIC(10,2) NOT NULL,
    discount        NUMERIC(5,2),
    line_amount     NUMERIC(14,2) NOT NULL,
    remark          VARCHAR(200),
    PRIMARY KEY (order_id, line_no),
    FOREIGN KEY (order_id) REFERENCES orders (order_id),
    FOREIGN KEY (product_id) REFERENCES products (product_id)
);

CREATE TABLE invoices (
    invoice_number  VARCHAR(16) NOT NULL PRIMARY KEY,
    order_id        INTEGER NOT NULL,
    customer_id     INTEGER NOT NULL,
    issued_on       DATE NOT NULL,
    due_on          DATE NOT NULL,
    paid_on         DATE,
    is_paid         BOOLEAN NOT NULL,
    reminders       INTEGER,
    currency        VARCHAR(3) NOT NULL,
    net_amount      NUMERIC(14,2) NOT NULL,
    tax_amount      NUMERIC(14,2) NOT NULL,
    total_amount    NUMERIC(14,2) NOT NULL,
    FOREIGN KEY (order_id) REFERENCES orders (order_id),
    FOREIGN KEY (customer_id) REFERENCES customers (customer_id)
);

CREATE TABLE shipments (
    shipment_id     INTEGER NOT NULL PRIMARY KEY,
    order_id        INTEGER NOT NULL,
    carrier         VARCHAR(30) NOT NULL,
    tracking_number VARCHAR(30),
    packages        INTEGER NOT NULL,
    weight_kg       NUMERIC(9,3),
    shipped_at      TIMESTAMP NOT NULL,
    delivered_at    TIMESTAMP,
    received_by     VARCHAR(60),
    FOREIGN KEY (order_id) REFERENCES orders (order_id)
);
