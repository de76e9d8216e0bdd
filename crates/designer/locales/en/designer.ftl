### The service designer.

designer-nav-services = Services
designer-nav-approvals = Approvals
designer-services = Services
designer-new = Make a new service
designer-copy = Copy as a new service
designer-copies = A copy of “{ $name }”, with all its pages and questions.
designer-search = Find a service
designer-count = 
    { $services ->
        [one] 1 service
       *[other] { $services } services
    }, { $drafts ->
        [one] 1 draft
       *[other] { $drafts } drafts
    }
designer-information = information only
designer-version = Version { $version }
designer-published-version = published: version { $version }
designer-unpublished = Not published
designer-draft = Draft
designer-draft-open = Draft
designer-draft-of = Draft: { $name }
designer-nameless = Without a name
designer-waits = Waits for its day
designer-asked-tag = To be approved
designer-more = There are more. Type a word of the service to find it.
designer-none = No service is called that
designer-none-text = Try another word, or make a new service.
designer-last = Revision { $revision }, by { $by } { $when }
designer-tabs = The draft
designer-tab-overview = Overview
designer-tab-texts = Texts and promise
designer-tab-readiness = What stands in the way
designer-tab-history = History
designer-tab-source = Definition
designer-tab-practice = Try it
designer-language-en = English
designer-language-es = Spanish
designer-missing = Missing: until it is there, residents read English
designer-missing-some = A text lacks a language
designer-english-missing = Write the English text: it is read where another language is missing
designer-changed = { $by } has changed this draft since you opened the page
designer-changed-text = Nothing of yours is lost: it stands below as you typed it. Look at what changed, then keep yours.
designer-changed-first = { $by } was faster and has changed the draft. This is how it stands now; nothing of yours was done.
designer-changes = What changes
designer-what = What
designer-was = Before
designer-now = Now
designer-nothing = nothing
designer-no-changes = Nothing is different.
designer-order-pages = Order of the pages
designer-order-questions = Order of the questions
designer-of-page = Page “{ $title }”
designer-of-question = Question “{ $label }”
designer-when = When it is shown
designer-when-hint = Tick answers, and it shows only after one of them. If you tick answers of several questions, each of these questions must have one of its answers. Without a tick it always shows.
designer-when-one = Show when “{ $label }” is one of these
designer-when-is = is: { $answer }
designer-when-none = It always shows. A condition needs an earlier question with answers to choose from.
designer-when-short = Only when
designer-written-title = More than ticks can say
designer-written = Condition in CEL
designer-written-hint = For example: answers.depth > 10 && answers.lane != 'bike'. It counts instead of the ticks.
designer-written-wrong = This condition cannot be read, at character { $at }: { $message }
designer-diagram = The states of a case and the ways between them; the list says the same
designer-diagram-text = Arrows on the left lead on, those on the right lead back. A figure is how many cases stand there now.
designer-first = cases begin here
designer-phase-open = Staff work on it
designer-phase-waiting = Somebody else must act; the promise pauses
designer-phase-closed = It is over
designer-cases = 
    { $count ->
        [one] 1 case
       *[other] { $count } cases
    }
designer-median = half within { $time }
designer-who-resident = resident
designer-who-caseworker = team
designer-who-lead = team lead
designer-name-hint = As a resident would say it, beginning with a verb: “Report a pothole”.
designer-service-kind = What sort of service is it?
designer-service-report = Report a problem
designer-service-request = Ask for something
designer-service-apply = Apply for something
designer-service-complain = Complain
designer-service-pay = Pay
designer-service-book = Book
designer-service-information = Information only, no form
designer-please = Choose
designer-choose = Choose one of the list
designer-team-hint = The team that gets the cases.
designer-begin = Begin the draft
designer-see-public = See it as residents do
designer-go-on = Go on with the draft
designer-change = Change this service
designer-service-of = { $name }: versions and workflow
designer-workflow = The way of a case
designer-workflow-text = 
    { $cases ->
        [one] 1 case runs
       *[other] { $cases } cases run
    } now. Workflow “{ $workflow }”, team: { $team }.
