//! Every service of the demo pack, written and read again, is what it was.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::collections::BTreeMap;

use base::Locale;
use services::{Files, Pack, Surroundings, Workflow, check_service, from_toml, plain, to_toml};

#[test]
fn every_service_of_the_pack_written_and_read_again_is_what_it_was() {
    let pack = Pack::load(&Files::demo()).unwrap();
    let workflows: BTreeMap<String, Workflow> =
        pack.workflows.iter().map(|workflow| (workflow.id.clone(), workflow.clone())).collect();
    assert!(pack.services.len() > 300);
    let data: Vec<_> = pack.data.iter().map(|(set, _)| set.clone()).collect();
    let services: Vec<_> =
        pack.services.iter().map(|service| service.definition.id.clone()).collect();
    for service in &pack.services {
        let id = &service.definition.id;
        let text = to_toml(&plain(&service.definition));
        let mut files = vec![(format!("services/{id}.toml"), text.clone())];
        for locale in Locale::ALL {
            let end = if locale == Locale::EN { String::new() } else { format!(".{locale}") };
            files.push((format!("services/{id}{end}.md"), service.text.get(locale).to_owned()));
        }
        let files: Files = files.into_iter().collect();
        let (read, problems) = check_service(
            &files,
            Surroundings {
                outline: &pack.outline,
                workflows: &workflows,
                data: &data,
                services: &services,
            },
        );
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(read.as_ref(), Some(service), "{}\n{text}", told.join("\n"));
        let again = from_toml("x.toml", &text).unwrap();
        assert_eq!(to_toml(&again), text, "{id}");
    }
}
