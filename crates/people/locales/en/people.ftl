### Words of signing in, of accounts and of the people pages for administrators.

## Fields that several pages ask for
people-name = Name
people-email = Email address
people-phone = Telephone number
people-password = Password
people-language = Language
people-language-question = Which language should we write to you in?
people-continue = Continue
people-save = Save
people-name-missing = Enter a name
people-email-missing = Enter an email address
people-email-wrong = Enter an email address like name@example.com
people-phone-wrong = Enter a telephone number like 617 555 0134
people-language-missing = Choose a language
people-password-missing = Enter a password
people-password-long = The password must be { $max } characters or fewer
people-password-short = The password must have { $min } characters or more
people-password-common = This password is one of the first that people guess. Choose another
people-password-personal = Do not use your name or email address as your password
people-password-wrong = This is not your current password

## Signing in
people-sign-in-title = Sign in
people-sign-in-button = Sign in
people-sign-in-demo = In this demo you can sign in with one click.
people-sign-in-demo-link = Choose who you want to be
people-sign-in-other = No password, or forgotten it?
people-sign-in-by-link = Get a link to sign in
people-sign-in-by-link-text = We send it to your email address. You need no password for it.
people-sign-in-wrong = The email address or the password is not right
people-sign-in-locked-now = This was tried too often. For 15 minutes nobody can sign in with this password. You can still get a link by email
# Shown when somebody has to wait before the next attempt.
people-locked-minutes = { $count ->
    [one] This was tried too often. Wait { $count } minute, then try again
   *[other] This was tried too often. Wait { $count } minutes, then try again
}
people-locked-seconds = { $count ->
    [one] Wait { $count } second, then try again
   *[other] Wait { $count } seconds, then try again
}
people-signed-out = You are signed out.

## The second step
people-code-title = Enter your code
people-code-label = Code
people-code-hint = The 6 digits that the app on your phone shows now
people-code-missing = Enter the code
people-code-shape = The code has 6 digits. A recovery code has 16 letters and digits
people-code-wrong = This code is not right, or it was used before. Wait for the next one
people-code-lost = I cannot use my phone
people-code-lost-recovery = Enter one of your recovery codes in place of the 6 digits. Each works once.
people-code-lost-none = No recovery codes left? Ask your administrator to reset your second step.

## Setting the second step up
people-set-up-title = Protect your account with your phone
people-set-up-why = You work with other people’s data. Besides your password, you need a code from your phone each time you sign in.
people-set-up-app = 1. Get an app
people-set-up-app-text = Use any app that makes sign-in codes: the password manager of your phone, or an authenticator app.
people-set-up-scan = 2. Scan this with the app
people-set-up-qr = QR code with your secret key
people-set-up-open = Or open the app on this device
people-set-up-type = I cannot scan it
people-set-up-type-text = Type this key into the app. Spaces do not matter.
people-set-up-prove = 3. Show that it works
people-set-up-code = Code from the app
people-set-up-code-hint = 6 digits
people-set-up-button = Finish
people-set-up-wrong = This code is not right. Check the clock of your phone, wait for the next code and enter its 6 digits
people-recovery-title = Keep your recovery codes
people-recovery-text = If you lose your phone, each of these codes lets you in once. Print them or write them down, and keep them away from your phone.
people-recovery-once = This is the only time that we show them.
people-recovery-button = I have kept them

## Signing in by a link
people-link-title = Get a link to sign in
people-link-text = We send a link to your email address. It signs you in without a password.
people-link-button = Send the link
people-link-new = You have no account yet? The link makes one for you.
people-link-sent-title = Look into your mailbox
people-link-sent-text = If the address is right, the link is on its way to you.
people-link-sent-time = It works for 30 minutes, and once. If you asked for several, use the newest.
people-link-sent-demo = In this demo no mail leaves the machine.
people-link-sent-demo-link = Read all mail of the demo
people-link-sent-none = No mail after a few minutes?
people-link-sent-none-text = Look into the folder for junk mail, and check that you typed the address right.
people-link-again = Get a new link
people-link-open-title = Sign in with this link
people-link-open-text = This link is for { $email }.
people-link-open-new = You are new here. Tell us your name, so that we can write to you.
people-link-used-title = This link was used before
people-link-used-text = For your safety each link works once.
people-link-expired-title = This link has run out
people-link-expired-text = Its time is over, or another one took its place.
people-link-unknown-title = This link does not work
people-link-unknown-text = It may be cut off. Open it from the email once more, or copy all of it.
people-link-dead-safe = Nothing that you sent us is lost.
people-link-dead-invited = If you were invited as a colleague, ask your administrator for a new invitation. If you have an account, sign in by a link and change your password then.

