# Was eine Priorität über Auswirkung und Dringlichkeit hinaus hebt: am Ticket, in den Regeln und am Service.
priority-raised = { $matrix } aus Auswirkung und Dringlichkeit; { $why }
activity-raised = Priorität gehoben oder gesenkt
activity-raised-nothing = Nur noch Auswirkung und Dringlichkeit entscheiden über die Priorität
ground-minor = der Service ist nachrangig
ground-normal = der Service ist ein gewöhnlicher
ground-important = der Service ist wichtig
ground-vital = der Service ist lebenswichtig
ground-peak = es war Spitzenzeit des Service
ground-vip = ein VIP fragt an oder ist betroffen
ground-people = { $count ->
    [one] eine Person ist betroffen
   *[other] { $count } Personen sind betroffen
}
ground-raises = { $because } (+{ $by })
ground-lowers = { $because } (−{ $by })
ground-at-most = { $count ->
    [one] höchstens eine Stufe
   *[other] höchstens { $count } Stufen
}
raises = Was sie darüber hinaus hebt
raises-hint = Zuerst gilt die Matrix. Was hier steht, hebt oder senkt eine Priorität um ganze Stufen, wenn ein Ticket eröffnet wird und wenn es sich ändert; das Ticket sagt, warum. Wer eine Priorität von Hand und mit Begründung setzt, hat das letzte Wort.
raises-kinds = Für welche Arten von Tickets
raises-kinds-hint = Ist keine angekreuzt, gilt es für alle.
raises-grid = Um wie viel
raises-grid-hint = Wie viel von einem Service abhängt und wann seine Spitzenzeiten sind, steht auf der Seite des Service.
raises-by = Ändert die Priorität
raises-minor = Nachrangige Services
raises-normal = Gewöhnliche Services
raises-important = Wichtige Services
raises-vital = Lebenswichtige Services
raises-peak = Spitzenzeit des Service
raises-vip = Ein VIP fragt an oder ist betroffen
raises-people-field = Feld, das sagt, wie viele Personen betroffen sind
raises-people-field-hint = Ein eigenes Feld, das eine Zahl ist.
raises-people = Nach der Zahl der Personen
raises-people-hint = Ab so vielen Personen um so viele Stufen: 10 = 1, 100 = 2.
raises-people-wrong = Schreiben Sie „ab so vielen = um so viele Stufen“, mit Kommas getrennt: 10 = 1, 100 = 2.
raises-at-most = Alles zusammen
raises-nothing = gar nicht
raises-up = { $count ->
    [one] hebt um eine Stufe
   *[other] hebt um { $count } Stufen
}
raises-down = { $count ->
    [one] senkt um eine Stufe
   *[other] senkt um { $count } Stufen
}
criticality = Wie viel davon abhängt
criticality-hint = Es kann die Priorität der Tickets dieses Service heben; um wie viel, steht unter Priorität.
criticality-minor = Nachrangig: kaum jemand bemerkt es
criticality-normal = Gewöhnlich
criticality-important = Wichtig: ein großer Teil der Arbeit hängt davon ab
criticality-vital = Lebenswichtig: ohne ihn steht alles still
peak-calendar = Spitzenzeiten
peak-calendar-hint = Ein Kalender, dessen Zeiten die belebten dieses Service sind.
policy-fault-raise = Es hebt um 0 bis 4 Stufen.
policy-fault-raise-most = Alles zusammen hebt um 1 bis 4 Stufen.
policy-fault-raise-or-lower = Es hebt um bis zu 4 Stufen oder senkt um bis zu 4.
policy-fault-raise-order = Was mehr ist, darf nicht weniger heben: Ein wichtigerer Service und mehr Personen senken eine Priorität nie.
policy-fault-raise-people = Höchstens 10 Personenzahlen, und jede hebt um 0 bis 4 Stufen.
policy-fault-raise-field = Wählen Sie ein eigenes Feld, das eine Zahl ist.
