//! What the data does not tell is invented: names, addresses for mail, answers. Chance is a function
//! of the request's number, so that a demo town is the same on every machine.

use base::Locale;
use serde_json::{Map, Value, json};
use services::{Answers, Contact, Form, Question, QuestionKind};

const FIRST: [&str; 40] = [
    "Ana", "Malik", "Grace", "Wei", "Rosa", "Tom", "Aisha", "Daniel", "Mei", "Luis", "Hannah",
    "Kwame", "Elena", "Patrick", "Fatima", "George", "Ngoc", "Sofia", "Andre", "Ruth", "Carlos",
    "Priya", "Sean", "Marie", "Omar", "Linh", "Joan", "Samuel", "Teresa", "Ivan", "Naomi", "Diego",
    "Helen", "Yusuf", "Claire", "Marcus", "Lucia", "Peter", "Amina", "Walter",
];
const LAST: [&str; 40] = [
    "Alvarez",
    "Baptiste",
    "Chen",
    "Doyle",
    "Evans",
    "Fernandes",
    "Grant",
    "Hassan",
    "Ibrahim",
    "Jones",
    "Kelly",
    "Lopez",
    "Morales",
    "Nguyen",
    "Okafor",
    "Pereira",
    "Quinn",
    "Rivera",
    "Silva",
    "Tran",
    "Usman",
    "Vargas",
    "Walsh",
    "Xavier",
    "Young",
    "Zhang",
    "Barros",
    "Cruz",
    "Dupont",
    "Flores",
    "Gomes",
    "Hughes",
    "Kaplan",
    "Lee",
    "Murphy",
    "Ortiz",
    "Patel",
    "Reyes",
    "Santos",
    "Tavares",
];
/// The name of the one who comes as number so.
pub(crate) fn name(number: usize) -> String {
    let of = |names: &[&str], place: usize| {
        names.get(place % names.len()).copied().unwrap_or("Ana").to_owned()
    };
    format!("{} {}", of(&FIRST, number * 7), of(&LAST, number * 11))
}

const REMARKS: [&str; 14] = [
    "It has been like this for about a week.",
    "I pass here every day and it is getting worse.",
    "Please look at it before the weekend if you can.",
    "My neighbors have seen it too.",
    "It is close to the bus stop.",
    "Children walk past here on their way to school.",
    "I called last month and nothing has changed.",
    "It is easiest to see from the corner.",
    "It happens mostly in the evening.",
    "I would be glad to show someone where it is.",
    "It is right in front of the main door.",
    "People have to walk around it.",
    "It was fine until the storm last week.",
    "Thank you for looking into this.",
];
const REMARKS_ES: [&str; 6] = [
    "Lleva así más o menos una semana.",
    "Paso por aquí todos los días y va a peor.",
    "Mis vecinos también lo han visto.",
    "Está cerca de la parada del autobús.",
    "Por favor, mírenlo antes del fin de semana.",
    "Gracias por ocuparse de esto.",
];

/// Chance that depends only on a number (SplitMix64, Steele and others 2014).
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Chance for one request.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 up to, not including, `n`.
    pub fn below(&mut self, n: usize) -> usize {
        let n = u64::try_from(n).unwrap_or(1).max(1);
        usize::try_from(self.next() % n).unwrap_or(0)
    }

    /// Whether something of so many in a hundred happens.
    pub fn percent(&mut self, share: usize) -> bool {
        self.below(100) < share
    }

    /// One of several.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len()))
    }
}

/// An invented name with an address for mail that nobody has (RFC 2606).
pub fn contact(dice: &mut Dice) -> Contact {
    let (first, last) = (dice.pick(&FIRST).copied(), dice.pick(&LAST).copied());
    let name = format!("{} {}", first.unwrap_or_default(), last.unwrap_or_default());
    let number = dice.below(90) + 10;
    let email = format!("{}{number}@example.org", name.to_lowercase().replace(' ', "."));
    let phone =
        if dice.percent(50) { format!("617-555-01{:02}", dice.below(100)) } else { String::new() };
    Contact { name, email, phone }
}

/// A sentence such as people add.
pub fn remark(dice: &mut Dice, locale: Locale) -> &'static str {
    let of: &[&str] = if locale == Locale::ES { &REMARKS_ES } else { &REMARKS };
    dice.pick(of).copied().unwrap_or_default()
}

/// Answers to a form: the place as the data says, the rest invented.
pub fn answers(form: &Form, place: Option<&Value>, locale: Locale, dice: &mut Dice) -> Answers {
    let mut fields = Map::new();
    // A page's conditions look at earlier answers, so the form is walked page by page.
    for page in form.all_pages() {
        let so_far = Answers::try_from(Value::Object(fields.clone())).unwrap_or_default();
        if !form.pages(&so_far).iter().any(|shown| shown.id == page.id) {
            continue;
        }
        for asked in form.asked(page, &so_far) {
            if let Some(value) = answer(asked.question, place, locale, dice) {
                fields.insert(asked.question.id.clone(), value);
            }
        }
    }
    form.reachable(&Answers::try_from(Value::Object(fields)).unwrap_or_default())
}

fn answer(
    question: &Question,
    place: Option<&Value>,
    locale: Locale,
    dice: &mut Dice,
) -> Option<Value> {
    let choices = |options: &[services::Choice]| {
        // Options under a condition are left alone: the condition may not hold.
        let free: Vec<_> = options.iter().filter(|option| option.when.is_none()).collect();
        free.iter().map(|option| option.value.clone()).collect::<Vec<_>>()
    };
    match &question.kind {
        QuestionKind::Place => place.cloned(),
        QuestionKind::One { options } => dice.pick(&choices(options)).cloned().map(Value::from),
        QuestionKind::Many { options } => {
            dice.pick(&choices(options)).cloned().map(|value| json!([value]))
        }
        QuestionKind::YesNo => Some(json!(dice.percent(40))),
        QuestionKind::LongText { .. } if question.required || dice.percent(60) => {
            Some(json!(remark(dice, locale)))
        }
        QuestionKind::Number { min, max, .. } if question.required => {
            let (low, high) = (min.unwrap_or(1.0), max.unwrap_or(5.0).min(10.0));
            let steps = dice.below(5);
            let step = f64::from(u32::try_from(steps).unwrap_or(0));
            Some(json!((low + step).min(high).max(low)))
        }
        // Short texts, dates and photos are facts of one case; none is better than a wrong one.
        _ => None,
    }
}
