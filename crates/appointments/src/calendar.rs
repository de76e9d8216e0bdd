//! Appointments as iCalendar text (RFC 5545), for a resident's calendar and as a feed for staff.
//!
//! Times are in UTC (3.3.5, form 2), so that no calendar has to know a zone by its rules. Lines end with CRLF
//! and are folded at 75 octets (3.1), between characters. A change raises `SEQUENCE` under the same `UID`
//! (3.8.7.4); a cancellation says so in `METHOD` and `STATUS` (RFC 5546, 3.2.5).

use base::time::from_ms;
use jiff::Timestamp;

/// The longest line, in octets, its end aside (RFC 5545, 3.1).
const LINE: usize = 75;

/// What a calendar is sent for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Here is an appointment, new or changed.
    Publish,
    /// It will not be.
    Cancel,
}

/// One appointment in a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its name in the whole world, which stays.
    pub uid: String,
    /// Counts its changes.
    pub sequence: i64,
    /// When it begins, in milliseconds since 1970.
    pub from: i64,
    /// When it ends.
    pub to: i64,
    /// Its title.
    pub summary: String,
    /// Where it is.
    pub location: String,
    /// What else there is to say; may be empty.
    pub description: String,
    /// The page where more is; may be empty.
    pub url: String,
    /// Whether it is cancelled.
    pub cancelled: bool,
}

/// Who sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organizer {
    /// The town's name.
    pub name: String,
    /// The town's address for mail.
    pub email: String,
}

/// Writes a calendar of events; `name` is what a feed is called.
pub fn write(
    method: Method,
    organizer: &Organizer,
    name: Option<&str>,
    events: &[Event],
    now: Timestamp,
) -> String {
    let mut text = String::new();
    let mut line = |content: &str| fold(&mut text, content);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//Townhall//Appointments//EN");
    line("CALSCALE:GREGORIAN");
    line(match method {
        Method::Publish => "METHOD:PUBLISH",
        Method::Cancel => "METHOD:CANCEL",
    });
    if let Some(name) = name {
        // RFC 7986 names a calendar; many programs know only the older word.
        line(&format!("NAME:{}", escaped(name)));
        line(&format!("X-WR-CALNAME:{}", escaped(name)));
        line("REFRESH-INTERVAL;VALUE=DURATION:PT15M");
    }
    for event in events {
        line("BEGIN:VEVENT");
        line(&format!("UID:{}", escaped(&event.uid)));
        line(&format!("DTSTAMP:{}", utc(now)));
        line(&format!("SEQUENCE:{}", event.sequence.max(0)));
        line(&format!("DTSTART:{}", utc(from_ms(event.from))));
        line(&format!("DTEND:{}", utc(from_ms(event.to))));
        line(&format!("SUMMARY:{}", escaped(&event.summary)));
        for (key, value) in [("LOCATION", &event.location), ("DESCRIPTION", &event.description)] {
            if !value.is_empty() {
                line(&format!("{key}:{}", escaped(value)));
            }
        }
        if !event.url.is_empty() {
            line(&format!("URL:{}", address(&event.url)));
        }
        let (name, email) = (parameter(&organizer.name), address(&organizer.email));
        line(&format!("ORGANIZER;CN={name}:mailto:{email}"));
        line(if event.cancelled { "STATUS:CANCELLED" } else { "STATUS:CONFIRMED" });
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    text
}

fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A TEXT value (3.3.11): backslash, semicolon, comma and line ends are escaped, other controls left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            '\t' => escaped.push(' '),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// A quoted parameter value (3.2), which has no way to write a quotation mark.
fn parameter(text: &str) -> String {
    let kept = text.chars().filter(|c| !c.is_control()).map(|c| if c == '"' { '\'' } else { c });
    format!("\"{}\"", kept.collect::<String>())
}

/// An address, of which only what may stand in a line is kept.
fn address(text: &str) -> String {
    text.chars().filter(char::is_ascii_graphic).collect()
}

/// Writes a line in pieces of at most [`LINE`] octets, each further one after a space.
fn fold(text: &mut String, content: &str) {
    let mut room = LINE;
    for c in content.chars() {
        if c.len_utf8() > room {
            text.push_str("\r\n ");
            room = LINE - 1;
        }
        room -= c.len_utf8();
        text.push(c);
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn event(summary: &str) -> Event {
        Event {
            uid: "appointment-7@town.example".into(),
            sequence: 2,
            from: 1_796_310_000_000,
            to: 1_796_311_200_000,
            summary: summary.into(),
            location: "City Hall, room 213; first floor".into(),
            description: "Bring:\n- a card".into(),
            url: "https://town.example/track/x".into(),
            cancelled: false,
        }
    }

    fn organizer() -> Organizer {
        Organizer { name: "Town \"of\" Harborview".into(), email: "hello@town.example".into() }
    }

    fn written(summary: &str) -> String {
        let now = "2026-11-25T12:00:00Z".parse().unwrap();
        write(Method::Publish, &organizer(), None, &[event(summary)], now)
    }

    /// Unfolds and takes the escapes out, by the standard's text alone.
    fn read(text: &str, key: &str) -> Option<String> {
        let unfolded = text.replace("\r\n ", "");
        let line = unfolded
            .split("\r\n")
            .find(|line| line.strip_prefix(key).is_some_and(|rest| rest.starts_with([':', ';'])))?;
        let value = line.split_once(':')?.1;
        let (mut plain, mut escape) = (String::new(), false);
        for c in value.chars() {
            match (escape, c) {
                (false, '\\') => {
                    escape = true;
                    continue;
                }
                (true, 'n' | 'N') => plain.push('\n'),
                (_, c) => plain.push(c),
            }
            escape = false;
        }
        Some(plain)
    }

    #[test]
    fn an_appointment_is_written_as_the_standard_says() {
        let text = written("Register a birth");
        assert_eq!(text.lines().next(), Some("BEGIN:VCALENDAR"));
        for line in [
            "UID:appointment-7@town.example",
            "DTSTAMP:20261125T120000Z",
            "DTSTART:20261203T150000Z",
            "DTEND:20261203T152000Z",
            "SEQUENCE:2",
            "LOCATION:City Hall\\, room 213\\; first floor",
            "DESCRIPTION:Bring:\\n- a card",
            "ORGANIZER;CN=\"Town 'of' Harborview\":mailto:hello@town.example",
            "STATUS:CONFIRMED",
        ] {
            assert!(text.contains(&format!("\r\n{line}\r\n")), "{line} in {text}");
        }
        let cancelled = Event { cancelled: true, ..event("x") };
        let now = Timestamp::UNIX_EPOCH;
        let text = write(Method::Cancel, &organizer(), None, &[cancelled], now);
        assert!(text.contains("METHOD:CANCEL\r\n") && text.contains("STATUS:CANCELLED\r\n"));
    }

    proptest! {
        #[test]
        fn any_title_comes_back_and_no_line_is_longer_than_may_be(
            title in "[a-zñé李🙂,;:\\\\\" \n\r\t-]{0,200}",
        ) {
            let text = written(&title);
            let wanted: String = title.replace("\r\n", "\n").replace('\r', "").replace('\t', " ");
            prop_assert_eq!(read(&text, "SUMMARY").unwrap(), wanted);
            for line in text.split("\r\n") {
                prop_assert!(line.len() <= 75);
                prop_assert!(!line.contains(['\r', '\n']));
            }
            prop_assert!(text.ends_with("END:VCALENDAR\r\n"));
        }
    }
}
