use std::sync::Arc;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use minijinja::value::{Serde, Value};
use serde::Serialize;

use crate::fault::Fault;
use crate::flash::Flash;
use crate::words::Words;

/// What a handler answers: a page, a redirect, a file, or the fault that kept it from that.
pub type Reply = Result<Response, Fault>;

/// A page: a struct with what its template shows.
///
/// The fields are variables of the template. Besides them every template has `title`, `town`,
/// `visitor`, `locale`, `path`, `csrf_token`, `nonce` and `flash`; a page has no fields of those names.
pub trait Page: Serialize + Send + Sync + 'static {
    /// The template's name: `counter/home.html`.
    const TEMPLATE: &'static str;

    /// The title, unique in the site; the layout adds the town's name, and "Error:" with 422.
    fn title(&self, words: &Words) -> String;

    /// Who may keep the page, and how long.
    fn cache(&self) -> Cache {
        Cache::Never
    }

    /// The block that is enough when htmx asks for a part of the page.
    fn part(&self) -> Option<&'static str> {
        None
    }
}

/// Who may keep an answer, and how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cache {
    /// Nobody keeps it. The back button of a browser still works.
    Never,
    /// The visitor's browser keeps it for so many seconds.
    Browser(u32),
    /// Anybody between keeps it for so many seconds, if nobody is signed in and the page holds no
    /// form: pages that are the same for all.
    Anybody(u32),
}

/// A page on its way to the layer that renders it.
#[derive(Clone)]
pub(crate) struct Shown(pub(crate) Arc<dyn Showable>);

/// A [`Page`] without its type.
pub(crate) trait Showable: Send + Sync {
    fn template(&self) -> &'static str;
    fn title(&self, words: &Words) -> String;
    fn fields(&self) -> Value;
    fn cache(&self) -> Cache;
    fn part(&self) -> Option<&'static str>;
}

impl<P: Page> Showable for P {
    fn template(&self) -> &'static str {
        P::TEMPLATE
    }

    fn title(&self, words: &Words) -> String {
        Page::title(self, words)
    }

    fn fields(&self) -> Value {
        Value::from(Serde(self))
    }

    fn cache(&self) -> Cache {
        Page::cache(self)
    }

    fn part(&self) -> Option<&'static str> {
        Page::part(self)
    }
}

/// Answers with a page.
pub fn show(page: impl Page) -> Response {
    show_as(StatusCode::OK, page)
}

/// Answers with the page of a form that has mistakes (422).
pub fn unprocessable(page: impl Page) -> Response {
    show_as(StatusCode::UNPROCESSABLE_ENTITY, page)
}

/// Answers with a page and a status.
pub fn show_as(status: StatusCode, page: impl Page) -> Response {
    let mut response = status.into_response();
    response.extensions_mut().insert(Shown(Arc::new(page)));
    response
}

/// Sends the browser on after a change (303).
pub fn see_other(to: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let place = HeaderValue::from_str(to).unwrap_or_else(|_| HeaderValue::from_static("/"));
    response.headers_mut().insert(header::LOCATION, place);
    response
}

/// Sends the browser on after a change, with a message for the next page.
pub fn see_other_with(to: &str, flash: Flash) -> Response {
    let mut response = see_other(to);
    response.extensions_mut().insert(flash);
    response
}

/// Takes an address on this site from a form or a query, such as where to go after signing in;
/// `None` when it could lead elsewhere.
pub fn local_path(text: &str) -> Option<&str> {
    let local = text.starts_with('/')
        && !text.starts_with("//")
        && !text.contains(['\\', '\r', '\n', '\t', '\0'])
        && text.len() <= 2_000
        && text.is_ascii();
    local.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_return_path_never_leaves_the_site() {
        assert_eq!(local_path("/desk?a=1#b"), Some("/desk?a=1#b"));
        for foreign in ["//evil.example", "https://evil.example", "/\\evil", "desk", "", "/a\r\nb"]
        {
            assert_eq!(local_path(foreign), None, "{foreign}");
        }
    }
}
