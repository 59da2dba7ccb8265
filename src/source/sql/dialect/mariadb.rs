//! MariaDB 10.5 and later: MySQL's answers, but for longer fractions.

use super::mysql::MySql;

pub(super) static MARIADB: MySql = MySql { longest_fraction: 38, longest_time: 3_020_399_999_999 };
