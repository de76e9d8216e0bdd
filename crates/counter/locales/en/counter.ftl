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
counter-search-hint = Use your own words, for example “hole in road” or “old sofa”
counter-search-short = Search all services
counter-tasks = What people need most
counter-how-long-note = Times are from the cases that we closed in the last { $months } months.
counter-how-long-link = How long everything takes
# $time is a length of time: “2 working days”.
counter-half-done = Usually done within { $time }
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
counter-call = Call { $phone }
# A page shows 20 at most.
counter-found =
    { $count ->
        [20] The 20 services that fit “{ $words }” best
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
counter-from-cases = From about { $count } cases closed in the last { $months } months.
counter-more-waits = More about these times
counter-too-few = We closed too few cases in the last { $months } months to say how long it usually takes.
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
counter-who = Who it is for
counter-audience-residents = People who live here
counter-audience-businesses = Businesses
counter-audience-visitors = Visitors
counter-name-needed = Your name
counter-anonymous = Not needed. With your email address we can tell you how it goes.
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
    - Your name, email address and phone number, if you give them. We use them to answer you, for nothing else.
    - What happened to your case and when, so that you and others can check how we work.

    Photos lose the place and device that the camera wrote into them before we store them.

    ## Who sees it

    The staff who deal with your case, and you through your personal link. Some reports appear on the public map: what it is, where, and how far it is. Your name, your address for letters and your messages never do. Before you send a report you see exactly what others will see.

    ## How long

    Every service has a time, from one to ten years after a case is closed. Then we erase what you told us: your answers, your name and how to reach you, messages, letters and photos. What stays is which service it was, in which neighborhood, when, and how it ended. What you began and did not send is deleted after 14 days.

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
    | Keeping you signed in, if you sign in | until you sign out, after 3 hours without use, or 12 hours after you signed in |
    | Showing a message once, such as “sent” | 1 minute |

    If you delete them, you lose only what you have not sent yet. Questions? Call us on { $phone } or write to { $email }.

## The form
counter-begun = You have begun this and not sent it yet.
counter-begun-link = Go on where you stopped
counter-forget-title = Do others use this computer or phone?
counter-forget-text = Then delete what you typed before you leave. What you have already sent stays with us.
counter-forget = Delete what I typed
counter-forgotten = What you typed is deleted.
counter-continue = Continue
counter-step = Step { $step } of { $steps }
counter-kept-note = We keep what you type for 14 days, for this browser. The team sees nothing before you send it.
counter-date-hint = For example, 27 3 2026
counter-many-hint = Choose all that apply
counter-contact-name = Name
counter-contact-email = Email address
counter-contact-email-hint = We send you your personal link and tell you how it goes.
counter-contact-kept = We do not show here what you gave us before. Leave a field empty to keep it as it is.
counter-email-wrong = Enter an email address, like name@example.org
counter-photos-missing = Choose a photo first
counter-contact-phone = Phone number
counter-place-unknown = We do not know this address in our town. Check the spelling, or type the nearest address. If it is in our town, press Continue again to send it as it is
counter-photo-alt = Photo { $number }
counter-photo-remove = Remove photo { $number }
counter-photo-another = Add another photo
counter-photo-add = Add photos
counter-photos-full = You have added as many photos as we can take.
counter-photos-hint = JPEG, PNG, WebP or GIF, up to 10 MB each.
counter-photos-private = We remove the place and time that the camera wrote into the photo. Nobody but you and our staff sees it, unless staff have looked at it and show it with your public report.
counter-photos-max =
    { $max ->
        [one] Add at most { $max } photo
       *[other] Add at most { $max } photos
    }
# $taken photos were added, $left were not.
counter-photos-left =
    { $left ->
        [one] We can take { $max } photos at once: { $taken } were added, { $left } was left out. Choose it again
       *[other] We can take { $max } photos at once: { $taken } were added, { $left } were left out. Choose them again
    }
counter-photos-enough = This case has as many photos as we can take. Write us a message instead
counter-photo-empty = “{ $name }” is empty. Choose another photo
counter-photo-too-large = “{ $name }” is larger than 10 MB. Choose a smaller photo
counter-photo-not-a-photo = “{ $name }” is not a photo that we can read. Choose a JPEG, PNG, WebP or GIF
counter-photo-heic = “{ $name }” is in the HEIC format. Choose it again as JPEG: on an iPhone, share it as “Most compatible”
counter-photo-too-many-pixels = “{ $name }” has too many pixels. Choose a smaller photo
counter-photo-damaged = “{ $name }” is damaged or incomplete. Choose another photo
counter-photo-busy = We are busy with other photos. Add “{ $name }” again in a minute
counter-lost-title = We cannot find this form
counter-lost-text = It was begun in another browser, it is older than 14 days, or this browser does not keep cookies. Please start again: find the service below.
counter-lost-sent = Have you sent it already?
counter-lost-track = Follow your case
counter-lost-search = Which service was it?

## Reports nearby
counter-nearby-title = Is it one of these?
counter-nearby-lead =
    { $count ->
        [one] Somebody has told us about something like this close by. If it is yours, you need not send it again.
       *[other] Others have told us about things like this close by. If one of them is yours, you need not send it again.
    }
counter-nearby-new = No, mine is new
counter-nearby-which = Yes, it is this one
counter-nearby-choose = Choose the report that is yours, or press “No, mine is new”
counter-nearby-distance = { $metres } m away
counter-nearby-here = At the same place
counter-nearby-reported = reported
counter-nearby-followers =
    { $count ->
        [one] { $count } person follows it
       *[other] { $count } people follow it
    }
counter-nearby-email = Your email address
counter-nearby-email-hint = If you leave it, we tell you when there is news. Nobody else sees it.
counter-nearby-join = It is this one, follow it
counter-joined-title = Thank you, we know about it
counter-joined-text = Your matter is dealt with as { $reference }. You need do nothing more.
counter-joined-letter = We have sent you an email. Open the link in it to say that you want the news.
counter-joined-see = See the report

## Check and send
counter-check-title = Check your answers: { $service }
counter-check-heading = Check your answers
counter-check-correct = Change what you told us
counter-check-again = Please look at this page again: an answer no longer holds.
counter-not-given = Not given
counter-pin = Pin at { $lat }, { $lon }
counter-preview = What everybody will see
counter-only-we = What only we see
counter-only-we-name = Who you are and how to reach you
counter-only-we-photos = Your photos, until staff have looked at one and show it
counter-only-we-messages = Messages between you and us
counter-private = Only you and the staff who deal with it see what you send. It does not appear on the public map.
counter-send-heading = Send it
counter-send-changes-heading = Send your changes
counter-send-promise = If you send it now, we aim to finish by { $day }.
counter-send-promise-paid = If you send it and pay now, we aim to finish by { $day }.
counter-send-nobody = You left no email address, so we cannot write to you. You get a reference and a link on the next page: keep them.
counter-consent = We use what you tell us to deal with this and to answer you, for nothing else.
counter-consent-more = How we treat your data
counter-send = Send
counter-send-changes = Send the changes
counter-corrected = Thank you. The team sees your changes.
counter-corrected-late = The case was closed in the meantime, so your changes were not sent. If it is not solved, tell us so below, or write us a message.

## Sent
counter-done-title = Sent: { $reference }
counter-done-heading = We have it
counter-done-reference = Your reference is
counter-done-spelled = To read out: { $words }
counter-done-letter = We have sent an email with your personal link to { $email }.
counter-done-no-letter = You left no email address. Write down the reference and save the link to your case: we cannot send it to you.
counter-done-silent = This address has had many emails from us today, so we send no other about this one. Write down the reference and save the link to your case.
counter-done-promise = We aim to finish by
counter-done-next = What happens next
counter-done-track = Follow your case
counter-done-public = See the public report
counter-to-home = Back to the start page

## Following one's own case
counter-track-title = Follow your case
counter-track-lead = We send you an email with the link to your case. There you see where it stands, and can write to us, change something or take it back.
counter-track-reference = Reference
counter-track-reference-hint = 8 letters and numbers, such as B7K2-9MXR
counter-track-reference-missing = Enter the reference
counter-track-reference-length = A reference has 8 letters and numbers. Check that none is missing
counter-track-reference-character = A reference never has the character { $character }. Check it again
counter-track-reference-check = One of the characters is wrong. Compare the reference with your email, character by character
counter-track-email-hint = The one that you gave us in the form
counter-track-email-missing = Enter the email address that you gave us
counter-track-send = Send me the link
counter-track-why = Why by email, and not here at once?
counter-track-why-text = References stand on the public map, and many people know your email address. The email reaches only you.
counter-track-no-email = I gave no email address
counter-track-no-email-text = Then call us on { $phone } ({ $hours }) and read out the reference. Some reports are also on the public map.
counter-track-sent-title = Look at your email
counter-track-sent-text = If the reference and the address belong together, an email with your link is on its way. It takes a minute or two.
counter-track-sent-none = No email? Look into the spam folder, check the address that you gave us in the form, or call us on { $phone } ({ $hours }).
counter-track-again = Try another address
counter-link-subject = Your link to { $reference }
counter-link-text =
    You, or somebody with your address, asked for the link to the case { $reference }. Here it is:

    { $link }

    Whoever has this link can see the case and write to us. Do not pass it on.

    { $town }
    You can call us on { $phone }.
counter-link-expired = This link has run out
counter-link-expired-text = The case was closed more than a year ago. If something of it is open for you, start again or call us.
counter-link-erased = We no longer know what you told us
counter-link-erased-text = The time for which we keep what is told in a case like yours is over. We have erased your answers, your address, the messages and the photos. Only that there was a case, and how long it took, is left.
counter-link-forged = This link leads nowhere
counter-link-forged-text = A part of it may be missing. Open it again from your email, or let us send you a new one.
counter-link-again = Send me a new link
counter-link-call = Or call us on { $phone } ({ $hours }).
counter-case-title = { $service } ({ $reference })
counter-case-reference = Your case
counter-case-ended = Closed on { $day }.
counter-case-question = We ask you
counter-case-promise = We aim to finish by
counter-case-late = We had promised to finish by
counter-case-late-note = We are late, and we are sorry. It is not forgotten: it stands as late in the list of the whole team until it is done.
counter-case-paused = The promised time pauses
counter-case-paused-you = We wait for your answer
counter-case-paused-others = We wait for somebody else
counter-case-paused-note = It goes on as soon as we have it. The promised day then moves by as long as we waited.
counter-case-unpromised = We have promised no day for this.
counter-case-history = What happened
counter-by-you = You
counter-by-team = The team
counter-case-told = What you told us
counter-case-correct = Change something
counter-case-add-photos = Add photos
counter-case-photos = Choose photos
counter-case-photos-send = Send the photos
counter-photos-added = Thank you. The team sees your photos.
counter-case-write = Write to us
counter-case-write-label = Your message to the team
counter-case-send = Send the message
counter-case-answer = Answer us
counter-case-answer-label = Your answer
counter-case-answer-send = Send the answer
counter-message-missing = Write something first
counter-message-sent = Your message was sent. The team sees it.
counter-case-withdraw = Withdraw this
counter-case-withdraw-text = We then stop and close the case. You can tell us again at any time.
counter-case-withdraw-public = The report disappears from the public map.
counter-case-withdraw-reason = Why?
counter-case-withdraw-button = Withdraw it and close the case
counter-withdrawn = Withdrawn. We do nothing more.
counter-case-link = This page is yours alone
counter-case-link-text = Whoever has its address can see the case and write to us. Save it, and do not pass it on.
counter-receipt = Save a receipt
counter-receipt-text = With it you can prove later what was written about your case, even if we should deny it.
counter-receipt-more = How that works
counter-receipt-not-yet = Your receipt is ready in five minutes at most. Please try again then.
counter-case-public = See what everybody sees
counter-case-service = About this service
counter-went = How did it go?
counter-went-label = How satisfied are you?
counter-went-remark = What could be better?
counter-went-send = Send your opinion
counter-went-thanks = Thank you for telling us how it went.
counter-went-given = You gave { $rating } of 5.
counter-rating-5 = Very satisfied
counter-rating-4 = Satisfied
counter-rating-3 = Neither
counter-rating-2 = Not satisfied
counter-rating-1 = Not at all satisfied
counter-rating-missing = Choose how satisfied you are
counter-rating-sent = Thank you. The team reads it.
counter-not-solved = This is not solved
counter-not-solved-title = Not solved: { $reference }
counter-not-solved-heading = What is not solved?
counter-not-solved-text = The case opens again, and the team reads what you write.
counter-not-solved-label = Tell the team what is still wrong
counter-not-solved-missing = Tell us what is still wrong
counter-not-solved-send = Tell the team
counter-not-solved-sent = Thank you. The team knows that it is not solved.
counter-my-cases = My cases
counter-my-cases-none = Nothing sent yet
counter-my-cases-none-text = What you send while you are signed in stands here.
counter-my-cases-before = Have you sent something without signing in? Get the link to it

## Following what others reported
counter-follow-title = News about { $reference }
counter-follow-ask = Do you want an email when there is news about this report?
counter-follow-yes = Yes, send me the news
counter-follow-no = No, forget my address
counter-follow-on = You get an email when there is news.
counter-follow-confirmed = You will get the news by email.
counter-follow-stop = Stop the news
counter-stopped-title = You get no news of it
counter-stopped-text = We send you no emails about this report and have deleted your address from it.
counter-stopped-map = See other reports

## Staff fill a form in for a resident
counter-clerk-phone = You fill this in for somebody on the telephone.
counter-clerk-counter = You fill this in for somebody at the counter.
counter-clerk-letter = You fill this in from a letter.
counter-clerk-email = You fill this in from an email.
counter-clerk-correction = You correct what a resident told us. They get a letter about it.
counter-channel-unknown = The form does not say how the resident reached us.
counter-consent-clerk = Say, where you can: we use what people tell us to deal with this and to answer them, for nothing else.
counter-send-nobody-clerk = There is no email address, so nobody gets a letter. Give the resident the reference that the next page shows.
counter-done-clerk = Read the reference out. A letter with it and with the personal link is on its way to { $email }.
counter-done-clerk-no-letter = Read the reference out and let the resident write it down: we cannot send them a letter.
counter-done-desk = Open the case
counter-check-correct-clerk = Correct the answers
counter-reason = Why do you change this?
counter-reason-hint = The resident reads this in the letter, and it stays in the history.
counter-reason-missing = Enter why you change this
counter-corrected-for = The answers are corrected, and the resident is told.
counter-check-changed = Some answers were changed meanwhile. Your own changes are kept: look at everything once more, then send it.
counter-news-title = Somebody changed this case while you were correcting it
counter-news-text = Nothing of yours is stored yet and nothing is lost: your corrections stand below, beside what others changed. Look at everything once more, then send it again.
counter-by-resident = The resident

counter-time-hint = For example, 18:30 or 6.30 pm
counter-iban-hint = It stands on your bank card or statement and begins with two letters, like ES91 2100 0418
counter-signature-hint = Type your full name. It counts as your signature
counter-organisation-name = Name
counter-organisation-number = Registration number
counter-first-day = First day
counter-last-day = Last day
# Where a calculation depends on answers of the same page.
counter-worked-later = We work this out from your answers and show it before you send
# What one of them is called stands in it, such as "Child" or "Vehicle".
counter-row-another = Add another: { $row }
counter-row-first = Add: { $row }
counter-row-remove = Remove { $row } { $number }
counter-rows-full =
    { $count ->
        [one] You can add 1 only
       *[other] You have added all { $count } that fit
    }

counter-eligible-link = Check first if you can use this service
counter-eligible-title = Can you use this service?
counter-eligible-note = We do not keep what you answer here.
counter-eligible-yes = You can use this service
counter-eligible-yes-text = From what you told us, this service is for you.
counter-eligible-no = You cannot use this service
counter-eligible-instead = This may help you instead:
counter-eligible-ask = If you think that this is wrong, call us: { $phone }

counter-data-find = Find
counter-data-found =
    { $count ->
        [one] We found one
       *[other] We found { $count }. Choose one
    }
counter-data-more = There are more. Type another word to see fewer.
counter-data-none = We found nothing with these words. Try fewer or other words.

counter-save-later = Save and finish later
counter-save-title = Finish this form later
counter-save-lead =
    { $days ->
        [one] We send you a link. With it you can go on within 1 day, also on another device.
       *[other] We send you a link. With it you can go on within { $days } days, also on another device.
    }
counter-save-hint = Whoever has the link can read and send your form. Send it only to yourself.
counter-save-send = Save and send me the link
counter-save-email-missing = Enter the email address for the link
counter-save-enough = We have sent { $count } links for this form already. Look into your mail
counter-save-done = We have saved your form and sent a link to { $email }. It works until { $day }.
counter-save-subject = Go on with your form: { $service }
counter-save-text =
    You have saved a form: { $service }

    With this link you can go on with it until { $day }, also on another device:
    { $link }

    Nobody in the town hall sees it before you send it. Whoever has the link can read it: do not pass it on. If you did not ask for this, you need to do nothing.

    { $town }
counter-return-title = Go on with your form
counter-return-text = It then moves to this browser. Where you began it, you need the link from your mail to open it again.
counter-return-go = Go on

counter-again = Start again with the same answers
counter-again-told = We have filled in what you told us then. Check it: some of it may have changed.

### Practising with a draft of a service, from a link that its designer hands out.
counter-clerk-practice = This is for practice. Try whatever you like: nothing is sent to anybody.
counter-practice-title = Practice: { $service }
counter-practice-start = Start practising
counter-practice-pages = The pages of the form
counter-practice-sometimes = only after some answers
counter-practice-again = Practise again
counter-practised = Practice finished
counter-practised-text = All answers are in order. Nothing was sent.
counter-practised-answers = What the team for “{ $service }” would read
counter-practice-gone = There is nothing to practise here
counter-practice-gone-text = The draft was published or thrown away, or the link is not complete. Ask whoever sent it to you.

## Fees

counter-fee = What you pay
counter-fee-instead = instead of { $amount }
counter-fee-next = You pay on the next page, by card. Our team begins when it is paid.
counter-fee-clerk = The resident gets a letter with a link to pay. Our team begins when it is paid.
counter-fee-later = You pay nothing now. We write to you how to pay.
counter-fee-free = There is nothing to pay.
counter-fee-unknown = We cannot work out what this costs from your answers, so it cannot be sent. Look at your answers again, or call us on { $phone }.
counter-fee-when = You see the amount before you send the form, and pay it then.
counter-fee-fixed = You pay { $amount } when you send the form.
counter-send-and-pay = Send and go on to pay
counter-case-paid = Paid
counter-case-receipt = Receipt { $number }
counter-case-paid-refunded = { $amount } given back
counter-unpaid = Waits to be paid

# The appointment of a form. $until is a time of day, $title what the appointment is called.
counter-time-title = Choose a time: { $title }
counter-time-heading = Choose a time
counter-time-text = We keep the time that you choose for { $minutes } minutes, until you have sent the form.
counter-time-kept = This time is kept for you until { $until }: { $when }.
counter-time-keep = Keep this time
counter-time-missing = Choose a time
counter-time-yours = Your appointment
counter-time-held = Kept for you until { $until }. It is booked when you send the form.
counter-time-change = Choose another time
counter-time-lost = No time is kept for you just now. Please choose one; everything else you told us is still here.
