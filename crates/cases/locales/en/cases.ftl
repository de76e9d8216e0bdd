# Letters about cases. $reference is the case's reference, $service the service's name, which begins with a verb.
letter-greeting = Dear { $name },
letter-greeting-nobody = Hello,
letter-subject-opened = We have your request { $reference }
letter-news-opened =
    We have received what you sent us: “{ $service }”. Your reference is { $reference }.

    { $next }
letter-subject-moved = News about { $reference }
letter-news-moved =
    “{ $service }”, reference { $reference }, is now: { $state }.

    { $next }
letter-subject-asked = We have a question about { $reference }
letter-news-asked = To go on with “{ $service }”, reference { $reference }, we need an answer from you. The promised time pauses until you answer. We ask:
letter-subject-message = A message about { $reference }
letter-news-message = We write to you about “{ $service }”, reference { $reference }:
letter-subject-corrected = We changed something in { $reference }
letter-news-corrected = We have changed what you told us in “{ $service }”, reference { $reference }. You see the changes on your case’s page; if they are not right, write to us there. The reason:
letter-subject-closed = { $reference } is closed
letter-news-closed =
    “{ $service }”, reference { $reference }, is closed.

    { $outcome }
letter-subject-reopened = { $reference } is open again
letter-news-reopened =
    “{ $service }”, reference { $reference }, is open again.

    { $next }
letter-subject-handed-over = { $reference } has gone to another team
letter-news-handed-over =
    Your case { $reference } is now handled as “{ $service }”. You need do nothing.

    { $next }
letter-subject-merged = { $reference } is about something already reported
letter-news-merged =
    Somebody told us about the same thing before. We deal with both under the reference { $original }, and you will get its news too.

    { $outcome }
letter-subject-address-changed = We no longer write to this address about { $reference }
letter-news-address-changed =
    Somebody with the link to the case “{ $service }”, reference { $reference }, gave us another email address for it, or took this one away. This is the last message about it to this address.

    If it was not you, please call us.
letter-subject-following = Please confirm that you want news about { $reference }
letter-news-following = Somebody, we hope it was you, asked us to send news about the report “{ $service }”, reference { $reference }, to this address.
letter-promise = We aim to finish by { $day }.
letter-promise-late = We had promised to finish by { $day }. We are late, and we are sorry.
letter-link = See where it stands, add something or write to us:
letter-link-answer = Answer here:
letter-link-closed = Tell us how it went, or that it is not solved:
letter-link-confirm = Yes, send me the news:
letter-link-follower = See the report, or stop this news:
letter-link-desk = Open the case:
letter-signature =
    { $town }
    You can call us on { $phone }.
letter-subject-soon = { $reference } is due soon
letter-news-soon = “{ $service }”, reference { $reference }, is promised by { $day }.
letter-subject-late = { $reference } is late
letter-news-late = “{ $service }”, reference { $reference }, was promised by { $day } and is not finished.
letter-subject-unsolved = { $reference } is not solved, says the resident
letter-news-unsolved = The resident has answered that “{ $service }”, reference { $reference }, is not solved. What they wrote stands in the case.

# Why an act on a case was refused.
refusal-not-from-here = The case has moved on, so this can no longer be done. The page now shows how it stands.
refusal-not-allowed = Only other members of the team may do this.
refusal-reason-needed = Enter a reason
refusal-outcome-needed = Choose how the case ends
refusal-empty = Enter some text
refusal-circular = Choose another case; this one cannot repeat itself
refusal-private-original = The other case is private and somebody else’s: whoever sent this one would get its news
refusal-not-in-team = Choose somebody from this team
refusal-closed = The case is closed. Open it again first.
refusal-not-closed = The case is not closed yet.
refusal-too-many = This report has as many followers as it can have. Its page shows all news.

# Kinds of events in the history.
event-opened = Sent
event-moved = { $state }
event-asked = We asked a question
event-message = Message
event-note = Note
event-assigned = Assigned
event-handed-over = Handed to another service
event-corrected = Details changed
event-photos = Photos added
event-closed = Closed
event-reopened = Opened again
event-withdrawn = Withdrawn
event-duplicate = Found to be reported already, as { $reference }
event-absorbed = { $reference } reported the same
event-followed = Somebody follows this
event-feedback = Feedback
event-reminded = Reminder sent
event-erased = What was told is erased: its time is over
event-paid = Paid, number { $reference }
event-refunded = Money given back, number { $reference }
event-booked = Appointment made
event-rebooked = Appointment moved
event-unbooked = Appointment cancelled
event-attended = Came to the appointment
event-missed = Did not come to the appointment
