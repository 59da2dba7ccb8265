//! A type name as a database writes it, taken apart: `int(10) unsigned`, `timestamp(3) with time
//! zone`, `integer[]`. Knows no database.

/// The parts of a type name.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct DbType {
    /// The words outside parentheses, in lower case, `unsigned`, `zerofill` and `[]` taken off.
    pub(super) name: String,
    /// The numbers in parentheses, or the lengths of the labels in them (`enum('new','paid')`), in
    /// characters; empty for anything else.
    pub(super) arguments: Vec<u32>,
    /// `unsigned` was among the words.
    pub(super) unsigned: bool,
    /// `[]` was at the end.
    pub(super) array: bool,
    /// The words in parentheses, in lower case: of `geography(Point,4326)` `point` and `4326`.
    pub(super) words: Vec<String>,
}

impl DbType {
    pub(super) fn parse(text: &str) -> Self {
        let (head, inside, tail) = match (text.find('('), text.rfind(')')) {
            (Some(open), Some(close)) if open < close => (
                text.get(..open).unwrap_or(""),
                text.get(open + 1..close).unwrap_or(""),
                text.get(close + 1..).unwrap_or(""),
            ),
            _ => (text, "", ""),
        };
        let outside = format!("{head} {tail}").to_ascii_lowercase();
        let array = outside.contains("[]");
        let outside = outside.replace("[]", " ");
        let mut unsigned = false;
        let mut words = Vec::new();
        for word in outside.split_ascii_whitespace() {
            match word {
                "unsigned" => unsigned = true,
                "zerofill" | "signed" => {}
                word => words.push(word),
            }
        }
        let numbers: Result<Vec<u32>, _> = inside.split(',').map(|part| part.trim().parse()).collect();
        let arguments = numbers.unwrap_or_else(|_| label_lengths(inside));
        let inside = inside.split(',').map(|word| word.trim().to_ascii_lowercase()).collect();
        Self { name: words.join(" "), arguments, unsigned, array, words: inside }
    }

    /// The first number in parentheses.
    pub(super) fn length(&self) -> Option<u32> {
        self.arguments.first().copied()
    }
}

/// The lengths of labels in single quotes, a quote in them written twice.
fn label_lengths(list: &str) -> Vec<u32> {
    let mut lengths = Vec::new();
    let mut letters = list.chars().peekable();
    while letters.any(|letter| letter == '\'') {
        let mut length = 0;
        while let Some(letter) = letters.next() {
            if letter == '\'' && letters.next_if_eq(&'\'').is_none() {
                break;
            }
            length += 1;
        }
        lengths.push(length);
    }
    lengths
}
