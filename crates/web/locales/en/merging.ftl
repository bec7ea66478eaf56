# Two who change one record at the same time.
changed-by-both-title = Somebody else changed the same meanwhile. Everything else that either of you changed is below.
changed-by-both = { $who } has changed this to “{ $theirs }” meanwhile. Save again if it is to be “{ $mine }”.
