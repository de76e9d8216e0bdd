//! Every setting is a flag, an environment variable and a key of `townhall.toml`, in that order.

use std::path::{Path, PathBuf};
use std::time::Duration;

use base::Locale;
use clap::Args;
use serde::Deserialize;
use web::Proxies;

use crate::Failure;

/// The highest number of a node: ids keep ten bits for it.
const LAST_NODE: u16 = 1_023;

/// What an operator can set. What is not set has the default that [`Settings`] names.
#[derive(Args, Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Given {
    /// The configuration file [default: townhall.toml, where there is one]
    #[arg(long, env = "TOWNHALL_CONFIG", global = true)]
    #[serde(skip)]
    config: Option<PathBuf>,
    #[arg(skip)]
    #[serde(skip)]
    file: Option<PathBuf>,
    /// The folder for the database, files and indexes [default: .data]
    #[arg(long, env = "TOWNHALL_DATA", global = true)]
    data: Option<PathBuf>,
    /// The database: sqlite:PATH or postgres://USER@HOST/NAME [default: sqlite:DATA/town.sqlite3]
    #[arg(long, env = "TOWNHALL_DATABASE", global = true, hide_env_values = true)]
    database: Option<String>,
    /// The address to serve on [default: 127.0.0.1:8080]
    #[arg(long, env = "TOWNHALL_LISTEN", global = true)]
    listen: Option<String>,
    /// The address on which Prometheus is told figures, at /metrics; nobody else should reach it [default:
    /// none, and nobody is told]
    #[arg(long, env = "TOWNHALL_METRICS_LISTEN", global = true)]
    metrics_listen: Option<String>,
    /// The address at which visitors reach the site, for links in letters: with a mail server it has
    /// to be set [default: http://LISTEN]
    #[arg(long, env = "TOWNHALL_BASE_URL", global = true)]
    base_url: Option<String>,
    /// Reverse proxies that are believed when X-Forwarded-For names a visitor: addresses or networks,
    /// separated by commas [default: 127.0.0.0/8, ::1]
    #[arg(long, env = "TOWNHALL_TRUSTED_PROXIES", global = true)]
    trusted_proxies: Option<String>,
    /// The town's name
    #[arg(long, env = "TOWNHALL_NAME", global = true)]
    name: Option<String>,
    /// The telephone number on pages and in letters
    #[arg(long, env = "TOWNHALL_PHONE", global = true)]
    phone: Option<String>,
    /// The e-mail address on pages
    #[arg(long, env = "TOWNHALL_EMAIL", global = true)]
    email: Option<String>,
    /// The language for visitors who ask for none that the town speaks [default: en]
    #[arg(long, env = "TOWNHALL_LANGUAGE", global = true)]
    language: Option<String>,
    /// The town's main colour, as in CSS
    #[arg(long, env = "TOWNHALL_BRAND", global = true)]
    brand: Option<String>,
    /// An SVG file with the town's emblem
    #[arg(long, env = "TOWNHALL_LOGO", global = true)]
    logo: Option<PathBuf>,
    /// The folder with the town's services
    #[arg(long, env = "TOWNHALL_SERVICES", global = true)]
    services: Option<PathBuf>,
    /// Folders whose templates replace the built-in ones, separated by colons
    #[arg(long, env = "TOWNHALL_TEMPLATES", global = true)]
    templates: Option<String>,
    /// The mail server: smtp://USER:PASSWORD@HOST:PORT, or smtps://…
    #[arg(long, env = "TOWNHALL_SMTP", global = true, hide_env_values = true)]
    smtp: Option<String>,
    /// The sender of letters, such as "Town Hall <hello@town.example>"
    #[arg(long, env = "TOWNHALL_MAIL_FROM", global = true)]
    mail_from: Option<String>,
    /// Who takes residents' money: stripe, or rest for a service in the manner of GOV.UK Pay [default: none,
    /// and letters say how to pay; in the demo a practice bank]
    #[arg(long, env = "TOWNHALL_PAYMENT_PROVIDER", global = true)]
    payment_provider: Option<String>,
    /// The address of the payment provider [default: none, for Stripe its own]
    #[arg(long, env = "TOWNHALL_PAYMENT_URL", global = true)]
    payment_url: Option<String>,
    /// The file with the key that the payment provider knows us by
    #[arg(long, env = "TOWNHALL_PAYMENT_KEY_FILE", global = true)]
    payment_key_file: Option<PathBuf>,
    /// The file with the secret by which the provider signs its notices, which it sends to /payments/notices
    #[arg(long, env = "TOWNHALL_PAYMENT_WEBHOOK_SECRET_FILE", global = true)]
    payment_webhook_secret_file: Option<PathBuf>,
    /// Map tiles behind the town's own map: an address with {z}, {x}, {y}
    #[arg(long, env = "TOWNHALL_MAP_TILES", global = true)]
    map_tiles: Option<String>,
    /// Whose tiles they are, as their licence asks
    #[arg(long, env = "TOWNHALL_MAP_ATTRIBUTION", global = true)]
    map_attribution: Option<String>,
    /// How many people it takes to publish a service in the browser, 1 or 2; the demo takes 2 [default: 1]
    #[arg(long, env = "TOWNHALL_PUBLISHERS", global = true)]
    publishers: Option<u16>,
    /// This node's number, 0 to 1023, another on each node of one database [default: the lowest that no
    /// other has]
    #[arg(long, env = "TOWNHALL_NODE", global = true)]
    node: Option<u16>,
    /// Seconds between the signal to stop and the end of new connections, for a load balancer that
    /// asks /health/ready [default: 0]
    #[arg(long, env = "TOWNHALL_DRAIN", global = true)]
    drain: Option<u16>,
    /// An OpenTelemetry collector that is told traces, by OTLP over HTTP: http://HOST:PORT [default: none,
    /// and nobody is told]
    #[arg(long, env = "TOWNHALL_OTLP_ENDPOINT", global = true)]
    otlp_endpoint: Option<String>,
    /// What is logged, such as info or cases=debug,info [default: info]
    #[arg(long, env = "TOWNHALL_LOG", global = true)]
    log: Option<String>,
    /// How it is logged: text or json [default: text]
    #[arg(long, env = "TOWNHALL_LOG_FORMAT", global = true)]
    log_format: Option<String>,
}

