### Words of the page around every page, of error pages, times and form fields.

## The page around every page
skip-link = Skip to main content
nav-label = Main
staff-nav-label = Staff
language-label = Language
# What Enter does in a form; never seen.
send-form = Continue
sign-in = Sign in
sign-out = Sign out
signed-in-as = Signed in as { $name }
desk-list = Cases
desk-context = About this case
staff-desk = Staff desk
demo-banner = This is a demo. Everything in it is made up, and nothing reaches a real council.
demo-tag = Demo
error-prefix = Error:
footer-label = About this site
footer-help = Can't do this online?
footer-call = Call us on { $phone }
footer-write = Write to { $email }
footer-made-with = Made with Townhall, open source
back = Back
breadcrumbs-label = Where you are

## Components
summary-title = There is a problem
flash-success = Done
flash-notice = Please note
warning = Warning
optional = (optional)
change = Change
search = Search
search-suggestions = Suggestions
page-newer = Newer
page-older = Older
pages-label = Pages
chars-left = { $count ->
    [one] You have { $count } character left
   *[other] You have { $count } characters left
}
chars-over = { $count ->
    [one] You have { $count } character too many
   *[other] You have { $count } characters too many
}
chars-max = You can type up to { $count } characters
date-day = Day
date-month = Month
date-year = Year
yes = Yes
no = No
chart-table = Show as a table

## States, always with an icon
tag-kept = On time
tag-soon = Due soon
tag-late = Late
tag-waiting = Waiting for you
tag-closed = Closed

## Times
time-now = just now
time-under-a-minute = under a minute
time-minutes-ago = { $count ->
    [one] { $count } minute ago
   *[other] { $count } minutes ago
}
time-hours-ago = { $count ->
    [one] { $count } hour ago
   *[other] { $count } hours ago
}
time-days-ago = { $count ->
    [one] { $count } day ago
   *[other] { $count } days ago
}
time-in-minutes = { $count ->
    [one] in { $count } minute
   *[other] in { $count } minutes
}
time-in-hours = { $count ->
    [one] in { $count } hour
   *[other] in { $count } hours
}
time-in-days = { $count ->
    [one] in { $count } day
   *[other] in { $count } days
}
time-yesterday = yesterday
time-tomorrow = tomorrow
time-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
time-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
time-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
time-working-days = { $count ->
    [one] { $count } working day
   *[other] { $count } working days
}

## Fields
field-missing = Fill this in
field-doubled = This came twice. Fill it in once
field-broken = This has a hidden character in it. Type it again instead of pasting it
field-too-long = This must be { $max } characters or fewer. It is { $over } too long
form-not-understood = The form did not arrive whole.
form-too-many = The form has more fields than we can take.

## Error pages: what happened, what is safe, what to do
fault-not-found-title = Page not found
fault-not-found-text = There is nothing at this address. If you typed it, check that it is right. If you followed a link, it may be out of date.
fault-gone-title = This link no longer works
fault-gone-text = It has run out, or it was used before. Nothing you sent us is lost.
fault-forbidden-title = You do not have access to this page
fault-forbidden-text = You are signed in, but this page is for colleagues with another role. If you need it for your work, ask your administrator.
fault-sign-in-title = Sign in first
fault-sign-in-text = This page is for people who are signed in.
fault-forged-title = We could not take this form
fault-forged-text = It was open for a long time, or your browser does not keep cookies. Nothing was sent. Go back, reload the page and send it again. If it is not there any more, your browser has cleared its cookies: then start the form again.
fault-forged-again = Find the service and start again
# A form whose session had ended comes back with what was typed.
form-late = This page had been open for a long time, so we have not taken it yet. What you typed is still here: look at it and send it again.
fault-bad-request-title = We could not understand this
fault-bad-request-text = Nothing was stored. Go back, check what you typed and send it again.
fault-refused-title = This cannot be done now
fault-refused-text = Nothing was changed. Go back and look at how it stands now.
fault-too-large-title = This is too large
fault-too-large-text = We can take up to { $max } at once. Nothing was stored. Go back and write less, or choose smaller or fewer files.
fault-conflict-title = Somebody changed this before you
fault-conflict-text = Nothing of yours was stored yet. Go back, look at what has changed, and decide again.
fault-method-title = This address cannot be opened like this
fault-method-text = Start from the page that has the form.
fault-too-many-title = Please wait a moment
fault-too-many-text = There were many requests from your connection. Wait a minute, then try again. Nothing you sent before is lost.
fault-busy-title = We are busy right now
fault-busy-text = The page took too long to make, or many people are here at this moment. Everything that was confirmed to you before is safe. If you were sending something, look first whether it has arrived; if not, send it again in a minute.
fault-down-title = Our records do not answer right now
fault-down-text = What you just sent was not confirmed: go back, where it still stands, and send it again in a few minutes. If it did arrive, you will not send it twice. Everything that was confirmed to you before is safe.
fault-internal-title = Sorry, something went wrong on our side
fault-internal-text = It is not your fault, and we have a note of it. Everything that was confirmed to you before is safe. Try again in a few minutes.
fault-home = Go to the start page
fault-help = If you need help now, call { $phone } ({ $hours }) or write to { $email }.
fault-request = Say this number when you call: { $id }

## Open pages
live-fresh = This page was updated just now.
live-news = Something has changed since you opened this page.
live-show = Show it

## The style page, in the demo only
style-title = Components
style-desk-title = Components of the desk
style-topic = Topic
style-reports = Reports
style-month = Month
style-share = Kept
style-topic-streets = Streets and sidewalks
style-topic-parks = Parks and trees
style-topic-lights = Street lights
style-topic-water = Water and drains
style-median = Half done by
style-slowest = Nine in ten by
style-bars = Streets bring more reports than everything else together
style-columns = The share of promises kept rose from 71% to 88% this year
style-lines = Half of all reports are solved within two working days
style-dots = Parks take longest: nine in ten are done after 11 days
