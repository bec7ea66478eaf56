## Notifications
nav-notifications = Notifications
notifications-bell = { $count ->
    [0] Notifications: nothing new
    [one] Notifications: one is unread
   *[other] Notifications: { $count } are unread
}
notifications-read-all = Mark all as read
notifications-unread = unread
notifications-empty-title = Nothing to tell you
notifications-empty-text = What concerns you is said here: an answer to you, a ticket that is given to you, a mention of your name.
notifications-settings = Settings
notifications-kinds = What you want to hear of
notifications-kind = What happened
notifications-page = Here
notifications-push = By the browser
notifications-quiet = Quiet hours
notifications-quiet-hint = The browser does not disturb you then ({ $zone }), and tells you afterwards in one message. Here everything is counted all the same.
notifications-quiet-from = From
notifications-quiet-to = To
notifications-quiet-both = Give two different times, such as 22:00 and 07:00, or neither.
notifications-saved = Your choice is kept.
notification-assigned = A ticket is given to me
notification-team-assigned = A ticket comes to my team and nobody has it
notification-answered = A requester writes on a ticket of mine
notification-outside-answered = Somebody outside answers in a side conversation of a ticket of mine or one that I watch
notification-mentioned = A colleague mentions me
notification-noted = A colleague writes a note on a ticket of mine or one that I watch
notification-moved = A ticket of mine, or one that I watch, changes its state
notification-resumed = A ticket of mine goes on after a hold
notification-replied = A ticket that I asked for, or one that I watch, is answered
notification-resolved = A ticket that I asked for is solved
told-assigned = { $who } gave a ticket to you
told-team-assigned = { $count ->
    [one] A ticket of your team waits for somebody
   *[other] A ticket of your team waits for somebody ({ $count } times)
}
told-answered = { $count ->
    [one] { $who } answered
   *[other] { $who } answered ({ $count } messages)
}
told-outside-answered = { $count ->
    [one] People outside answered
   *[other] People outside answered ({ $count } messages)
}
told-mentioned = { $count ->
    [one] { $who } mentioned you
   *[other] { $who } mentioned you ({ $count } times)
}
told-noted = { $count ->
    [one] { $who } wrote a note
   *[other] { $who } wrote a note ({ $count } notes)
}
told-moved = { $who } changed the state
told-resumed = The hold has ended
told-replied = { $count ->
    [one] { $who } answered you
   *[other] { $who } answered you ({ $count } messages)
}
told-resolved = { $who } has solved it
notifications-mail = By mail
notifications-mail-hint = Mail comes two minutes later, and only of what you have not read here by then. Answers on your own tickets, and what only you are asked, have mail of their own, with a link to switch it off.
