## Was auf den Seiten des Arbeitsplatzes steht, wo es viel davon gibt
fields-more = { $count ->
    [one] Ein weiteres Feld
   *[other] { $count } weitere Felder
}
parts-more = Noch { $count }
children-all = Die Teile als Liste
export-cut = Diese Datei endet nach { $count } Tickets, die Liste geht aber weiter. Grenzen Sie sie ein, um die übrigen zu bekommen.
search-teams = Teams suchen
teams-none-title = Kein solches Team
teams-none-text = Kein Team heißt so. Versuchen Sie den Anfang eines seiner Wörter.

## Listen in Gruppen
groups = Gruppieren
groups-none = Keine Gruppen
groups-too-many = Diese Liste ist zu lang für Gruppen. Grenzen Sie sie ein, etwa auf offene Tickets.
draft-here = Sie haben hier einen Entwurf

## Der Weg hinein
door-ask = Ohne Anmeldung um Hilfe bitten

## Eine Person, wie die sie sehen, die ihr helfen
person-contact = Kontakt
person-satisfaction = Zufriedenheit
person-ratings = { $count ->
    [one] von 5 Sternen bei einer Bewertung
   *[other] von 5 Sternen bei { $count } Bewertungen
}
person-ratings-none = Noch wurde kein Ticket bewertet.
person-asked = Bisherige Anfragen
person-asked-none = Noch nichts
person-asked-none-text = Hier stehen die Tickets, mit denen diese Person um Hilfe bittet.
person-entry = Eintrag
person-tickets = Tickets und Zufriedenheit
decimal-mark = ,
