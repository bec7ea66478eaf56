# Anfragen, die zweimal kommen, und Weiterlesen.
once-other-request = Dieser Schlüssel kam schon mit einer anderen Anfrage; wählen Sie für jede Anfrage einen neuen.
once-secret = Das wurde unter diesem Schlüssel schon getan, und die Antwort enthielt ein Geheimnis, das nicht aufbewahrt wird; nehmen Sie zurück, was entstanden ist, und senden Sie einen neuen Schlüssel.
feed-restored = Seit Sie diesen Wert erhalten haben, wurde eine Sicherung zurückgespielt; beginnen Sie ohne `after` und erkennen Sie an `position`, was Sie schon gesehen haben.