designer-versions = Versions
designer-offered = Offered now
designer-with = with { $name }
designer-from-pack = from a pack
designer-restores = brought back version { $version }
designer-restore = Go back to this
designer-restore-sure = Publish the content of version { $version } again, at once?
designer-restored = Version { $new } is live. It says what version { $old } said.
designer-overview = The service at a glance
designer-texts-change = Change texts, team and promise
designer-texts-of = Texts and promise: { $name }
designer-form = The form
designer-no-pages = The form has no page with a question yet.
designer-optional = may be left empty
designer-public = public
designer-question-add = Add a question
designer-page-add = Add a page
designer-see-page = See this page as a resident
designer-next = What next?
designer-to-readiness = See what stands in the way
designer-try = Try it as a resident
designer-no-practice = You can try it as soon as nothing in the definition is wrong.
designer-end = Throw this draft away
designer-end-sure = Throw the draft away? What is published stays as it is.
designer-ended = The draft is gone. What is published stays as it is.
designer-move-up = Move up
designer-move-down = Move down
designer-remove = Take out
designer-removed = It is out. The revision before still has it: go back to that if you need it.
designer-kept = Kept as a new revision.
designer-keep = Keep
designer-summary-hint = One sentence, at most 160 characters.
designer-cost-hint = “Free”, or what it costs and when.
designer-text-hint = What it is for, who can use it, what one needs, what happens next. Markdown: ## begins a heading, - an item.
designer-synonyms-hint = Other words that people look for it by, one in each line.
designer-runs = Who it is for, and how it runs
designer-promise = How long does it take?
designer-promise-hint = The promise is public, and so is how often it is kept.
designer-promise-missing = Enter how long it takes, such as 10
designer-unit = Counted in
designer-unit-working-days = working days
designer-unit-days = days
designer-unit-working-hours = working hours
designer-workflow-hint = The states that a case passes through.
designer-months = For how many months are closed cases kept?
designer-months-hint = After that, names and answers are erased.
designer-months-missing = Enter for how many months cases are kept
designer-cases-public = Show its cases, without names, on the public map
designer-cases-public-hint = Everybody sees the place, the state and the answers that are marked as public.
designer-audience-residents = Residents
designer-audience-businesses = Businesses
designer-audience-visitors = Visitors
designer-audience-missing = Choose at least one
designer-number-wrong = Enter a whole number from { $least } to { $most }
designer-decimal-wrong = Enter a number, like 12 or 1.5
designer-date-wrong = Write a date like 2028-02-29, or today, today+30, today-7
designer-date-hint = 2028-02-29, or counted from the day: today, today+30, today-7
designer-page-new = Add a page
designer-title-hint = Best a question: “Where is it?” One page asks one thing.
designer-question-new = Add a question to “{ $page }”
designer-kind = How is it answered?
designer-kind-hint = Choose this first: it decides what else there is to set.
designer-kind-take = Use this
designer-label-hint = What you ask, in plain words.
designer-hint-hint = Help below the question. For something personal: what you need it for.
designer-short-hint = How the answer is called in lists, at most 40 characters.
designer-options-hint = One answer in each row. An empty row is left out; keep the page to get more rows.
designer-options-missing = Write at least one answer to choose
designer-option = Answer { $number }
designer-unit-hint = What is counted: “meters”, “people”.
designer-set-max_length = At most so many characters
designer-set-min = At least
designer-set-max = At most
designer-set-from = Not before
designer-set-until = Not after
designer-set-photos = At most so many photos, 1 to 5
designer-required = An answer is needed
designer-answer-public = Everybody may read the answer on the public report
designer-history-text = Every change is a revision that stays. Going back makes the old one the newest.
designer-history-of = History: { $name }
designer-look = What changed
designer-look-at = What revision { $number } changed
designer-back-to = Go back to { $number }
designer-went-back = The draft is as it was in revision { $number }.
designer-did-new = Began from an empty page
designer-did-begun = Began from the published version
designer-did-copied = Began as a copy
designer-did-texts = Changed texts and promise
designer-did-page = Changed a page
designer-did-page-new = Added a page
designer-did-question = Changed a question
designer-did-question-new = Added a question
designer-did-moved = Moved
designer-did-removed = Took out
designer-did-back = Went back to revision
designer-did-source = Changed the definition
designer-source-of = Definition: { $name }
designer-source-text = This is the service as files of a pack hold it. Everything can be set here, also what the other pages do not show.
designer-source = Definition in TOML
designer-source-missing = Write the definition
designer-source-wrong = This is not TOML. The place stands below
designer-export = Download it as a file
designer-checker = What the checker says
designer-readiness-of = What stands in the way: { $name }
designer-blocks = This stands in the way of publishing
designer-nothing-blocks = Nothing stands in the way of publishing.
designer-error = Must be mended
designer-warning = Better mended
designer-line = Line { $line } of the definition
designer-overtaken-by = Version { $version } was published after this draft began from version { $base }. What differs from it below will be undone when you publish.
designer-since = What changes since version { $version }
designer-all-new = Everything is new
designer-for-residents = How residents will find it
designer-length = 
    { $pages ->
        [one] 1 page
       *[other] { $pages } pages
    }, { $questions ->
        [one] 1 question
       *[other] { $questions } questions
    }: about { $minutes ->
        [one] 1 minute
       *[other] { $minutes } minutes
    } if everything is asked. We count 8 seconds for a choice, 20 for a line, a minute for a place, photos or a story.
