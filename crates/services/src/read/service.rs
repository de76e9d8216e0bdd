use crate::problem::Source;
use crate::{
    Concession, Definition, Eligibility, Fee, Form, Ineligible, Nearby, Promise, Route,
    ServiceKind, Synonyms,
};

use super::Document;
use super::fields::{
    Fields, Item, condition, count, formula, language, localized, named, several, text, texts,
    wrong_type,
};
use super::question::{pages, question};

/// More exceptions from the usual team than anybody can follow.
const MAX_ROUTES: usize = 60;
/// More search words than this are about something else.
const MAX_SYNONYMS: usize = 60;

/// Reads a service file; its pages are those written down, none for the general form.
pub(crate) fn service(document: &Document<'_>) -> Option<Definition> {
    let fields = document.fields();
    let (id, name, summary) = (
        fields.required("id", text),
        fields.required("name", localized),
        fields.required("summary", localized),
    );
    let (topic, department) = (fields.required("topic", text), fields.required("department", text));
    let (audience, kind) =
        (fields.required("audience", several), fields.required("kind", named::<ServiceKind>));
    let cost = fields.required("cost", localized);
    let online = fields.flag("online", kind != Some(ServiceKind::Information));
    let needed = |key: &'static str| {
        if online {
            fields.required(key, text)
        } else {
            fields.optional(key, text).or(Some(String::new()))
        }
    };
    let (workflow, team) = (needed("workflow"), needed("team"));
    let promise = if online {
        fields.required("promise", promise)
    } else {
        fields.optional("promise", promise)
    };
    let retention = if online {
        fields.required("retention_months", count)
    } else {
        fields.optional("retention_months", count)
    };
    let definition = Definition {
        synonyms: fields.optional("synonyms", synonyms).unwrap_or_default(),
        lgsl: fields.optional("lgsl", count),
        source_type: fields.optional("source_type", text),
        popular: fields.flag("popular", false),
        public: fields.flag("public", false),
        nearby: fields.optional("nearby", nearby),
        routing: fields.tables("routing", MAX_ROUTES, |route| {
            let (when, team) = (route.required("when", condition), route.required("team", text));
            Some(Route { when: when?, team: team? })
        }),
        save_days: fields.optional("save_days", save_days),
        eligibility: fields.optional("eligibility", eligibility),
        fee: fields.optional("fee", fee),
        appointment: fields.optional("appointment", super::appointment::appointment),
        form: Form::new(pages(&fields)),
        online,
        promise,
        retention_months: retention.unwrap_or_default(),
        id: id?,
        name: name?,
        summary: summary?,
        topic: topic?,
        department: department?,
        audience: audience?,
        kind: kind?,
        cost: cost?,
        workflow: workflow?,
        team: team?,
    };
    fields.finish();
    Some(definition)
}

fn promise<'a>(source: &'a Source<'a>, item: &'a Item<'a>) -> Option<Promise> {
    let fields = Fields::of(source, item)?;
    let (amount, unit) = (fields.required("amount", count), fields.required("unit", named));
    fields.finish();
    if amount.is_some_and(|amount| !(1..=3_650).contains(&amount)) {
        source.error(fields.at("amount"), "a promise must be from 1 to 3650", "");
    }
    Some(Promise { amount: amount?, unit: unit? })
}

fn nearby<'a>(source: &'a Source<'a>, item: &'a Item<'a>) -> Option<Nearby> {
    let fields = Fields::of(source, item)?;
    let (radius_m, days) = (fields.required("radius_m", count), fields.required("days", count));
    fields.finish();
    if radius_m.is_some_and(|radius| !(1..=5_000).contains(&radius)) {
        source.error(fields.at("radius_m"), "`radius_m` must be from 1 to 5000 metres", "");
    }
    if days.is_some_and(|days| !(1..=3_650).contains(&days)) {
        source.error(fields.at("days"), "`days` must be from 1 to 3650", "");
    }
    Some(Nearby { radius_m: radius_m?, days: days? })
}

/// What was begun longer ago than a season is begun anew.
const MAX_SAVE_DAYS: u32 = 90;

fn save_days<'a>(source: &'a Source<'a>, item: &'a Item<'a>) -> Option<u32> {
    let days = count(source, item)?;
    if days > MAX_SAVE_DAYS {
        let message = format!("`save_days` must be from 0 to {MAX_SAVE_DAYS}");
        source.error(item.span(), message, "0 means that the form cannot be saved");
    }
    Some(days.min(MAX_SAVE_DAYS))
}

/// More questions than these are the form itself.
const MAX_ASKED: usize = 8;
/// More reasons than this to be turned away nobody reads.
const MAX_REFUSALS: usize = 20;

fn eligibility<'a>(source: &'a Source<'a>, item: &'a Item<'a>) -> Option<Eligibility> {
    let fields = Fields::of(source, item)?;
    let questions = fields.tables("questions", MAX_ASKED, question);
    let refusals = fields.tables("refusals", MAX_REFUSALS, |refusal| {
        let (when, because) =
            (refusal.required("when", condition), refusal.required("because", localized));
        let service = refusal.optional("service", text);
        Some(Ineligible { when: when?, because: because?, service })
    });
    fields.finish();
    if questions.is_empty() || refusals.is_empty() {
        let help = "add [[eligibility.questions]] and [[eligibility.refusals]]";
        source.error(item.span(), "this check asks nothing, or refuses nobody", help);
    }
    Some(Eligibility { questions, refusals })
}

/// More reasons to pay less than this nobody can tell apart.
const MAX_CONCESSIONS: usize = 20;

fn fee<'a>(source: &'a Source<'a>, item: &'a Item<'a>) -> Option<Fee> {
    let fields = Fields::of(source, item)?;
    let (amount, what) = (fields.required("amount", formula), fields.required("what", localized));
    let concessions = fields.tables("concessions", MAX_CONCESSIONS, |one| {
        let (when, amount) = (one.required("when", condition), one.required("amount", formula));
        let because = one.required("because", localized);
        Some(Concession { when: when?, amount: amount?, because: because? })
    });
    fields.finish();
    Some(Fee { amount: amount?, what: what?, concessions })
}

pub(super) fn synonyms<'a>(source: &'a Source<'a>, item: &'a Item<'a>) -> Option<Synonyms> {
    let Some(table) = item.get_ref().as_table() else {
        wrong_type(source, item, "{ en = [\"…\"], es = [\"…\"] }");
        return None;
    };
    let mut synonyms = Synonyms::default();
    for (key, value) in table {
        if let Some(locale) = language(source, key)
            && let Some(words) = texts(source, value)
        {
            if words.len() > MAX_SYNONYMS {
                source.error(
                    value.span(),
                    format!("at most {MAX_SYNONYMS} search words are allowed"),
                    "",
                );
            }
            synonyms.0.insert(locale, words);
        }
    }
    Some(synonyms)
}
