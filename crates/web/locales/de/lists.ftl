## Searching and keeping lists
query-meant = Meintest du
search-newest = Alle auflisten, die neuesten zuerst
search-corrected = „{ $written }“ kommt nirgends vor; gezeigt wird { $meant }.
view-options = Diese Liste
view-save = Diese Liste speichern als
view-share = Für alle
view-rename = Diese Ansicht umbenennen
view-remove = Diese Ansicht entfernen
