//! The files of a pack, from a folder or from the program itself.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use include_dir::{Dir, include_dir};

static DEMO: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/packs/demo");

/// A definition is a page or two of text; what is larger is not a definition.
const MAX_FILE: u64 = 256 * 1024;
/// Room for 50,000 rows with names in two languages.
const MAX_DATA: u64 = 8 << 20;
/// Ten times the services of a large city.
const MAX_FILES: usize = 40_000;

/// The files of a pack by their path, `/` between folders.
#[derive(Debug, Clone, Default)]
pub struct Files(BTreeMap<String, Vec<u8>>);

impl<P: Into<String>, T: Into<Vec<u8>>> FromIterator<(P, T)> for Files {
    fn from_iter<I: IntoIterator<Item = (P, T)>>(files: I) -> Self {
        Self(files.into_iter().map(|(path, text)| (path.into(), text.into())).collect())
    }
}

impl Files {
    /// Gives the demo town's pack, which is part of the program.
    pub fn demo() -> Self {
        let mut files = BTreeMap::new();
        embedded(&DEMO, &mut files);
        Self(files)
    }

    /// Reads a pack's folder: `pack.toml`, `.toml` and `.md` files in `services/` and
    /// `workflows/`, and `.csv` files in `data/`. Links and other files are left alone.
    ///
    /// # Errors
    /// When the folder or a file cannot be read, or there is far too much.
    pub fn open(folder: &Path) -> io::Result<Self> {
        let mut files = BTreeMap::new();
        let head = folder.join("pack.toml");
        if head.is_file() {
            files.insert("pack.toml".to_owned(), read(&head)?);
        }
        for part in ["services", "workflows", "data"] {
            if !folder.join(part).is_dir() {
                continue;
            }
            for entry in std::fs::read_dir(folder.join(part))? {
                let entry = entry?;
                let name = entry.file_name().to_string_lossy().into_owned();
                if entry.file_type()?.is_file() && is_of(part, &name) {
                    files.insert(format!("{part}/{name}"), read(&entry.path())?);
                }
                if files.len() > MAX_FILES {
                    return Err(io::Error::other(format!("there are more than {MAX_FILES} files")));
                }
            }
        }
        Ok(Self(files))
    }

    /// Gives a file's bytes.
    pub(crate) fn get(&self, path: &str) -> Option<&[u8]> {
        self.0.get(path).map(Vec::as_slice)
    }

    /// Lists the files in a folder with an ending, as path and bare name.
    pub(crate) fn within<'a>(
        &'a self,
        folder: &'a str,
        ending: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a str)> + Clone {
        self.0.keys().filter_map(move |path| {
            let name = path.strip_prefix(folder)?.strip_prefix('/')?.strip_suffix(ending)?;
            Some((path.as_str(), name))
        })
    }
}

fn is_of(folder: &str, name: &str) -> bool {
    let endings: &[&str] = if folder == "data" { &["csv"] } else { &["toml", "md"] };
    Path::new(name).extension().is_some_and(|ending| endings.iter().any(|one| ending == *one))
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let length = std::fs::metadata(path)?.len();
    let is_data = path.extension().is_some_and(|ending| ending == "csv");
    let most = if is_data { MAX_DATA } else { MAX_FILE };
    if length > most {
        let text = format!("{} has {length} bytes; at most {most} are allowed", path.display());
        return Err(io::Error::other(text));
    }
    std::fs::read(path)
}

fn embedded(folder: &Dir<'_>, files: &mut BTreeMap<String, Vec<u8>>) {
    for file in folder.files() {
        // Paths in the program keep the separator of the machine that built it.
        let path = file.path().to_string_lossy().replace('\\', "/");
        files.insert(path, file.contents().to_vec());
    }
    for inner in folder.dirs() {
        embedded(inner, files);
    }
}
