use base::{Locale, Localized};
use jiff::tz::TimeZone;
use serde::Serialize;

/// What makes the program this town's: its name, colours, languages and whom to call.
#[derive(Clone, Debug)]
pub struct Town {
    /// The town's name, as the header shows it.
    pub name: String,
    /// The town's own emblem as an SVG text; the house of the product where there is none.
    pub logo: Option<String>,
    /// The address of the site without a slash at its end: `https://example.org`.
    pub base_url: String,
    /// The town's colours.
    pub brand: Brand,
    /// The time zone that dates and opening hours are in.
    pub time_zone: TimeZone,
    /// The language for visitors who ask for none that the town speaks.
    pub locale: Locale,
    /// The telephone number that error pages and the footer give.
    pub phone: String,
    /// The e-mail address that error pages and the footer give.
    pub email: String,
    /// When the telephone is answered, in words.
    pub hours: Localized,
    /// The sign of the currency.
    pub currency: String,
    /// Milliseconds in one working day, for lengths of time in words.
    pub working_day_ms: i64,
    /// Whether this is the demo: it says so on every page and shows the style page.
    pub demo: bool,
    /// Other hosts that maps may load tiles from, such as `https://tiles.example.org`.
    pub map_hosts: Vec<String>,
    /// Folders whose templates take the place of embedded ones, the first found first.
    pub templates: Vec<std::path::PathBuf>,
}

/// A town's colours, each in its light and its dark form, as CSS colours.
#[derive(Clone, Debug, Serialize)]
pub struct Brand {
    /// Actions, links and the header, in light.
    pub brand: String,
    /// The same, pressed or pointed at.
    pub brand_strong: String,
    /// The one thing that asks for attention.
    pub accent: String,
    /// [`Brand::brand`] in dark.
    pub dark_brand: String,
    /// [`Brand::brand_strong`] in dark.
    pub dark_brand_strong: String,
    /// [`Brand::accent`] in dark.
    pub dark_accent: String,
}

impl Default for Brand {
    fn default() -> Self {
        Self {
            brand: "#0B5D57".into(),
            brand_strong: "#084641".into(),
            accent: "#B4412E".into(),
            dark_brand: "#63C7BC".into(),
            dark_brand_strong: "#8BDDD4".into(),
            dark_accent: "#F0917E".into(),
        }
    }
}

impl Default for Town {
    fn default() -> Self {
        Self {
            name: "Townhall".into(),
            logo: None,
            base_url: "http://127.0.0.1:8080".into(),
            brand: Brand::default(),
            time_zone: TimeZone::get("America/New_York").unwrap_or(TimeZone::UTC),
            locale: Locale::EN,
            phone: "617-555-0143".into(),
            email: "hello@townhall.example".into(),
            hours: Localized::new("Monday to Friday, 9am to 5pm")
                .with(Locale::ES, "de lunes a viernes, de 9:00 a 17:00"),
            currency: "$".into(),
            working_day_ms: 8 * base::time::HOUR_MS,
            demo: false,
            map_hosts: Vec::new(),
            templates: Vec::new(),
        }
    }
}

impl Town {
    /// Whether visitors reach the site by HTTPS, so that cookies may be bound to it.
    pub fn is_https(&self) -> bool {
        let scheme = self.base_url.split_once("://").map(|(scheme, _)| scheme);
        scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("https"))
    }
}

/// The town as templates see it, in one language.
#[derive(Serialize)]
pub(crate) struct TownView<'a> {
    pub name: &'a str,
    pub logo: Option<&'a str>,
    pub base_url: &'a str,
    pub brand: &'a Brand,
    pub custom_brand: bool,
    pub phone: &'a str,
    pub phone_link: String,
    pub email: &'a str,
    pub hours: &'a str,
    pub demo: bool,
}

impl Town {
    pub(crate) fn view(&self, locale: Locale) -> TownView<'_> {
        TownView {
            name: &self.name,
            logo: self.logo.as_deref(),
            base_url: &self.base_url,
            brand: &self.brand,
            custom_brand: self.brand.brand != Brand::default().brand
                || self.brand.accent != Brand::default().accent,
            phone: &self.phone,
            phone_link: self.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect(),
            email: &self.email,
            hours: self.hours.get(locale),
            demo: self.demo,
        }
    }
}