designer-unreachable = No answers lead to these pages
designer-all-reachable = Every page can be reached.
designer-untranslated = 
    { $count ->
        [one] 1 text lacks a language
       *[other] { $count } texts lack a language
    }
designer-all-translated = Every text is there in both languages.
designer-reading = How easy the texts are to read
designer-reading-text = English: the school year by Flesch and Kincaid, at most 8. Spanish: the ease by Fernández Huerta, at least 60. Texts under 12 words are not judged.
designer-hard = Hard to read
designer-easy = Easy to read
designer-grade = school year { $figure }
designer-ease = ease { $figure } of 100
designer-personal = What it asks about a person
designer-personal-none = Nothing that tells who somebody is. The form still asks at its end how to reach them.
designer-no-purpose = No hint says what it is needed for
designer-running = Cases that run now
designer-running-text = 
    { $cases ->
        [0] No case runs.
        [one] 1 case runs. It keeps the version that it began with; nothing breaks for it.
       *[other] { $cases } cases run. They keep the version that they began with; nothing breaks for them.
    } New cases begin with the version after { $version }.
designer-gone = Running cases have these answers; new ones will not, so figures over both are not the same:
designer-states-change = New cases follow another workflow. These states are in use now:
designer-publish-title = Publish
designer-publish = Publish now
designer-ask = Ask for approval
designer-agree = Approve and publish
designer-two = Your town publishes by two: somebody else looks at it and approves.
designer-own = You asked for it, so somebody else must approve: another designer, or an administrator.
designer-asked = A colleague can approve it now.
designer-asked-by = { $by } asks for approval.
designer-asked-for = It shall be published on { $day }.
designer-agreed = It is approved and waits for its day.
designer-nobody-asked = Nobody has asked to publish this draft.
designer-published = Version { $version } is live.
designer-scheduled = It will be published on its day.
designer-overtaken = The draft or the service has changed since you opened the page. Look at it again, then publish.
designer-blocked = It cannot be published yet. What is in the way stands above.
designer-on-a-day = Publish on a later day
designer-day = On which day, at its beginning?
designer-day-past = Choose a day that is still to come
designer-day-wrong = Enter the day in numbers, like 27 3 2028
designer-approvals = Services to approve
designer-approvals-text = Where two people publish, one writes and another looks at it.
designer-approvals-none = Nothing waits for approval
designer-approvals-none-text = When a designer asks, it stands here.
designer-field-name = Name
designer-field-summary = In one sentence
designer-field-topic = Topic
designer-field-department = Department
designer-field-audience = Who may use it
designer-field-kind = Kind
designer-field-synonyms = Words people use to find it
designer-field-lgsl = Number in the service list
designer-field-source_type = Type in the former system
designer-field-popular = Among the commonest
designer-field-public = Public
designer-field-online = With a form
designer-field-cost = Cost
designer-field-workflow = Workflow
designer-field-team = Team
designer-field-retention_months = Months that cases are kept
designer-field-promise = Promise
designer-field-nearby = Looks for reports nearby
designer-field-routing = Routes to teams
designer-field-title = Heading
designer-field-when = only when
designer-field-label = Question
designer-field-short = Name of the answer
designer-field-hint = Help
designer-field-required = Answer needed
designer-field-max_length = Most characters
designer-field-min = Least
designer-field-max = Most
designer-field-unit = Unit
designer-field-options = Answers to choose from
designer-field-text = Text of the page
designer-field-id = Key
designer-kind-text = One line
designer-kind-longtext = Several lines
designer-kind-email = Email address
designer-kind-phone = Phone number
designer-kind-number = Number
designer-kind-date = Date
designer-kind-yesno = Yes or no
designer-kind-one = One of several answers
designer-kind-many = Any of several answers
designer-kind-place = Place on the map
designer-kind-photos = Photos
designer-kind-contact = Contact details
designer-kind-note = A note, without an answer
