## The tags of the whole desk.
admin-tags-what = Schlagwörter, die Tickets tragen. Wird eines wie ein anderes benannt, werden beide eins.
admin-tags-empty = Ein Schlagwort steht hier, sobald ein Ticket es trägt.
admin-tag-intro = Tickets mit „{ $tag }“: { $count }. Die Änderung läuft neben Ihrer Arbeit und lässt sich auf einmal zurücknehmen.
admin-tag-into = Neuer Name
admin-tag-into-hint = Gibt es schon Tickets mit diesem Schlagwort, werden beide eins.
admin-tag-rename = Umbenennen
admin-tag-away = Von allen Tickets nehmen
admin-tag-named = Wo davon die Rede ist
admin-tag-where = Art
admin-tag-show = Tickets mit diesem Schlagwort
admin-tag-too-many = Höchstens { $max } Tickets lassen sich auf einmal ändern. Nehmen Sie es zuerst den älteren, über deren Liste.
