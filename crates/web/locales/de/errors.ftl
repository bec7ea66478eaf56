## What went wrong
error-home = Zur Startseite
error-code = Fehler
error-csrf = Diese Seite ist zu alt, um gesendet zu werden. Laden Sie sie neu und versuchen Sie es noch einmal; Ihr Text bleibt erhalten.
error-too-many-files = Höchstens 20 Dateien auf einmal. Senden Sie die übrigen mit einer zweiten Nachricht.
error-bad-request-title = Das war nicht zu verstehen
error-bad-request-text = Etwas an der Adresse oder am Formular ist anders als erwartet. Gehen Sie zurück, prüfen Sie es und versuchen Sie es noch einmal.
error-invalid-title = Bitte prüfen Sie Ihre Eingaben
error-invalid-text = Einige Felder brauchen noch einen Blick.
error-unauthenticated-title = Bitte melden Sie sich an
error-unauthenticated-text = Um dies zu sehen, müssen Sie angemeldet sein.
error-forbidden-title = Das dürfen Sie nicht
error-forbidden-text = Wenden Sie sich an einen Administrator, wenn Sie es brauchen.
error-not-found-title = Nicht gefunden
error-not-found-text = Das gibt es nicht, oder Sie dürfen es nicht sehen. Prüfen Sie die Adresse.
error-method-not-allowed-title = Das geht hier nicht
error-method-not-allowed-text = Diese Adresse gibt es, aber nicht für das, was von ihr verlangt wurde.
error-conflict-title = Das passt nicht zusammen
error-conflict-text = Es widerspricht dem jetzigen Stand. Laden Sie die Seite neu und sehen Sie noch einmal hin.
error-precondition-failed-title = Jemand war schneller
error-precondition-failed-text = Dasselbe wurde inzwischen geändert. Laden Sie neu, sehen Sie den neuen Stand an und entscheiden Sie noch einmal.
error-too-many-title = Zu viele Versuche
error-too-many-text = { $count ->
    [one] Bitte warten Sie eine Sekunde, bevor Sie es wieder versuchen.
   *[other] Bitte warten Sie { $count } Sekunden, bevor Sie es wieder versuchen.
}
error-too-many-minutes = Bitte warten Sie { $count } Minuten, bevor Sie es wieder versuchen.
error-too-large-title = Das ist zu groß
error-too-large-text = Eine Datei darf bis zu 32 MB groß sein, alle zusammen 64 MB.
error-unsupported-title = Dieses Format wird nicht verstanden
error-unsupported-text = Senden Sie ein Formular oder JSON mit dem Inhaltstyp application/json.
error-unavailable-title = Einen Moment bitte
error-unavailable-text = Der Server ist ausgelastet oder startet gerade. Versuchen Sie es in einigen Sekunden noch einmal.
error-internal-title = Das liegt an uns
error-internal-text = Hier ist etwas schiefgegangen. Es wurde festgehalten; bitte versuchen Sie es noch einmal.
composer-reply = Antwort
composer-note = Interne Notiz
ticket-new = Neues Ticket
