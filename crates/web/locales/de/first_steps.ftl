## What whoever sets a desk up does first
first-steps = Erste Schritte
first-dismiss = Ausblenden
first-dismissed = Die ersten Schritte sind ausgeblendet.
first-done = erledigt
first-name = Geben Sie dem Desk einen Namen
first-name-about = Er steht auf jeder Seite und in jeder Mail.
first-people = Nehmen Sie Ihre Leute auf
first-people-about = Die helfen, und die fragen.
first-team = Stellen Sie ein Team zusammen
first-team-about = Wer an welchen Tickets arbeitet.
first-mailbox = Schließen Sie ein Postfach an
first-mailbox-about = Was dorthin geschrieben wird, wird ein Ticket.
first-ticket = Eröffnen Sie das erste Ticket
first-ticket-about = So sehen Sie den Weg von der Frage zur Antwort.
