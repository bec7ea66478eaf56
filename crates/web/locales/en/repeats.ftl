# Requests that come twice, and reading on.
once-other-request = this key was sent with another request; choose a new one for each request
once-secret = this was done already under this key, and its answer held a secret that is not kept; take back what was made, and send a new key
feed-restored = a backup was restored since you were given this; begin without `after`, and take what you have seen already by its `position`
