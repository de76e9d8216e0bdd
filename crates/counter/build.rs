//! Rebuilds the crate when a template, a word or an asset is added.
fn main() {
    for folder in ["templates", "locales", "assets"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
