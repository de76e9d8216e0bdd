//! The HTML of a letter, made from its plain text.

use std::fmt::Write;

use base::Locale;

/// Readable everywhere mail is read: one column, the reader's own light or dark colours, system type.
const STYLE: &str = "font:18px/1.5 -apple-system,'Segoe UI',Roboto,Arial,sans-serif;max-width:36em;margin:0 auto;padding:24px 16px";

/// Makes a whole HTML document from a letter's text: blank lines part paragraphs, addresses of
/// pages become links. Everything in it is escaped.
pub fn html_of(locale: Locale, subject: &str, text: &str) -> String {
    let mut html = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>",
        locale.code()
    );
    escape(subject, &mut html);
    // Writing to a String cannot fail.
    let _ = write!(html, "</title>\n</head>\n<body style=\"{STYLE}\">\n");
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
        html.push_str("<p>");
        for (number, line) in paragraph.trim().lines().enumerate() {
            if number > 0 {
                html.push_str("<br>\n");
            }
            write_line(line, &mut html);
        }
        html.push_str("</p>\n");
    }
    html.push_str("</body>\n</html>\n");
    html
}

fn write_line(line: &str, html: &mut String) {
    let mut rest = line;
    while let Some(start) = ["https://", "http://"].iter().filter_map(|s| rest.find(s)).min() {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c: char| c.is_whitespace() || "<>\"".contains(c));
        let (address, _) = from.split_at(end.unwrap_or(from.len()));
        // The full stop of the sentence is not part of the address.
        let address = address.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'']);
        let (address, after) = from.split_at(address.len());
        escape(before, html);
        html.push_str("<a href=\"");
        escape(address, html);
        html.push_str("\">");
        escape(address, html);
        html.push_str("</a>");
        rest = after;
    }
    escape(rest, html);
}

fn escape(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn paragraphs_lines_and_links_are_made_from_text() {
        let text = "Hola Ana,\n\nSee (https://elm.example/c?a=1&b=2).\nThank you";
        let html = html_of(Locale::ES, "Tu aviso <1>", text);
        assert!(html.contains("<html lang=\"es\">"), "{html}");
        assert!(html.contains("<title>Tu aviso &lt;1&gt;</title>"), "{html}");
        let link =
            "<a href=\"https://elm.example/c?a=1&amp;b=2\">https://elm.example/c?a=1&amp;b=2</a>";
        assert!(html.contains(&format!("<p>See ({link}).<br>\nThank you</p>")), "{html}");
    }

    proptest! {
        #[test]
        fn nothing_typed_becomes_markup(text in "(https?://|[<>\"'&a-z :/.\n]){0,60}") {
            let html = html_of(Locale::EN, "x", &text);
            let body = html.split_once("<body").unwrap().1;
            for tag in body.split('<').skip(1) {
                let known = ["p>", "/p>", "br>", "a href=\"http", "/a>", "/body>", "/html>"];
                prop_assert!(known.iter().any(|k| tag.starts_with(k)), "{}", tag);
            }
        }
    }
}
