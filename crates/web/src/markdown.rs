//! Page texts in Markdown.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// Turns a page text in Markdown into HTML: tables allowed, raw HTML shown as text, the highest
/// heading an `h2` (the page has its own first heading), links to the web, e-mail and telephone only.
pub fn to_html(text: &str) -> String {
    let parse = || Parser::new_ext(text, Options::ENABLE_TABLES);
    let highest = parse().filter_map(|event| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(number(level)),
        _ => None,
    });
    let highest = highest.min().unwrap_or(2);
    let moved = |level| heading(number(level) + 2 - highest);
    let events = parse().map(|event| match event {
        Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            Event::Start(Tag::Heading { level: moved(level), id, classes, attrs })
        }
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(moved(level))),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url: safe(dest_url), title, id })
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Image { link_type, dest_url: safe(dest_url), title, id })
        }
        other => other,
    });
    let mut out = String::with_capacity(text.len() * 2);
    html::push_html(&mut out, events);
    out
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

fn heading(number: u8) -> HeadingLevel {
    match number {
        0..=2 => HeadingLevel::H2,
        3 => HeadingLevel::H3,
        4 => HeadingLevel::H4,
        _ => HeadingLevel::H5,
    }
}

fn safe(address: CowStr<'_>) -> CowStr<'_> {
    let allowed = ["https://", "http://", "mailto:", "tel:", "/", "#"];
    let fits = allowed.iter().any(|start| address.starts_with(start)) && !address.starts_with("//");
    if fits { address } else { CowStr::Borrowed("#") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_scripts_stay_text() {
        let html = to_html("# Title\n\n<script>x</script>\n\n[a](javascript:x) [b](/waits)");
        assert!(html.contains("<h2>Title</h2>"), "{html}");
        assert!(!html.contains("<script"), "{html}");
        assert!(html.contains("href=\"#\"") && html.contains("href=\"/waits\""), "{html}");
    }
}
