# Appointments: what residents and staff read about the times at which people come.

# Letters. $title is what the appointment is called, $when a day with a time, $reference the case's.
appointments-letter-subject-booked = Your appointment on { $when }
appointments-letter-subject-moved = Your appointment is now on { $when }
appointments-letter-subject-cancelled = We had to cancel your appointment on { $when }
appointments-letter-subject-cancelled-by-you = Your appointment on { $when } is cancelled
appointments-letter-subject-soon-day = A reminder: your appointment on { $when }
appointments-letter-subject-soon-hour = In an hour: your appointment on { $when }
appointments-letter-subject-offered = A sooner time is free: { $when }
appointments-letter-news-booked = You have an appointment with us: { $title } ({ $reference }). The file with this letter puts it into your calendar.
appointments-letter-news-moved = Your appointment has moved: { $title } ({ $reference }). The file with this letter changes it in your calendar.
appointments-letter-news-cancelled = We are sorry: your appointment “{ $title }” on { $when } ({ $reference }) cannot take place.
appointments-letter-news-cancelled-by-you = Your appointment “{ $title }” on { $when } ({ $reference }) is cancelled, as you asked.
appointments-letter-news-soon-day = This is to remind you of your appointment: { $title } ({ $reference }).
appointments-letter-news-soon-hour = Your appointment is in about an hour: { $title } ({ $reference }).
appointments-letter-news-offered = You asked us to tell you when something sooner is free: { $title } ({ $reference }). We keep this time for you until { $until }. If you do nothing, your time on { $own } stays as it is.
appointments-letter-when = When: { $when }
appointments-letter-where = Where: { $place }
appointments-letter-bring = Please bring: { $what }
appointments-letter-change = Move or cancel the appointment, or add it to your calendar:
appointments-letter-again = Choose a new time:
appointments-letter-take = Take this time, or let it pass to the next person:
appointments-calendar-reference = Your reference: { $reference }

# Why a time was not given.
appointments-taken = Somebody else has just taken this time, or it is no longer offered. Please choose another.
appointments-too-late = It is too late to change this appointment here. Please call us.
appointments-gone = There is no appointment to change here.
appointments-changed = This appointment has been changed meanwhile. Here is how it stands now.

# Choosing a time. $from and $to are days without a year, $day a day with its weekday.
appointments-branches = Where
appointments-weeks = Weeks
appointments-earlier = Earlier
appointments-later = Later
appointments-span = { $from } to { $to }
appointments-choose = Choose a time
appointments-choose-missing = Choose a time
appointments-none = No free times in these days.
appointments-next = The next free time is on { $day }
appointments-none-at-all = There are no free times for now. New ones are added each day; or call us on { $phone }.

# The resident's own appointment.
appointments-mine-title = Appointment: { $title }
appointments-reference = Your reference:
appointments-yours = Your appointment
appointments-bring = Please bring:
appointments-change = Move or cancel it
appointments-to-calendar = Add it to your calendar
appointments-book = Choose a new time
appointments-book-button = Book this time
appointments-move = Move it to another time
appointments-move-text = You can move or cancel it until { $until }.
appointments-move-button = Move to this time
appointments-late-text = It is too close to the appointment to change it here. If you cannot come, call us on { $phone }.
appointments-cancel = Cancel the appointment
appointments-cancel-text = Your time on { $when } is then free for somebody else. Your request stays; you can choose a new time here.
appointments-cancel-button = Cancel the appointment
appointments-chosen = Your appointment is booked. We have sent you a letter about it, if we have your e-mail address.
appointments-cancelled = Your appointment is cancelled.
appointments-state-none = You have no appointment yet.
appointments-state-booked = Your appointment is on { $when }.
appointments-state-over = Your appointment was on { $when }.
appointments-state-arrived = You are here for your appointment of { $when }.
appointments-state-done = Your appointment was on { $when }.
appointments-state-missed = You had an appointment on { $when }, and we did not see you.
appointments-state-cancelled = Your appointment on { $when } is cancelled.

# Waiting for something sooner.
appointments-sooner = Would you like to come sooner?
appointments-sooner-text = We can write to you when an earlier time is free. We keep it for you for some hours, and your own time stays as it is until you take it.
appointments-waiting-text = You are on the list. When an earlier time is free, we write to you and keep it for you for some hours.
appointments-waiting-join = Tell me when something sooner is free
appointments-waiting-stop = Take me off the list
appointments-waiting-joined = You are on the list. We write to you when an earlier time is free.
appointments-waiting-stopped = You are off the list. Your appointment stays as it is.
appointments-waiting-passed = The time goes to the next person. You stay on the list.
appointments-offered = A sooner time is free
appointments-offered-short = A sooner time is kept for you until { $until }: { $when }.
appointments-offered-look = Take it or let it pass
appointments-offered-text = We keep it for you until { $until }. If you do nothing, your time on { $own } stays as it is.
appointments-offered-take = Take this time
appointments-offered-pass = Let it pass

