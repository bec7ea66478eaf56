# Approvals: asked for, answered, taken back.
approvals = Approvals
nav-approvals = Approvals
approval = Approval
approval-ask = Ask for approval
approval-asked-by = Asked for by
approval-expires = ends
approval-state-pending = Waiting for an answer
approval-state-approved = Approved
approval-state-rejected = Rejected
approval-state-expired = Nobody answered in time
approval-state-cancelled = Taken back
approval-step = Step { $number }
approval-needs-all = All have to approve
approval-needs-any = One approval is enough
approval-needs-at-least = { $count ->
    [one] At least one has to approve
   *[other] At least { $count } have to approve
}
approval-needs-percent = { $percent } % have to approve
approval-veto = one rejection decides
approval-missing = { $count ->
    [one] one more is missing
   *[other] { $count } more are missing
}
approval-more = { $count ->
    [one] and one more person
   *[other] and { $count } more people
}
approval-nobody = there is nobody to ask
approval-too-few = { $needed } have to approve and there are { $found } to ask
approval-too-many = { $found } people are too many to ask
approver-manager = manager of the requester
approver-service-owner = owner of the service
approver-role = role { $role }
approver-members = member of { $team }
approver-leads = leads { $team }
approval-substitute = away, { $name } is asked, too
approval-in-place = answered by { $name }
approval-said-waiting = not yet
approval-said-approved = approved
approval-said-rejected = rejected
approval-said-over = did not answer
approval-comment = Comment; whoever asked for help reads it, too
approval-for = In the place of
approve = Approve
reject = Reject
approval-cancel = Take back
approval-reason = Reason (optional)
done-approval-asked = Asked for approval.
done-approval-answered = Your answer is in.
done-approval-cancelled = The approval was taken back.
approvals-mine = Waiting for my answer
approvals-mine-none-title = Nothing waits for your approval
approvals-mine-none-text = When somebody asks for your approval, it appears here and you can decide at once.
approvals-decided = What I decided lately
approvals-whole = All about it
approvals-requester = For
approvals-description = Description
approvals-conversation = Conversation
approvals-ticket = Open the ticket
approvals-gone = This approval does not wait for you any more.
home-approvals = My approvals
activity-approval-asked = { $who } asked for the approval { $approval }
activity-approval-step = { $approval }: { $names } asked
activity-approval-skipped = A step of { $approval } was left out
activity-approval-yes = { $who } approved { $approval }
activity-approval-no = { $who } rejected { $approval }
activity-approval-yes-for = { $who } approved { $approval } in the place of { $names }
activity-approval-no-for = { $who } rejected { $approval } in the place of { $names }
activity-approval-reminded = { $names } reminded of { $approval }
activity-approval-granted = { $approval } is approved
activity-approval-rejected = { $approval } is rejected
activity-approval-expired = { $approval } has ended, nobody answered in time
activity-approval-cancelled = { $approval } was taken back
notification-approval-asked = My approval is asked for
notification-approval-ended = An approval that I asked for or wait for has ended
told-approval-asked = { $who } asks for your approval
told-approval-ended = An approval has ended
event-approval-granted = an approval was granted
event-approval-rejected = an approval was rejected
event-approval-expired = an approval was not answered in time
action-ask-approval = asks for an approval
condition-approver = Who is asked to approve something and has not answered
condition-approval = How what was asked to be approved stands
meaning-approver = asked for approval
meaning-approval = approval
meaning-pending = pending
meaning-approved = approved
meaning-rejected = rejected
meaning-expired = expired
policy-fault-approval-steps = An approval has 1 to 10 steps, and asks somebody in each: 1 to 50 entries.
policy-fault-approval-needs = A step needs 1 to 100 percent of those who are asked, or at least 1 and not more than it asks.
policy-fault-wait = Wait 1 to 8,784 hours, of a calendar that is there.
refusal-approval = There is no approval “{ $value }” here.
refusal-approval-of-done = Nothing is left to do on this ticket. Reopen it to ask for approval.
refusal-approvals-full = A ticket has at most { $value } approvals.
refusal-nobody-to-ask = Step { $step } cannot be asked: { $why }.
refusal-approval-over = This approval has ended already.
refusal-not-asked = You are not asked for this approval now.
refusal-decided-already = Your answer is there already. Ask whoever asked for the approval to take it back.
refusal-own-approval = The ticket is yours; somebody else has to approve it.
refusal-rejection-reason = Say in the comment why you reject it.
refusal-approval-comment = A comment has at most { $value } characters.
refusal-answer-of-another = Only whoever gave an answer can take it back.
admin-approvals = Approvals
admin-approvals-about = What has to be approved, by whom and in which order.
admin-approvals-intro = Each approval has steps, one after the other; those who are asked in a step answer side by side. Rules ask for an approval by its key: ask_approval = "…". Agents ask for one on the page of a ticket.
approvals-text = Approvals as text
approvals-text-hint = A section [[approvals]] for each with key and label, and a section [[approvals.steps]] for each step. ask = ["manager", "service_owner", {"{ person = \"ada@example.com\" }"}, {"{ role = \"lead\" }"}, {"{ members = 3 }"}, {"{ leads = 3 }"}], needs = "all", "any", {"{ at_least = 2 }"} or {"{ percent = 50 }"}, veto = true, skip_if_nobody = true. For the whole: text = "…", remind_after = {"{ hours = 24, calendar = \"office\" }"}, expires_after = {"{ hours = 120 }"}, own = true.
availability-substitute = Substitute
availability-substitute-hint = Who is asked for approvals, too, while you are away.
availability-substitute-wrong = Name somebody who is active here, by their mail address.
