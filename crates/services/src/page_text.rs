//! Page texts without their markup, for the search index. Pages themselves render the Markdown.

use pulldown_cmark::{Event, Parser};

/// Gives the words of a Markdown text, headings and list items parted by spaces.
pub(crate) fn plain(markdown: &str) -> String {
    let mut words = String::with_capacity(markdown.len());
    for event in Parser::new(markdown) {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            Event::End(_) | Event::SoftBreak | Event::HardBreak => words.push(' '),
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    #[test]
    fn markup_is_left_out() {
        let text = super::plain("## Who\n\n- **Anybody**\n- [You](/x)\n\n<b>hi</b>");
        assert_eq!(text.split_whitespace().collect::<Vec<_>>(), ["Who", "Anybody", "You", "hi"]);
    }
}
