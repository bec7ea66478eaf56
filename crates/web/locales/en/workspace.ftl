## What stands on pages of the workspace where a desk has much of it
fields-more = { $count ->
    [one] One more field
   *[other] { $count } more fields
}
parts-more = { $count ->
    [one] One more
   *[other] { $count } more
}
children-all = The parts as a list
export-cut = This file ends after { $count } tickets, but the list goes on. Narrow it down to have the others.
search-teams = Search teams
teams-none-title = No such team
teams-none-text = No team of this name. Try the beginning of one of its words.

## Lists in groups
groups = Put into groups
groups-none = No groups
groups-too-many = This list is too long for groups. Narrow it down, for example to open tickets.
draft-here = You have a draft here

## The way in
door-ask = Ask for help without signing in

## A person as those who help them see them
person-contact = Contact
person-satisfaction = Satisfaction
person-ratings = { $count ->
    [one] of 5 stars, by one rating
   *[other] of 5 stars, by { $count } ratings
}
person-ratings-none = No ticket was rated yet.
person-asked = What they asked
person-asked-none = Nothing yet
person-asked-none-text = Tickets that this person asks for stand here.
person-entry = Entry
person-tickets = Tickets and satisfaction
decimal-mark = .
