//! A scan of the rows of many keys in, one statement out: with a link joined to the table, with a
//! page of rows for each key, or with their number.

use crate::plan::{Among, Each, Scan, Through};
use crate::query::Expr;

use crate::source::sql::dialect::{Around, Equality};
use crate::source::sql::render::{Renderer, Unsupported};

/// The name of the link in a statement, unless the table is called so.
const LINK: [&str; 2] = ["link", "links"];

impl<'a> Renderer<'a> {
    /// Writes the whole statement.
    pub(super) fn among(&mut self, scan: &'a Scan, among: &'a Among) -> Result<(), Unsupported> {
        self.qualified = among.through.is_some();
        match among.each {
            Each::Rows => {
                self.values(scan, among, false)?;
                self.rows_of(scan, among)?;
                self.order(scan)
            }
            Each::Number => self.numbers(scan, among),
            Each::Page { skip, limit, counted } => self.pages(scan, among, (skip, limit, counted)),
        }
    }

    fn numbers(&mut self, scan: &'a Scan, among: &'a Among) -> Result<(), Unsupported> {
        self.values(scan, among, false)?;
        self.sql.push_str(", COUNT(*)");
        self.rows_of(scan, among)?;
        self.sql.push_str(" GROUP BY ");
        for (index, column) in among.columns.iter().enumerate() {
            self.sql.push_str(if index > 0 { ", " } else { "" });
            self.key(among, index, column, Around::BARE)?;
        }
        // The columns themselves may take different texts for the same.
        for (index, column) in among.columns.iter().enumerate() {
            let exact = self.exact_key(among, column)?;
            if exact != Around::BARE {
                self.sql.push_str(", ");
                self.key(among, index, column, exact)?;
            }
        }
        Ok(())
    }

    /// Rows are numbered key by key, and those of the page picked by their numbers.
    fn pages(
        &mut self,
        scan: &'a Scan,
        among: &'a Among,
        (skip, limit, counted): (u64, Option<u64>, bool),
    ) -> Result<(), Unsupported> {
        self.qualified = true;
        let width = scan.width() - 1 - usize::from(counted);
        self.sql.push_str("SELECT ");
        for index in 0..width {
            self.sql.push('c');
            self.sql.push_str(itoa::Buffer::new().format(index));
            self.sql.push_str(", ");
        }
        self.sql.push_str(if counted { "n, total FROM (" } else { "n FROM (" });
        self.values(scan, among, true)?;
        self.sql.push_str(", ROW_NUMBER() OVER (");
        self.partition(among)?;
        self.sort_keys(&scan.order_by)?;
        self.sql.push_str(") AS n");
        if counted {
            self.sql.push_str(", COUNT(*) OVER (");
            self.partition(among)?;
            self.sql.push_str(") AS total");
        }
        self.rows_of(scan, among)?;
        self.sql.push_str(") AS numbered WHERE (n > ");
        self.parameter(integer(skip));
        if let Some(limit) = limit {
            self.sql.push_str(" AND n <= ");
            self.parameter(integer(skip.saturating_add(limit)));
        }
        self.sql.push(')');
        if counted {
            self.sql.push_str(" OR n = 1");
        }
        self.sql.push_str(" ORDER BY n");
        Ok(())
    }

    /// `SELECT …`: the columns, behind them the key where it is the link's.
    fn values(&mut self, scan: &'a Scan, among: &'a Among, named: bool) -> Result<(), Unsupported> {
        self.sql.push_str("SELECT ");
        let mut separator = "";
        let mut place = 0;
        let mut name = |renderer: &mut Self| {
            if named {
                renderer.sql.push_str(" AS c");
                renderer.sql.push_str(itoa::Buffer::new().format(place));
                place += 1;
            }
        };
        for expr in &scan.columns {
            self.sql.push_str(std::mem::replace(&mut separator, ", "));
            self.read(expr)?;
            name(self);
        }
        let linked = if among.through.is_some() { among.columns.as_slice() } else { &[] };
        for (index, column) in linked.iter().enumerate() {
            self.sql.push_str(std::mem::replace(&mut separator, ", "));
            self.key(among, index, column, Around::BARE)?;
            name(self);
        }
        Ok(())
    }

    /// From which tables, under which conditions.
    fn rows_of(&mut self, scan: &'a Scan, among: &'a Among) -> Result<(), Unsupported> {
        self.from()?;
        if let Some(through) = &among.through {
            self.join(among, through)?;
        }
        self.conditions(scan, false)
    }

