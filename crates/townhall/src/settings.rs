//! Every setting is a flag, an environment variable and a key of `townhall.toml`, in that order.

use std::path::{Path, PathBuf};

use base::Rng;
use clap::Args;
use serde::Deserialize;

use crate::Failure;

/// What an operator can set. What is not set has the default that [`Settings`] names.
#[derive(Args, Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Given {
    /// The configuration file [default: townhall.toml, where there is one]
    #[arg(long, env = "TOWNHALL_CONFIG", global = true)]
    #[serde(skip)]
    config: Option<PathBuf>,
    /// The folder for the database, files and indexes [default: .data]
    #[arg(long, env = "TOWNHALL_DATA", global = true)]
    data: Option<PathBuf>,
    /// The database: sqlite:PATH or postgres://USER@HOST/NAME [default: sqlite:DATA/town.sqlite3]
    #[arg(long, env = "TOWNHALL_DATABASE", global = true)]
    database: Option<String>,
    /// The address to serve on [default: 127.0.0.1:8080]
    #[arg(long, env = "TOWNHALL_LISTEN", global = true)]
    listen: Option<String>,
    /// The address at which visitors reach the site, for links in letters [default: http://LISTEN]
    #[arg(long, env = "TOWNHALL_BASE_URL", global = true)]
    base_url: Option<String>,
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
    /// Map tiles behind the town's own map: an address with {z}, {x}, {y}
    #[arg(long, env = "TOWNHALL_MAP_TILES", global = true)]
    map_tiles: Option<String>,
    /// Whose tiles they are, as their licence asks
    #[arg(long, env = "TOWNHALL_MAP_ATTRIBUTION", global = true)]
    map_attribution: Option<String>,
    /// This node's number, 0 to 1023, different on each node of one database [default: 0]
    #[arg(long, env = "TOWNHALL_NODE", global = true)]
    node: Option<u16>,
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
                return Ok(self);
            }
            Err(error) => return Err(Failure::file("read the configuration", &path, &error)),
        };
        let file: Self = toml::from_str(&text).map_err(|error| {
            Failure(format!("The configuration {} is wrong:\n{error}", path.display()))
        })?;
        fill!(
            self,
            file,
            data,
            database,
            listen,
            base_url,
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
            map_tiles,
            map_attribution,
            node,
            log,
            log_format
        );
        Ok(self)
    }

    /// All settings, with defaults.
    pub fn settle(self) -> Settings {
        let data = self.data.unwrap_or_else(|| ".data".into());
        let listen = self.listen.unwrap_or_else(|| "127.0.0.1:8080".into());
        Settings {
            database: self
                .database
                .unwrap_or_else(|| format!("sqlite:{}", data.join("town.sqlite3").display())),
            base_url: self.base_url.map(|url| url.trim_end_matches('/').to_owned()),
            name: self.name,
            phone: self.phone,
            email: self.email,
            language: self.language.as_deref().and_then(base::Locale::parse),
            brand: self.brand,
            logo: self.logo,
            services: self.services,
            templates: self
                .templates
                .iter()
                .flat_map(|all| all.split(':'))
                .map(PathBuf::from)
                .collect(),
            smtp: self.smtp,
            mail_from: self.mail_from,
            map_tiles: self.map_tiles,
            map_attribution: self.map_attribution.unwrap_or_default(),
            node: self.node.unwrap_or(0),
            log: self.log.unwrap_or_else(|| "info".into()),
            log_format: self.log_format.unwrap_or_else(|| "text".into()),
            data,
            listen,
        }
    }
}

/// All settings.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are those of `Given`, where each is explained")]
pub struct Settings {
    pub data: PathBuf,
    pub database: String,
    pub listen: String,
    pub base_url: Option<String>,
    pub name: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub language: Option<base::Locale>,
    pub brand: Option<String>,
    pub logo: Option<PathBuf>,
    pub services: Option<PathBuf>,
    pub templates: Vec<PathBuf>,
    pub smtp: Option<String>,
    pub mail_from: Option<String>,
    pub map_tiles: Option<String>,
    pub map_attribution: String,
    pub node: u16,
    pub log: String,
    pub log_format: String,
}

impl Settings {
    /// Makes the data folder, readable by its owner only.
    pub fn make_data_folder(&self) -> Result<(), Failure> {
        std::fs::create_dir_all(&self.data)
            .map_err(|error| Failure::file("make the data folder", &self.data, &error))?;
        owner_only(&self.data, 0o700)
    }

    /// The secret that signs links and cookies: made once, kept in the data folder. Nodes that share
    /// a database share this file.
    pub fn secret(&self, rng: &Rng) -> Result<[u8; 32], Failure> {
        let path = self.data.join("secret.key");
        match std::fs::read_to_string(&path) {
            Ok(text) => hex::decode(text.trim())
                .ok()
                .and_then(|bytes| bytes.try_into().ok())
                .ok_or_else(|| Failure(format!("{} holds no secret; restore it from a backup, or delete it (links sent so far stop working then)", path.display()))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let secret: [u8; 32] = rng.bytes();
                std::fs::write(&path, hex::encode(secret))
                    .map_err(|error| Failure::file("write the secret", &path, &error))?;
                owner_only(&path, 0o600)?;
                Ok(secret)
            }
            Err(error) => Err(Failure::file("read the secret", &path, &error)),
        }
    }
}

#[cfg(unix)]
fn owner_only(path: &Path, mode: u32) -> Result<(), Failure> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))
        .map_err(|error| Failure::file("protect", path, &error))
}

#[cfg(not(unix))]
fn owner_only(_: &Path, _: u32) -> Result<(), Failure> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_wins_over_the_file_and_unknown_keys_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("townhall.toml");
        std::fs::write(&path, "listen = '127.0.0.1:1'\nname = 'Elmford'").unwrap();
        let given = Given {
            config: Some(path.clone()),
            listen: Some("127.0.0.1:2".into()),
            ..Given::default()
        };
        let settings = given.with_file().unwrap().settle();
        assert_eq!(
            (settings.listen.as_str(), settings.name.as_deref()),
            ("127.0.0.1:2", Some("Elmford"))
        );
        std::fs::write(&path, "lissen = 1").unwrap();
        let given = Given { config: Some(path), ..Given::default() };
        assert!(given.with_file().unwrap_err().to_string().contains("lissen"));
    }

    #[test]
    fn the_secret_is_made_once_and_kept_from_others() {
        let folder = tempfile::tempdir().unwrap();
        let settings = Given { data: Some(folder.path().into()), ..Given::default() }.settle();
        let first = settings.secret(&Rng::seeded(1)).unwrap();
        assert_eq!(settings.secret(&Rng::seeded(2)).unwrap(), first);
        std::fs::write(folder.path().join("secret.key"), "short").unwrap();
        assert!(settings.secret(&Rng::seeded(3)).is_err());
    }
}
