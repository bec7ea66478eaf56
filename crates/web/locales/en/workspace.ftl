## What stands on pages of the workspace where a desk has much of it
fields-more = { $count ->
    [one] One more field
   *[other] { $count } more fields
}
search-teams = Search teams
teams-none-title = No such team
teams-none-text = No team of this name. Try the beginning of one of its words.

## Lists in groups
groups = Put into groups
groups-none = No groups
groups-too-many = This list is too long for groups. Narrow it down, for example to open tickets.
draft-here = You have a draft here
