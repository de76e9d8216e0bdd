//! The few values that are looked for in the XML of answers. The elements that are read hold text only and
//! have no attributes, so that a search does what a reader of all XML would.

/// The text of the first element of a name.
pub(super) fn between<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!("<{name}>"))?;
    rest.split_once(&format!("</{name}>")).map(|(inside, _)| inside)
}

/// The texts of all elements of a name.
pub(super) fn next_of<'a>(text: &'a str, name: &str) -> impl Iterator<Item = String> + 'a {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let mut rest = text;
    std::iter::from_fn(move || {
        let (_, after) = rest.split_once(&open)?;
        let (inside, after) = after.split_once(&close)?;
        rest = after;
        Some(unescaped(inside))
    })
}

/// A text of XML as it was meant.
pub(super) fn unescaped(text: &str) -> String {
    // The ampersand last: what it makes is text and no escape.
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#34;", "\"")
        .replace("&apos;", "'")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_and_read_as_they_were_meant() {
        let text = "<A><Key>a&amp;lt;b</Key><Size>3</Size></A><A><Key>c</Key></A>";
        assert_eq!(next_of(text, "Key").collect::<Vec<_>>(), ["a&lt;b", "c"]);
        assert_eq!(between(text, "Size"), Some("3"));
        assert_eq!(between(text, "ETag"), None);
        assert_eq!(unescaped("&quot;9b2&quot; &#39;"), "\"9b2\" '");
    }
}
