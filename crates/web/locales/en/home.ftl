## The home page of agents
nav-home = Home
home-greeting = Hello, { $name }
home-all = Show all
home-answers = Waiting for your answer
home-answers-none = Nobody waits for an answer from you.
home-unowned = Nobody has taken these
home-unowned-none = Everything in your teams has somebody.
home-due = On hold until soon
home-due-none = None of your tickets comes back from hold soon.
home-due-hold = The hold ends
home-outages = Open outages
home-load = Your teams’ work
home-load-bar = Share
home-load-urgent = Urgent
home-load-other = Other
home-load-held = On hold
home-nobody = Nobody
