### Words of the desk: the staff’s workspace. “Promise” is the time within which a service says it will be done.

## Navigation and the inbox
desk-nav-inbox = Inbox
desk-start-title = Your desk
desk-start-text = Cases are shown to the people who work on them. Your role has other work.
desk-start-go = You can go on here:
desk-start-services = All services, as residents see them
desk-start-waits = How long things take
desk-inbox-title-mine = My cases
desk-inbox-title-team = My team’s cases
desk-inbox-title-all = All cases
desk-views = Whose cases
desk-view-mine = Mine
desk-view-team = My team
desk-view-all = All
desk-facts = What needs attention
desk-fact-late = late
desk-fact-soon = due soon
desk-fact-unread = with a new message
desk-fact-waiting = waiting for an answer
desk-filter = Filter the cases
desk-search = Search in cases: words, name, reference
desk-team = Team
desk-team-mine = All my teams
desk-any-team = Any team
desk-service = Service
desk-any-service = Any service
desk-phase = State
desk-phase-live = Not closed
desk-phase-open = We are working on it
desk-phase-waiting = Waiting
desk-phase-closed = Closed
desk-district = District
desk-any-district = Any district
desk-filter-apply = Show
desk-filter-clear = Clear the filter
desk-filter-name = Keep this filter as
desk-filter-keep = Keep
desk-filter-kept = The filter “{ $name }” is kept.
desk-filter-forget = Remove the filter “{ $name }”
desk-filter-forgotten = The filter is removed.
desk-filter-name-missing = Give the filter a name of at most { $max } characters.
desk-filter-too-many = You can keep { $max } filters. Remove one first.
desk-choose = Choose
desk-choose-one = Choose { $reference }
desk-col-case = Case
desk-col-place = Where
desk-col-age = Came in
desk-col-promise = Promise
desk-col-who = Who
desk-me = You
desk-nobody = Nobody yet
desk-unread = New message from the resident
desk-changed = Changed since you last looked
desk-pages = Pages of the list
desk-page-before = Page before
desk-page-next = Next page

# How the promise stands; $when is a time such as “in 3 days”, with its exact time.
desk-due-in = due { $when }
desk-due-late = Late by { $time }
desk-due-late-now = Late since just now
desk-due-paused-resident = Waits for resident
desk-due-paused-others = Waits for others
desk-due-paused-stopped = Stopped
desk-due-paused-staff = Paused
desk-due-closed = Closed
desk-due-closed-late = Closed late
desk-due-none = No promise

## Giving several cases at once
desk-bulk = Tick cases to give them to somebody
# The # is replaced by a number in the browser.
desk-chosen = Chosen: { $count }
desk-bulk-me = Take them
desk-bulk-to = Give them to…
desk-bulk-give = Give
desk-colleagues = Colleagues
desk-teams = Teams
desk-bulk-none = Tick at least one case, and at most { $max }.
desk-bulk-done = { $count ->
    [0] No case was given.
    [one] { $count } case was given.
   *[other] { $count } cases were given.
}
desk-bulk-stayed = { $count ->
    [one] { $count } stayed where it was: { $cases }
   *[other] { $count } stayed where they were: { $cases }
}
desk-bulk-changed = somebody changed it just now
desk-bulk-gone = it cannot be found
desk-bulk-foreign = it belongs to another team

## When a list is empty
desk-empty-mine = Nothing is waiting for you
desk-empty-mine-text = Cases that you take, or that somebody gives you, stand here, the soonest promise first.
desk-empty-mine-go = See what your team has to do
desk-empty-team = Everything is done
desk-empty-team-text = New cases appear here as soon as residents send them.
desk-empty-filter = No case fits this filter
desk-empty-filter-clear = Clear the filter
desk-empty-search = Nothing found for “{ $query }”
desk-search-more = These are the { $count } best of more. Add a word or a filter to find the others.
desk-empty-search-text = Every word must stand in the case. Try fewer words, the beginning of one, a name, a street or a reference.
desk-empty-search-all = Search in all cases