# Staff: the day and the week of a branch.
appointments-nav = Calendar
appointments-day-title = Appointments: { $place }
appointments-day = Day
appointments-days = Days
appointments-show = Show
appointments-before = Before
appointments-today = Today
appointments-after = After
appointments-view-week = Week
appointments-view-day = Day
appointments-open = Open { $hours }
appointments-closed-day = Closed
appointments-no-branches = No branches yet
appointments-no-branches-text = A branch of the town’s pack of services says where people come and when. It appears here.
appointments-nobody = Nobody is expected
appointments-nobody-text = Who books a time for this day appears here.
appointments-time = Time
appointments-who = Who
appointments-what = What for
appointments-seat = Where
appointments-state = State
appointments-note = Note
appointments-nameless = Name not given
appointments-tag-booked = Expected
appointments-tag-over = Not noted yet
appointments-tag-arrived = Here
appointments-tag-done = Done
appointments-tag-missed = Did not come
appointments-tag-cancelled = Cancelled
appointments-act-arrived = Is here
appointments-act-missed = Did not come
appointments-act-done = Done
appointments-act-booked = Undo
appointments-move-or-cancel = Move or cancel
appointments-book-for = Book for somebody
appointments-look-after = Look after this branch
appointments-close-day = Close it for this day
appointments-edit = Hours, desks and calendar links
appointments-noted = Noted.
appointments-not-now = This cannot be noted or changed at the moment.

# Staff: one appointment.
appointments-visit-title = { $title }, { $when }
appointments-yours-staff = The appointment
appointments-not-yours = This appointment belongs to another team; they, or the contact center, can change it.
appointments-reason = Why?
appointments-reason-hint = The resident reads this in the letter, with a link to a new time.
appointments-reason-missing = Say why; the resident reads it
appointments-moved-staff = The appointment is moved. The resident gets a letter.
appointments-cancelled-staff = The appointment is cancelled. The resident gets a letter with a link to a new one.

# Staff: closing a branch for a day.
appointments-closing-title = Close { $place }: { $day }
appointments-closing = Close { $place } on { $day }
appointments-closing-affected = { $count ->
    [one] One person has an appointment then. They get a letter with your reason and a link to a new time.
   *[other] { $count } people have an appointment then. Each gets a letter with your reason and a link to a new time.
}
appointments-closing-nobody = Nobody has an appointment then. No new ones can be booked.
appointments-closing-button = { $count ->
    [0] Close for this day
    [one] Close, and tell one person
   *[other] Close, and tell { $count } people
}
appointments-closing-past = Choose today or a later day
appointments-closed = The branch is closed for this day, and everybody who had an appointment is told.

# Staff: a branch.
appointments-branch-title = Branch: { $place }
appointments-hours = Opening hours
appointments-hours-hint = For example 08:30-12:30, 13:30-16:30. Leave a closed day empty. The town’s holidays are closed anyway.
appointments-hours-wrong = Write hours like 08:30-12:30, 13:30-16:30
appointments-monday = Monday
appointments-tuesday = Tuesday
appointments-wednesday = Wednesday
appointments-thursday = Thursday
appointments-friday = Friday
appointments-saturday = Saturday
appointments-sunday = Sunday
appointments-other-days = Days with other hours
appointments-other-days-hint = A line each: the date, the hours or a hyphen for closed, and why. For example 2026-12-24 09:00-12:00 Christmas Eve.
appointments-days-wrong = Write a line each, like 2026-12-24 09:00-12:00 Christmas Eve
appointments-resources = Desks, rooms and people
appointments-resources-hint = Each takes one appointment at a time, or as many as you say. To take one out, empty its name; appointments that it has stay until you move them.
appointments-resource-new = Another one
appointments-resource-name = Name
appointments-resource-seats = At one time
appointments-resource-offers = Only for
appointments-resource-offers-hint = The keys of services, with commas between them. Everything when empty.
appointments-resource-own = Own hours
appointments-resource-own-hint = Where it serves less than the branch is open. A line a day, such as monday 08:30-12:30.
appointments-resource-wrong = Check the hours and the number of this one
appointments-branch-save = Save
appointments-branch-saved = Saved. New times follow these hours at once.
appointments-branch-outside = { $count ->
    [one] Saved. One appointment ahead no longer fits these hours: move it, or close its day.
   *[other] Saved. { $count } appointments ahead no longer fit these hours: move them, or close their days.
}
appointments-fault-uneven = Times are in steps of five minutes, such as 09:05
appointments-fault-order = Hours must end after they begin, and not overlap
appointments-fault-spans = A day can have 6 openings at most
appointments-fault-nobody = Somebody or something must serve here: from 1 to 40
appointments-fault-key = Two have the same key
appointments-fault-seats = One takes from 1 to 40 at a time, all together at most 60
appointments-fault-exceptions = At most 300 days with other hours, each once
appointments-feeds = For your calendar
appointments-feeds-text = Whoever has one of these links sees when somebody comes and for what, with the reference and without names. Keep them to yourselves. New links end the old ones.
appointments-feed-renew = Make new links
appointments-feed-renewed = The calendars have new links. The old ones no longer work.
