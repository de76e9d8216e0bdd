//! The page on which the demo's letters land: everybody's post, to be read by anybody.

use axum::extract::{Path, Query, State};
use post::{LetterRow, LetterSummary};
use serde::{Deserialize, Serialize};
use web::{Access, App, Fault, Page, Reply, Routes, Words, show};

/// How many letters a page lists.
const PAGE: i64 = 50;

/// The routes of the demo.
pub fn routes() -> Routes {
    Routes::new().get("/demo/mail", Access::Public, list).get(
        "/demo/mail/{id}",
        Access::Public,
        letter,
    )
}

#[derive(Deserialize)]
struct Before {
    before: Option<i64>,
}

#[derive(Serialize)]
struct MailPage {
    letters: Vec<Line>,
    older: Option<String>,
    newer: Option<&'static str>,
}

#[derive(Serialize)]
struct Line {
    id: i64,
    to: String,
    subject: String,
    at: i64,
    waits: bool,
}

impl Page for MailPage {
    const TEMPLATE: &'static str = "demo/mail.html";

    fn title(&self, words: &Words) -> String {
        words.t("demo-mail-title")
    }
}

async fn list(State(app): State<App>, Query(Before { before }): Query<Before>) -> Reply {
    let mut letters = app.db().read(move |tx| post::recent(tx, before, PAGE + 1)).await?;
    let more = letters.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    letters.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let last = letters.last().filter(|_| more).map(|letter| letter.id);
    Ok(show(MailPage {
        letters: letters.into_iter().map(Line::from).collect(),
        older: last.map(|id| format!("/demo/mail?before={id}")),
        newer: before.map(|_| "/demo/mail"),
    }))
}

impl From<LetterSummary> for Line {
    fn from(letter: LetterSummary) -> Self {
        Self {
            id: letter.id,
            to: letter.to_address,
            subject: letter.subject,
            at: letter.created_at,
            waits: letter.state != "sent",
        }
    }
}

#[derive(Serialize)]
struct LetterPage {
    to: String,
    subject: String,
    at: i64,
    language: String,
    paragraphs: Vec<Vec<Piece>>,
}

/// A piece of a line: words, or the address of a page.
#[derive(Debug, PartialEq, Serialize)]
struct Piece {
    text: String,
    link: bool,
    end: bool,
}

impl Page for LetterPage {
    const TEMPLATE: &'static str = "demo/letter.html";

    fn title(&self, _: &Words) -> String {
        self.subject.clone()
    }
}

async fn letter(State(app): State<App>, Path(id): Path<i64>) -> Reply {
    let found = app.db().read(move |tx| post::letter(tx, id)).await?;
    let LetterRow { to_address, subject, body_text, created_at, locale, .. } =
        found.ok_or(Fault::NotFound)?;
    Ok(show(LetterPage {
        to: to_address,
        subject,
        at: created_at,
        language: locale,
        paragraphs: body_text.split("\n\n").map(pieces).collect(),
    }))
}

/// Takes a paragraph apart, so that the addresses of pages can be links.
fn pieces(paragraph: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for line in paragraph.lines() {
        for word in line.split_inclusive(' ') {
            let link = word.starts_with("http://") || word.starts_with("https://");
            pieces.push(Piece { text: word.to_owned(), link, end: false });
        }
        if let Some(last) = pieces.last_mut() {
            last.end = true;
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_become_links_and_lines_stay() {
        let pieces = pieces("Answer here:\nhttps://town.example/track/x");
        let links: Vec<_> = pieces.iter().filter(|piece| piece.link).collect();
        assert_eq!(links.len(), 1);
        assert_eq!(pieces.iter().filter(|piece| piece.end).count(), 2);
    }
}
