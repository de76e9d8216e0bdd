//! The rules of a payment, as tables.

use proptest::prelude::*;

use super::*;

fn at(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap()
}

fn payment(state: State) -> Payment {
    Payment {
        id: PaymentId(1),
        number: "2222-2222".parse().unwrap_or_else(|_| Reference::random(&base::Rng::seeded(1))),
        service: "permit".into(),
        version: 1,
        amount: 1_250,
        currency: Currency::USD,
        full: None,
        because: None,
        state,
        refunding: 0,
        refunded: 0,
        locale: Locale::EN,
        case: CaseId(2),
        opened_at: None,
        attempts: 1,
        letters: 0,
        created_at: at(0),
        paid_at: None,
        waits_since: at(0),
        revision: 3,
    }
}

fn attempt(state: AttemptState) -> Attempt {
    let (payment, provider) = (PaymentId(1), "rest".to_owned());
    let provider_id = Some("p1".to_owned());
    Attempt { payment, number: 1, provider, provider_id, state, created_at: at(0) }
}

fn paid(amount: i64) -> Found {
    Found::Paid { amount, currency: Currency::USD }
}

#[test]
fn every_state_comes_back_from_its_word() {
    assert!(State::ALL.into_iter().all(|state| State::parse(state.key()) == Some(state)));
    let all = AttemptState::ALL;
    assert!(all.into_iter().all(|state| AttemptState::parse(state.key()) == Some(state)));
}

#[test]
fn what_a_provider_says_means_the_same_in_every_state() {
    use AttemptState as A;
    use State as S;
    let due = [S::Unpaid, S::Failed, S::Abandoned];
    for of in S::ALL {
        for by in A::ALL {
            let lesson = |found: &Found| learn(&payment(of), &attempt(by), found);
            let live = matches!(by, A::Asked | A::Open);
            let money = matches!(by, A::Paid | A::Surplus | A::Differs);
            let expected = |free| if money { Lesson::Nothing } else { free };
            let owed = if due.contains(&of) { Lesson::Paid } else { Lesson::Surplus };
            let told = format!("{of:?} by {by:?}");
            assert_eq!(lesson(&paid(1_250)), expected(owed), "{told}");
            assert_eq!(lesson(&paid(1_249)), expected(Lesson::Differs), "{told}");
            let euros = Found::Paid { amount: 1_250, currency: Currency::parse("EUR").unwrap() };
            assert_eq!(lesson(&euros), expected(Lesson::Differs), "{told}");
            assert_eq!(lesson(&Found::Open(None)), Lesson::Nothing, "{told}");
            let over = |lesson| if live { lesson } else { Lesson::Nothing };
            assert_eq!(lesson(&Found::Failed), over(Lesson::Failed), "{told}");
            assert_eq!(lesson(&Found::Expired), over(Lesson::Expired), "{told}");
        }
    }
}

#[test]
fn never_more_goes_back_than_came() {
    let mut payment = Payment { revision: 3, ..payment(State::Paid) };
    assert_eq!(payment.may_refund(1_251, 3), Err(Refusal::TooMuch));
    assert_eq!(payment.may_refund(0, 3), Err(Refusal::TooMuch));
    assert_eq!(payment.may_refund(-5, 3), Err(Refusal::TooMuch));
    assert_eq!(payment.may_refund(1_250, 2), Err(Refusal::Changed));
    payment.may_refund(1_000, 3).unwrap();
    payment.ask_refund(1_000);
    assert_eq!((payment.state, payment.refundable()), (State::Refunding, 250));
    assert_eq!(payment.may_refund(250, 3), Err(Refusal::UnderWay));
    payment.end_refund(1_000, true);
    assert_eq!((payment.state, payment.refundable()), (State::PartRefunded, 250));
    assert_eq!(payment.may_refund(251, 3), Err(Refusal::TooMuch));
    payment.ask_refund(250);
    payment.end_refund(250, true);
    assert_eq!((payment.state, payment.refundable()), (State::Refunded, 0));
}

#[test]
fn a_refused_refund_leaves_the_payment_as_it_was() {
    let mut payment = payment(State::Paid);
    payment.ask_refund(400);
    payment.end_refund(400, false);
    assert_eq!((payment.state, payment.refundable()), (State::Paid, 1_250));
    payment.ask_refund(400);
    payment.end_refund(400, true);
    payment.ask_refund(100);
    payment.end_refund(100, false);
    assert_eq!((payment.state, payment.refundable()), (State::PartRefunded, 850));
}

#[test]
fn nothing_unpaid_is_given_back() {
    for state in [State::Unpaid, State::Failed, State::Abandoned, State::Ended] {
        assert_eq!(payment(state).may_refund(1, 3), Err(Refusal::NotPaid), "{state:?}");
        assert_eq!(payment(state).refundable(), 0, "{state:?}");
    }
}

/// Any words of a provider about three attempts, in any order, each any number of times.
fn words() -> impl Strategy<Value = Vec<(usize, Found)>> {
    let found = prop_oneof![
        Just(Found::Open(None)),
        Just(paid(1_250)),
        Just(Found::Failed),
        Just(Found::Expired),
    ];
    prop::collection::vec((0..3_usize, found), 0..40)
}

proptest! {
    /// One attempt counts, every other one that was paid goes back, and nobody keeps money for nothing.
    #[test]
    fn whatever_is_said_in_whatever_order_one_payment_is_kept(words in words()) {
        let mut payment = payment(State::Unpaid);
        let mut attempts = [AttemptState::Open; 3].map(attempt);
        for (index, found) in &words {
            let attempt = &mut attempts[*index];
            match learn(&payment, attempt, found) {
                Lesson::Nothing => {}
                Lesson::Paid => {
                    payment.state = State::Paid;
                    attempt.state = AttemptState::Paid;
                }
                Lesson::Surplus => attempt.state = AttemptState::Surplus,
                Lesson::Differs => attempt.state = AttemptState::Differs,
                Lesson::Failed => attempt.state = AttemptState::Failed,
                Lesson::Expired => attempt.state = AttemptState::Expired,
            }
        }
        let said: Vec<bool> =
            (0..3).map(|one| words.iter().any(|(of, found)| *of == one && *found == paid(1_250))).collect();
        let count = |state| attempts.iter().filter(|one| one.state == state).count();
        let told = said.iter().filter(|paid| **paid).count();
        prop_assert_eq!(count(AttemptState::Paid), usize::from(told > 0));
        prop_assert_eq!(count(AttemptState::Surplus), told.saturating_sub(1));
        prop_assert_eq!(payment.state == State::Paid, told > 0);
    }
}
