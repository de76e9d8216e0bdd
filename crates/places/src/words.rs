//! How addresses are compared: words without case, accents or the many ways to write "Street". Pure.

/// More words than any address has; the rest of a longer text is not read.
const MAX_WORDS: usize = 12;

/// Long and short ways to write the common parts of street names; the right one is compared.
/// After the street suffix abbreviations of the United States Postal Service, Publication 28,
/// appendix C1, and the directions of its appendix B.
const SHORT: [(&str, &str); 44] = [
    ("alley", "aly"),
    ("av", "ave"),
    ("avenida", "ave"),
    ("avenue", "ave"),
    ("bldg", "building"),
    ("boulevard", "blvd"),
    ("bridge", "brg"),
    ("calle", "st"),
    ("center", "ctr"),
    ("centre", "ctr"),
    ("circle", "cir"),
    ("court", "ct"),
    ("crescent", "cres"),
    ("drive", "dr"),
    ("driveway", "drwy"),
    ("east", "e"),
    ("este", "e"),
    ("expressway", "expy"),
    ("fort", "ft"),
    ("gardens", "gdns"),
    ("heights", "hts"),
    ("highway", "hwy"),
    ("junction", "jct"),
    ("lane", "ln"),
    ("mount", "mt"),
    ("norte", "n"),
    ("north", "n"),
    ("number", "no"),
    ("oeste", "w"),
    ("parkway", "pkwy"),
    ("pk", "park"),
    ("place", "pl"),
    ("plaza", "plz"),
    ("point", "pt"),
    ("road", "rd"),
    ("saint", "st"),
    ("south", "s"),
    ("square", "sq"),
    ("station", "sta"),
    ("street", "st"),
    ("sur", "s"),
    ("terrace", "ter"),
    ("turnpike", "tpke"),
    ("west", "w"),
];

/// Splits a text into the words that are compared, shortest forms, in order.
pub fn words(text: &str) -> Vec<String> {
    let folded: String = text.chars().flat_map(char::to_lowercase).filter_map(plain).collect();
    folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(MAX_WORDS)
        .map(|word| short(word).to_owned())
        .collect()
}

/// The form of a word that is compared.
fn short(word: &str) -> &str {
    SHORT
        .binary_search_by(|(long, _)| (*long).cmp(word))
        .ok()
        .and_then(|at| SHORT.get(at))
        .map_or(word, |(_, short)| short)
}

/// Whether a compared word stands in many street names and so says little: "st", "ave", "n".
pub fn is_common(word: &str) -> bool {
    SHORT.iter().any(|(_, short)| *short == word)
}

/// A letter without its accent; an apostrophe vanishes, so that "O'Brien" is one word.
fn plain(c: char) -> Option<char> {
    Some(match c {
        '\'' | '\u{2019}' | '\u{0300}'..='\u{036f}' => return None,
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => 'a',
        'ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ý' | 'ÿ' => 'y',
        other => other,
    })
}

/// The two streets of a crossing: "Elm St & Oak St", "corner of Elm and Oak", "Elm y Oak".
pub fn crossing(text: &str) -> Option<(String, String)> {
    let spaced = text.replace(['&', '/', '@', '+'], " & ");
    let mut parts: Vec<Vec<&str>> = vec![Vec::new()];
    for word in spaced.split_whitespace() {
        let lower = word.to_lowercase();
        match lower.as_str() {
            "&" | "and" | "at" | "y" | "con" => parts.push(Vec::new()),
            "corner" | "intersection" | "crossing" | "esquina" | "of" | "de"
                if parts.iter().all(Vec::is_empty) => {}
            _ => parts.last_mut()?.push(word),
        }
    }
    parts.retain(|part| !part.is_empty());
    match parts.as_slice() {
        [one, other] => Some((one.join(" "), other.join(" "))),
        _ => None,
    }
}

/// The first and last house number of a line, and the rest: "12-14 Elm St", "12A Elm St".
pub fn house_number(line: &str) -> Option<(i64, i64, &str)> {
    let (first_word, street) = line.trim().split_once(' ')?;
    let (low, high) = first_word.split_once('-').unwrap_or((first_word, first_word));
    let low = leading_number(low)?;
    // "140-MT" and "8-4" are written so in the source: the first number then stands alone.
    let high = leading_number(high).filter(|high| *high >= low).unwrap_or(low);
    let named = street.chars().any(char::is_alphabetic) && !is_ordinal(first_word);
    named.then_some((low, high, street.trim()))
}

/// The number that a word begins with; at most five digits, as no street has more houses.
pub fn leading_number(word: &str) -> Option<i64> {
    let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
    let rest = word.get(digits.len()..)?;
    let is_number = !digits.is_empty()
        && digits.len() <= 5
        && rest.len() <= 2
        && rest.chars().all(char::is_alphabetic);
    is_number.then(|| digits.parse().ok()).flatten()
}

/// "1st", "22nd": the name of a street, never the number of a house.
pub fn is_ordinal(word: &str) -> bool {
    let name = word.trim_start_matches(|c: char| c.is_ascii_digit());
    name.len() < word.len() && ["st", "nd", "rd", "th"].contains(&name.to_lowercase().as_str())
}