## The case
desk-back = Back to the list
desk-back-case = Back to the case
desk-case-before = Case before
desk-case-next = Next case
desk-changed-title = Somebody changed this case while you were writing
desk-changed-text = Nothing of yours was sent yet, and nothing is lost: it stands in the form below.
desk-changed-do = Look at what changed. If you still want to go on, send the form again.
desk-foreign-title = This case belongs to another team
desk-foreign-text = Only its team can do this: { $team }. What you typed stands below. You can leave it as a note.
desk-read-only = This case belongs to { $team }. You can read it, leave a note, or hand it to another service.
desk-repeats = This case repeats
desk-news = { $count ->
    [one] { $count } thing is new
   *[other] { $count } things are new
}
desk-news-since = since you looked
desk-new = New
# In place of the state's own name, which speaks to the resident.
desk-state-resident = Waiting for the resident
desk-told = What they told us
desk-correct = Correct an answer
desk-told-nothing = No answers are kept for this case.
desk-photos = { $count ->
    [one] { $count } photo
   *[other] { $count } photos
}
desk-photo-alt = Photo { $number } of { $count } from the resident
desk-photo-show = Show to the public
desk-photo-hide = Hide from the public
desk-photo-public = Everybody can see it
desk-photo-private = Only staff see it
desk-photo-shown = Everybody can see the photo now.
desk-photo-hidden = Only staff see the photo now.
desk-history = What happened
desk-inside = only staff see this
desk-by-resident = The resident
desk-by-system = Automatic
desk-cancel = Cancel

## Beside the case
desk-promise = Promise
desk-promise-by = Promised by
desk-promise-was = Was promised by
desk-promise-paused-resident = Paused: the resident must answer
desk-promise-paused-others = Paused: others must act
desk-promise-paused-stopped = Stopped
desk-promise-paused-staff = Paused
desk-promise-paused-left = are left once we go on
desk-left = { $time } left
desk-kept = Promise kept
desk-not-kept = Promise not kept
desk-closed-at = Closed
desk-promised = We promise
desk-amount-working-hours = { $count ->
    [one] { $count } working hour
   *[other] { $count } working hours
}
desk-amount-working-days = { $count ->
    [one] { $count } working day
   *[other] { $count } working days
}
desk-amount-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
desk-used-staff = Used by us
desk-used-resident = Waited for the resident
desk-used-others = Waited for others
desk-who = Who has it
desk-person = Person
desk-no-team = No team yet
desk-contact = Contact
desk-contact-none = The resident left no name or address. Only somebody who kept the link to this case can read what you write.
desk-language-en = Reads English
desk-language-es = Reads Spanish
desk-followers = { $count ->
    [one] { $count } person follows this report
   *[other] { $count } people follow this report
}
desk-feedback = How it went
desk-feedback-solved = Solved
desk-feedback-not-solved = Not solved
desk-feedback-rating = { $rating } of 5
desk-near = Open and nearby
desk-metres = { $count } m away
desk-compare = Is it the same? Compare
desk-repeats-this = { $count ->
    [one] { $count } case repeats this
   *[other] { $count } cases repeat this
}
desk-earlier = Other cases of this person
desk-letters = Letters
desk-letters-none = No letter has gone out.
desk-letter-queued = going out
desk-letter-failed = will be tried again
desk-letter-sent = sent
desk-letter-dead = could not be delivered
desk-public-page = See what the public sees

