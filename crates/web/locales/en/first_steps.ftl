## What whoever sets a desk up does first
first-steps = First steps
first-dismiss = Put away
first-dismissed = The first steps are put away.
first-done = done
first-name = Name your desk
first-name-about = What people read on every page and in every mail.
first-people = Add your people
first-people-about = Colleagues who help, and those who ask.
first-team = Make a team
first-team-about = Who works on which tickets.
first-mailbox = Connect a mailbox
first-mailbox-about = What is written to it becomes a ticket.
first-ticket = File the first ticket
first-ticket-about = See how it goes from question to answer.
