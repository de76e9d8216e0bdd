use axum::http::{HeaderMap, header};
use base::Locale;

use crate::cookies::Jar;
use crate::town::Town;

/// At most so many languages of `Accept-Language` are looked at.
const MAX_LANGUAGES: usize = 20;

/// The language that `?lang=` asks for.
pub(crate) fn asked_in_query(query: Option<&str>) -> Option<Locale> {
    let value = query?.split('&').find_map(|pair| pair.strip_prefix("lang="))?;
    Locale::parse(value)
}

/// The language of a request that names none: the one that was chosen before, else what the browser likes.
pub(crate) fn of(headers: &HeaderMap, town: &Town) -> Locale {
    Jar::Language
        .read(headers, town)
        .and_then(|chosen| Locale::parse(&chosen))
        .or_else(|| from_headers(headers))
        .unwrap_or(town.locale)
}

/// The language that the browser likes best among those the town speaks (RFC 9110, 12.5.4).
pub(crate) fn from_headers(headers: &HeaderMap) -> Option<Locale> {
    let header = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut best: Option<(f32, Locale)> = None;
    for item in header.split(',').take(MAX_LANGUAGES) {
        let (tag, rest) = item.split_once(';').unwrap_or((item, ""));
        let quality = rest.trim().strip_prefix("q=").map_or(Ok(1.0), str::parse::<f32>);
        let (Some(locale), Ok(quality)) = (Locale::parse(tag.trim()), quality) else { continue };
        if quality > best.map_or(0.0, |(most, _)| most) {
            best = Some((quality, locale));
        }
    }
    best.map(|(_, locale)| locale)
}

/// The address of the same page in another language: its path and query with `lang` replaced.
pub(crate) fn address(path: &str, query: Option<&str>, locale: Locale) -> String {
    let kept = query.unwrap_or_default().split('&');
    let mut pairs: Vec<&str> =
        kept.filter(|pair| !pair.is_empty() && !pair.starts_with("lang=")).collect();
    let lang = format!("lang={locale}");
    pairs.push(&lang);
    // Two slashes, of either kind, would make a browser read the first part as another host.
    let path = path.trim_start_matches(['/', '\\']);
    format!("/{path}?{}", pairs.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_page_in_another_language_is_never_on_another_host() {
        for path in ["//evil.example", "/\\evil.example", "/\\/evil.example"] {
            assert_eq!(address(path, None, Locale::ES), "/evil.example?lang=es");
        }
    }

    fn accepted(value: &'static str) -> Option<Locale> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, value.parse().unwrap());
        from_headers(&headers)
    }

    #[test]
    fn the_best_liked_language_that_the_town_speaks_is_taken() {
        assert_eq!(accepted("es-MX,es;q=0.9,en;q=0.8"), Some(Locale::ES));
        assert_eq!(accepted("fr, en;q=0.2, es;q=0.7"), Some(Locale::ES));
        assert_eq!(accepted("de"), None);
        assert_eq!(accepted("es;q=0, en;q=x"), None);
        assert_eq!(accepted(""), None);
    }

    #[test]
    fn switching_keeps_the_page_and_its_filters() {
        assert_eq!(address("/waits", None, Locale::ES), "/waits?lang=es");
        assert_eq!(
            address("/search", Some("q=bin&lang=en&page=2"), Locale::ES),
            "/search?q=bin&page=2&lang=es"
        );
        assert_eq!(address("//evil.example/x", None, Locale::EN), "/evil.example/x?lang=en");
        assert_eq!(asked_in_query(Some("q=lang&lang=es")), Some(Locale::ES));
    }
}