## Doing something
desk-take = Take it
desk-taken = The case is yours.
desk-given = The case is given.
desk-reason-add = Add a reason
desk-reason = Reason
desk-reason-hint = For your colleagues; the resident does not see it.
desk-reason-missing = Enter a reason
desk-transition-missing = Choose what to do
desk-transition-made = The state of the case has changed.
desk-message = Write to the resident
desk-reply-choose = Begin with a reply
desk-reply-none = Empty
desk-reply-use = Use it
desk-message-label = Message
desk-message-hint = Goes out by email, with a link to answer.
desk-message-hint-no-email = There is no email address: only somebody who kept the link to this case can read it.
desk-message-send = Send the message
desk-message-missing = Enter a message
desk-message-sent = The message is sent.
desk-ask = Ask
desk-question-label = Question
desk-question-hint = The promise pauses until the resident answers.
desk-question-send = Send the question
desk-question-missing = Enter a question
desk-question-sent = The question is sent. The promise waits for the answer.
desk-note = Note
desk-note-label = Note
desk-note-hint = Only staff read it.
desk-note-keep = Keep the note
desk-note-missing = Enter a note
desk-note-kept = The note is kept.
desk-assign = Assign
desk-assign-to = Give the case to
desk-assign-choose = Choose a person or team
desk-assign-nobody = Nobody yet, back to the team
desk-assign-teams = Other teams
desk-assign-note = What should they know?
desk-assign-do = Give the case
desk-receiver-missing = Choose a person or a team
desk-close = Close
desk-outcome = How does it end?
desk-outcome-hint = Under each stands what the resident reads, in their language.
desk-outcome-missing = Choose how the case ends
desk-closure-text = Add something for the resident
desk-closure-hint = They read it with the words above. People who only follow the report do not.
desk-preview = See what they will read
desk-preview-title = The resident will read:
desk-close-do = Close the case
desk-closed-now = The case is closed. Everybody who left an address is told.
desk-reopen = Open again
desk-reopen-label = Why is it opened again?
desk-reopen-hint = For your colleagues. The resident is told that it is open again.
desk-reopen-do = Open the case again
desk-reopen-missing = Enter why the case is opened again
desk-reopened = The case is open again.
desk-duplicate = It repeats another
desk-duplicate-title = Does { $reference } repeat another case?
desk-duplicate-of = Reference of the other case
desk-duplicate-hint = Such as B7K2-9MXR
desk-duplicate-show = Compare
desk-duplicate-one = This case
desk-duplicate-other = The case that goes on
desk-from = From
desk-duplicate-metres = They are { $count } m apart.
desk-duplicate-means = { $one } will be closed. Its resident and followers get the news of { $other } from now on.
desk-duplicate-do = Yes, { $one } repeats { $other }
desk-duplicate-marked = The case is closed as a repeat of { $reference }.
desk-duplicate-closed = This case is closed already.
desk-duplicate-foreign = Only the case’s own team can say that it repeats another.
desk-reference-wrong = Check the reference: one of its characters is wrong
desk-reference-unknown = There is no case with this reference
desk-hand-over = Hand over
desk-hand-over-title = Hand { $reference } to another service
desk-hand-over-now = Now it is: { $service }.
desk-hand-over-closed = The case is closed. Open it again first.
desk-hand-over-foreign = Only the case’s own team and the contact centre can hand it over. Leave them a note that says where it belongs.
desk-hand-over-search = Which service does it belong to?
desk-hand-over-common = Common services
desk-hand-over-found = Found for “{ $query }”
desk-hand-over-none = No service fits “{ $query }”. Try other words.
desk-hand-over-reason = Why?
desk-hand-over-hint = The other team reads it. The resident is told where the case is now, not why.
desk-hand-over-do = Hand it over
desk-service-missing = Choose a service
desk-handed-over = The case is now with “{ $service }”.

## What happened
desk-event-opened-web = Sent on the website
desk-event-opened-phone = Taken on the telephone
desk-event-opened-counter = Taken at the counter
desk-event-opened-letter = Entered from a letter
desk-event-opened-email = Entered from an email
desk-event-opened-app = Sent by app
desk-event-opened-staff = Reported by staff
desk-event-opened-other = Came in
desk-event-moved = Now: { $state }
desk-event-asked = Question to the resident
desk-event-message-in = Message from the resident
desk-event-message-out = Message to the resident
desk-event-note = Note
desk-event-taken = Took the case
desk-event-assigned = Given to { $name }, { $team }
desk-event-assigned-team = Given to { $team }
desk-event-handed-over = Handed from “{ $from }” to “{ $to }”
desk-event-corrected = Changed: { $what }
desk-event-photos = { $count ->
    [one] { $count } photo added
   *[other] { $count } photos added
}
desk-event-closed = Closed: { $outcome }
desk-event-not-solved = Not solved, says the resident: open again
desk-event-reopened = Opened again
desk-event-withdrawn = Withdrawn
desk-event-duplicate = Repeats { $reference }
desk-event-absorbed = { $reference } repeats this
desk-event-followed = Somebody follows this report
desk-event-feedback = The resident said how it went
desk-event-feedback-rated = The resident said how it went: { $rating } of 5
desk-event-reminded = Reminder to { $names }
desk-event-reminded-nobody = The promise is near its end, and nobody has the case
desk-event-erased = What was told is erased: its time is over
desk-event-paid = Paid { $amount }, number { $number }
desk-event-refunded = { $amount } given back, number { $number }
desk-event-booked = Appointment made for { $when }
desk-event-rebooked = Appointment moved to { $when }
desk-event-unbooked = Appointment of { $when } cancelled
desk-event-attended = Came to the appointment of { $when }
desk-event-missed = Did not come to the appointment of { $when }

