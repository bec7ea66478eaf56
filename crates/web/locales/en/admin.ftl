## Administration
nav-admin = Administration
admin-search = Find a setting
admin-none = No setting is called like this.
admin-all = Show all
admin-group-people = People and places
admin-group-tickets = Tickets
admin-group-tools = Tools of agents
admin-group-look = Appearance and language
admin-group-system = System
admin-people-about = Everybody who asks or helps: contact, role, organisation, sign-in.
admin-teams-about = The groups that tickets are given to, and who is in them.
