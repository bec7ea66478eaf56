# What raises a priority beyond impact and urgency: on the ticket, in the rules of the desk and on services.
priority-raised = { $matrix } from impact and urgency; { $why }
activity-raised = Priority raised or lowered
activity-raised-nothing = Nothing but impact and urgency decides on the priority any more
ground-minor = the service is minor
ground-normal = the service is a normal one
ground-important = the service is important
ground-vital = the service is vital
ground-peak = it was the service’s peak time
ground-vip = a VIP asks or is affected
ground-people = { $count ->
    [one] one person is hit
   *[other] { $count } people are hit
}
ground-raises = { $because } (+{ $by })
ground-lowers = { $because } (−{ $by })
ground-at-most = { $count ->
    [one] one level at most
   *[other] { $count } levels at most
}
raises = What raises it beyond that
raises-hint = The matrix comes first. What stands here raises a priority by whole levels, or lowers it, when a ticket is filed and when it changes; the ticket says why. Whoever sets a priority by hand, with a reason, has the last word.
raises-kinds = For which kinds of ticket
raises-kinds-hint = None ticked means all.
raises-grid = By how much
raises-grid-hint = How much depends on a service, and when its peak hours are, stands on the service’s page.
raises-by = Changes the priority
raises-minor = Minor services
raises-normal = Normal services
raises-important = Important services
raises-vital = Vital services
raises-peak = Peak hours of the service
raises-vip = A VIP asks or is affected
raises-people-field = Field that says how many people are hit
raises-people-field-hint = A custom field that is a number.
raises-people = By the number of people
raises-people-hint = From so many people on, by so many levels: 10 = 1, 100 = 2.
raises-people-wrong = Write “from so many = by so many levels”, separated by commas: 10 = 1, 100 = 2.
raises-at-most = All of it together
raises-nothing = not at all
raises-up = { $count ->
    [one] raises by one level
   *[other] raises by { $count } levels
}
raises-down = { $count ->
    [one] lowers by one level
   *[other] lowers by { $count } levels
}
criticality = How much depends on it
criticality-hint = It can raise the priority of this service’s tickets; by how much stands under Priority.
criticality-minor = Minor: hardly anybody notices
criticality-normal = Normal
criticality-important = Important: much of the work depends on it
criticality-vital = Vital: the organisation stands still without it
peak-calendar = Peak hours
peak-calendar-hint = A calendar whose hours are the busy ones of this service.
policy-fault-raise = It raises by 0 to 4 levels.
policy-fault-raise-most = All of it together raises by 1 to 4 levels.
policy-fault-raise-or-lower = It raises by up to 4 levels, or lowers by up to 4.
policy-fault-raise-order = What is more must not raise by less: a more critical service, or more people, never lowers a priority.
policy-fault-raise-people = At most 10 numbers of people, and each raises by 0 to 4 levels.
policy-fault-raise-field = Choose a custom field that is a number.
