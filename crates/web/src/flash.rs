use serde::{Deserialize, Serialize};

use crate::sign::Signer;

/// How long a message waits for the page that shows it.
pub(crate) const SECONDS: i64 = 60;

/// The longest message: a cookie holds 4 kB in all.
const MAX_CHARS: usize = 600;

/// A message for the page after a change: "Your message was sent."
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// What kind of message it is.
    pub tone: Tone,
    /// The words, in the visitor's language already. No personal data.
    pub text: String,
}

/// Whether a message says that something worked, or that something is worth knowing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// It worked.
    Success,
    /// Worth knowing.
    Notice,
}

impl Flash {
    /// Says that something worked.
    pub fn success(text: impl Into<String>) -> Self {
        Self { tone: Tone::Success, text: text.into() }
    }

    /// Says something worth knowing.
    pub fn notice(text: impl Into<String>) -> Self {
        Self { tone: Tone::Notice, text: text.into() }
    }

    pub(crate) fn write(&self, signer: &Signer) -> String {
        let text = self.text.chars().take(MAX_CHARS).collect();
        let short = Self { tone: self.tone, text };
        signer.sign("flash", &serde_json::to_string(&short).unwrap_or_default())
    }

    pub(crate) fn read(signer: &Signer, cookie: &str) -> Option<Self> {
        serde_json::from_str(&signer.verify("flash", cookie)?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_comes_back_and_a_forged_one_does_not() {
        let signer = Signer::new([2; 32]);
        let flash = Flash::success("Enviado, gracias");
        assert_eq!(Flash::read(&signer, &flash.write(&signer)), Some(flash));
        assert_eq!(Flash::read(&signer, "eyJ0b25lIjoic3VjY2VzcyJ9.AAAA"), None);
    }
}
