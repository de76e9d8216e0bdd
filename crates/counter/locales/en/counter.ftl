### Words of residents' pages: home, search, services, forms, tracking, following.

## Navigation
counter-nav-services = Services
counter-nav-track = Follow your case
counter-nav-privacy = Privacy
counter-nav-accessibility = Accessibility
counter-nav-cookies = Cookies
counter-home = Home

## Home
counter-home-title = Home
counter-home-heading = What can we do for you?
counter-search-label = Search { $count } services
counter-search-hint = Use your own words, for example “hole in road” or “missed bin”
counter-search-short = Search all services
counter-tasks = What people need most
counter-how-long-note = Times are from the cases that we closed in the last { $days } days.
counter-how-long-link = How long everything takes
# $time is a length of time: “2 working days”.
counter-half-done = Half done within { $time }
# $share is a percentage.
counter-on-time = { $share } on time
counter-sent-already = After you have sent something
counter-card-track = Follow what you sent
counter-card-track-text = See where it stands, write to us or change something.
counter-card-map = See what others reported
counter-card-map-text = A map and a list of reports around town.
counter-card-waits = See how long things take
counter-card-waits-text = What we promise, and how often we keep it.
counter-by-topic = By topic
counter-all-services = All { $count } services from A to Z

## Lists and search
counter-services-title = All services
counter-services-lead = { $count } services, by topic and from A to Z.
counter-a-to-z = From A to Z
counter-letters = Letters
counter-see-all = See all services
counter-search-title = Find a service
counter-search-title-for = “{ $words }”: search
counter-search-again = What are you looking for?
counter-found =
    { $count ->
        [one] { $count } service for “{ $words }”
       *[other] { $count } services for “{ $words }”
    }
counter-nothing = We found nothing for “{ $words }”
counter-nothing-shorter = Try one word only, such as “light” or “trash”.
counter-nothing-other = Try another word for the same thing.
counter-nothing-call = Or call us on { $phone }, { $hours }. We find the right place for you.
counter-not-there = Not what you were looking for?
counter-not-there-call = Or call us on { $phone }, { $hours }.
counter-missing-title = We have no such service
counter-missing-text = The address may be mistyped, or the service has a new name. Search for it in your own words.

## A service
counter-start = Start now
counter-start-report = Report it now
counter-start-apply = Apply now
counter-start-complain = Complain now
counter-no-account = No account needed
counter-times = How long it takes
counter-promised = We promise
counter-half = Half are done within
counter-nine-of-ten = 9 of 10 are done within
counter-kept = Promises kept
counter-from-cases =
    { $count ->
        [one] From { $count } case closed in the last { $days } days.
       *[other] From { $count } cases closed in the last { $days } days.
    }
counter-more-waits = More about these times
counter-too-few = We closed too few cases in the last { $days } days to say how long it usually takes.
counter-promise-working-hours =
    { $count ->
        [one] { $count } working hour
       *[other] { $count } working hours
    }
counter-promise-working-days =
    { $count ->
        [one] { $count } working day
       *[other] { $count } working days
    }
counter-promise-days =
    { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
counter-cost = Cost
counter-who = Who can use it
counter-audience-residents = people who live here
counter-audience-businesses = businesses
counter-audience-visitors = visitors
counter-name-needed = Your name
counter-anonymous = Not needed. With your e-mail address we can tell you how it goes.
counter-contact-needed = We need to know how to reach you.
counter-public = Who sees it
counter-public-yes = Everybody sees that it was reported and where, never who reported it.
counter-public-no = Only you and the staff who deal with it.
counter-team = Done by
counter-not-online = There is no online form for this yet. Call us on { $phone } ({ $hours }) or write to { $email }.
counter-related = Related services

## Help pages
counter-privacy-title = Privacy
counter-privacy-text =
    We ask only for what we need to do what you asked for.

    ## What we keep

    - What you tell us in a form, the messages between you and us, and photos you add.
    - Your name, e-mail address and phone number, if you give them. We use them to answer you, for nothing else.
    - What happened to your case and when, so that you and others can check how we work.

    Photos lose the place and device that the camera wrote into them before we store them.

    ## Who sees it

    The staff who deal with your case, and you through your personal link. Some reports appear on the public map: what it is, where, and how far it is. Your name, your address for letters and your messages never do. Before you send a report you see exactly what others will see.

    ## How long

    Every service has a time after which closed cases are deleted. What you began and did not send is deleted after 14 days.

    ## Your rights

    You can see, correct and withdraw what you sent on your case's page. To have something deleted, call us on { $phone } or write to { $email }.
counter-accessibility-title = Accessibility
counter-accessibility-text =
    Everybody should be able to use this site, also with a screen reader, by keyboard alone, on a small phone, or without JavaScript. We follow the Web Content Accessibility Guidelines 2.2, level AA, and check every page before we publish it.

    ## Maps

    Nobody needs the map. Every place can be typed as an address, and every map has a list that says the same.

    ## If something does not work for you

    Call us on { $phone } or write to { $email }. We do it with you, and we mend the page.
counter-cookies-title = Cookies
counter-cookies-text =
    We set a few small cookies that the site needs to work, and no others. Nobody is tracked, and nothing is shared with advertisers.

    | What for | How long |
    |---|---|
    | Keeping what you typed in a form until you send it | 30 days |
    | Remembering your language | 30 days |
    | Keeping you signed in, if you sign in | until you sign out, at most 12 hours without use |
    | Showing a message once, such as “sent” | 1 minute |

    If you delete them, you lose only what you have not sent yet. Questions? Call us on { $phone } or write to { $email }.
