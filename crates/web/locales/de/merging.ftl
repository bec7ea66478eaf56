# Zwei, die denselben Eintrag zur gleichen Zeit ändern.
changed-by-both-title = Jemand anders hat inzwischen dasselbe geändert. Was Sie beide sonst geändert haben, steht unten.
changed-by-both = { $who } hat dies inzwischen zu „{ $theirs }“ geändert. Speichern Sie noch einmal, wenn es „{ $mine }“ sein soll.
