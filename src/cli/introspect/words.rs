//! English in identifiers: takes a physical name apart into words and puts them together again in
//! Pascal case, in the plural or singular. Knows no table and no other name.

use deunicode::deunicode_char;

/// The words of a physical name, in ASCII letters and digits, each fit for Pascal case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words {
    words: Vec<String>,
    /// Whether the name may be English, so that English plurals make sense.
    english: bool,
}

/// Words after which a phrase's number does not change: `orders_by_customer`.
const PREPOSITIONS: [&str; 5] = ["by", "per", "of", "for", "with"];

/// Words the dictionary would turn into a form nobody uses in a schema (`datum`, `medium`).
const UNCHANGED: [&str; 5] = ["data", "metadata", "media", "staff", "info"];

/// Endings of German, Dutch and Italian words, plural or not, that English words do not have:
/// `Kundens` helps nobody. French and Spanish plurals end in s, as English ones.
const FOREIGN_ENDINGS: &str = "ung ungen heit heiten keit keiten schaft schaften ionen kunde kunden auftrag auftraege artikel lieferant lieferanten \
    mitarbeiter konto konten lager adressen klanten ingen facturen enti itori fatture otti articoli ordini";

impl Words {
    /// Takes a name apart at what is no letter or digit and where `camelCase` has its humps.
    /// Letters beyond ASCII are written in ASCII: `Größe` is `Grosse`, `Заказ` is `Zakaz`.
    pub(super) fn of(name: &str) -> Self {
        let chars: Vec<char> = name.chars().collect();
        // In a name without small letters, capitals say nothing.
        let shouting = !chars.iter().any(|c| c.is_lowercase());
        let mut words = vec![String::new()];
        for (index, &c) in chars.iter().enumerate() {
            let before = index.checked_sub(1).and_then(|index| chars.get(index));
            if !shouting && starts_hump(before, c, chars.get(index + 1..).unwrap_or_default()) {
                words.push(String::new());
            }
            for ascii in in_ascii(c).chars() {
                if !ascii.is_ascii_alphanumeric() {
                    words.push(String::new());
                } else if let Some(word) = words.last_mut() {
                    word.push(if shouting { ascii.to_ascii_lowercase() } else { ascii });
                }
            }
        }
        words.retain(|word| !word.is_empty());
        let words = words.into_iter().map(capitalised).collect();
        Self { words, english: name.is_ascii() }
    }

    /// The number of words.
    pub(super) const fn len(&self) -> usize {
        self.words.len()
    }

    /// The word at a position, in lower case; empty beyond the end.
    pub(super) fn lower(&self, index: usize) -> String {
        self.words.get(index).map_or_else(String::new, |word| word.to_ascii_lowercase())
    }

    /// Whether a word at a position starts with a letter.
    pub(super) fn is_letters(&self, index: usize) -> bool {
        self.words.get(index).is_some_and(|word| word.starts_with(|c: char| c.is_ascii_alphabetic()))
    }

    /// Without the first word.
    pub(super) fn without_first(&self) -> Self {
        Self { words: self.words.iter().skip(1).cloned().collect(), english: self.english }
    }

    /// Without the last word.
    pub(super) fn without_last(&self) -> Self {
        let kept = self.words.len().saturating_sub(1);
        Self { words: self.words.iter().take(kept).cloned().collect(), english: self.english }
    }

    /// All words in Pascal case. An underscore keeps digits apart: `line_1_2` is `Line1_2`.
    pub(super) fn pascal(&self) -> String {
        let mut name = String::new();
        for word in &self.words {
            let digits = |c: char| c.is_ascii_digit();
            if name.ends_with(digits) && word.starts_with(digits) {
                name.push('_');
            }
            name.push_str(word);
        }
        name
    }

    /// The same with its noun in the plural.
    pub(super) fn plural(&self) -> Self {
        self.inflected(2)
    }

    /// The same with its noun in the singular.
    pub(super) fn singular(&self) -> Self {
        self.inflected(1)
    }

    fn inflected(&self, count: isize) -> Self {
        let mut inflected = self.clone();
        let preposition =
            self.words.iter().skip(1).position(|word| {
                PREPOSITIONS.iter().any(|preposition| word.eq_ignore_ascii_case(preposition))
            });
        // `position` counts from the second word, so it is the place of the noun before it.
        let noun = preposition.unwrap_or(self.words.len().saturating_sub(1));
        if self.english
            && let Some(word) = inflected.words.get_mut(noun)
        {
            *word = inflect(word, count);
        }
        inflected
    }
}

/// Whether `c` starts a word of its own in `camelCase`: `order|Id`, `XML|File`, but `userIDs`.
fn starts_hump(before: Option<&char>, c: char, after: &[char]) -> bool {
    let Some(before) = before.filter(|_| c.is_uppercase()) else { return false };
    if !before.is_uppercase() {
        return true;
    }
    match after {
        ['s'] => false,
        ['s', next, ..] if !next.is_lowercase() => false,
        [next, ..] => next.is_lowercase(),
        [] => false,
    }
}

