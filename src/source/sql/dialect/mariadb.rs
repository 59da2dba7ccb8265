//! MariaDB 10.5 and later: MySQL's answers, but for its own word for the plan of a statement.

use super::mysql::MySql;

pub(super) static MARIADB: MySql = MySql { analyze: "ANALYZE ", longest_fraction: 38 };