## Letters
people-letter-sign-in-subject = Your link to sign in to { $town }
people-letter-sign-in-text =
    Hello,

    Open this link to sign in to { $town }:

    { $link }

    It works for 30 minutes, and once. If you did not ask for it, do nothing: nobody can sign in without it.
people-letter-password-subject = Set a new password for { $town }
people-letter-password-text =
    Hello,

    Open this link to set a new password for { $town }:

    { $link }

    It works for one hour, and once. If you did not ask for it, do nothing: your password stays as it is.
people-letter-invitation-subject = Your account for { $town }
people-letter-invitation-text =
    Hello,

    You now have an account at { $town }. Open this link to choose your password:

    { $link }

    It works for 7 days, and once. You will also need your phone, to protect the account.

## A new password
people-new-password-title = Choose a password
people-new-password-text = { $name }, choose a password that you use nowhere else.
people-new-password = New password
people-new-password-hint = At least { $min } characters. Three or four words in a row are easy to remember and hard to guess
people-new-password-button = Save and continue

## One's own account
people-account-title = Your account
people-account-none = Not given
people-password-is-set = Set
people-password-is-none = None. You sign in by a link
people-set-password = Set a password
people-change-password = Change your password
people-current-password = Current password
people-password-ends-sessions = You will be signed out everywhere else.
people-password-forgotten = I have forgotten my current password
people-password-forgotten-text = We can send a link to { $email }. It lets you choose a new password.
people-password-forgotten-button = Send the link
people-password-link-sent = The link to choose a new password is on its way to your mailbox.
people-password-saved = Your password is changed. You are signed out everywhere else.
people-details-title = Your details
people-details-saved = Your details are saved.
people-second-factor = Second step
people-second-factor-on = { $count ->
    [one] Set up. You have { $count } recovery code left.
   *[other] Set up. You have { $count } recovery codes left.
}
people-second-factor-off = Not set up. With it, whoever learns your password still cannot get in.
people-second-factor-set-up = Set it up
people-new-codes-title = Get new recovery codes
people-new-codes-text = The codes that you have kept so far will work no more.
people-new-codes-button = Show new codes
people-sessions = Where you are signed in
people-sessions-text = If you do not know one of these, end it and change your password.
people-session-own = This browser
people-session-other = Another browser
people-session-since = Since { $time }
people-session-used = Last used
people-session-end = Sign out
people-sessions-end = Sign out everywhere else
people-session-ended = That browser is signed out.
people-sessions-ended = You are signed out everywhere else.

## Roles
people-role-resident = Resident
people-role-caseworker = Caseworker
people-role-team-lead = Team lead
people-role-designer = Service designer
people-role-administrator = Administrator
people-role-finance = Finance