/// A letter as ASCII writes it, a blank for what separates words, nothing for apostrophes and
/// accents that stand alone.
fn in_ascii(c: char) -> String {
    match c {
        '\'' | '\u{2019}' => String::new(),
        c if c.is_ascii_alphanumeric() => c.to_string(),
        c if c.is_ascii() => " ".to_owned(),
        c => deunicode_char(c).map_or_else(|| " ".to_owned(), |text| text.replace(['\'', '"', '`'], "")),
    }
}

fn capitalised(word: String) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + chars.as_str())
}

fn inflect(word: &str, count: isize) -> String {
    let lower = word.to_ascii_lowercase();
    let foreign = FOREIGN_ENDINGS.split(' ').any(|ending| lower.ends_with(ending));
    let numbered = !lower.ends_with(|c: char| c.is_ascii_lowercase());
    if foreign || numbered || lower.len() < 2 || UNCHANGED.contains(&lower.as_str()) {
        return word.to_owned();
    }
    let is_acronym = !word.contains(|c: char| c.is_ascii_lowercase());
    if is_acronym {
        let plural = count != 1 && !word.ends_with('S');
        return if plural { format!("{word}s") } else { word.to_owned() };
    }
    let inflected = pluralizer::pluralize(&lower, count, false);
    match inflected.strip_prefix(&lower) {
        Some(ending) => format!("{word}{ending}"),
        None => match word.get(..inflected.len()) {
            Some(start) if start.eq_ignore_ascii_case(&inflected) => start.to_owned(),
            _ => capitalised(inflected),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pascal_case() {
        for (physical, pascal) in [
            ("customer", "Customer"),
            ("customer_id", "CustomerId"),
            ("CUSTOMER_ID", "CustomerId"),
            ("customerId", "CustomerId"),
            ("CustomerID", "CustomerID"),
            ("CustomerIDs", "CustomerIDs"),
            ("XMLFile", "XMLFile"),
            ("order-line  total", "OrderLineTotal"),
            ("line_1_2", "Line1_2"),
            ("address_1", "Address1"),
            ("2024_sales", "2024Sales"),
            ("__weird__", "Weird"),
            ("customer's note", "CustomersNote"),
            ("Größe", "Grosse"),
            ("GRÖSSE_CM", "GrosseCm"),
            ("Cafe\u{301}", "Cafe"),
            ("Заказы", "Zakazy"),
            ("ЖУРНАЛ", "Zhurnal"),
            ("顧客", "GuKe"),
            ("price_€", "PriceEUR"),
            ("$", ""),
        ] {
            assert_eq!(Words::of(physical).pascal(), pascal, "{physical}");
        }
    }

    #[test]
    fn plural_and_singular() {
        for (physical, plural, singular) in [
            ("customer", "Customers", "Customer"),
            ("customers", "Customers", "Customer"),
            ("category", "Categories", "Category"),
            ("address", "Addresses", "Address"),
            ("addresses", "Addresses", "Address"),
            ("order_status", "OrderStatuses", "OrderStatus"),
            ("person", "People", "Person"),
            ("people", "People", "Person"),
            ("child", "Children", "Child"),
            ("series", "Series", "Series"),
            ("news", "News", "News"),
            ("sheep", "Sheep", "Sheep"),
            ("equipment", "Equipment", "Equipment"),
            ("data", "Data", "Data"),
            ("sales", "Sales", "Sale"),
            ("tax", "Taxes", "Tax"),
            ("analysis", "Analyses", "Analysis"),
            ("index", "Indices", "Index"),
            ("CUST_HDR", "CustHdrs", "CustHdr"),
            ("OrderLine", "OrderLines", "OrderLine"),
            ("userAPI", "UserAPIs", "UserAPI"),
            ("deviceGPS", "DeviceGPS", "DeviceGPS"),
            ("orders_by_customer", "OrdersByCustomer", "OrderByCustomer"),
            ("bill_of_material", "BillsOfMaterial", "BillOfMaterial"),
            ("orders_2024", "Orders2024", "Orders2024"),
            ("x", "X", "X"),
            ("Kunden", "Kunden", "Kunden"),
            ("bestellungen", "Bestellungen", "Bestellungen"),
            ("Aufträge", "Auftrage", "Auftrage"),
            ("clienti", "Clienti", "Clienti"),
            ("commandes", "Commandes", "Commande"),
            ("pedidos", "Pedidos", "Pedido"),
            ("заказ", "Zakaz", "Zakaz"),
        ] {
            let words = Words::of(physical);
            assert_eq!(words.plural().pascal(), plural, "plural of {physical}");
            assert_eq!(words.singular().pascal(), singular, "singular of {physical}");
        }
    }
}