/// Reads typed coordinates, latitude first as people write them: "42.35, -71.06", "42.35 N 71.06 W".
pub fn coordinates(text: &str) -> Option<(f64, f64)> {
    let marked = text.to_uppercase().replace(['°', ',', ';'], " ");
    let mut numbers: Vec<f64> = Vec::new();
    for word in marked.split_whitespace() {
        let (digits, letter) = match word.strip_suffix(['N', 'E', 'S', 'W']) {
            Some(digits) => (digits, word.chars().last()),
            None => (word, None),
        };
        if !digits.is_empty() {
            // Whole numbers are house numbers; a position has decimals.
            if !digits.contains('.')
                || !digits.chars().all(|c| c.is_ascii_digit() || ".-+".contains(c))
            {
                return None;
            }
            numbers.push(digits.parse().ok().filter(|n: &f64| n.is_finite())?);
        }
        if matches!(letter, Some('S' | 'W')) {
            let last = numbers.last_mut()?;
            *last = -last.abs();
        }
    }
    match numbers.as_slice() {
        [lat, lon] => Some((*lat, *lon)),
        _ => None,
    }
}

/// How many letters must be changed, added, left out or swapped with their neighbour to make one
/// word of the other (optimal string alignment), or `None` when more than `most`.
pub fn typos(a: &str, b: &str, most: usize) -> Option<usize> {
    if a.chars().count().abs_diff(b.chars().count()) > most {
        return None;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (row, letter) in a.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, other) in b.iter().enumerate() {
            let at =
                |line: &[usize], column: usize| line.get(column).copied().unwrap_or(usize::MAX - 1);
            let mut best = (at(&above, column) + usize::from(letter != other))
                .min(at(&above, column + 1) + 1)
                .min(at(&current, column) + 1);
            let swapped = row > 0
                && column > 0
                && a.get(row - 1) == Some(other)
                && b.get(column - 1) == Some(letter);
            if swapped {
                best = best.min(at(&before, column - 1) + 1);
            }
            current.push(best);
        }
        if current.iter().min().is_some_and(|least| *least > most) {
            return None;
        }
        before = std::mem::replace(&mut above, current);
    }
    above.last().copied().filter(|count| *count <= most)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_short_forms_are_sorted() {
        assert!(SHORT.is_sorted_by_key(|(long, _)| *long));
    }

    #[test]
    fn the_same_street_compares_the_same() {
        assert_eq!(words("12 North Elm Street"), words("12 n. elm st"));
        assert_eq!(words("Peñalosa's Ave."), ["penalosas", "ave"]);
        assert_eq!(words("  "), Vec::<String>::new());
    }

    #[test]
    fn crossings_are_read_in_many_ways() {
        let pair = Some(("Elm St".to_owned(), "Oak St".to_owned()));
        for text in [
            "Elm St & Oak St",
            "Elm St/Oak St",
            "corner of Elm St and Oak St",
            "Elm St at Oak St",
            "esquina de Elm St y Oak St",
        ] {
            assert_eq!(crossing(text), pair, "{text}");
        }
        assert_eq!(crossing("12 Elm St"), None);
        assert_eq!(crossing("& &"), None);
    }

    #[test]
    fn house_numbers_are_read() {
        assert_eq!(house_number("12-14 Elm St"), Some((12, 14, "Elm St")));
        assert_eq!(house_number("37hf Hanson St"), Some((37, 37, "Hanson St")));
        assert_eq!(house_number("8-4 Adella Pl"), Some((8, 8, "Adella Pl")));
        assert_eq!(house_number("1st St"), None);
        assert_eq!(house_number("Elm St"), None);
        assert_eq!(house_number("12 34"), None);
    }

    #[test]
    fn typed_coordinates_are_read() {
        for text in ["42.35, -71.06", "42.35 -71.06", "42.35N 71.06W", "42.35° N, 71.06° W"] {
            assert_eq!(coordinates(text), Some((42.35, -71.06)), "{text}");
        }
        for text in ["12 34", "42.35", "NaN, inf", "1.0 2.0 3.0", "Elm St", ""] {
            assert_eq!(coordinates(text), None, "{text}");
        }
    }

    #[test]
    fn a_swapped_pair_is_one_typo() {
        assert_eq!(typos("wahsington", "washington", 2), Some(1));
        assert_eq!(typos("elm", "oak", 2), None);
        assert_eq!(typos("", "ab", 2), Some(2));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "\\PC{0,80}") {
            let _ = (words(&text), crossing(&text), house_number(&text), coordinates(&text));
        }

        #[test]
        fn comparing_twice_changes_nothing(text in "[a-zA-Z0-9 '.áñ-]{0,60}") {
            let once = words(&text);
            prop_assert_eq!(words(&once.join(" ")), once);
        }

        #[test]
        fn typos_do_not_depend_on_the_order(a in "[a-d]{0,8}", b in "[a-d]{0,8}") {
            prop_assert_eq!(typos(&a, &b, 3), typos(&b, &a, 3));
            prop_assert_eq!(typos(&a, &a, 3), Some(0));
        }
    }
}
