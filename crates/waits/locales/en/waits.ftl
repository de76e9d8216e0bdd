### Words of the pages that tell how long things take. Plain, exact, without praise or excuse.

waits-nav = How long things take
waits-title = How long things take
## The months are 3, 6 or 12; the share is a percentage.
waits-title-kept = In the last { $months } months we kept { $share } of our promises
waits-title-of = { $name }: we kept { $share } of our promises in the last { $months } months
waits-title-name = { $name }: how long things take
waits-lead = For every service we promise how long it takes. Here is how long it really took, counted from every case.
waits-of = Part of the town hall
waits-of-town = The whole town hall
waits-of-topic = By topic
waits-of-department = By department
waits-months = Period
waits-period = { $months ->
   *[other] Last { $months } months
}
waits-show = Show
waits-figures = The figures in short

waits-stat-kept = of promises kept
waits-stat-half = half are done within
waits-stat-nine = nine of ten are done within
waits-stat-closed = cases closed
waits-stat-working = working time
waits-stat-about = rounded to five
waits-open = { $late ->
    [0] About { $open } cases are open now, none of them late.
   *[other] About { $open } cases are open now; about { $late } of them are late.
}
waits-open-late-few = About { $open } cases are open now; fewer than 5 of them are late.
waits-open-none = No case is open now.
waits-open-few = Fewer than 5 cases are open now.
waits-late-note = The longest waits are among these: they count in the times only once they are closed.
waits-since = The figures are of cases closed since { $since }.
waits-counted = Counted
waits-few = too few to show
waits-none = none
waits-absent-few = Too few cases were closed to show figures: they could tell about single people.
waits-absent-nothing = No case was closed in this time.

## Charts: the sentence above each says what it shows.
waits-by-month = Month by month
waits-month = Month
waits-kept = Promises kept
waits-half = Half done within
waits-nine = Nine of ten within
waits-closed = Cases
waits-kept-months = We kept the most promises in { $high_month } ({ $high }) and the fewest in { $low_month } ({ $low })
waits-kept-same = We kept { $high } of our promises month after month
waits-kept-plain = The share of promises that we kept, month by month
waits-median-same = Half of the cases were done within { $high } month after month
waits-median-plain = How long half of the cases took, month by month
waits-median-months = Half of the cases were done within { $low } in { $low_month }, the quickest month, and within { $high } in { $high_month }, the slowest
waits-month-note = Days are working days. A case counts in the month in which it was closed. The present month is not over. A gap means too few cases to show. The sentences name only months with 30 cases or more.
waits-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
waits-number = { $number }
waits-where = Where the time goes
waits-split = Of the time that cases took, { $staff } was our own, { $resident } was waiting for the resident and { $others } was waiting for others
waits-side = Whose time
waits-side-share = Share
waits-side-cases = How often, and how long
waits-side-staff = with us: looking, planning, doing
waits-side-resident = waiting for the resident: an answer, a photo, an appointment
waits-side-others = waiting for others: a supplier, a court, another office
waits-side-never = No case waited for this.
waits-side-note-staff = In half of the cases it was { $median } or less.
waits-side-note-resident = { $share } of the cases waited for the resident, half of them { $median } or less.
waits-side-note-others = { $share } of the cases waited for others, half of them { $median } or less.
waits-by-district = By neighborhood
waits-district = Neighborhood
waits-districts = Half of the cases were done within { $quick_time } in { $quick } and within { $slow_time } in { $slow }
waits-districts-plain = How long half of the cases took, by neighborhood
waits-mark = All together: { $time }
waits-no-place = No place given

## The table of services.
waits-services = Service by service
waits-table = Promise and real time of each service; the heads of the columns sort it
waits-search = Find a service
waits-find = Find
waits-sort = Sort by
waits-sort-name = Name
waits-sort-promise = Promise
waits-sort-median = Half done within
waits-sort-p90 = Nine of ten within
waits-sort-kept = Promises kept
waits-sort-closed = Number of cases
waits-column-name = Service
waits-column-promise = We promise
waits-column-median = Half done within
waits-column-p90 = Nine of ten within
waits-column-kept = Promises kept
waits-column-closed = Cases
waits-working-hours = { $count ->
    [one] { $count } working hour
   *[other] { $count } working hours
}
waits-calendar-days = { $count ->
    [one] { $count } calendar day
   *[other] { $count } calendar days
}
waits-empty = No service found
waits-empty-hint = Try another word.
waits-show-all = Show all services
waits-more-services = { $count ->
    [one] Show all services, 1 more
   *[other] Show all services, { $count } more
}

