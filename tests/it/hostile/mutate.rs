//! Makes wrong, odd and sometimes right URLs out of right ones; the same ones in every run.

/// Pieces of the language, each list of one sort: one piece in a URL may become another.
const SORTS: &[&[&str]] = &[
    &[" eq ", " ne ", " gt ", " ge ", " lt ", " le "],
    &[" and ", " or "],
    &[" add ", " sub ", " mul ", " div ", " divby ", " mod "],
    &["contains(", "startswith(", "endswith(", "indexof(", "concat(", "matchesPattern("],
    &[
        "length(", "tolower(", "toupper(", "trim(", "year(", "month(", "day(", "hour(", "round(", "floor(",
        "ceiling(",
    ],
    &[
        "Name", "Code", "Note", "ID", "Whole", "Small", "Large", "Amount", "Fine", "Ratio", "Approx", "Day",
        "At", "Moment", "Flag", "Uid",
    ],
    &[
        "'abc'",
        "'ABC'",
        "''",
        "null",
        "3",
        "2.50",
        "-1",
        "true",
        "2024-02-29",
        "12:00:00",
        "2000-02-29T12:34:56Z",
        "'%25'",
        "'_'",
    ],
    &["Things", "Pairs", "Codes", "Empties"],
    &[
        "$filter=",
        "$orderby=",
        "$select=",
        "$search=",
        "$top=",
        "$skip=",
        "$count=",
        "$format=",
        "$expand=",
        "$apply=",
    ],
    &[" desc", " asc", ""],
    &["not ", "-", ""],
];

/// What is put in anywhere.
const INSERTS: &[&str] = &[
    "'",
    "''",
    "\"",
    "(",
    ")",
    "((",
    "))",
    "&",
    "&&",
    "=",
    "/",
    "//",
    "?",
    "#",
    ";",
    ":",
    ",",
    "@",
    "$",
    "%",
    "%2",
    "%zz",
    "%00",
    "%27",
    "%2F",
    "%26",
    "%C3",
    "%C3%28",
    "%F0%9F%9A%A2",
    "%E2%80%AE",
    "+",
    "%20",
    "%09",
    "%0A",
    "\u{0}",
    "\t",
    " ",
    "ü",
    "日本",
    "🚢",
    "\u{feff}",
    "null",
    "true",
    "INF",
    "NaN",
    "-0",
    "0",
    "1e999",
    "1e-400",
    "99999999999999999999999999",
    "9223372036854775808",
    "-9223372036854775809",
    "0.00000000000000000000000000000001",
    "9999-12-31",
    "0000-00-00",
    "-0001-01-01",
    "24:00:00",
    "2016-12-31T23:59:60Z",
    "duration'P1D'",
    "$it",
    "$this",
    "$root/Things",
    "@a",
    "any(x:x)",
    "/$count",
    "/$value",
    "/$ref",
    "/Edm.String",
    "cast(",
    "isof(",
    "has",
    " in ()",
    " in (null)",
    "*",
    "..",
    "%2e%2e",
    "\\",
    "--",
    ";DROP TABLE things",
    "' OR '1'='1",
    "LIKE '%'",
    "${HOME}",
    "{\"a\":[1]}",
    "[1,2]",
];

/// A source of mutated URLs.
pub(super) struct Mutator<'a> {
    state: u64,
    legal: &'a [String],
}

impl<'a> Mutator<'a> {
    /// Mutations of `legal`, decided by `seed`.
    pub(super) fn new(seed: u64, legal: &'a [String]) -> Self {
        Self { state: seed, legal }
    }

    /// The next URL.
    pub(super) fn next(&mut self) -> String {
        let legal = self.legal;
        let mut url = self.pick(legal).clone();
        for _ in 0..=self.below(3) {
            url = self.mutate(url);
        }
        url
    }

    fn mutate(&mut self, url: String) -> String {
        if url.is_empty() {
            return url;
        }
        match self.below(16) {
            0..=6 => self.exchange(url),
            7 => self.flip(&url),
            8 => self.cut(&url),
            9 => self.repeat(&url),
            10 => self.splice(&url),
            11 | 12 => {
                let piece = *self.pick(INSERTS);
                self.insert(&url, piece)
            }
            13 => self.encode(&url),
            14 => self.number(&url),
            _ => self.nest(&url),
        }
    }

