//! In German, from Göttingen: printing, laboratories, meeting rooms, software.

use super::Line::*;
use super::{INCIDENT, REQUEST, Scenario, Who};
use crate::demo::company::Language;

const MELDUNG: Scenario = Scenario {
    language: Language::German,
    weight: 6,
    team: "workplace",
    service: "workplace",
    ..INCIDENT
};
const ANFRAGE: Scenario = Scenario {
    language: Language::German,
    weight: 6,
    team: "workplace",
    service: "workplace",
    ..REQUEST
};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        key: "de-drucker",
        service: "printing",
        category: "printing/printer",
        weight: 7,
        subjects: &[
            "@0 Drucker {printer} druckt Streifen",
            "@1 {printer}: Papierstau",
            "@2 Druckaufträge verschwinden",
            "@3 Etikettendrucker {labeller} druckt versetzt",
        ],
        bodies: &[
            "@0 alle Ausdrucke von {printer} haben einen schwarzen Strich. [So können wir die Prüfprotokolle nicht rausgeben.|]",
            "@1 {printer} meldet Papierstau, es ist aber kein Papier drin. {colleague} und ich haben alle Klappen offen gehabt.",
            "@2 meine Druckaufträge tauchen am Drucker nicht auf. [Zwei Drucker probiert.|Bei anderen geht es.]",
            "@3 {labeller} druckt seit dem Rollenwechsel um einen Zentimeter versetzt. Der Versand wartet.",
        ],
        calls: &[
            "@1 Papierstau an {printer}, nichts zu finden.",
            "@2 Druckaufträge kommen nicht am Drucker an.",
        ],
        paths: &[
            &[
                Note("Trommel am Ende, Ersatz im Schrank."),
                Fix("fixed", "Trommel getauscht, Testseite sauber."),
            ],
            &[
                Note("Etikett klebte an der Fixierwalze."),
                Fix(
                    "fixed",
                    "Ein Etikett hatte sich innen gelöst, entfernt und gereinigt.",
                ),
            ],
            &[
                Say(
                    "ganz vorn in deiner Warteschlange hing ein riesiger alter Auftrag. Ist gelöscht, der Rest sollte jetzt am Drucker stehen.",
                ),
                User("Alles da, danke."),
                Fix("fixed", "Hängenden Auftrag gelöscht."),
            ],
            &[
                Say(
                    "die neue Rolle hat Lücken statt schwarzer Marken, der Sensor muss umgestellt werden: Feed gedrückt halten, bis es dreimal blinkt.",
                ),
                User("Dreimal geblinkt, passt jetzt genau."),
                Fix("explained", "Sensor auf die andere Rolle eingestellt."),
            ],
        ],
        ..MELDUNG
    },
    Scenario {
        key: "de-messplatz",
        service: "engineering",
        category: "lab/measuring",
        level: (2, 2),
        who: Who::Dept(&["quality", "rnd", "service"]),
        tags: &["on-site"],
        weight: 7,
        subjects: &[
            "@01 {labpc} findet {instrument} nicht",
            "@2 Messrechner verliert die Verbindung",
            "@01 {instrument}: keine Kommunikation",
            "@3 Software-Update auf {labpc}",
        ],
        bodies: &[
            "@01 {labpc} findet seit [heute früh|dem letzten Update] das {instrument} nicht mehr. Das Gerät selbst ist bereit.",
            "@2 bei längeren Messreihen bricht nach {mins} Minuten die Verbindung zum {instrument} ab. Wir fangen dann jedes Mal von vorn an.",
            "@3 für das {instrument} gibt es die Version {version}. {labpc} hängt nicht am Netz, könntet ihr die am {soon} einspielen?",
        ],
        calls: &[
            "@01 {labpc} sieht das {instrument} nicht.",
            "@2 Verbindungsabbruch bei langen Messreihen.",
        ],
        paths: &[
            &[
                Note("Adapter steckte in anderer Buchse, Port 7 statt 4."),
                Fix(
                    "fixed",
                    "Anschluss auf COM4 festgelegt und Buchsen beschriftet.",
                ),
            ],
            &[
                Note(
                    "Treiber durch das Funktionsupdate entfernt, {labpc} war nicht in der Ausnahmegruppe.",
                ),
                Say(
                    "das Update hätte auf einem Messrechner gar nicht kommen dürfen. Treiber ist wieder drauf, {labpc} ist jetzt ausgenommen. Magst du eine Testmessung machen?",
                ),
                User("Misst wieder, Referenz passt."),
                Fix(
                    "fixed",
                    "Treiber neu installiert, Rechner von Funktionsupdates ausgenommen.",
                ),
            ],
            &[
                Ask("geht vorher der Bildschirm aus?"),
                User("Ja, genau, und ein paar Minuten später kommt der Fehler."),
                Fix(
                    "fixed",
                    "Energiesparen der USB-Anschlüsse abgeschaltet, Dauertest über acht Stunden ohne Abbruch.",
                ),
            ],
            &[
                Ask(
                    "am {soon} um {hour} würde passen. Ich mache vorher ein Abbild, damit wir zurückkönnen. In Ordnung?",
                ),
                User("Sehr gut, wir halten den Platz frei."),
                Until(3, "Termin mit dem Labor."),
                Note("Abbild liegt auf dem Labor-NAS, Referenzstück gemessen."),
                Fix(
                    "provided",
                    "Version {version} installiert, Referenzmessung bestanden.",
                ),
            ],
        ],
        ..MELDUNG
    },
    Scenario {
        key: "de-besprechungsraum",
        service: "collaboration",
        category: "collaboration/room",
        level: (2, 2),
        tags: &["on-site"],
        subjects: &[
            "@0 {room}: Bildschirm bleibt schwarz",
            "@1 Kein Ton in {room}",
            "@1 Niemand hört uns in {room}",
            "@2 Adapter in {room} fehlt",
        ],
        bodies: &[
            "@0 in {room} bleibt der Bildschirm schwarz, [um {later} kommt {customer}|die Fernbedienung tut nichts].",
            "@1 in {room} hört uns die Gegenseite nicht. Bild ist da. Wir haben uns mit einem Handy auf dem Tisch beholfen.",
            "@2 der Adapter in {room} ist schon wieder weg.",
        ],
        calls: &[
            "@0 {room}: schwarzer Bildschirm, Besuch um {later}.",
            "@1 {room} ohne Ton.",
        ],
        paths: &[
            &[
                Note("Gehe hin."),
                Fix(
                    "fixed",
                    "Bildschirm stand auf dem falschen Eingang. Kurzanleitung liegt jetzt auf dem Tisch.",
                ),
            ],
            &[
                Note("Mikrofon war ausgesteckt, vermutlich bei der Reinigung."),
                Fix(
                    "fixed",
                    "Mikrofon wieder angeschlossen und Kabel befestigt.",
                ),
            ],
            &[Fix("provided", "Neuer Adapter, diesmal mit Stahlseil.")],
        ],
        ..MELDUNG
    },
    Scenario {
        key: "de-software",
        category: "software/install",
        team: "service-desk",
        weight: 7,
        subjects: &[
            "@012 Software für {project}",
            "@012 Softwarewunsch für {laptop}",
            "@012a Installation verlangt Administrator",
            "@3 Makro blockiert",
        ],
        bodies: &[
            "@012 könnt ihr auf {laptop} bitte ein weiteres Programm installieren: {deapp}. [{boss} ist einverstanden.|{colleague} hat das auch.]",
            "@012a ich brauche für {project} {deapp}, die Installation fragt aber nach einem Administrator.",
            "@3 beim Öffnen von {file} heißt es, Makros seien blockiert. Das ist unsere eigene Datei.",
        ],
        slots: &[
            (
                "deapp",
                &[
                    "einen PDF-Editor",
                    "das Statistikpaket",
                    "ein Vektorzeichenprogramm",
                    "das Terminalprogramm",
                    "den Signatur-Client",
                ],
            ),
            (
                "app",
                &[
                    "PDF-Editor",
                    "Statistikpaket",
                    "Zeichenprogramm",
                    "Terminalprogramm",
                ],
            ),
        ],
        calls: &[
            "@012 Möchte {deapp} auf {laptop}.",
            "@3 Makro in eigener Datei blockiert.",
        ],
        paths: &[
            &[
                Say(
                    "das findest du im Software Centre (blaue Tasche im Startmenü), dort kannst du es ohne uns installieren.",
                ),
                User("Gefunden, läuft schon."),
                Fix("explained", "Selbst aus dem Software Centre installiert."),
            ],
            &[
                Note("Lizenz frei, zugewiesen."),
                Fix(
                    "provided",
                    "Zugewiesen, installiert sich beim nächsten Neustart.",
                ),
            ],
            &[
                Ask(
                    "dafür brauchen wir eine Lizenz für etwa {amount} Euro im Jahr. Gibt es eine Kostenstelle und ein OK von {boss}?",
                ),
                User("Kostenstelle {ext}, OK ist da."),
                Vendor("Lizenz bestellt."),
                Fix("provided", "Lizenz ist da, installiert und aktiviert."),
            ],
            &[
                Say(
                    "Makros laufen nur noch aus vertrauten Ordnern. Leg die Datei bitte nach S:\\Makros, dort hat eure Abteilung einen Ordner.",
                ),
                User("Verschoben, geht."),
                Fix("explained", "Datei in den vertrauten Ordner verschoben."),
            ],
        ],
        ..ANFRAGE
    },
];
