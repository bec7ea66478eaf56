## Searching and keeping lists
query-meant = Did you mean
search-newest = List all, the newest first
search-corrected = Nothing has “{ $written }”; shown is { $meant }.
view-options = This list
view-save = Save this list as
view-share = For everybody
view-rename = Rename this view
view-remove = Remove this view
