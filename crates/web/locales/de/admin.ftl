## Verwaltung
nav-admin = Verwaltung
admin-search = Einstellung suchen
admin-none = So heißt keine Einstellung.
admin-all = Alle zeigen
admin-group-people = Personen und Orte
admin-group-tickets = Tickets
admin-group-tools = Werkzeuge der Agenten
admin-group-look = Aussehen und Sprache
admin-group-system = System
admin-people-about = Alle, die fragen oder helfen: Kontakt, Rolle, Organisation, Anmeldung.
admin-teams-about = Die Gruppen, denen Tickets zugewiesen werden, und wer zu ihnen gehört.
