//! Just enough of MIME to read back what was sent: folding, encoded words, multipart, and the
//! transfer encodings. Written against the RFCs and not against the library that sends.

/// A message or a part of one.
#[derive(Clone, Debug)]
pub struct Message {
    headers: Vec<(String, String)>,
    body: String,
}

impl Message {
    pub fn parse(data: &str) -> Self {
        let (head, body) = data.split_once("\r\n\r\n").unwrap();
        let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        let headers = unfolded
            .split("\r\n")
            .map(|line| line.split_once(": ").unwrap())
            .map(|(name, value)| (name.to_ascii_lowercase(), decoded_words(value)))
            .collect();
        Self { headers, body: body.to_owned() }
    }

    /// The one header of that name.
    pub fn header(&self, name: &str) -> String {
        let name = name.to_ascii_lowercase();
        let found: Vec<_> = self.headers.iter().filter(|(n, _)| *n == name).collect();
        assert_eq!(found.len(), 1, "{name}: {found:?}");
        found[0].1.clone()
    }

    pub fn parts(&self) -> Vec<Message> {
        let kind = self.header("Content-Type");
        let boundary = kind.split_once("boundary=").unwrap().1.trim_matches('"');
        let delimiter = format!("--{boundary}");
        self.body
            .split(&delimiter)
            .skip(1)
            .take_while(|part| !part.starts_with("--"))
            .map(|part| Self::parse(part.trim_start_matches("\r\n")))
            .collect()
    }

    /// The text with its transfer encoding undone and line ends as `\n`.
    pub fn text(&self) -> String {
        let body = self.body.trim_end_matches("\r\n");
        let bytes = match self.header("Content-Transfer-Encoding").as_str() {
            "7bit" => body.as_bytes().to_vec(),
            "quoted-printable" => quoted_printable(&body.replace("=\r\n", "")),
            "base64" => base64(body),
            other => panic!("the transfer encoding {other}"),
        };
        String::from_utf8(bytes).unwrap().replace("\r\n", "\n")
    }
}

/// RFC 2047: `=?utf-8?b?…?=` and `=?utf-8?q?…?=`; the space between two encoded words is dropped.
fn decoded_words(value: &str) -> String {
    let mut out = Vec::new();
    let mut rest = value.trim();
    let mut after_word = false;
    while let Some(start) = rest.find("=?") {
        let between = &rest[..start];
        if !(after_word && between.trim().is_empty()) {
            out.extend_from_slice(between.as_bytes());
        }
        let mut fields = rest[start + 2..].splitn(4, '?');
        let (charset, kind) = (fields.next().unwrap(), fields.next().unwrap());
        assert_eq!(charset.to_ascii_lowercase(), "utf-8");
        let text = fields.next().unwrap();
        match kind.to_ascii_lowercase().as_str() {
            "b" => out.extend(base64(text)),
            _ => out.extend(quoted_printable(&text.replace('_', " "))),
        }
        rest = fields.next().unwrap().strip_prefix('=').unwrap();
        after_word = true;
    }
    out.extend_from_slice(rest.as_bytes());
    String::from_utf8(out).unwrap()
}

fn quoted_printable(text: &str) -> Vec<u8> {
    let mut bytes = text.bytes();
    let mut out = Vec::new();
    while let Some(byte) = bytes.next() {
        if byte == b'=' {
            let hex = [bytes.next().unwrap(), bytes.next().unwrap()];
            out.push(u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap());
        } else {
            out.push(byte);
        }
    }
    out
}

fn base64(text: &str) -> Vec<u8> {
    let digits = text.bytes().filter(|b| !b.is_ascii_whitespace() && *b != b'=').map(|b| match b {
        b'A'..=b'Z' => b - b'A',
        b'a'..=b'z' => b - b'a' + 26,
        b'0'..=b'9' => b - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        other => panic!("not base64: {other}"),
    });
    let (mut out, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for digit in digits {
        held = (held << 6) | u32::from(digit);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from((held >> bits) & 0xff).unwrap());
        }
    }
    out
}
