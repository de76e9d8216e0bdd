### Words of the pages about the ledger, for somebody who wants to know whether they can trust it and has
### never heard of a hash.

proofs-nav = The town’s ledger
proofs-title = The town’s ledger
proofs-lead = Whatever we do is written into one book, entry after entry. Nothing in it can be changed or removed later without anybody seeing it. You need not believe us: here is how to check.
proofs-entries = entries in the ledger
proofs-signed = Last signed
proofs-today = Today’s checkpoint
proofs-today-text = These lines stand for every entry up to now. We have signed them. Keep them, and you can prove later what was written today.
proofs-keep = Save this checkpoint as a file
proofs-lines = What the lines mean
proofs-line-origin = Whose ledger it is.
proofs-line-size = How many entries it has.
proofs-line-root = The fingerprint of all of them together.
proofs-line-signature = After an empty line: our name and our signature. Only we can make it, and anybody can check it with our public key.
proofs-none = Nothing is signed yet
proofs-none-text = The first checkpoint is here within five minutes after the first entry.

proofs-how = How it works
proofs-how-entry = Each act of the town hall leaves an entry: who did what, when and to which case.
proofs-how-hash = From each entry a fingerprint is computed. Change one letter, and the fingerprint is quite another.
proofs-how-tree = The fingerprints are combined two by two, and those again, until one is left: the fingerprint of the whole ledger.
proofs-how-sign = We sign that one together with the number of entries. That is a checkpoint. We make one every five minutes while something happens.
proofs-how-then = If an entry were changed, removed or slipped in afterwards, the ledger would no longer fit the checkpoints that others keep.

proofs-later = Keep a copy, check later
proofs-later-keep = Save today’s checkpoint, or print it, or send it to a friend. The more people keep one, the better.
proofs-later-wait = Come back whenever you like: next week or in ten years.
proofs-later-check = Paste it into our form. We tell you whether the ledger still begins with exactly those entries, and give you the proof.
proofs-later-self = Or check the proof on your own computer, with any program that knows RFC 9162.
proofs-check-button = Check a checkpoint or receipt

proofs-entry-check = Check an entry
proofs-entry-text = Every entry has a number. It stands in the receipt that you can save on the page of your case.
proofs-entry-label = Number of the entry
proofs-entry-hint = Its place in the ledger, such as 1,204, or its long number
proofs-entry-button = Check this entry
proofs-entry-proven = Entry { $place } stands in the ledger
proofs-entry-proven-text = { $size ->
    [one] The signed tree of one entry holds an entry at place { $place }.
   *[other] The signed tree of { $size } entries holds an entry at place { $place }.
} What it says is known to those whose case it is about.
proofs-entry-proof = The proof
proofs-entry-proof-text = Combine the entry’s fingerprint with these, one after the other, as RFC 9162 says. The result is the fingerprint of the whole ledger.
proofs-entry-not-yet = This entry is not signed yet
proofs-entry-not-yet-text = It has been written. The next checkpoint covers it, in five minutes at most.
proofs-entry-nothing = There is no such entry
proofs-entry-nothing-text = Look whether the number is typed as it stands in your receipt.
proofs-leaf = The fingerprint of the entry
proofs-path = The fingerprints beside it
proofs-root = The fingerprint of the whole ledger
proofs-as-json = The same for programs (JSON)
proofs-back = The town’s ledger
proofs-number-wrong = Give a whole number of 1 or more.

proofs-not = What the ledger does not show
proofs-not-names = Names, addresses and messages are not in the entries. Each entry holds only a fingerprint of them, made with a secret that is deleted together with them. When we erase your data, every proof still holds.
proofs-not-texts = The entries themselves are not public, only their fingerprints. Whoever has the link to a case can save its entries.
proofs-not-truth = The ledger proves what was written and when. Whether it was right to do so is for people to judge.

proofs-programs = For programs
proofs-programs-text = Checkpoints, tiles and keys follow <a class="govuk-link" href="https://c2sp.org/tlog-tiles">C2SP tlog-tiles</a>, proofs follow <a class="govuk-link" href="https://www.rfc-editor.org/rfc/rfc9162">RFC 9162</a>. Hashes are SHA-256, signatures Ed25519.
proofs-address-key = Public key
proofs-address-checkpoint = Newest checkpoint
proofs-address-tiles = Tiles of hashes
proofs-address-inclusion = Proof of an entry
proofs-address-consistency = Proof that nothing before was changed
proofs-earlier = Earlier checkpoints
proofs-earlier-size = { $size ->
    [one] 1 entry
   *[other] { $size } entries
}

proofs-consistency-title = From { $from } to { $to } entries
proofs-consistency-lead = The later ledger begins with exactly the entries of the earlier one. These fingerprints prove it: with them the fingerprints of both ledgers can be computed, as RFC 9162 says.
proofs-consistency-from = { $size ->
    [one] The ledger with 1 entry
   *[other] The ledger with { $size } entries
}
proofs-consistency-to = { $size ->
    [one] The ledger with 1 entry, later
   *[other] The ledger with { $size } entries, later
}

proofs-check-title = Check a checkpoint or receipt
proofs-check-lead = Paste a checkpoint that you kept, or the receipt of a case. We hold it against the ledger as it is now.
proofs-given = Checkpoint or receipt
proofs-given-hint = The whole text, from the first line to the last
proofs-given-missing = Paste the checkpoint or the receipt
proofs-given-wrong = This is no checkpoint and no receipt. Paste the whole text, from the first line to the last.
proofs-check-trust = Who does the check?
proofs-check-trust-text = This page is our computer’s answer. To trust nobody, check at home: save the checkpoint, and hold it against <a class="govuk-link" href="/ledger/checkpoint">the newest one</a> with a proof of consistency. Receipts are checked with <code>townhall verify --receipt FILE --key KEY</code>, without us and without a network.
proofs-verdict-same = Nothing was changed
proofs-verdict-same-text = { $size ->
    [one] The checkpoint is ours, and the ledger still begins with exactly that one entry. Today it has { $now }.
   *[other] The checkpoint is ours, and the ledger still begins with exactly those { $size } entries. Today it has { $now }.
}
proofs-verdict-proven = The receipt is true
proofs-verdict-proven-text = { $entries ->
    [one] The entry in it stands in the ledger, word for word as in the receipt.
   *[other] All { $entries } entries in it stand in the ledger, word for word as in the receipt.
}
proofs-verdict-places = Places in the ledger:
proofs-verdict-proof = See the proof
proofs-verdict-unsigned = This was not signed by us
proofs-verdict-unsigned-text = No key of this town signed it. Look whether it is of this town’s ledger, and whether it is complete.
proofs-verdict-forged = The signature does not fit
proofs-verdict-forged-text = It bears our name, but its text is not what we signed. Somebody changed it, or a part was lost on the way.
proofs-verdict-other-entry = An entry was changed
proofs-verdict-other-entry-text = We signed the checkpoint in this receipt. But an entry in the receipt is not the one that stands in the ledger.
proofs-verdict-other-tree = The ledger has changed
proofs-verdict-other-tree-text = We signed this. But the ledger of { $now } entries does not begin with the { $size } entries that we signed then. That must not be.
proofs-verdict-bad = Keep this text as it is. Tell us, and tell others: { $phone }, { $email }.
