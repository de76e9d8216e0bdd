use std::collections::BTreeMap;
use std::sync::Arc;

use include_dir::{Dir, File};

/// What a crate brings to the pages: templates, words and assets, embedded in the program.
/// Write [`part!`](crate::part) at the top of the crate's `lib.rs`.
#[derive(Debug)]
pub struct Part {
    /// The crate's name, which is also the folder of its templates: `{name}/page.html`.
    pub name: &'static str,
    /// The folder `templates`.
    pub templates: &'static Dir<'static>,
    /// The folder `locales`, with one folder per language: `locales/en/{name}.ftl`.
    pub locales: &'static Dir<'static>,
    /// The folder `assets`, where the crate has one.
    pub assets: Option<&'static Dir<'static>>,
}

/// Makes `pub static PART: web::Part` from the crate's folders `templates` and `locales`, and with
/// `part!(assets)` also `assets`.
#[macro_export]
macro_rules! part {
    (@make $assets:expr) => {
        /// The templates, words and assets that this crate brings.
        pub static PART: $crate::Part = $crate::Part {
            name: env!("CARGO_PKG_NAME"),
            templates: {
                use $crate::include_dir;
                static DIR: include_dir::Dir<'static> =
                    include_dir::include_dir!("$CARGO_MANIFEST_DIR/templates");
                &DIR
            },
            locales: {
                use $crate::include_dir;
                static DIR: include_dir::Dir<'static> =
                    include_dir::include_dir!("$CARGO_MANIFEST_DIR/locales");
                &DIR
            },
            assets: $assets,
        };
    };
    () => {
        $crate::part!(@make None);
    };
    (assets) => {
        $crate::part!(@make {
            use $crate::include_dir;
            static DIR: include_dir::Dir<'static> =
                include_dir::include_dir!("$CARGO_MANIFEST_DIR/assets");
            Some(&DIR)
        });
    };
}

/// The templates of all parts by name, such as `web/layout.html`.
pub(crate) type Sources = Arc<BTreeMap<String, &'static str>>;

/// Collects the templates of all parts.
pub(crate) fn sources(parts: &[&'static Part]) -> Sources {
    let files = parts.iter().flat_map(|part| files_of(part.templates));
    Arc::new(
        files
            .filter_map(|file| {
                let name = file.path().to_str()?.replace('\\', "/");
                Some((name, file.contents_utf8()?))
            })
            .collect(),
    )
}

/// Every file of a folder and the folders in it.
pub(crate) fn files_of(dir: &'static Dir<'static>) -> Vec<&'static File<'static>> {
    let mut found: Vec<_> = dir.files().collect();
    for inner in dir.dirs() {
        found.extend(files_of(inner));
    }
    found
}

#[cfg(test)]
mod tests {
    #[test]
    fn templates_carry_the_name_of_their_crate() {
        let sources = super::sources(&[&crate::PART]);
        assert!(sources.contains_key("web/layout.html"), "{:?}", sources.keys());
        assert!(sources.keys().all(|name| name.starts_with("web/")));
    }
}
