use axum::http::{HeaderMap, HeaderValue, header};
use cookie::{Cookie, SameSite};

use crate::town::Town;

/// The cookies of the site, by what they are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Jar {
    /// The session of somebody who is signed in.
    Session,
    /// A random number that ties forms and drafts to a browser that is not signed in.
    Visit,
    /// One message for the next page.
    Flash,
    /// The language that was chosen.
    Language,
}

impl Jar {
    /// The cookie's name. With HTTPS the prefix binds it to this very host (RFC 6265bis, 4.1.3.2).
    pub(crate) fn name(self, town: &Town) -> String {
        let name = match self {
            Self::Session => "session",
            Self::Visit => "visit",
            Self::Flash => "flash",
            Self::Language => "language",
        };
        if town.is_https() { format!("__Host-{name}") } else { name.to_owned() }
    }

    /// The value that the browser sent.
    pub(crate) fn read(self, headers: &HeaderMap, town: &Town) -> Option<String> {
        let name = self.name(town);
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|line| Cookie::split_parse(line.to_owned()))
            .filter_map(Result::ok)
            .find(|cookie| cookie.name() == name)
            .map(|cookie| cookie.value().to_owned())
    }

    /// A header that sets the cookie, for so many seconds or until the browser closes.
    pub(crate) fn set(self, town: &Town, value: &str, seconds: Option<i64>) -> Option<HeaderValue> {
        let age = seconds.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
        let cookie = Cookie::build((self.name(town), value.to_owned()))
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(town.is_https())
            .build();
        HeaderValue::from_str(&format!("{cookie}{age}")).ok()
    }

    /// A header that removes the cookie.
    pub(crate) fn remove(self, town: &Town) -> Option<HeaderValue> {
        self.set(town, "", Some(0))
    }
}

/// Adds a `Set-Cookie` header.
pub(crate) fn add(headers: &mut HeaderMap, cookie: Option<HeaderValue>) {
    if let Some(cookie) = cookie {
        headers.append(header::SET_COOKIE, cookie);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_bound_to_the_host_where_there_is_https() {
        let town = Town { base_url: "https://town.example".into(), ..Town::default() };
        let set = Jar::Session.set(&town, "abc", None).unwrap();
        let text = set.to_str().unwrap();
        assert!(text.starts_with("__Host-session=abc;"), "{text}");
        for part in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
            assert!(text.contains(part), "{text}");
        }
        let plain = Jar::Session.set(&Town::default(), "abc", Some(60)).unwrap();
        assert!(!plain.to_str().unwrap().contains("Secure"));
    }

    #[test]
    fn a_cookie_is_found_among_broken_ones() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("=;;x; language=es; session"));
        assert_eq!(Jar::Language.read(&headers, &Town::default()).as_deref(), Some("es"));
        assert_eq!(Jar::Session.read(&headers, &Town::default()), None);
    }
}
