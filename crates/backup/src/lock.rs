//! The envelope around the archive: age, so that its own tools open it too.

use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::iter;

use age::secrecy::{ExposeSecret, SecretString};
use age::stream::{StreamReader, StreamWriter};
use age::{DecryptError, Decryptor, Encryptor, Identity, Recipient, x25519};

use crate::BackupError;

/// How an envelope begins.
const MAGIC: &[u8] = b"age-encryption.org/";
/// What the archive is buffered by where no envelope does it.
const BUFFER: usize = 64 << 10;

/// What closes a backup.
pub struct Lock(Closing);

enum Closing {
    Recipients(Vec<x25519::Recipient>),
    Passphrase(SecretString),
    Open,
}

impl Lock {
    /// Closes for the holders of these public keys (`age1…`): whoever takes the backup cannot read it.
    pub fn recipients(keys: &[String]) -> Result<Self, BackupError> {
        let parse = |key: &String| {
            key.trim().parse::<x25519::Recipient>().map_err(|why| {
                BackupError::Key(format!(
                    "`{key}` is no public key ({why}); it begins with age1, as --new-key tells it"
                ))
            })
        };
        let keys = keys.iter().map(parse).collect::<Result<Vec<_>, _>>()?;
        if keys.is_empty() {
            return Err(BackupError::Key("no public key was given".into()));
        }
        Ok(Self(Closing::Recipients(keys)))
    }

    /// Closes with a passphrase.
    pub fn passphrase(passphrase: String) -> Result<Self, BackupError> {
        if passphrase.is_empty() {
            return Err(BackupError::Key("the passphrase is empty".into()));
        }
        Ok(Self(Closing::Passphrase(passphrase.into())))
    }

    /// Closes nothing: whoever has the file reads everything that residents told the town.
    pub fn open() -> Self {
        Self(Closing::Open)
    }

    /// Whether nothing is closed.
    pub fn is_open(&self) -> bool {
        matches!(self.0, Closing::Open)
    }

    pub(crate) fn close<W: Write>(&self, out: W) -> Result<Envelope<W>, BackupError> {
        let encryptor = match &self.0 {
            Closing::Open => return Ok(Envelope::None(BufWriter::with_capacity(BUFFER, out))),
            Closing::Passphrase(passphrase) => Encryptor::with_user_passphrase(passphrase.clone()),
            Closing::Recipients(keys) => {
                let keys = keys.iter().map(|key| {
                    let key: &dyn Recipient = key;
                    key
                });
                Encryptor::with_recipients(keys)
                    .map_err(|error| BackupError::Key(error.to_string()))?
            }
        };
        let writer = encryptor.wrap_output(out).map_err(BackupError::output)?;
        Ok(Envelope::Age(Box::new(writer)))
    }
}

/// A writer into the envelope.
pub(crate) enum Envelope<W: Write> {
    None(BufWriter<W>),
    Age(Box<StreamWriter<W>>),
}

impl<W: Write> Envelope<W> {
    /// Closes the envelope; without this it is cut off.
    pub(crate) fn finish(self) -> io::Result<W> {
        match self {
            Self::None(writer) => writer.into_inner().map_err(io::IntoInnerError::into_error),
            Self::Age(writer) => writer.finish(),
        }
    }
}

impl<W: Write> Write for Envelope<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::None(writer) => writer.write(bytes),
            Self::Age(writer) => writer.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::None(writer) => writer.flush(),
            Self::Age(writer) => writer.flush(),
        }
    }
}

/// What opens a backup.
#[derive(Default)]
pub struct Key {
    secrets: Vec<x25519::Identity>,
    passphrase: Option<SecretString>,
}

impl Key {
    /// Reads secret keys (`AGE-SECRET-KEY-1…`) from the text of a file, one a line; lines that begin
    /// with `#` are remarks.
    pub fn with_secrets(mut self, text: &str) -> Result<Self, BackupError> {
        for line in text.lines().map(str::trim) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            // The line itself is not repeated: it may be a secret with a slip in it.
            let key = line.parse().map_err(|_| {
                BackupError::Key("a line is no secret key; one begins with AGE-SECRET-KEY-1".into())
            })?;
            self.secrets.push(key);
        }
        if self.secrets.is_empty() {
            return Err(BackupError::Key("there is no secret key in the file".into()));
        }
        Ok(self)
    }

    /// Adds a passphrase.
    #[must_use]
    pub fn with_passphrase(self, passphrase: String) -> Self {
        Self { passphrase: Some(passphrase.into()), ..self }
    }

    pub(crate) fn open<R: Read>(&self, archive: R) -> Result<Opened<R>, BackupError> {
        let mut archive = BufReader::with_capacity(BUFFER, archive);
        let start =
            archive.fill_buf().map_err(|error| BackupError::NotABackup(error.to_string()))?;
        if !start.starts_with(MAGIC) {
            return Ok(Opened::None(archive));
        }
        let decryptor = Decryptor::new_buffered(archive).map_err(unopened)?;
        let opened = if decryptor.is_scrypt() {
            let passphrase = self.passphrase.clone().ok_or(BackupError::NeedsPassphrase)?;
            let identity = age::scrypt::Identity::new(passphrase);
            let identity: &dyn Identity = &identity;
            decryptor.decrypt(iter::once(identity))
        } else {
            if self.secrets.is_empty() {
                return Err(BackupError::NeedsKey);
            }
            decryptor.decrypt(self.secrets.iter().map(|key| {
                let key: &dyn Identity = key;
                key
            }))
        };
        opened.map(|reader| Opened::Age(Box::new(reader))).map_err(unopened)
    }
}

fn unopened(error: DecryptError) -> BackupError {
    match error {
        DecryptError::NoMatchingKeys
        | DecryptError::DecryptionFailed
        | DecryptError::KeyDecryptionFailed => BackupError::WrongKey,
        DecryptError::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            BackupError::Cut("its beginning".into())
        }
        other => BackupError::damaged("its beginning", other),
    }
}

/// A reader out of the envelope.
pub(crate) enum Opened<R: Read> {
    None(BufReader<R>),
    Age(Box<StreamReader<BufReader<R>>>),
}

impl<R: Read> Read for Opened<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::None(reader) => reader.read(bytes),
            Self::Age(reader) => reader.read(bytes),
        }
    }
}

/// Makes a pair of keys: the text of the file with the secret one, and the public one.
pub fn new_pair() -> (String, String) {
    let secret = x25519::Identity::generate();
    let public = secret.to_public().to_string();
    let text = format!(
        "# The secret key of backups for {public}.\n\
         # Keep it away from the server: whoever has it and a backup reads everything.\n{}\n",
        secret.to_string().expose_secret()
    );
    (text, public)
}
