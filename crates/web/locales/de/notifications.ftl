## Benachrichtigungen
nav-notifications = Benachrichtigungen
notifications-bell = { $count ->
    [0] Benachrichtigungen: nichts Neues
    [one] Benachrichtigungen: eine ungelesen
   *[other] Benachrichtigungen: { $count } ungelesen
}
notifications-read-all = Alle als gelesen markieren
notifications-unread = ungelesen
notifications-empty-title = Nichts Neues für Sie
notifications-empty-text = Hier steht, was Sie angeht: eine Antwort an Sie, ein Ticket, das Sie bekommen, eine Erwähnung Ihres Namens.
notifications-settings = Einstellungen
notifications-kinds = Wovon Sie hören möchten
notifications-kind = Was geschieht
notifications-page = Hier
notifications-push = Durch den Browser
notifications-quiet = Ruhezeit
notifications-quiet-hint = Der Browser stört Sie dann nicht ({ $zone }) und meldet es danach in einer Nachricht. Hier wird trotzdem alles gezählt.
notifications-quiet-from = Von
notifications-quiet-to = Bis
notifications-quiet-both = Geben Sie zwei verschiedene Zeiten an, etwa 22:00 und 07:00, oder keine.
notifications-saved = Ihre Wahl ist gespeichert.
notification-assigned = Mir wird ein Ticket zugewiesen
notification-team-assigned = Mein Team bekommt ein Ticket, das noch niemand hat
notification-answered = Eine anfragende Person schreibt zu einem meiner Tickets
notification-outside-answered = Jemand außerhalb antwortet in einem Nebengespräch zu meinem oder einem beobachteten Ticket
notification-mentioned = Eine Kollegin oder ein Kollege erwähnt mich
notification-noted = Jemand schreibt eine Notiz zu meinem oder einem beobachteten Ticket
notification-moved = Mein oder ein beobachtetes Ticket wechselt den Status
notification-resumed = Eines meiner Tickets geht nach einer Pause weiter
notification-replied = Mein Anliegen oder ein beobachtetes Ticket wird beantwortet
notification-resolved = Mein Anliegen ist gelöst
told-assigned = { $who } hat Ihnen ein Ticket zugewiesen
told-team-assigned = { $count ->
    [one] Ein Ticket Ihres Teams wartet auf jemanden
   *[other] Ein Ticket Ihres Teams wartet auf jemanden ({ $count }-mal)
}
told-answered = { $count ->
    [one] { $who } hat geantwortet
   *[other] { $who } hat geantwortet ({ $count } Nachrichten)
}
told-outside-answered = { $count ->
    [one] Von außerhalb wurde geantwortet
   *[other] Von außerhalb wurde geantwortet ({ $count } Nachrichten)
}
told-mentioned = { $count ->
    [one] { $who } hat Sie erwähnt
   *[other] { $who } hat Sie erwähnt ({ $count }-mal)
}
told-noted = { $count ->
    [one] { $who } hat eine Notiz geschrieben
   *[other] { $who } hat eine Notiz geschrieben ({ $count } Notizen)
}
told-moved = { $who } hat den Status geändert
told-resumed = Die Pause ist zu Ende
told-replied = { $count ->
    [one] { $who } hat Ihnen geantwortet
   *[other] { $who } hat Ihnen geantwortet ({ $count } Nachrichten)
}
told-resolved = { $who } hat es gelöst
notifications-mail = Per Mail
notifications-mail-hint = Mails kommen zwei Minuten später und nur über das, was Sie bis dahin hier nicht gelesen haben. Antworten auf eigene Tickets und was nur Sie gefragt werden, haben eigene Mails mit einem Link zum Abstellen.
