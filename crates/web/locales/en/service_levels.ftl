# Calendars and service levels.
policy-fault-zone = There is no such time zone. Name one such as Europe/Berlin.
policy-fault-hours = The spans of a day must not overlap; at most 12.
policy-fault-never-works = This calendar has no working time. Give one day hours at least.
policy-fault-holidays = At most 500 holidays.
policy-fault-calendar = There is no such calendar. Service levels of a calendar go before it.
policy-fault-applies = This condition cannot be understood, or asks for words, times, other tickets, “me” or “mine”. Right would be priority<=2 or team:network, for example.
policy-fault-target = Enter a target for one priority at least: 1 minute to 366 days.
policy-fault-threshold = Thresholds are 1 to 1,000 percent in rising order, at most 10.
policy-fault-hold-reason = There is no such hold reason.