    /// Joins what the link says of the keys, each thing once.
    fn join(&mut self, among: &'a Among, through: &'a Through) -> Result<(), Unsupported> {
        self.sql.push_str(" JOIN (");
        self.on_link(through, |link| {
            let here = among.columns.iter().map(|column| (column, 'k'));
            let there = through.pairs.iter().map(|(column, _)| (column, 't'));
            let columns: Vec<_> = here.enumerate().chain(there.enumerate()).collect();
            link.sql.push_str("SELECT DISTINCT ");
            for (place, (index, (column, letter))) in columns.iter().enumerate() {
                link.sql.push_str(if place > 0 { ", " } else { "" });
                link.read(column)?;
                link.sql.push_str(" AS ");
                link.sql.push(*letter);
                link.sql.push_str(itoa::Buffer::new().format(*index));
            }
            // The columns themselves may take different texts for the same.
            for (place, (_, (column, _))) in columns.iter().enumerate() {
                if link.dialect.exact(link.form(column)?) != Around::BARE {
                    link.sql.push_str(", ");
                    link.exact(column)?;
                    link.sql.push_str(" AS e");
                    link.sql.push_str(itoa::Buffer::new().format(place));
                }
            }
            link.only_from()?;
            link.sql.push_str(" WHERE ");
            link.keys(among)
        })?;
        self.sql.push_str(") AS ");
        self.sql.push_str(self.link());
        let mut word = " ON ";
        for (index, (_, column)) in through.pairs.iter().enumerate() {
            let equality = self.equality(column)?;
            if equality != Equality::Exact {
                self.sql.push_str(std::mem::replace(&mut word, " AND "));
                self.native(column)?;
                self.sql.push_str(" = ");
                self.link_column('t', index);
            }
            if equality != Equality::Native {
                self.sql.push_str(std::mem::replace(&mut word, " AND "));
                self.exact(column)?;
                self.sql.push_str(" = ");
                let exact = self.dialect.exact(self.form(column)?);
                self.around(exact, |renderer| renderer.link_column('t', index));
            }
        }
        Ok(())
    }

    fn partition(&mut self, among: &'a Among) -> Result<(), Unsupported> {
        self.sql.push_str("PARTITION BY ");
        for (index, column) in among.columns.iter().enumerate() {
            self.sql.push_str(if index > 0 { ", " } else { "" });
            let exact = self.exact_key(among, column)?;
            self.key(among, index, column, exact)?;
        }
        Ok(())
    }

    /// Writes a column of the key: the table's, or the link's.
    fn key(
        &mut self,
        among: &'a Among,
        index: usize,
        column: &'a Expr,
        around: Around,
    ) -> Result<(), Unsupported> {
        if among.through.is_some() {
            self.around(around, |renderer| renderer.link_column('k', index));
            return Ok(());
        }
        self.around(around, |renderer| renderer.native(column))
    }

    /// What makes a column of the key exact.
    fn exact_key(&mut self, among: &'a Among, column: &'a Expr) -> Result<Around, Unsupported> {
        let form = match &among.through {
            Some(through) => self.on_link(through, |link| link.form(column))?,
            None => self.form(column)?,
        };
        Ok(self.dialect.exact(form))
    }

    fn link_column(&mut self, letter: char, index: usize) {
        self.sql.push_str(self.link());
        self.sql.push('.');
        self.sql.push(letter);
        self.sql.push_str(itoa::Buffer::new().format(index));
    }

    fn link(&self) -> &'static str {
        let [usual, other] = LINK;
        if self.table.name.eq_ignore_ascii_case(usual) { other } else { usual }
    }

    /// Writes what stands in the link's own `SELECT`, where its columns need no table's name.
    fn on_link<T>(
        &mut self,
        through: &'a Through,
        write: impl FnOnce(&mut Self) -> Result<T, Unsupported>,
    ) -> Result<T, Unsupported> {
        let outer = (self.table, self.qualified);
        (self.table, self.qualified) = (&through.table, false);
        let written = write(self);
        (self.table, self.qualified) = outer;
        written
    }
}

fn integer(value: u64) -> crate::source::sql::statement::Parameter<'static> {
    crate::source::sql::statement::Parameter::Integer(i64::try_from(value).unwrap_or(i64::MAX))
}
