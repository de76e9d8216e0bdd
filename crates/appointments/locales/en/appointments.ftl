# Appointments: what residents and staff read about the times at which people come.

# Letters. $title is what the appointment is called, $when a day with a time, $reference the case's.
appointments-letter-subject-booked = Your appointment on { $when }
appointments-letter-subject-moved = Your appointment is now on { $when }
appointments-letter-subject-cancelled = We had to cancel your appointment on { $when }
appointments-letter-subject-cancelled-by-you = Your appointment on { $when } is cancelled
appointments-letter-subject-soon-day = Tomorrow or the day after: your appointment on { $when }
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
