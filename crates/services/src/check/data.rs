//! The data sets of a pack, and the questions that choose from them.

use crate::data_set::DataSet;
use crate::files::Files;
use crate::problem::{Problem, Source};
use crate::read::Document;
use crate::{Definition, Form};

/// A data set with the text of its file.
pub(super) type Read = (DataSet, String);

/// Faults of one file that are told; who mends these sees the next.
const MAX_TOLD: usize = 20;

/// Reads the files in `data/`; one with a fault is left out.
pub(super) fn read(files: &Files, problems: &mut Vec<Problem>) -> Vec<Read> {
    let mut sets = Vec::new();
    for (path, name) in files.within("data", ".csv") {
        let bytes = files.get(path).unwrap_or_default();
        let Ok(text) = std::str::from_utf8(bytes) else {
            let source = Source::new(path, "");
            source.error(0..0, "this file is not UTF-8 text", "save it as UTF-8");
            problems.append(&mut source.finish());
            continue;
        };
        match DataSet::read(name, text) {
            Ok(set) => sets.push((set, text.to_owned())),
            Err(faults) => {
                let source = Source::new(path, text);
                for fault in faults.into_iter().take(MAX_TOLD) {
                    source.error(line(text, fault.line), fault.message, fault.help);
                }
                problems.append(&mut source.finish());
            }
        }
    }
    sets
}

/// The bytes of a line, counted from 1.
fn line(text: &str, number: usize) -> std::ops::Range<usize> {
    let mut start = 0;
    for (place, line) in text.split_inclusive('\n').enumerate() {
        if place + 1 == number {
            return start..start + line.trim_end().len();
        }
        start += line.len();
    }
    0..0
}

/// Gives the questions of a service the data sets that they name.
pub(super) fn settle(document: &Document<'_>, definition: &mut Definition, sets: &[DataSet]) {
    let mut pages = definition.form.all_pages().to_vec();
    for (index, page) in pages.iter_mut().enumerate() {
        for (number, question) in page.questions.iter_mut().enumerate() {
            let Some(data) = question.kind.data_set_mut() else { continue };
            if let Some(set) = sets.iter().find(|set| set.name == data.name) {
                data.clone_from(set);
                continue;
            }
            let at = document.at(&format!("pages.{index}.questions.{number}.data"));
            let known = sets.iter().map(|set| set.name.as_str());
            super::unknown(document, at, "sound data set", &data.name, known);
        }
    }
    definition.form = Form::new(pages);
}
