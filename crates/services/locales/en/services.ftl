### Messages at the fields of a service's form. { $question } is the question's label.

form-missing = Answer the question: { $question }
form-missing-one = Choose an answer: { $question }
form-missing-many = Choose at least one answer: { $question }
form-missing-yesno = Choose yes or no: { $question }
form-missing-number = Enter a number: { $question }
form-missing-date = Enter a date: { $question }
form-missing-place = Show us where it is: type an address or choose a place on the map
form-missing-photos = Add a photo
form-missing-email = Enter your email address
form-missing-phone = Enter your phone number
form-missing-contact = Enter an email address or a phone number, so that we can answer you
# A field was sent more than once, which a browser does not do.
form-twice = Answer this question once only
form-too-long =
    { $over ->
        [one] Use at most { $max } characters. You have 1 too many
       *[other] Use at most { $max } characters. You have { $over } too many
    }
# Characters that cannot be seen and can change how a text reads.
form-hidden-character = This text has a hidden character. Type it again by hand
form-email = Enter your email address, like name@example.org
form-phone = Enter a phone number, like 617 555 0123
form-number = Enter a number, like 12 or 1.5
form-number-min = Enter a number that is { $min } or more
form-number-max = Enter a number that is { $max } or less
form-date = Enter the date in numbers, like 27 3 2026
form-date-part =
    { $part ->
        [day] The date needs a day
        [month] The date needs a month
       *[year] The date needs a year
    }
form-date-real = This date does not exist. Check the day and the month
form-date-min = The date must be { $min } or later
form-date-max = The date must be { $max } or earlier
form-option = Choose one of the answers on this page: { $question }
form-place = We cannot read this place. Choose it on the map or type the address
form-place-outside = This place is outside our town. Choose a place inside it
form-photos = We cannot find this photo. Add it again
form-photos-max =
    { $max ->
        [one] Add at most 1 photo
       *[other] Add at most { $max } photos
    }

form-missing-money = Enter an amount: { $question }
form-money = Enter an amount, like { $example }
form-money-min = Enter an amount of { $min } or more
form-money-max = Enter an amount of { $max } or less
form-missing-time = Enter a time: { $question }
form-time = Enter a time, like 18:30 or 6.30 pm
form-time-min = The time must be { $min } or later
form-time-max = The time must be { $max } or earlier
form-missing-first-day = Enter the first day: { $question }
form-missing-last-day = Enter the last day: { $question }
form-period-order = The last day must not be before the first
form-period-long =
    { $max ->
        [one] This can be for 1 day only
       *[other] This can be for at most { $max } days
    }
form-missing-organisation = Enter the name: { $question }
form-missing-number-of = Enter the registration number: { $question }
form-missing-vehicle = Enter the registration mark: { $question }
form-vehicle = Enter the registration mark as it is on the plate
form-vehicle-like = Enter the registration mark as it is on the plate, like { $example }
form-missing-iban = Enter the account number (IBAN): { $question }
form-iban-country = We cannot use an account of this country. Enter an IBAN that begins with two letters, like { $example }
form-iban-length = An IBAN of { $country } has { $length } characters. Check that none is missing
form-iban-check = This IBAN does not hold together. Check each character
form-identifier = Check this number. It does not look as it should: { $question }
form-identifier-like = Enter this as it stands on the document, like { $example }: { $question }
form-identifier-check = One of the characters is wrong. Check each of them: { $question }
form-missing-declaration = Tick the box if you agree: { $question }
form-missing-signature = Type your full name to sign: { $question }
form-signature = Type your name in letters
form-rows-max =
    { $max ->
        [one] You can add 1 only
       *[other] You can add at most { $max }
    }
# What the service's own rule says.
form-check = { $message }
form-missing-data = Type what you look for and choose it: { $question }
form-data-choose = Choose one of those that we found: { $question }
form-data-nothing = We found nothing with these words. Try fewer or other words: { $question }
