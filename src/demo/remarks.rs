//! Free text as people type it into an ERP: short remarks and long, many-line notes.

use super::random::Random;

/// Remarks on an order.
pub(super) const ORDER: &[&str] = &[
    "Please deliver before 10 a.m.; the yard is closed in the afternoon.",
    "Bitte Lieferung avisieren, Tel. siehe Stammdaten.",
    "Livraison par l'entrée côté rue, sonner deux fois.",
    "Partial delivery OK",
    "Proszę o fakturę na adres e-mail księgowości.",
    "割れ物注意。箱を積み重ねないでください。",
    "Called twice: customer insists on 3% cash discount (agreed with sales desk).",
    "Gift wrap ×12, no invoice in the parcel!",
    "Replaces the damaged goods of the last delivery - free of charge? → ask Joris",
];

/// Remarks on an order line.
pub(super) const LINE: &[&str] =
    &["backorder", "colour: dark green", "sample, not for resale", "Ersatz für beschädigte Ware", "assorted"];

const NOTE: &[&str] = &[
    "Visited the shop with the new catalogue. The owner likes the Fjord line but finds the margin on stoneware too thin.",
    "Payment was late twice in spring; reminded by phone, all settled since.",
    "Möchte künftig alle zwei Wochen beliefert werden, immer dienstags.",
    "Wants labels with prices in local currency, 40 × 25 mm, self-adhesive.",
    "Nouveau responsable des achats à partir de septembre : lui envoyer les conditions générales.",
    "Opening a second shop next year; asked for an opening discount of 7.5 %.",
    "Do not call before 9:00 or after 17:30 (local time).",
    "Competitor offer on wood screws: 2.49 per 100. We matched it once, \"never again\" (M.F.).",
    "Ο πελάτης ζητά τιμολόγιο στα ελληνικά.",
    "展示会で名刺交換。カタログを郵送済み。",
];

/// A note of one to `most` dated paragraphs, each on a line of its own.
pub(super) fn note(random: &mut Random, most: u32) -> String {
    let paragraphs = random.between(1, most);
    let mut note = String::new();
    for paragraph in 0..paragraphs {
        if paragraph > 0 {
            note.push('\n');
        }
        let (year, month) = (random.between(2021, 2026), random.between(1, 12));
        note.push_str(&format!("{year}-{month:02}: {}", random.pick(NOTE)));
    }
    note
}
