reports-nav = Reports near you
reports-title = What people have reported
reports-lead = What people who live, work or walk here have told the town hall, and what our own crews found. Names are never shown.
# Beside a report that nobody sent: staff came across it.
reports-own = Found by our own crew
reports-service = About
reports-all-services = Everything
reports-state = State
reports-all-states = Open and closed
reports-state-live = Open
reports-state-closed = Closed
reports-district = Neighborhood
reports-all-districts = The whole town
reports-days = Reported in
reports-period = { $days ->
    [365] the last year
   *[other] the last { $days } days
  }
reports-filter = Show
reports-count = { $count ->
    [0] No reports
    [one] 1 report
   *[other] { $count } reports
  }
reports-map = Map of the reports
reports-no-place = No place given
reports-followers = { $count ->
    [one] 1 person follows this
   *[other] { $count } people follow this
  }
reports-empty = Nothing here
reports-empty-narrowed = No report fits all of this.
reports-show-all = Show all reports
reports-empty-hint = Reports will appear here as soon as somebody sends one.
reports-one-title = { $name }, { $reference }
reports-back = All reports
reports-reference = Report { $reference }
reports-ended-with = { $outcome }.
reports-ended = Closed on { $day }.
reports-promise = Promised by
reports-promise-late = Late: it was promised by
reports-where = Where
reports-opened = Reported
reports-following = Followers
reports-photo = Photo { $number }
reports-history = What has happened
reports-step-opened = Reported
reports-follow = Follow this report
reports-follow-text = We write to you when something happens. You need not report it again.
reports-follow-email = Your email address
reports-follow-missing = Enter your email address
reports-follow-wrong = Enter an email address like name@example.org
reports-follow-send = Follow
reports-follow-sent = Look into your email: we have sent you a link to confirm.
reports-same = Report something of this kind
