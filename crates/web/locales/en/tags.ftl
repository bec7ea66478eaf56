## The tags of the whole desk.
admin-tags-what = Labels that tickets carry. Renaming one to the name of another makes both one.
admin-tags-empty = A tag appears here once a ticket carries it.
admin-tag-intro = Tickets that carry “{ $tag }”: { $count }. Changing it goes on beside your work and can be taken back at once.
admin-tag-into = New name
admin-tag-into-hint = If there are tickets with this tag already, both become one.
admin-tag-rename = Rename
admin-tag-away = Take away from all tickets
admin-tag-named = Where it is spoken of
admin-tag-where = Kind
admin-tag-show = Tickets with this tag
admin-tag-too-many = At most { $max } tickets can be changed at once. Take it away from older ones first, by their list.
