### Paying for a service, receipts, and the payments that finance looks after.

## The resident's page. $number is the payment's number, $amount is written with its sign.

payments-title = Payment { $number }
payments-receipt-title = Receipt { $number }
payments-due-heading = One step left: pay { $amount }
payments-due-text = We have kept what you sent. It reaches our team when it is paid, and the promised time begins then.
payments-what = For
payments-amount = Amount
payments-instead = instead of { $amount }
payments-number = Payment number
payments-now = Pay { $amount } now
payments-until = You can pay until { $day }. After that we delete what you sent, and you would have to begin again.
payments-keep-link = Keep this page’s address, or wait for our letter: you can pay later.
payments-failed-heading = The payment did not go through
payments-failed-text = No money was taken. You can try again, also with another card.
payments-abandoned-heading = Not paid yet: { $amount }
payments-abandoned-text = Nothing was paid, and nothing is lost. You can still pay.
payments-asking-heading = We are asking the bank
payments-asking-text = If you have paid, this can take a minute. You need not wait here: we ask until we know, and write to you.
payments-asking-look = Look again
payments-asking-on = Go on paying
payments-differs-heading = We have to look at this payment
payments-differs-text = Another amount arrived than we asked for. Somebody of ours looks at it and gets in touch. Please do not pay again.
payments-ended-heading = This was not paid in time
payments-ended-text = We have deleted what you sent. No money was taken. You can begin again.
payments-begin-again = Begin again
payments-closed-now = Nobody can pay here now. Please call us, or try again later.
payments-paid-heading = Paid: { $amount }
payments-paid-text = Thank you. We have what you sent, and our team begins with it.
payments-paid-soon = Thank you. Your payment has arrived, and what you sent is safe. It reaches our team shortly; you need do nothing.
payments-paid-on = Paid on
payments-to = Payment to
payments-service = Service
payments-print = Print this receipt
payments-track = See where it stands
payments-given-back = Given back
payments-back-asked = on its way back
payments-back-done = given back
payments-practice = This is practice: no money moved.
payments-on-title = On to the payment page
payments-on-text = You pay on the page of our payment provider, { $host }, and come back here afterwards.
payments-on-go = Go on to { $host }
payments-link-dead = This link does not work
payments-link-dead-text = Check that the address is complete. The link stands in our letter.
payments-unreachable = The bank does not answer now. Nothing was taken and nothing is lost. Please try again in a few minutes.
payments-refusal-too-many = There were too many tries. Please call us: we help you to pay.

## The practice bank

payments-practice-title = Practice bank
payments-practice-text = This page stands in for a bank’s. No money moves, and no card is needed: choose what should happen.
payments-practice-pay = Pay { $amount }
payments-practice-refuse = Let the card be refused
payments-practice-walk = Walk away without paying
payments-practice-over = This payment is over.
payments-practice-back = Back to the town hall

## Letters

payments-letter-sent-subject = Please pay for “{ $service }”, { $number }
payments-letter-sent-text =
    Hello,

    we have sent your form “{ $service }” for you. It reaches our team when it is paid.

    { $what }: { $amount }
    Payment number: { $number }

    Please pay by { $day }:
    { $link }

    { $town }
    You can call us on { $phone }.
payments-letter-again-subject = Not paid yet: “{ $service }”, { $number }
payments-letter-again-text =
    Hello,

    we have kept your form “{ $service }”, but it is not paid yet, so nobody works on it. Nothing was taken, and nothing is lost.

    { $what }: { $amount }
    Payment number: { $number }

    You can pay until { $day }. After that we delete what you sent.
    { $link }

    { $town }
    You can call us on { $phone }.
payments-letter-receipt-subject = Receipt { $number }
payments-letter-receipt-text =
    Hello,

    thank you. Your payment has arrived.

    { $what }: { $amount }
    Paid on { $day }
    Payment number: { $number }

    The receipt, to print or to keep:
    { $link }

    { $town }
    You can call us on { $phone }.
