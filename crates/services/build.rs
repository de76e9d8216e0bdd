//! Makes cargo notice new and removed files of the embedded packs, which `include_dir` cannot.

fn main() {
    println!("cargo:rerun-if-changed=packs");
    println!("cargo:rerun-if-changed=locales");
}
