demo-mail-title = Everybody’s post
demo-mail-lead = In the demonstration no letter leaves this machine. It lands here instead, for anybody to read.
demo-mail-to = To { $to }
demo-mail-waits = being sent
demo-mail-empty = No letters yet
demo-mail-empty-hint = Send a report and leave an email address: the confirmation will be here.
demo-mail-back = All letters