payments-letter-refund-subject = We give you back { $back }, { $number }
payments-letter-refund-text =
    Hello,

    we have given back { $back } of the payment { $number } ({ $what }). It goes to the card or account that you paid with, and is there within ten working days.

    The receipt:
    { $link }

    { $town }
    You can call us on { $phone }.

## Finance

payments-nav = Payments
payments-list-title = Payments
payments-from = From
payments-to-day = To
payments-all-services = All services
payments-state = State
payments-all-states = All states
payments-filter = Show
payments-state-unpaid = Not paid yet
payments-state-failed = Did not go through
payments-state-abandoned = Left unpaid
payments-state-ended = Never paid
payments-state-paid = Paid
payments-state-refunding = On its way back
payments-state-part-refunded = Partly given back
payments-state-refunded = Given back
payments-sum-paid = Paid
payments-sum-paid-note = { $count ->
    [one] { $count } payment
   *[other] { $count } payments
}
payments-sum-refunded = Given back
payments-sum-kept = Remains
payments-sum-due = Not paid yet
payments-csv = Download as CSV
payments-match = Compare with the bank’s list
payments-list-caption = Payments, the newest first
payments-col-number = Number
payments-col-at = When
payments-stuck = Paid, but no case yet
payments-none = No payments in these days
payments-none-text = Payments appear here as soon as somebody sends a form that costs something.
payments-older = Older payments
payments-payment-title = Payment { $number }
payments-back-to-list = All payments
payments-stuck-text = This is paid, but the case could not be opened so far. It is tried again every few minutes. Please tell the administrator.
payments-sent-at = Form sent
payments-attempts = Tries to pay
payments-col-provider = Provider
payments-col-id = Its number there
payments-attempt-asked = asked for
payments-attempt-open = open
payments-attempt-paid = paid
payments-attempt-failed = did not go through
payments-attempt-expired = over
payments-attempt-surplus = paid twice, given back
payments-attempt-differs = another amount
payments-attempts-none = Nobody has tried to pay so far.
payments-refunds = Given back
payments-col-reason = Reason
payments-col-by = By
payments-refund-asked-state = on its way
payments-refund-done-state = done
payments-refund-refused-state = refused by the bank
payments-by-program = the program
payments-refund-heading = Give money back
payments-refund-text = At most { $left }. It goes to the card or account that was paid with, and the resident is told.
payments-refund-amount = Amount to give back
payments-refund-reason = Reason
payments-refund-reason-hint = For the books. The resident does not read it.
payments-refund-do = Give the money back
payments-refund-sure = Give this money back? That cannot be undone.
payments-refund-asked = The money is on its way back.
payments-refund-under-way = A refund is on its way. Another one can follow when the bank has answered.
payments-refund-amount-missing = Enter how much goes back
payments-refund-amount-wrong = Enter an amount such as 12.50
payments-refund-reason-missing = Enter the reason
payments-refusal-not-paid = This is not paid, so nothing can go back
payments-refusal-too-much = More cannot go back than was paid
payments-refusal-under-way = Another refund is on its way
payments-refusal-changed = Somebody else has just changed this payment. Look at it again
payments-reason-surplus = Paid twice, or too late: given back by itself
payments-match-title = Compare with the bank’s list
payments-match-text = We ask the provider for its list of these days and hold ours against it.
payments-match-no-provider = No payment provider is set up.
payments-match-unreachable = The provider does not answer now. Try again in a few minutes.
payments-match-fine = Everything fits
payments-match-agreed = { $count ->
    [one] { $count } payment is the same here and there, { $amount } in all.
   *[other] { $count } payments are the same here and there, { $amount } in all.
}
payments-match-caption = What does not fit
payments-match-kind = What
payments-match-ours = Here
payments-match-theirs = At the provider
payments-match-there = Paid there, not known here
payments-match-here = Paid here, not known there
payments-match-amount = Different amounts
payments-match-refund = Different refunds
payments-match-what-now = What is paid there and not known here is found by the program within hours. What is still here the next day needs a person.