## The page of one service.
waits-back = All services
waits-service-title = { $name }: how long it takes
waits-we-promise = We promise { $promise }.
waits-no-promise = There is no promise for this service.
waits-really = Half are done within { $median }, nine of ten within { $p90 }.
waits-reports = See public reports of this kind
waits-recorded = Done before anybody asked
waits-recorded-text = Our own people found these on their rounds and wrote them down when the work was done. Nobody waited, so they do not count in the times.
waits-recorded-months = { $count ->
    [one] In the last 12 months our people did 1 of these on their own
   *[other] In the last 12 months our people did { $count } of these on their own
}
waits-elsewhere = Elsewhere
waits-recorded-districts = More in { $name } than anywhere else: { $count }
waits-absent-recorded = No case that somebody waited for was closed in this time. Our own people found and did all of the work below before anybody asked.

## How we count.
waits-more = How we count, and the figures to take away
waits-how = How we count
waits-how-live-title = Every night
waits-how-live = All figures are counted from the cases themselves, without samples or estimates. What was closed today counts from tomorrow on. Open cases are counted anew every few minutes.
waits-how-working-title = Working time
waits-how-working = We count the time in which the town hall is open. A working day here has { $hours } hours; nights, weekends and holidays do not count. A case runs from the moment it reaches us to the moment it is closed, whoever it waited for.
waits-how-kept-title = Promises kept
waits-how-kept = A promise is kept when the case is closed by the promised day. The promise pauses while we wait for the resident or for others, so a case can take longer than promised and still keep it.
waits-how-half-title = Half are done within
waits-how-half = The median. Line up all cases from the quickest to the slowest: this is how long the middle one took.
waits-how-nine-title = Nine of ten are done within
waits-how-nine = The 90th percentile by nearest rank: of ten cases in line, how long the ninth took. It is the time of a real case, rounded up.
waits-how-time-title = When a case counts
waits-how-time = A case counts once, in the month in which it was closed. Open cases have no time yet and are counted apart.
waits-how-out-title = What we leave out
waits-how-out = These say nothing about waiting. Since { $since } we left out:
waits-out-repeats = cases that repeat another one: { $count }
waits-out-withdrawn = cases that the resident took back: { $count }
waits-out-recorded = work that our own people found and recorded when it was already done: { $count }
waits-how-few-title = Small numbers
waits-how-few = We do not show figures from fewer than 5 cases, because they could tell about single people. Where such a figure would follow from others, of a longer time, a neighborhood, a topic or the whole town, we hide one of those too. Numbers of cases are rounded to five, so that they do not always add up; times are rounded up to half an hour, below an hour to five minutes.
waits-how-places-title = Neighborhoods
waits-how-places = Neighborhoods ask for different things. One with many quick tasks looks quicker than one with many slow ones, even if each task takes the same time in both. Compare within one service. We name a neighborhood or a month as quick or slow only where at least 30 cases stand behind it.
waits-columns = What is in the files
waits-columns-text = The files hold the same figures as this page. Hours are hours of working time. A figure that is not shown is empty.
waits-field-promise = how long we promise, and in which unit
waits-field-closed = how many cases were closed, rounded to five; told for whole periods
waits-field-suppressed = 1 where there were too few cases to show, otherwise 0
waits-field-kept-share = the share of promises kept, from 0 to 1, in whole percent
waits-field-median = half of the cases were done within
waits-field-p90 = nine of ten cases were done within
waits-field-sides = the parts of the time of all cases together: ours, waiting for residents, waiting for others
waits-field-side-medians = half of the cases with such time had this much or less
waits-field-open = how many cases are open now, and late, rounded to five; empty below five
waits-files = Take the figures away:
