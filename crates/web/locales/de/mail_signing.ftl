# Ausgehende Mails unterschreiben (DKIM).
signing = Unterschrift (DKIM)
signing-about = Was Spoc sendet, wird mit einem Schlüssel seiner Domain unterschrieben, damit andere wissen, dass es nicht gefälscht ist. Erzeugen Sie einen Schlüssel, tragen Sie seinen Eintrag ins DNS der Domain ein und unterschreiben Sie dann mit ihm.
signing-no-domain = Es gibt noch kein Postfach: Legen Sie erst eines an, dann steht seine Domain hier.
signing-active = In Gebrauch
signing-waiting = Nicht in Gebrauch
signing-record = Der Eintrag im DNS, vom Typ TXT: sein Name und sein Inhalt.
signing-make = Schlüssel erzeugen
signing-make-hint = Er ersetzt einen, der nicht in Gebrauch ist. Der benutzte bleibt, bis Sie mit dem neuen unterschreiben.
signing-made = Der Schlüssel ist erzeugt. Tragen Sie seinen Eintrag ins DNS ein und unterschreiben Sie dann mit ihm.
signing-begin = Der Eintrag steht im DNS: damit unterschreiben
signing-begun = Was von dieser Domain ausgeht, wird ab jetzt damit unterschrieben.
signing-end = Nicht mehr unterschreiben
signing-ended = Was von dieser Domain ausgeht, wird nicht mehr unterschrieben.
