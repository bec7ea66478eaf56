## What went wrong
error-home = Go to the start page
error-code = Error
error-csrf = This page is too old to be sent. Reload it and try again; what you typed is kept.
error-too-many-files = At most 20 files can be sent at once. Send the others with a second message.
error-bad-request-title = That could not be understood
error-bad-request-text = Something in the address or the form is not as expected. Go back, check it and try again.
error-invalid-title = Please check what you entered
error-invalid-text = Some fields need another look.
error-unauthenticated-title = Please sign in
error-unauthenticated-text = You need to be signed in to see this.
error-forbidden-title = You are not allowed to do this
error-forbidden-text = Ask an administrator if you need to.
error-not-found-title = Not found
error-not-found-text = It does not exist, or you may not see it. Check the address.
error-method-not-allowed-title = That does not work here
error-method-not-allowed-text = This address exists, but not for what was asked of it.
error-conflict-title = That does not fit together
error-conflict-text = It contradicts what is there now. Reload the page and look again.
error-precondition-failed-title = Somebody was faster
error-precondition-failed-text = The same thing has been changed meanwhile. Reload to see the new state, then decide again.
error-too-many-title = Too many tries
error-too-many-text = { $count ->
    [one] Please wait a second before you try again.
   *[other] Please wait { $count } seconds before you try again.
}
error-too-many-minutes = Please wait { $count } minutes before you try again.
error-too-large-title = That is too large
error-too-large-text = A file may have up to 32 MB, all of them together 64 MB.
error-unsupported-title = That format is not understood
error-unsupported-text = Send a form, or JSON with the content type application/json.
error-unavailable-title = Just a moment
error-unavailable-text = The server is busy or restarting. Try again in a few seconds.
error-internal-title = That is our fault
error-internal-text = Something went wrong here. It has been logged; please try again.
composer-reply = Reply
composer-note = Internal note
ticket-new = New ticket