    /// One piece of the language for another of its sort.
    fn exchange(&mut self, url: String) -> String {
        let sort = *self.pick(SORTS);
        let from = *self.pick(sort);
        let to = *self.pick(sort);
        let places: Vec<usize> = url.match_indices(from).map(|(at, _)| at).collect();
        if from.is_empty() || places.is_empty() {
            return url;
        }
        let at = *self.pick(&places);
        format!("{}{to}{}", &url[..at], &url[at + from.len()..])
    }

    /// One bit of one byte; what is no UTF-8 then is replaced.
    fn flip(&mut self, url: &str) -> String {
        let mut bytes = url.as_bytes().to_vec();
        let at = self.below(bytes.len());
        bytes[at] ^= 1 << self.below(8);
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn cut(&mut self, url: &str) -> String {
        let (from, to) = self.range(url, 12);
        format!("{}{}", &url[..from], &url[to..])
    }

    fn repeat(&mut self, url: &str) -> String {
        let (from, to) = self.range(url, 30);
        format!("{}{}", &url[..to], &url[from..])
    }

    /// The beginning of one, the end of another, cut at an option or anywhere.
    fn splice(&mut self, url: &str) -> String {
        let legal = self.legal;
        let other = self.pick(legal);
        if self.below(2) == 0
            && let (Some(_), Some((_, options))) = (url.find('?'), other.split_once('?'))
        {
            return format!("{url}&{options}");
        }
        let (head, tail) = (self.place(url), self.place(other));
        format!("{}{}", &url[..head], &other[tail..])
    }

    fn insert(&mut self, url: &str, piece: &str) -> String {
        let at = self.place(url);
        format!("{}{piece}{}", &url[..at], &url[at..])
    }

    fn encode(&mut self, url: &str) -> String {
        let (from, to) = self.range(url, 6);
        let encoded: String = url[from..to].bytes().map(|byte| format!("%{byte:02x}")).collect();
        format!("{}{encoded}{}", &url[..from], &url[to..])
    }

    /// Another number for one that is there.
    fn number(&mut self, url: &str) -> String {
        let digits: Vec<usize> = url.match_indices(|c: char| c.is_ascii_digit()).map(|(at, _)| at).collect();
        if digits.is_empty() {
            return url.to_owned();
        }
        let at = *self.pick(&digits);
        let number = match self.below(4) {
            0 => self.below(300).to_string(),
            1 => format!("-{}", self.below(300)),
            2 => "9".repeat(1 + self.below(40)),
            _ => format!("{}.{}", self.below(10), self.below(1000)),
        };
        format!("{}{number}{}", &url[..at], &url[at + 1..])
    }

    /// Parentheses, negations or calls around what follows a `=`, as deep as the limit or deeper.
    fn nest(&mut self, url: &str) -> String {
        let Some(at) = url.find("$filter=").map(|at| at + "$filter=".len()) else { return url.to_owned() };
        let end = url[at..].find('&').map_or(url.len(), |length| at + length);
        let depth = *self.pick(&[1, 2, 5, 60, 99, 100, 101, 5_000]);
        let (open, close) =
            *self.pick(&[("(", ")"), ("not (", ")"), ("trim(", ")"), ("-(", ")"), ("(", ") eq true")]);
        format!("{}{}{}{}{}", &url[..at], open.repeat(depth), &url[at..end], close.repeat(depth), &url[end..])
    }

    /// A place between two characters.
    fn place(&mut self, text: &str) -> usize {
        let mut at = self.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// A range of at most `longest` bytes or so.
    fn range(&mut self, text: &str, longest: usize) -> (usize, usize) {
        let from = self.place(text);
        let mut to = (from + 1 + self.below(longest)).min(text.len());
        while !text.is_char_boundary(to) {
            to += 1;
        }
        (from, to)
    }

    fn pick<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[self.below(list.len())]
    }

    /// A number below `bound` (SplitMix64).
    fn below(&mut self, bound: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound.max(1) as u64) as usize
    }
}
