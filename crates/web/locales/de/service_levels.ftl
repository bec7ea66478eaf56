# Kalender und Service-Level.
policy-fault-zone = Diese Zeitzone gibt es nicht. Nennen Sie eine wie Europe/Berlin.
policy-fault-hours = Die Zeiten eines Tages dürfen sich nicht überschneiden; höchstens 12.
policy-fault-never-works = Dieser Kalender hat keine Arbeitszeit. Geben Sie mindestens einem Tag Zeiten.
policy-fault-holidays = Höchstens 500 Feiertage.
policy-fault-calendar = Diesen Kalender gibt es nicht. Service-Level eines Kalenders gehen vor ihm.
policy-fault-applies = Diese Bedingung ist nicht verständlich, oder sie fragt nach Wörtern, Zeiten, anderen Tickets, „me“ oder „mine“. Richtig wäre zum Beispiel priority<=2 oder team:netzwerk.
policy-fault-target = Geben Sie für mindestens eine Priorität ein Ziel ein: 1 Minute bis 366 Tage.
policy-fault-threshold = Schwellen sind 1 bis 1.000 Prozent in steigender Folge, höchstens 10.
policy-fault-hold-reason = Diesen Grund zum Zurückstellen gibt es nicht.
