use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use base::{Clock, Locale};
use fluent_bundle::FluentValue;
use minijinja::value::{Kwargs, Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind, TemplateSource, UndefinedBehavior};

use crate::assets::{self, Assets};
use crate::filters;
use crate::part::{self, Part, Sources};
use crate::town::Town;
use crate::words::Words;

/// Deep enough for a page in a layout with nested macros, shallow enough for a thread's stack.
const RECURSION_LIMIT: usize = 60;

/// The templates, compiled once for each language so that words and dates know theirs.
pub(crate) struct Engine(BTreeMap<Locale, Environment<'static>>);

impl Engine {
    pub(crate) fn new(
        parts: &[&'static Part],
        words: &BTreeMap<Locale, Words>,
        town: &Town,
        clock: &Clock,
        assets: &Arc<Assets>,
    ) -> Self {
        let sources = part::sources(parts);
        let build = |(locale, words): (&Locale, &Words)| {
            let mut env = Environment::new();
            env.set_undefined_behavior(UndefinedBehavior::SemiStrict);
            env.set_recursion_limit(RECURSION_LIMIT);
            env.set_loader(loader(sources.clone(), town.templates.clone()));
            env.set_auto_reload(!town.templates.is_empty());
            env.add_function("t", speak(words.clone(), false));
            env.add_function("th", speak(words.clone(), true));
            env.add_function("asset", assets::function(assets.clone()));
            filters::add(&mut env, words, town, clock);
            (*locale, env)
        };
        Self(words.iter().map(build).collect())
    }

    /// Renders a template, or only one block of it.
    pub(crate) fn render(
        &self,
        locale: Locale,
        template: &str,
        block: Option<&str>,
        context: Value,
    ) -> Result<String, Error> {
        let missing = || Error::new(ErrorKind::TemplateNotFound, "no such language");
        let template = self.0.get(&locale).ok_or_else(missing)?.get_template(template)?;
        match block {
            None => template.render(context),
            Some(block) => {
                let mut captured = template.render_captured(context)?;
                captured.with_state_mut(|state| state.render_block(block))
            }
        }
    }
}

/// Loads a template from the town's folders first, then from the program.
fn loader(
    sources: Sources,
    folders: Vec<PathBuf>,
) -> impl Fn(&str) -> Result<Option<TemplateSource>, Error> + Send + Sync + 'static {
    move |name| {
        let safe =
            !name.split('/').any(|part| matches!(part, "" | "." | "..")) && !name.contains('\\');
        let file =
            folders.iter().map(|folder| folder.join(name)).find(|file| safe && file.is_file());
        let Some(file) = file else {
            return Ok(sources.get(name).map(|source| TemplateSource::new(*source)));
        };
        let source = std::fs::read_to_string(&file).map_err(|error| {
            Error::new(ErrorKind::InvalidOperation, format!("{}: {error}", file.display()))
        })?;
        let read_at = changed_at(&file);
        let current = move || changed_at(&file) == read_at;
        Ok(Some(TemplateSource::new(source).with_uptodate_check(current)))
    }
}

fn changed_at(file: &Path) -> Option<SystemTime> {
    file.metadata().and_then(|meta| meta.modified()).ok()
}

/// Makes `t('key', name=value)`, which gives text, or `th(…)`, for the few messages that hold HTML:
/// their values are escaped.
fn speak(
    words: Words,
    html: bool,
) -> impl Fn(String, Kwargs) -> Result<Value, Error> + Send + Sync + 'static {
    move |key, kwargs| {
        let names: Vec<&str> = kwargs.args().collect();
        let mut values = Vec::with_capacity(names.len());
        for name in names {
            let value: Value = kwargs.get(name)?;
            values.push((name, fluent_value(&value, html)));
        }
        let text = words.with(&key, &values);
        Ok(if html { Value::from_safe_string(text) } else { Value::from(text) })
    }
}

fn fluent_value(value: &Value, html: bool) -> FluentValue<'static> {
    if value.kind() == ValueKind::Number
        && let Ok(number) = f64::try_from(value.clone())
    {
        return FluentValue::from(number);
    }
    let text = value.to_string();
    FluentValue::from(if html && !value.is_safe() { filters::escaped(&text) } else { text })
}