macro_rules! fill {
    ($given:ident, $file:ident, $($field:ident),+) => {
        $($given.$field = $given.$field.or($file.$field);)+
    };
}

impl Given {
    /// Only the folder for data is given.
    pub fn for_data(folder: &Path) -> Self {
        Self { data: Some(folder.to_owned()), ..Self::default() }
    }

    /// Fills what was not given as a flag or in the environment from the configuration file.
    pub fn with_file(mut self) -> Result<Self, Failure> {
        let path = self.config.clone().unwrap_or_else(|| "townhall.toml".into());
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if self.config.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
                return self.checked();
            }
            Err(error) => return Err(Failure::file("read the configuration", &path, &error)),
        };
        let file: Self = toml::from_str(&text).map_err(|error| {
            // The line itself is not repeated: it may hold a password.
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            Failure(format!("{}, line {line}: {}.", path.display(), error.message()))
        })?;
        fill!(
            self,
            file,
            data,
            database,
            listen,
            metrics_listen,
            base_url,
            trusted_proxies,
            name,
            phone,
            email,
            language,
            brand,
            logo,
            services,
            templates,
            smtp,
            mail_from,
            payment_provider,
            payment_url,
            payment_key_file,
            payment_webhook_secret_file,
            map_tiles,
            map_attribution,
            publishers,
            node,
            drain,
            otlp_endpoint,
            log,
            log_format
        );
        self.file = Some(path);
        self.checked()
    }

    /// Refuses values that make no sense, by the name of their key.
    fn checked(self) -> Result<Self, Failure> {
        let wrong = |key: &str, value: &str, advice: &str| {
            Err(Failure(format!("The setting {key} is `{value}`; {advice}.")))
        };
        if let Some(language) = &self.language
            && !language.is_empty()
            && Locale::parse(language).is_none()
        {
            let all = Locale::ALL.map(Locale::code).join(" or ");
            return wrong("language", language, &format!("use {all}"));
        }
        if let Some(url) = &self.base_url
            && !url.is_empty()
            && !["https://", "http://"].iter().any(|scheme| url.starts_with(scheme))
        {
            return wrong("base-url", url, "it begins with https:// or http://");
        }
        if let Err(part) = proxies(self.trusted_proxies.as_deref()) {
            let advice = "write addresses or networks such as 10.0.0.5 or 10.0.0.0/8, with commas";
            return wrong("trusted-proxies", &part, advice);
        }
        if let Some(node) = self.node.filter(|node| *node > LAST_NODE) {
            return wrong("node", &node.to_string(), "use a number from 0 to 1023");
        }
        Ok(self)
    }

    /// All settings, with defaults.
    pub fn settle(self) -> Settings {
        let data = self.data.unwrap_or_else(|| ".data".into());
        let listen = filled(self.listen).unwrap_or_else(|| "127.0.0.1:8080".into());
        let own_file = || format!("sqlite:{}", data.join("town.sqlite3").display());
        Settings {
            file: self.file,
            database: filled(self.database).unwrap_or_else(own_file),
            metrics_listen: filled(self.metrics_listen),
            base_url: filled(self.base_url).map(|url| url.trim_end_matches('/').to_owned()),
            trusted_proxies: proxies(self.trusted_proxies.as_deref()).unwrap_or_default(),
            name: filled(self.name),
            phone: filled(self.phone),
            email: filled(self.email),
            language: self.language.as_deref().and_then(Locale::parse),
            brand: filled(self.brand),
            logo: self.logo.filter(|path| !path.as_os_str().is_empty()),
            services: self.services.filter(|path| !path.as_os_str().is_empty()),
            templates: filled(self.templates)
                .iter()
                .flat_map(|all| all.split(':'))
                .map(PathBuf::from)
                .collect(),
            smtp: filled(self.smtp),
            mail_from: filled(self.mail_from),
            payment_provider: filled(self.payment_provider),
            payment_url: filled(self.payment_url),
            payment_key_file: self.payment_key_file.filter(|path| !path.as_os_str().is_empty()),
            payment_webhook_secret_file: self
                .payment_webhook_secret_file
                .filter(|path| !path.as_os_str().is_empty()),
            map_tiles: filled(self.map_tiles),
            map_attribution: self.map_attribution.unwrap_or_default(),
            publishers: self.publishers,
            node: self.node,
            drain: Duration::from_secs(self.drain.unwrap_or(0).into()),
            otlp_endpoint: filled(self.otlp_endpoint),
            log: filled(self.log).unwrap_or_else(|| "info".into()),
            log_format: filled(self.log_format).unwrap_or_else(|| "text".into()),
            data,
            listen,
        }
    }
}

