//! Where backups are elsewhere: the settings by which every tool for S3 knows them.

use std::io::Read;
use std::path::Path;

use ::backup::BackupError;
use ::backup::s3::{Address, Bucket, Keys};
use base::Clock;
use clap::Args;

use crate::{Failure, sentence};

/// The region of whoever names none.
const REGION: &str = "us-east-1";

/// How S3-compatible storage is reached.
#[derive(Args)]
pub struct Storage {
    /// The server of S3-compatible storage [default: Amazon's]
    #[arg(long, value_name = "URL", env = "AWS_ENDPOINT_URL")]
    s3_endpoint: Option<String>,
    /// The region of the storage; one's own has any
    #[arg(long, value_name = "REGION", env = "AWS_REGION", default_value = REGION)]
    s3_region: String,
    /// The access key's id, for the environment only
    #[arg(long, env = "AWS_ACCESS_KEY_ID", hide = true, hide_env_values = true)]
    s3_key_id: Option<String>,
    /// The secret access key, for the environment only
    #[arg(long, env = "AWS_SECRET_ACCESS_KEY", hide = true, hide_env_values = true)]
    s3_secret: Option<String>,
    /// The token of keys that last for a while, for the environment only
    #[arg(long, env = "AWS_SESSION_TOKEN", hide = true, hide_env_values = true)]
    s3_token: Option<String>,
}

/// Whether a place is meant to be in storage elsewhere.
pub fn is_meant(place: &Path) -> bool {
    place.to_str().is_some_and(|place| place.starts_with("s3://"))
}

impl Storage {
    /// Opens the bucket and folder of an address.
    pub fn bucket(&self, place: &Path) -> Result<Bucket, Failure> {
        self.open(&place.to_string_lossy())
    }

    /// Reads the backup of an address.
    pub fn backup(&self, place: &Path) -> Result<Box<dyn Read>, Failure> {
        let text = place.to_string_lossy();
        let (folder, name) = text.rsplit_once('/').unwrap_or_default();
        let reader = self.open(folder)?.read(name).map_err(told)?;
        Ok(Box::new(reader))
    }

    fn open(&self, address: &str) -> Result<Bucket, Failure> {
        // What is set to nothing is not set, as in every other tool.
        let given = |value: &Option<String>| value.clone().filter(|value| !value.is_empty());
        let (Some(id), Some(secret)) = (given(&self.s3_key_id), given(&self.s3_secret)) else {
            return Err(Failure(
                "The storage asks who you are. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment.".into(),
            ));
        };
        let keys = Keys { id, secret, token: given(&self.s3_token) };
        let region = if self.s3_region.is_empty() { REGION } else { &self.s3_region };
        let address = Address::parse(address, given(&self.s3_endpoint).as_deref(), region);
        Bucket::new(address.map_err(told)?, keys, || Clock::system().now()).map_err(told)
    }
}

fn told(error: BackupError) -> Failure {
    Failure(format!("{}.", sentence(&error.to_string())))
}
