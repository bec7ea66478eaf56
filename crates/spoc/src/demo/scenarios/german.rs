//! In German, from Göttingen: accounts, network, mail, business applications.

use super::Line::*;
use super::{INCIDENT, REQUEST, Scenario, Who};
use crate::demo::company::Language;

const MELDUNG: Scenario = Scenario {
    language: Language::German,
    weight: 6,
    ..INCIDENT
};
const ANFRAGE: Scenario = Scenario {
    language: Language::German,
    weight: 6,
    ..REQUEST
};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        key: "de-passwort",
        service: "identity",
        category: "account/password",
        level: (3, 2),
        weight: 8,
        subjects: &[
            "@02 Passwort [abgelaufen|vergessen]",
            "Anmeldung geht nicht mehr",
            "@13 Konto gesperrt",
            "@02 Kennwort zurücksetzen",
            "@02a Komme nach dem Urlaub nicht rein",
        ],
        bodies: &[
            "@02a ich bin aus dem Urlaub zurück und mein Passwort ist abgelaufen. Die Seite zum Zurücksetzen [will einen Code von meinem alten Handy|sagt nur 'Anfrage konnte nicht verarbeitet werden'].",
            "@3 mein Konto ist gesperrt, [ich habe mich wohl zu oft vertippt|die Feststelltaste war an]. Bitte entsperren.",
            "@1 seit der letzten Passwortänderung werde ich [mehrmals am Tag|jeden Morgen] gesperrt, obwohl ich alles richtig eingebe.",
            "@02 Passwort vergessen, sitze gerade bei {colleague} am Rechner. Bitte zurücksetzen.",
        ],
        calls: &[
            "@02a Passwort nach Urlaub abgelaufen, Rückruf zur Prüfung erfolgt.",
            "@3 Konto gesperrt, Identität per Personalnummer geprüft.",
        ],
        paths: &[
            &[
                Note("Identität per Rückruf unter {tel} geprüft."),
                Fix(
                    "provided",
                    "Vorläufiges Passwort telefonisch mitgeteilt, muss bei der ersten Anmeldung geändert werden.",
                ),
            ],
            &[
                Say(
                    "ich habe das Konto entsperrt. Die Fehlversuche kommen von einem alten Handy, auf dem noch dein Mailkonto eingerichtet ist. Kann das sein?",
                ),
                User("Ja, das liegt bei uns in der Küche als Radio :) Ich nehme das Konto runter."),
                Fix(
                    "fixed",
                    "Altes Gerät mit gespeichertem Passwort war die Ursache, Konto dort entfernt.",
                ),
            ],
            &[
                Ask(
                    "für das Zurücksetzen muss ich dich kurz hören oder sehen. Rufst du bitte die 111 an?",
                ),
                User("Mache ich gleich."),
                Fix("provided", "Passwort nach Prüfung zurückgesetzt."),
            ],
            &[Fix(
                "fixed",
                "Konto entsperrt. [Nach 30 Minuten hätte es sich auch von selbst entsperrt.|]",
            )],
        ],
        ..MELDUNG
    },
    Scenario {
        key: "de-vpn",
        service: "remote-access",
        category: "network/vpn",
        team: "network",
        tags: &["home-office"],
        weight: 7,
        subjects: &[
            "VPN geht nicht",
            "@01 GateLink verbindet nicht",
            "@2 VPN bricht ständig ab",
            "@01 Kein Zugriff aus dem Homeoffice",
            "@01a GateLink Fehler {code}",
        ],
        bodies: &[
            "@01a GateLink meldet {code}, sobald ich die PIN eingegeben habe. Internet läuft sonst. [Neustart hilft nicht.|Gestern ging es noch.]",
            "@2 die VPN-Verbindung bricht alle {mins} Minuten ab. [Meridian wirft mich dann jedes Mal raus.|In Besprechungen ist das sehr unangenehm.] Seit {since}.",
            "@01 ich komme von zu Hause nicht mehr ins Firmennetz. [Die Bestätigung auf dem Handy kommt, danach passiert nichts.|Auf dem Handy kommt gar nichts an.]",
        ],
        calls: &[
            "@01a VPN aus dem Homeoffice geht nicht, {code}.",
            "@2 VPN bricht alle {mins} Minuten ab.",
        ],
        paths: &[
            &[
                Ask(
                    "funktioniert es, wenn du statt deines Anschlusses den Hotspot vom Handy nimmst? Dann wissen wir, auf welcher Seite wir suchen müssen.",
                ),
                User("Mit dem Handy geht es sofort."),
                Note(
                    "Anbieter mit geteilten Adressen, UDP kommt nicht durch. Profil auf TCP gestellt.",
                ),
                Say(
                    "dann blockiert dein Anschluss die übliche Verbindungsart. Ich habe dein Profil umgestellt, bitte GateLink einmal beenden und neu starten.",
                ),
                User("Jetzt klappt es."),
                Fix("workaround", "Profil auf TCP 443 umgestellt."),
            ],
            &[
                Note("Gerätezertifikat von {laptop} abgelaufen, Gerät war lange nicht im Büro."),
                Say(
                    "das Zertifikat deines Laptops ist abgelaufen. Ich habe dir einen Einmalcode aufs Handy geschickt: bitte \"Geräteerneuerung\" aus dem Startmenü öffnen, Code eingeben und den grünen Haken abwarten.",
                ),
                User("Grüner Haken, Verbindung steht."),
                Fix("fixed", "Gerätezertifikat mit Einmalcode erneuert."),
            ],
            &[
                Say(
                    "die WLAN-Karte geht in den Energiesparmodus, das ist ein bekannter Fehler mit dem alten Treiber. Der neue ist zugewiesen und kommt mit dem nächsten Neustart.",
                ),
                Later("Seit zwei Tagen kein Abbruch mehr."),
                Tag("known-error"),
                Fix("fixed", "WLAN-Treiber auf {laptop} aktualisiert."),
            ],
        ],
        ..MELDUNG
    },
    Scenario {
        key: "de-wlan",
        service: "network",
        category: "network/wifi",
        team: "network",
        subjects: &[
            "@0a WLAN in {room} sehr schlecht",
            "@1 Kein WLAN im [Labor|Lager|Obergeschoss]",
            "@0b WLAN-Aussetzer",
            "@1 Scanner verlieren das WLAN",
        ],
        bodies: &[
            "@0a im Besprechungsraum {room} ist das WLAN kaum zu gebrauchen, [ein Balken|alle schalten die Kamera aus]. Zwei Türen weiter ist es gut.",
            "@1 seit dem Umbau haben wir [im Lager|hinten im Labor] kein WLAN mehr. [Die Handscanner funktionieren dort nicht.|]",
            "@0b das WLAN fällt mehrmals am Tag für eine Minute aus, mit Laptop und Handy gleichzeitig.",
        ],
        calls: &[
            "@0a WLAN in {room} schlecht.",
            "@1 Kein WLAN hinten im Lager.",
        ],
        paths: &[
            &[
                Note(
                    "AP bei {room} sendet seit der automatischen Planung nur noch mit 11 dBm. Fest eingestellt.",
                ),
                Say(
                    "der Sender dort hatte seine Leistung heruntergeregelt. Ich habe das fest eingestellt, magst du es nochmal probieren?",
                ),
                User("Volle Balken, danke!"),
                Fix("fixed", "Sendeleistung am Access Point fest eingestellt."),
            ],
            &[
                Say(
                    "ich war vor Ort: das neue Regal steht genau dazwischen. Da hilft nur ein zusätzlicher Sender, das Kabel wird mit der Haustechnik gezogen.",
                ),
                Until(8, "Termin mit der Haustechnik."),
                Note("AP hängt, Ausleuchtung gemessen."),
                Fix("fixed", "Zusätzlicher Access Point montiert."),
            ],
        ],
        ..MELDUNG
    },
    Scenario {
        key: "de-mail",
        service: "email",
        category: "email/client",
        subjects: &[
            "@0 Mailprogramm aktualisiert nicht",
            "@1 Mails hängen im Postausgang",
            "@2 Postfach fast voll",
            "@0 Keine neuen Mails",
            "@2 Postfach zu {percent} % belegt",
        ],
        bodies: &[
            "@0 mein Mailprogramm zeigt seit {time} nichts Neues an, auf dem Handy sind die Mails da.",
            "@1 im Postausgang hängen {number} Mails und gehen nicht raus. [Eine davon hat einen großen Anhang.|]",
            "@2 ich bekomme die Meldung, dass mein Postfach zu {percent} % voll ist. Löschen kann ich eigentlich nichts, wir brauchen das wegen der Gewährleistung.",
        ],
        calls: &[
            "@0 Mailprogramm zeigt nichts Neues, Handy ja.",
            "@2 Postfach zu {percent} % voll.",
        ],
        paths: &[
            &[
                Say(
                    "schau bitte mal unter Senden/Empfangen, ob \"Offline arbeiten\" aktiv ist. Der Knopf ist schnell aus Versehen gedrückt.",
                ),
                User("Tatsächlich. Peinlich, danke!"),
                Fix("explained", "Programm stand auf Offline."),
            ],
            &[
                Say(
                    "die Mail mit dem großen Anhang blockiert die anderen, bei 25 MB ist Schluss. Nimm dafür bitte einen FileBridge-Link.",
                ),
                User("Gelöscht und als Link geschickt, alles raus."),
                Fix("explained", "Zu großer Anhang, als Link verschickt."),
            ],
            &[
                Say(
                    "ich habe dir das Onlinearchiv freigeschaltet. Alles, was älter als zwei Jahre ist, wandert über Nacht dorthin und bleibt durchsuchbar.",
                ),
                Later("Nur noch 44 %, sehr gut."),
                Fix("provided", "Onlinearchiv aktiviert."),
            ],
        ],
        ..MELDUNG
    },
    Scenario {
        key: "de-freigabe",
        service: "files",
        category: "files/share",
        tags: &["approval"],
        weight: 7,
        subjects: &[
            "@0a Zugriff auf {share}",
            "@bc Berechtigung für Ordner '{folder}'",
            "@1c Kein Zugriff auf {share}",
            "@0b Bitte {colleague} freischalten",
        ],
        bodies: &[
            "@0a könnt ihr mir bitte Zugriff auf {share} geben? Ich arbeite seit {month} an {project} mit.",
            "@0b {colleague} braucht Schreibrechte auf {share}\\{folder}, {boss} ist einverstanden.",
            "@1c seit {since} komme ich nicht mehr in den Ordner '{folder}', obwohl ich ihn selbst angelegt habe.",
        ],
        calls: &["@0a Braucht Zugriff auf {share}."],
        paths: &[
            &[
                Ask(
                    "die Freigabe muss {boss} als Verantwortlicher für den Ordner geben, die Anfrage ist raus.",
                ),
                User("Ist im Portal genehmigt."),
                Fix(
                    "provided",
                    "In die Gruppe aufgenommen. Bitte einmal ab- und wieder anmelden.",
                ),
            ],
            &[
                Note("Vererbung unterbrochen, repariert."),
                Fix("fixed", "Rechte des Unterordners korrigiert."),
            ],
        ],
        ..ANFRAGE
    },
    Scenario {
        key: "de-erp",
        service: "erp",
        category: "application/erp",
        team: "business-apps",
        level: (2, 2),
        who: Who::Dept(&["production", "logistics", "quality", "finance", "sales"]),
        weight: 7,
        subjects: &[
            "@0 Meridian: Auftrag {order} gesperrt",
            "@0 Warenausgang {order} nicht buchbar",
            "@2 Fehlende Berechtigung in Meridian",
            "@1 Bestand {part} stimmt nicht",
            "@1 Falscher Bestand bei {part}",
        ],
        bodies: &[
            "@0 ich kann den Warenausgang zu {order} nicht buchen, angeblich ist der Bestand im Prüflager. Die Teile liegen aber hier. [Der Fahrer kommt um {later}.|]",
            "@1 für {part} zeigt Meridian [4|12] Stück, im Regal liegt nichts. Bei der letzten Zählung war es noch richtig.",
            "@2 beim Ändern von Lieferterminen kommt 'keine Berechtigung'. Bis {since} konnte ich das.",
        ],
        calls: &[
            "@0 {order} nicht buchbar, Ware im Prüflager.",
            "@1 Bestand {part} stimmt nicht.",
        ],
        paths: &[
            &[
                Note("Prüflos vom {olddate} noch offen, QS angerufen."),
                Say(
                    "das Prüflos dazu war noch offen. Die Qualitätssicherung hat es gerade abgeschlossen, jetzt sollte es gehen.",
                ),
                User("Ist gebucht, LKW ist weg. Danke!"),
                Fix("explained", "Prüflos abgeschlossen, Warenausgang gebucht."),
            ],
            &[
                Ask(
                    "kann es sein, dass die Entnahme noch auf einem Papierzettel steht? Am {olddate} war das Terminal {terminal} ausgefallen.",
                ),
                User("Gefunden, der Zettel lag noch in der Ablage. Ich buche nach."),
                Fix(
                    "explained",
                    "Entnahme während des Terminalausfalls wurde nachgebucht.",
                ),
            ],
            &[
                Note(
                    "Rolle in der Quartalsprüfung entzogen, {boss} hatte die falsche Zeile angekreuzt.",
                ),
                Fix("provided", "Rolle nach Rücksprache wieder zugewiesen."),
            ],
        ],
        ..MELDUNG
    },
    Scenario {
        key: "de-zeiterfassung",
        service: "time-expenses",
        category: "application/time",
        team: "business-apps",
        level: (3, 3),
        subjects: &[
            "@0 Projekt {project} fehlt in Tempora",
            "@1 Woche {week} wieder öffnen",
            "@1 Woche {week} falsch gebucht",
            "@2 Reisekosten {city}: Beleg lässt sich nicht hochladen",
        ],
        bodies: &[
            "@0 ich kann auf {project} nicht buchen, es steht nicht in der Liste. Bei {colleague} schon.",
            "@1 in Woche {week} habe ich mich vertan, jetzt ist sie gesperrt. Könnt ihr die bitte öffnen?",
            "@2 der Hotelbeleg aus {city} ({amount} EUR) lässt sich nicht hochladen, 'Dateityp nicht unterstützt'.",
        ],
        calls: &["@1 Woche {week} bitte öffnen."],
        paths: &[
            &[
                Say(
                    "dich muss die Projektleitung eintragen, ich habe ihr eine kurze Anleitung geschickt.",
                ),
                User("Steht jetzt drin."),
                Fix("explained", "Von der Projektleitung eingetragen."),
            ],
            &[Fix(
                "provided",
                "Woche bis morgen Abend geöffnet, danach bitte erneut genehmigen lassen.",
            )],
            &[
                Say(
                    "das Bildformat vom neuen Handy kennt Tempora nicht. Mach das Foto bitte direkt aus der App heraus.",
                ),
                User("So geht es."),
                Fix("explained", "Foto aus der App aufgenommen."),
            ],
        ],
        ..MELDUNG
    },
    Scenario {
        key: "de-eintritt",
        service: "identity",
        category: "account/joiner",
        who: Who::Superiors,
        tags: &["onboarding"],
        weight: 5,
        subjects: &[
            "@0 Neuer Kollege {newcomer} ab {date}",
            "@0 Eintritt {newcomer} zum {date}",
            "@1 Praktikum {newcomer}, Konto und Laptop",
            "@1 Praktikum ab {date}",
        ],
        bodies: &[
            "@0 am {date} fängt {newcomer} bei uns an. Bitte Laptop (Standard), {headset}, Telefonnummer und die üblichen Zugriffe vorbereiten. Der Platz ist neben {colleague}.",
            "@1 wir bekommen ab {date} für {number} Wochen Unterstützung im Praktikum ({newcomer}). Mail, Parley und {share} reichen.",
        ],
        calls: &[],
        paths: &[
            &[
                Note("Personalstamm ist da, Konto angelegt."),
                Pass(
                    "workplace",
                    "Laptop Standard und Headset für {newcomer}, Start {date}.",
                ),
                Ask(
                    "soll {newfirst} auch im Homeoffice arbeiten? Dann lege ich ein zweites Dock dazu.",
                ),
                User("Ja, zwei Tage die Woche."),
                Until(4, "Erster Arbeitstag."),
                Fix(
                    "provided",
                    "{newcomer} ist komplett eingerichtet, Übergabe am ersten Tag erfolgt.",
                ),
            ],
            &[
                Ask("wie lautet das Enddatum? Konten für Praktika laufen automatisch ab."),
                User("Letzter Tag ist vier Wochen nach Beginn."),
                Fix(
                    "provided",
                    "Konto mit Enddatum angelegt, Startpasswort liegt bei {first}.",
                ),
            ],
        ],
        ..ANFRAGE
    },
];
