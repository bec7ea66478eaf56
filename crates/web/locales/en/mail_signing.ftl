# Signing what goes out (DKIM).
signing = Signing (DKIM)
signing-about = What the desk sends is signed with a key of its domain, so that others know that it is not forged. Make a key, put its record into the DNS of the domain, and then sign with it.
signing-no-domain = There is no mailbox yet: add one first, and its domain is listed here.
signing-active = In use
signing-waiting = Not in use
signing-record = The record in the DNS, of type TXT: its name, and what it says.
signing-make = Make a key
signing-make-hint = It takes the place of one that is not in use. The one in use stays until you sign with the new one.
signing-made = The key is made. Put its record into the DNS, then sign with it.
signing-begin = The record is there: sign with it
signing-begun = What goes out of this domain is signed with it from now on.
signing-end = Sign no longer
signing-ended = What goes out of this domain is not signed any more.
