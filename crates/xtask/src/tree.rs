//! The files of the project, as git sees them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Outcome;
use crate::program::Program;

/// Returns the folder that holds the workspace.
pub(crate) fn root() -> PathBuf {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    crate_folder.ancestors().nth(2).unwrap_or(crate_folder).to_owned()
}

/// Returns the folder that cargo builds into.
pub(crate) fn target() -> PathBuf {
    let folder =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    root().join(folder)
}

/// One text file of the project.
pub(crate) struct File {
    /// The path inside the project, with `/`.
    pub path: String,
    /// What it says.
    pub text: String,
}

impl File {
    /// Tells whether the name ends in one of these extensions.
    pub fn is(&self, extensions: &[&str]) -> bool {
        extensions.iter().any(|wanted| extension(&self.path) == *wanted)
    }

    /// Returns the crate that the file belongs to.
    pub fn krate(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split('/').next()
    }
}

fn extension(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

/// What the rules read: text that people of this project wrote.
const READ: &[&str] =
    &["rs", "md", "toml", "html", "css", "js", "mjs", "ftl", "sql", "txt", "yml", "yaml", "sh"];

/// Reads the project's own text files: those that git tracks or would track, without vendored ones.
pub(crate) fn files() -> Outcome<Vec<File>> {
    let root = root();
    let listed = Program::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate"])
        .output()?;
    let mut files = Vec::new();
    for path in listed.lines().filter(|path| is_own_text(path)) {
        // A file deleted but not yet committed is still listed; it has nothing to check.
        let Ok(text) = fs::read_to_string(root.join(path)) else { continue };
        if !is_minified(path, &text) {
            files.push(File { path: path.to_owned(), text });
        }
    }
    Ok(files)
}

fn is_own_text(path: &str) -> bool {
    let vendored = path.split('/').any(|part| part == "vendor");
    !vendored && !path.contains(".min.") && READ.contains(&extension(path))
}

/// No person writes lines this long: the file is the output of a tool, or somebody's release.
fn is_minified(path: &str, text: &str) -> bool {
    const LONGEST: usize = 2000;
    let packed = ["js", "mjs", "css"].contains(&extension(path));
    packed && text.lines().any(|line| line.len() > LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_scripts_are_not_ours() {
        let packed = "a".repeat(2001);
        assert!(is_minified("crates/places/assets/map.mjs", &packed));
        assert!(!is_minified("crates/places/src/map.rs", &packed));
        assert!(!is_minified("crates/places/assets/map.mjs", "a\n"));
    }

    #[test]
    fn vendored_and_minified_files_are_not_ours() {
        assert!(is_own_text("crates/web/src/lib.rs"));
        assert!(!is_own_text("crates/web/assets/vendor/htmx.js"));
        assert!(!is_own_text("crates/web/assets/app.min.js"));
        assert!(!is_own_text("crates/web/assets/logo.png"));
    }

    #[test]
    fn a_file_knows_its_crate() {
        let file = File { path: "crates/web/src/lib.rs".into(), text: String::new() };
        assert_eq!(file.krate(), Some("web"));
        assert!(file.is(&["md", "rs"]));
        let file = File { path: "README.md".into(), text: String::new() };
        assert_eq!(file.krate(), None);
    }
}
