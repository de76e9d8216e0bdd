//! As much of a browser as it takes to sign in and to fill in a form: cookies, hidden fields, forms.

use std::collections::BTreeMap;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::Outcome;
use crate::http::{Answer, Connection, header};

/// A form longer than this is a loop.
const MOST_PAGES: usize = 12;

/// A connection with cookies.
pub(crate) struct Browser {
    connection: Connection,
    cookies: BTreeMap<String, String>,
    /// The token that forms of this browser carry.
    csrf: String,
}

/// Where an answer leads, and what it says.
pub(crate) struct Page {
    /// The status.
    pub status: u16,
    /// The value of `location`.
    pub location: Option<String>,
    /// The body.
    pub text: String,
}

impl Browser {
    /// A new one, on a connection of its own.
    pub async fn open(address: &str) -> Outcome<Self> {
        let connection = Connection::open(address).await?;
        Ok(Self { connection, cookies: BTreeMap::new(), csrf: String::new() })
    }

    /// The bytes of a request by this browser; `form` makes it a POST.
    pub fn request(&self, path: &str, form: Option<&str>) -> Vec<u8> {
        let jar: Vec<_> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cookie =
            if jar.is_empty() { String::new() } else { format!("cookie: {}\r\n", jar.join("; ")) };
        let method = if form.is_some() { "POST" } else { "GET" };
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\naccept: text/html\r\n\
             accept-language: en\r\n{cookie}"
        );
        let body = form.map_or_else(
            || "\r\n".to_owned(),
            |form| {
                format!(
                    "content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
                    form.len()
                )
            },
        );
        (head + &body).into_bytes()
    }

    /// A form with this browser's token.
    pub fn form(&self, fields: &[(&str, String)]) -> String {
        let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let mut body = format!("csrf={}", encode(&self.csrf));
        for (name, value) in fields {
            body.push_str(&format!("&{}={}", encode(name), encode(value)));
        }
        body
    }

    /// Opens an address; a token on the page is kept.
    pub async fn get(&mut self, path: &str) -> Outcome<Page> {
        let request = self.request(path, None);
        let page = self.send(&request).await?;
        if let Some(token) = between(&page.text, "name=\"csrf\" value=\"", "\"") {
            token.clone_into(&mut self.csrf);
        }
        Ok(page)
    }

    /// Sends a form.
    pub async fn post(&mut self, path: &str, fields: &[(&str, String)]) -> Outcome<Page> {
        let form = self.form(fields);
        let request = self.request(path, Some(&form));
        self.send(&request).await
    }

    /// Sends a request as it is and hands over the answer, such as for the mirror.
    pub async fn raw(&mut self, request: &[u8]) -> Outcome<Answer<'_>> {
        Ok(self.connection.exchange(request).await?)
    }

    async fn send(&mut self, request: &[u8]) -> Outcome<Page> {
        let answer = self.connection.exchange(request).await?;
        for line in answer.head.lines().filter(|line| header_is(line, "set-cookie")) {
            let pair = line.split_once(':').map_or("", |(_, value)| value).split(';').next();
            if let Some((name, value)) = pair.unwrap_or_default().trim().split_once('=') {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let location = header(answer.head, "location").map(str::to_owned);
        // Templates write the slashes of attributes as entities.
        let text = answer.text().replace("&#x2f;", "/");
        Ok(Page { status: answer.status, location, text })
    }

    /// Signs in as one of the people that the demo shows, by their place in its list.
    pub async fn sign_in(&mut self, nth: usize) -> Outcome<()> {
        let page = self.get("/demo").await?;
        let person = page.text.split("name=\"person\" value=\"").nth(nth + 1);
        let person =
            person.and_then(|rest| rest.split('"').next()).ok_or("nobody to sign in as")?;
        let done = self.post("/demo/sign-in", &[("person", person.to_owned())]).await?;
        if done.status == 303 { Ok(()) } else { Err(format!("sign-in: {}", done.status).into()) }
    }

    /// Fills in a form up to "check your answers"; gives the address of that page.
    pub async fn draft(&mut self, service: &str, answers: &[(&str, String)]) -> Outcome<String> {
        if self.csrf.is_empty() {
            self.get(&format!("/services/{service}")).await?;
        }
        let mut page = self.post(&format!("/services/{service}/start"), &[]).await?;
        for _ in 0..MOST_PAGES {
            let Some(at) = page.location.take().filter(|_| page.status == 303) else {
                let said = between(&page.text, "error-summary", "</ul>").unwrap_or_default();
                return Err(format!("the form answered {}: {said}", page.status).into());
            };
            if at.ends_with("/check") {
                return Ok(at);
            }
            page = if at.ends_with("/nearby") {
                self.post(&at, &[("new", "1".into())]).await?
            } else {
                self.post(&at, answers).await?
            };
        }
        Err("the form does not end".into())
    }
}

fn header_is(line: &str, name: &str) -> bool {
    line.split_once(':').is_some_and(|(found, _)| found.eq_ignore_ascii_case(name))
}

/// What stands between two texts, the first time.
pub(crate) fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(found, _)| found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_is_the_first_of_it() {
        assert_eq!(between("a=\"1\" a=\"2\"", "a=\"", "\""), Some("1"));
        assert_eq!(between("a", "b", "c"), None);
    }
}
