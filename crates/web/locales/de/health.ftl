## Wie es den Services geht
nav-health = Zustand der Services
health-lead = Was Sie hier angeben, lesen alle sofort im Portal.
health-how = Zustand
health-text = Was alle wissen sollten
health-latest = Zuletzt gemeldet
health-by = Von
health-from = Ab
health-until = Bis
health-too-long = Bitte höchstens 500 Zeichen.
health-empty-title = Noch keine Services
health-empty-text = Sobald es Services gibt, können Sie hier angeben, wie gut sie funktionieren.
done-health = Gemeldet. Das Portal zeigt es.