## Keys
desk-keys-open = Keys
desk-keys-title = Keys of the desk
desk-keys-on = Use these keys
desk-keys-close = Close
desk-key-search = Search
desk-key-inbox = To the inbox
desk-key-help = Show the keys
desk-key-escape = Close the open panel; what you wrote is kept
desk-key-send = Send what you are writing
desk-key-list-j = Next case
desk-key-list-k = Case before
desk-key-list-o = Open the case
desk-key-list-x = Tick the case
desk-key-list-a = Assign the ticked cases
desk-key-list-m = Write to the resident
desk-key-list-c = Close the case
desk-key-case-j = Next case in the list
desk-key-case-k = Case before in the list
desk-key-case-a = Assign
desk-key-case-m = Write to the resident
desk-key-case-n = Leave a note
desk-key-case-c = Close
desk-key-case-u = Back to the list

## Other pages of the desk
desk-nav-new = New case
desk-nav-letters = Letters
desk-nav-templates = Replies
desk-nav-jobs = Jobs
desk-new-title = Enter a case for somebody
desk-new-text = For people who call, stand at the counter or write. The form asks what it asks online, and looks for reports of the same thing.
desk-new-channel = How did they reach us?
desk-new-language = Their letters
desk-new-begin = Begin
desk-channel-phone = By telephone
desk-channel-counter = At the counter
desk-channel-letter = By letter
desk-channel-email = By email
desk-new-search = What do they need?
desk-letters-title = Letters in trouble
desk-letters-standing = Going out: { $waiting }. Could not be delivered: { $dead }.
desk-letters-dead = Could not be delivered
desk-letters-dead-text = We tried several times and gave up. Ask the resident for the right address, correct it here and send the letter again. Letters to come go to the address in the case: correct it there too.
desk-letters-failing = Will be tried again
desk-letters-failing-text = The mail server did not take them yet. You need do nothing.
desk-letters-fine = Every letter has arrived
desk-letters-fine-text = Letters that cannot be delivered appear here, with the reason and a button to send them again.
desk-letter-address = Address
desk-letter-address-wrong = The letter stays: that is no email address.
desk-letter-readdress = Correct and send again
desk-letter-retry = Send again
desk-letter-retried = The letter goes out again.
desk-letter-discard = Throw away
desk-letter-discard-sure = Throw this letter away? Nobody will get it.
desk-letter-discarded = The letter is thrown away.
desk-already-gone = Somebody else dealt with it already.
desk-attempts = { $count ->
    [one] { $count } attempt
   *[other] { $count } attempts
}
desk-jobs-title = Jobs that failed
desk-jobs-standing = Due now: { $due }. Given up: { $dead }.
desk-jobs-behind = The oldest has waited for { $time }.
desk-jobs-fine = All work is done
desk-jobs-fine-text = Work of the program that failed for good appears here, such as letters and reminders, with the reason.
desk-job-retry = Run again
desk-job-retried = The job runs again.
desk-job-discard-sure = Throw this job away? What it was to do will not happen.
desk-job-discarded = The job is thrown away.
desk-replies-title = Replies to begin with
desk-replies-text = Texts that everybody can begin a message with, or the words of closing a case.
desk-replies-none = No replies yet
desk-replies-none-text = Write down what your team answers often. Everybody finds it when they write to a resident.
desk-replies-back = All replies
desk-reply-new = Write a new reply
desk-reply-change = Change a reply
desk-reply-name = Name in the list
desk-reply-name-missing = Enter a name
desk-reply-for = What is it for?
desk-reply-for-message = A message
desk-reply-for-hint = A message, or closing a case with this outcome
desk-reply-closes = closes: { $outcome }
desk-reply-places = These words are replaced by what stands in the case:
desk-reply-text-en = Text in English
desk-reply-text-es = Text in Spanish
desk-reply-text-missing = Enter the text
desk-reply-keep = Keep the reply
desk-reply-kept = The reply is kept.
desk-reply-too-many = There are { $max } replies already. Delete one first
desk-reply-delete = Delete this reply
desk-reply-delete-sure = Delete this reply for everybody?
desk-reply-deleted = The reply is deleted.
desk-reply-changed = Somebody changed this reply while you were writing
desk-reply-changed-text = What you typed stands below. Keeping it replaces what they wrote.
desk-reply-changed-see = See theirs
desk-service-runs = How cases of this service run
