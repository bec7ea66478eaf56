## Was auf den Seiten des Arbeitsplatzes steht, wo es viel davon gibt
fields-more = { $count ->
    [one] Ein weiteres Feld
   *[other] { $count } weitere Felder
}
search-teams = Teams suchen
teams-none-title = Kein solches Team
teams-none-text = Kein Team heißt so. Versuchen Sie den Anfang eines seiner Wörter.

## Listen in Gruppen
groups = Gruppieren
groups-none = Keine Gruppen
groups-too-many = Diese Liste ist zu lang für Gruppen. Grenzen Sie sie ein, etwa auf offene Tickets.
draft-here = Sie haben hier einen Entwurf
