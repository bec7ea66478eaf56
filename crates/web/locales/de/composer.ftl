## An einem Ticket schreiben
activity-side-written = { $who } hat nach außen geschrieben: { $subject }
message-side = { $subject } · mit { $with }
refusal-conversation = Dieses Nebengespräch gibt es nicht. Beginnen Sie ein neues.
refusal-conversation-subject = Geben Sie an, worum es im Nebengespräch geht: 1 bis 250 Zeichen.
refusal-no-recipient = Geben Sie die E-Mail-Adresse von jemandem außerhalb an, höchstens { $value }.
refusal-too-many-recipients = Höchstens { $value } E-Mail-Adressen.
refusal-too-many-conversations = Höchstens { $value } Nebengespräche an einem Ticket. Führen Sie eines davon weiter.
refusal-mention = Eine Erwähnung braucht eine Nachricht. Schreiben Sie etwas.
