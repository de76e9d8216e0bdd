//! `/help/…`: short honest texts about the site itself.

use web::{Access, Page, Reply, Routes, Words, show};

/// The routes of the help pages.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/help/privacy", Access::Public, async || -> Reply { Ok(show(PrivacyPage {})) })
        .get("/help/accessibility", Access::Public, async || -> Reply {
            Ok(show(AccessibilityPage {}))
        })
        .get("/help/cookies", Access::Public, async || -> Reply { Ok(show(CookiesPage {})) })
}

macro_rules! text_page {
    ($page:ident, $template:literal, $title:literal) => {
        #[derive(serde::Serialize)]
        struct $page {}

        impl Page for $page {
            const TEMPLATE: &'static str = $template;

            fn title(&self, words: &Words) -> String {
                words.t($title)
            }
        }
    };
}

text_page!(PrivacyPage, "counter/privacy.html", "counter-privacy-title");
text_page!(AccessibilityPage, "counter/accessibility.html", "counter-accessibility-title");
text_page!(CookiesPage, "counter/cookies.html", "counter-cookies-title");