/// All settings.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are those of `Given`, where each is explained")]
pub struct Settings {
    pub file: Option<PathBuf>,
    pub data: PathBuf,
    pub database: String,
    pub listen: String,
    pub metrics_listen: Option<String>,
    pub base_url: Option<String>,
    pub trusted_proxies: Proxies,
    pub name: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub language: Option<Locale>,
    pub brand: Option<String>,
    pub logo: Option<PathBuf>,
    pub services: Option<PathBuf>,
    pub templates: Vec<PathBuf>,
    pub smtp: Option<String>,
    pub mail_from: Option<String>,
    pub payment_provider: Option<String>,
    pub payment_url: Option<String>,
    pub payment_key_file: Option<PathBuf>,
    pub payment_webhook_secret_file: Option<PathBuf>,
    pub map_tiles: Option<String>,
    pub map_attribution: String,
    pub publishers: Option<u16>,
    pub node: Option<u16>,
    pub drain: Duration,
    pub otlp_endpoint: Option<String>,
    pub log: String,
    pub log_format: String,
}

impl Settings {
    /// The address of the database without its password, for messages.
    pub fn database_shown(&self) -> String {
        let Some((scheme, rest)) = self.database.split_once("://") else {
            return self.database.clone();
        };
        // What stands before the host may be a password with any sign in it; so may an option.
        let (who, rest) = match rest.rsplit_once('@') {
            Some((_, rest)) => ("…@", rest),
            None => ("", rest),
        };
        let place = rest.split(['?', '&']).next().unwrap_or_default();
        format!("{scheme}://{who}{place}")
    }

    /// The file of an SQLite database.
    pub fn database_file(&self) -> Option<PathBuf> {
        let path = self.database.strip_prefix("sqlite:")?;
        Some(path.strip_prefix("//").unwrap_or(path).into())
    }
}

/// The proxies of a setting; the part of it that names none.
fn proxies(given: Option<&str>) -> Result<Proxies, String> {
    match given.filter(|given| !given.trim().is_empty()) {
        Some(given) => given.parse(),
        None => Ok(Proxies::default()),
    }
}

/// An empty value, as `docker run -e TOWNHALL_SMTP=` gives it, is none.
fn filled(value: Option<String>) -> Option<String> {
    value.filter(|value| !value.trim().is_empty())
}

#[cfg(test)]
mod tests;
