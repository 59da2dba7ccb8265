//! What the trading house sells: word lists only.

/// A kind of product.
pub(super) struct Ware {
    /// Product category.
    pub(super) category: &'static str,
    /// Start of its article numbers.
    pub(super) prefix: &'static str,
    /// What it is.
    pub(super) name: &'static str,
    /// Lowest and highest price in cents.
    pub(super) cents: (u32, u32),
    /// Lowest and highest weight in grams.
    pub(super) grams: (u32, u32),
    /// Sizes it comes in.
    pub(super) sizes: &'static [&'static str],
}

const fn ware(
    category: &'static str,
    prefix: &'static str,
    name: &'static str,
    cents: (u32, u32),
    grams: (u32, u32),
    sizes: &'static [&'static str],
) -> Ware {
    Ware { category, prefix, name, cents, grams, sizes }
}

const DIAMETERS: &[&str] = &["Ø 16 cm", "Ø 20 cm", "Ø 24 cm", "Ø 28 cm"];
const LITRES: &[&str] = &["0.5 l", "1 l", "2.5 l", "10 l"];
const LENGTHS: &[&str] = &["60 cm", "90 cm", "1.2 m", "1.5 m"];
const INCHES: &[&str] = &["6\"", "8\"", "10\"", "12\""];
const PIECES: &[&str] = &["set of 2", "set of 4", "set of 6", "50 pcs"];

/// All of them.
pub(super) const WARES: &[Ware] = &[
    ware("Kitchen", "KIT", "frying pan", (1_890, 8_900), (900, 2_600), DIAMETERS),
    ware("Kitchen", "KIT", "saucepan", (2_450, 9_900), (800, 3_100), LITRES),
    ware("Kitchen", "KIT", "chef's knife", (1_990, 14_900), (180, 320), INCHES),
    ware("Kitchen", "KIT", "jam jar", (349, 1_290), (150, 900), PIECES),
    ware("Kitchen", "KIT", "crème brûlée dish", (690, 2_490), (200, 800), PIECES),
    ware("Kitchen", "KIT", "colander", (890, 3_900), (350, 900), DIAMETERS),
    ware("Tableware", "TAB", "tea bowl", (450, 3_900), (120, 400), PIECES),
    ware("Tableware", "TAB", "dinner plate", (590, 4_500), (400, 2_800), PIECES),
    ware("Tableware", "TAB", "carafe", (1_290, 5_900), (450, 1_200), LITRES),
    ware("Tableware", "TAB", "fish cutlery", (2_990, 19_900), (300, 1_900), PIECES),
    ware("Garden", "GAR", "watering can", (1_190, 4_900), (600, 2_200), LITRES),
    ware("Garden", "GAR", "spade", (2_490, 7_900), (1_400, 2_300), LENGTHS),
    ware("Garden", "GAR", "raised bed", (6_900, 32_900), (9_000, 48_000), LENGTHS),
    ware(
        "Garden",
        "GAR",
        "bird feeder",
        (990, 5_900),
        (300, 2_500),
        &["for titmice", "for robins", "50 % refilled"],
    ),
    ware("Garden", "GAR", "pruning shears", (1_290, 6_900), (180, 420), INCHES),
    ware("Workshop", "WRK", "spirit level", (1_490, 8_900), (350, 1_600), LENGTHS),
    ware("Workshop", "WRK", "adjustable wrench", (1_190, 5_900), (220, 1_300), INCHES),
    ware("Workshop", "WRK", "wood screws", (299, 2_490), (150, 4_000), PIECES),
    ware("Workshop", "WRK", "sawhorse", (2_990, 11_900), (3_500, 9_000), LENGTHS),
    ware("Lighting", "LGT", "storm lantern", (1_690, 8_900), (700, 2_400), &["small", "medium", "large"]),
    ware("Lighting", "LGT", "paper lampshade", (890, 4_900), (100, 600), DIAMETERS),
];

/// Product lines: the first word of a product's name.
pub(super) const LINES: &[&str] =
    &["Änna", "Borealis", "Crêpe", "Dunmore", "Élan", "Fjord", "Göta", "Hōgan", "Ítaca"];

/// Materials and finishes.
pub(super) const FINISHES: &[&str] = &[
    "stainless steel",
    "cast iron",
    "beech",
    "enamelled",
    "copper",
    "recycled glass",
    "stoneware",
    "FSC® oak",
];

/// Sentences of product descriptions.
pub(super) const PRAISE: &[&str] = &[
    "Made in a family workshop that has not changed its way of working since 1921.",
    "Safe in the dishwasher up to 65 °C; the handle stays cool.",
    "Each piece is finished by hand, so that no two are quite alike: small differences in colour are no defect.",
    "Spare parts are kept for at least ten years.",
    "Packed without plastic; the box can be folded into a seed tray.",
    "Not suitable for induction hobs below 1.8 kW.",
    "The \"Ligne Bleue\" received a commendation at the Salon de l'Équipement, 2019.",
    "Weatherproof from −20 °C to +45 °C when oiled once a year.",
    "Dimensions may vary by ±2 %.",
    "Delivered in three parts; tools & screws are included, instructions in DE/EN/FR/PL/日本語.",
];