## People, for the administrator
people-nav = People
people-staff-title = People
people-team = Team
people-all-teams = All teams
people-whole-town = whole town
people-show = Show
people-roles = Roles
people-role = Role
people-status = Account
people-since = Account since
people-no-role = No role
people-nobody = Nobody is in this team yet
people-nobody-text = Give somebody a role in it on their page, or add a colleague.
people-status-open = In use
people-status-invited = Invited, no password yet
people-status-no-second-factor = Second step not set up
people-status-demo = Made up for the demo
people-status-closed = Closed
people-add-title = Add a colleague
people-add-email-hint = We send the invitation here
people-add-language = Which language should we write in?
people-add-button = Add and invite
people-choose = Choose
people-role-hint = Caseworkers and team leads need a team. The other roles count for the whole town
people-team-hint = Leave it empty for service designers, administrators and finance
people-role-missing = Choose a role
people-team-missing = Choose a team
people-hire = Make this resident’s account a colleague’s
people-hire-hint = They are signed out, and come in with a password and a second factor from then on. What they asked the town for stays theirs.
people-hire-unsaid = A resident has an account with this address. If that is your new colleague, say so here
people-email-taken = There is an account with this email address already
people-invited-title = The invitation is on its way
people-invited-text = We have sent an invitation to { $name } at { $email }.
people-invited-link = You can also hand over this link yourself. Whoever has it can choose the password, so give it to nobody else.
people-invited-once = It works for 7 days, and once. This is the only time that we show it.
people-invited-person = See the account of { $name }
people-invited-all = See all people
people-person-title = { $name }, account
people-role-add = Give a role
people-role-end = Take away
people-role-granted = The role is given.
people-role-revoked = The role is taken away.
people-last-administrator = This is the last administrator. Make somebody else administrator first.
people-is-closed = This account is closed. Open it again first.
people-lock-out = Locked after too many attempts
people-lock-out-text = Signing in with a password is possible again at { $time }.
people-lock-out-end = Unlock now
people-lock-out-ended = The account is unlocked.
people-invite-again = Forgotten password or lost invitation
people-invite-again-text = A new invitation lets this person choose a new password.
people-invite-again-button = Send a new invitation
people-reset-second-factor = Lost phone
people-reset-second-factor-text = The second step is set up anew at the next sign-in. First make sure that it is really this person who asks.
people-reset-second-factor-button = Reset the second step
people-second-factor-reset = The second step is reset.
people-close = Leaves the town hall
people-close-text = Nobody can sign in with the account any more. The name stays with what the person did. You can open it again.
people-close-button = Close the account
people-closed = The account is closed.
people-reopen = Comes back
people-reopen-text = The person can sign in again, with the roles from before.
people-reopen-button = Open the account again
people-opened = The account is open again.

## The demo
people-demo-title = Who do you want to be?
people-demo-text = { $town } is a demo town. Everybody here is made up. Choose a person, sign in with one click, and look around. You can change over at any time.
people-demo-roles = Roles
people-demo-resident = Lives in the town. Reports what is broken, asks for services and follows what happens.
people-demo-try-1-resident = Report a pothole and get a reference
people-demo-try-2-resident = See how long things take before you ask
people-demo-as-resident = Sign in as resident
people-demo-caseworker = Works on the requests of a team, and keeps residents informed.
people-demo-try-1-caseworker = Take a request, write to the resident, close it
people-demo-try-2-caseworker = See what is late and what is due soon
people-demo-as-caseworker = Sign in as caseworker
people-demo-team-lead = Hands out the work and answers for the promised times.
people-demo-try-1-team-lead = Give a request to somebody else in the team
people-demo-try-2-team-lead = Find what is about to miss its promise
people-demo-as-team-lead = Sign in as team lead
people-demo-designer = Looks after the services: their pages, their forms, their promises.
people-demo-try-1-designer = Change a service or make a new one, and try it as a resident
people-demo-try-2-designer = See what stands in the way, and ask the administrator to approve
people-demo-as-designer = Sign in as service designer
people-demo-administrator = Looks after people, teams and roles.
people-demo-try-1-administrator = Add a colleague and send an invitation
people-demo-try-2-administrator = See who works in which team, and with which role
people-demo-as-administrator = Sign in as administrator
people-demo-finance = Looks after what residents pay.
people-demo-try-1-finance = See what was paid, and give money back
people-demo-try-2-finance = Hold the payments against the bank’s list
people-demo-as-finance = Sign in as finance
people-demo-as = Sign in as
people-demo-without = Or look around without signing in
people-demo-home = The start page of the town
people-demo-waits = How long things take
people-demo-reports = The map of reports
people-demo-mail = All mail that the demo would have sent
people-demo-colleagues = Everybody, by team
people-demo-colleagues-text = Press a name to sign in as that person.
