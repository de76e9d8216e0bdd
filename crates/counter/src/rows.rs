//! The buttons of a group of questions: one more row, one row less.

use services::form::Raw;
use services::{Page, QuestionKind};

/// What a button of a group came to.
pub(crate) struct Changed {
    /// The fields of the page, with the row more or less.
    pub typed: Raw,
    /// Where the page goes on.
    pub anchor: String,
}

/// Adds or takes away the row that a form names; `None` when it names none of the page.
pub(crate) fn changed(form: &web::Raw, page: &Page, typed: &Raw) -> Option<Changed> {
    let (name, is_more) = match (form.get("add"), form.get("drop")) {
        (Some(name), _) => (name, true),
        (None, Some(name)) => (name, false),
        (None, None) => return None,
    };
    for question in &page.questions {
        let QuestionKind::Group { max, .. } = &question.kind else { continue };
        let Some(rest) = name.strip_prefix(question.id.as_str()) else { continue };
        let group = &question.id;
        let mut rows: Vec<Raw> =
            (0..typed.rows(group, *max)).map(|row| typed.row(group, row)).collect();
        if is_more && rest.is_empty() {
            if rows.len() < *max {
                rows.push(Raw::new());
            }
        } else {
            let row: usize = rest.strip_prefix('-')?.parse().ok()?;
            if row < rows.len() {
                rows.remove(row);
            }
        }
        let mut typed = typed.clone();
        typed.set_rows(group, &rows);
        let anchor = match rows.len().checked_sub(1) {
            Some(last) if is_more => format!("#{group}-{last}"),
            _ => format!("#q-{group}"),
        };
        return Some(Changed { typed, anchor });
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::Localized;
    use services::{Logic, Question};

    fn page() -> Page {
        let question = |id: &str, kind: QuestionKind| Question {
            id: id.into(),
            label: Localized::new(id),
            short: None,
            hint: None,
            required: true,
            public: false,
            when: None,
            logic: Logic::default(),
            kind,
        };
        let name = question("name", QuestionKind::Text { max_length: 40 });
        let kind = QuestionKind::Group {
            row: Localized::new("Child"),
            min: 1,
            max: 3,
            questions: vec![name],
        };
        Page {
            id: "children".into(),
            title: Localized::new("Children"),
            when: None,
            questions: vec![question("children", kind)],
        }
    }

    fn press(button: &str, value: &str, typed: &[(&str, &str)]) -> Option<(Vec<String>, String)> {
        let form = web::Raw::of([(button, value)]);
        let typed: Raw = typed.iter().copied().collect();
        let changed = changed(&form, &page(), &typed)?;
        let rows = changed.typed.rows("children", 10);
        let name = |row: usize| changed.typed.row("children", row).first("name").to_owned();
        Some(((0..rows).map(name).collect(), changed.anchor))
    }

    #[test]
    fn a_row_more_is_empty_and_a_row_less_moves_the_others_up() {
        let typed =
            [("children-0-name", "Ana"), ("children-1-name", "Ben"), ("children-rows", "2")];
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let (rows, anchor) = press("add", "children", &typed).unwrap();
        assert_eq!((rows, anchor.as_str()), (names(&["Ana", "Ben", ""]), "#children-2"));
        let (rows, anchor) = press("drop", "children-0", &typed).unwrap();
        assert_eq!((rows, anchor.as_str()), (names(&["Ben"]), "#q-children"));
        let full = [("children-2-name", "Cem"), ("children-rows", "3")];
        assert_eq!(press("add", "children", &full).unwrap().0.len(), 3, "no more than the most");
        assert_eq!(press("drop", "children-9", &typed).unwrap().0.len(), 2);
        assert!(press("drop", "children-x", &typed).is_none());
        assert!(press("add", "other", &typed).is_none());
    }
}
