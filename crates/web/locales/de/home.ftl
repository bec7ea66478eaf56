## Die Startseite der Agenten
nav-home = Start
home-greeting = Guten Tag, { $name }
home-all = Alle zeigen
home-answers = Warten auf Ihre Antwort
home-answers-none = Niemand wartet auf eine Antwort von Ihnen.
home-unowned = Hat noch niemand übernommen
home-unowned-none = In Ihren Teams hat alles jemanden.
home-due = Pause endet bald
home-due-none = Keines Ihrer Tickets kommt bald aus der Pause zurück.
home-due-hold = Die Pause endet
home-outages = Offene Ausfälle
home-load = Arbeit Ihrer Teams
home-load-bar = Anteil
home-load-urgent = Dringend
home-load-other = Übrige
home-load-held = Pausiert
home-nobody = Niemand
