//! Holds the colours of the built stylesheet against WCAG 2.2: 4.5:1 for text, 3:1 for the parts of
//! controls, in light and in dark.

use std::collections::BTreeMap;

/// Text on what lies under it.
const TEXT: &[(&str, &str)] = &[
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink", "sunken"),
    ("ink", "brand-tint"),
    ("ink", "kept-tint"),
    ("ink", "soon-tint"),
    ("ink", "late-tint"),
    ("ink", "waiting-tint"),
    ("ink", "closed-tint"),
    ("ink", "accent-tint"),
    ("muted", "paper"),
    ("muted", "surface"),
    ("muted", "sunken"),
    ("brand", "paper"),
    ("brand", "surface"),
    ("brand", "sunken"),
    ("brand", "brand-tint"),
    ("brand-strong", "paper"),
    ("brand-strong", "surface"),
    ("brand-strong", "brand-tint"),
    ("brand-strong", "sunken"),
    ("on-brand", "brand"),
    ("on-brand", "brand-strong"),
    ("on-late", "late"),
    ("accent", "paper"),
    ("accent", "surface"),
    ("accent", "accent-tint"),
    ("kept", "kept-tint"),
    ("soon", "soon-tint"),
    ("late", "late-tint"),
    ("waiting", "waiting-tint"),
    ("closed", "closed-tint"),
    ("kept", "paper"),
    ("late", "paper"),
    ("late", "surface"),
    ("soon", "surface"),
    ("kept", "surface"),
    ("waiting", "surface"),
    ("paper", "kept"),
    ("paper", "ink"),
    ("focus-ink", "focus"),
];

/// Parts of controls and drawings on what lies under them.
const PARTS: &[(&str, &str)] = &[
    ("line-strong", "paper"),
    ("line-strong", "surface"),
    ("brand", "paper"),
    ("brand", "line"),
    ("kept", "paper"),
    ("soon", "paper"),
    ("late", "paper"),
    ("waiting", "paper"),
    ("closed", "paper"),
    ("focus-ink", "focus"),
];

type Tokens = BTreeMap<String, [f64; 3]>;

/// The colours of the first `:root` blocks, light first.
fn tokens(css: &str) -> Vec<Tokens> {
    let roots = css.split(":root{").skip(1).map(|rest| rest.split('}').next().unwrap_or_default());
    let read = |block: &str| {
        block
            .split(';')
            .filter_map(|line| line.split_once(':'))
            .filter_map(|(name, value)| Some((name.strip_prefix("--")?.to_owned(), colour(value)?)))
            .collect()
    };
    roots.map(read).filter(|tokens: &Tokens| tokens.contains_key("paper")).take(2).collect()
}

fn colour(value: &str) -> Option<[f64; 3]> {
    let hex = value.trim().strip_prefix('#')?;
    let long: String = if hex.len() == 3 {
        hex.chars().flat_map(|digit| [digit, digit]).collect()
    } else {
        hex.to_owned()
    };
    let part = |at: usize| u8::from_str_radix(long.get(at..at + 2)?, 16).ok().map(f64::from);
    Some([part(0)?, part(2)?, part(4)?])
}

/// The ratio of two colours (WCAG 2.2, relative luminance).
fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let luminance = |colour: [f64; 3]| {
        let linear = colour.map(|part| {
            let part = part / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn every_pair_of_colours_can_be_told_apart_in_light_and_dark() {
    let css = crate::PART.assets.unwrap().get_file("town.css").unwrap().contents_utf8().unwrap();
    let schemes = tokens(css);
    assert_eq!(schemes.len(), 2, "light and dark");
    let mut wrong = Vec::new();
    let dark = schemes[0].clone().into_iter().chain(schemes[1].clone()).collect();
    for (name, scheme) in [("light", &schemes[0]), ("dark", &dark)] {
        for (pairs, least) in [(TEXT, 4.5), (PARTS, 3.0)] {
            for (front, back) in pairs {
                let ratio = contrast(scheme[*front], scheme[*back]);
                if ratio < least {
                    wrong.push(format!("{name}: {front} on {back} is {ratio:.2}, needs {least}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_ratio_is_the_one_of_the_standard() {
    assert!((contrast([0.0; 3], [255.0; 3]) - 21.0).abs() < 0.01);
    assert!((contrast([119.0; 3], [255.0; 3]) - 4.48).abs() < 0.01);
}
