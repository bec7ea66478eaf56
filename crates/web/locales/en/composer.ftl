## Writing on a ticket
activity-side-written = { $who } wrote to people outside: { $subject }
message-side = { $subject } · with { $with }
refusal-conversation = There is no such side conversation. Begin a new one.
refusal-conversation-subject = Say what the side conversation is about, in 1 to 250 characters.
refusal-no-recipient = Enter the mail address of somebody outside; up to { $value }.
refusal-too-many-recipients = At most { $value } mail addresses.
refusal-too-many-conversations = At most { $value } side conversations on one ticket. Go on with one of them.
refusal-mention = A mention needs a message. Write something.
