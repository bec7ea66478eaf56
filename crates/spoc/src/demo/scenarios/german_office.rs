//! In German, from Göttingen: devices, printing, laboratories, meeting rooms.

use super::Line::*;
use super::{INCIDENT, REQUEST, Scenario, Who};
use crate::demo::company::Language;

const MELDUNG: Scenario = Scenario { language: Language::German, weight: 6, team: "workplace", service: "workplace", ..INCIDENT };
const ANFRAGE: Scenario = Scenario { language: Language::German, weight: 6, team: "workplace", service: "workplace", ..REQUEST };

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        key: "de-laptop",
        category: "hardware/laptop",
        weight: 7,
        subjects: &["Laptop extrem langsam", "{laptop} stürzt ab", "Bluescreen {hex}", "Akku hält nur {mins} Minuten", "Rechner braucht ewig zum Starten"],
        bodies: &["@0 mein Laptop ({laptop}) ist seit {since} furchtbar langsam. [Der Lüfter läuft dauernd.|Vom Einschalten bis zur ersten Mail vergehen {mins} Minuten.]", "@1 {laptop} stürzt ab, sobald ich ihn vom Dock nehme, blauer Bildschirm mit {hex}. [Heute schon dreimal.|]", "@2 der Akku von meinem {model} ist nach {mins} Minuten leer. In Besprechungen suche ich immer zuerst die Steckdose."],
        calls: &["@0 Laptop langsam, {laptop}.", "@1 Bluescreen beim Abdocken, {laptop}.", "@2 Akku am Ende, {model}."],
        paths: &[
            &[Ask("darf ich kurz per Fernwartung draufschauen? Zwei Minuten reichen."), User("Gern, passt gerade."), Note("Platte zu {percent} % voll, FileBridge hat die ganze Projektfreigabe geladen."), Fix("fixed", "FileBridge auf Bedarf umgestellt und aufgeräumt, {laptop} läuft wieder flott.")],
            &[Note("Grafiktreiber vom Dock, bekannt. {laptop} in die Pilotgruppe verschoben."), Say("das ist ein bekannter Fehler im Bildschirmtreiber. Die korrigierte Version kommt mit dem nächsten Neustart, bitte zwei Tage beobachten."), Later("Kein Absturz mehr."), Tag("known-error"), Fix("fixed", "Korrigierter Treiber installiert.")],
            &[Say("der Akku ist verbraucht, Ersatz ist da. Komm einfach bis {later} vorbei, dauert eine Viertelstunde."), User("Bin um die Mittagszeit bei euch."), Fix("fixed", "Akku getauscht.")],
        ],
        ..MELDUNG
    },
    Scenario {
        key: "de-dock",
        category: "hardware/dock",
        subjects: &["Monitore bleiben schwarz", "Dock erkennt zweiten Bildschirm nicht", "Kein Bild über {dock}"],
        bodies: &["wenn ich den Laptop ans {dock} stecke, [bleiben beide Monitore schwarz|kommt nur einer von beiden]. Ab- und Anstecken hilft manchmal.", "seit dem Update {since} wird mein zweiter Bildschirm nicht mehr erkannt. Kabel sind geprüft.", "neuer Platz, neues Dock, kein Bild. Was mache ich falsch?"],
        calls: &["Kein Bild über {dock}."],
        paths: &[
            &[Say("bitte einmal das Dock vom Strom nehmen, zehn Sekunden warten und wieder anstecken. Klingt albern, hilft aber wirklich."), User("Hat geholfen, beide Bilder da."), Fix("fixed", "Dock neu gestartet.")],
            &[Note("Firmware 1.04, Update angestoßen."), Say("ich aktualisiere gerade die Firmware vom Dock. Die Bildschirme werden kurz schwarz, bitte nichts abziehen."), User("Läuft."), Fix("fixed", "Firmware des {dock} aktualisiert.")],
            &[Note("Dock defekt, mit eigenem Laptop getestet."), Tag("hardware-swap"), Fix("fixed", "Dock getauscht.")],
        ],
        ..MELDUNG
    },
    Scenario {
        key: "de-drucker",
        service: "printing",
        category: "printing/printer",
        weight: 7,
        subjects: &["Drucker {printer} druckt Streifen", "{printer}: Papierstau", "Druckaufträge verschwinden", "Etikettendrucker {labeller} druckt versetzt"],
        bodies: &["@0 alle Ausdrucke von {printer} haben einen schwarzen Strich. [So können wir die Prüfprotokolle nicht rausgeben.|]", "@1 {printer} meldet Papierstau, es ist aber kein Papier drin. {colleague} und ich haben alle Klappen offen gehabt.", "@2 meine Druckaufträge tauchen am Drucker nicht auf. [Zwei Drucker probiert.|Bei anderen geht es.]", "@3 {labeller} druckt seit dem Rollenwechsel um einen Zentimeter versetzt. Der Versand wartet."],
        calls: &["@1 Papierstau an {printer}, nichts zu finden.", "@2 Druckaufträge kommen nicht am Drucker an."],
        paths: &[
            &[Note("Trommel am Ende, Ersatz im Schrank."), Fix("fixed", "Trommel getauscht, Testseite sauber.")],
            &[Note("Etikett klebte an der Fixierwalze."), Fix("fixed", "Ein Etikett hatte sich innen gelöst, entfernt und gereinigt.")],
            &[Say("ganz vorn in deiner Warteschlange hing ein riesiger alter Auftrag. Ist gelöscht, der Rest sollte jetzt am Drucker stehen."), User("Alles da, danke."), Fix("fixed", "Hängenden Auftrag gelöscht.")],
            &[Say("die neue Rolle hat Lücken statt schwarzer Marken, der Sensor muss umgestellt werden: Feed gedrückt halten, bis es dreimal blinkt."), User("Dreimal geblinkt, passt jetzt genau."), Fix("explained", "Sensor auf die andere Rolle eingestellt.")],
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
        subjects: &["{labpc} findet {instrument} nicht", "Messrechner verliert die Verbindung", "{instrument}: keine Kommunikation", "Software-Update auf {labpc}"],
        bodies: &["@01 {labpc} findet seit [heute früh|dem Update {since}] das {instrument} nicht mehr. Das Gerät selbst ist bereit.", "@2 bei längeren Messreihen bricht nach {mins} Minuten die Verbindung zum {instrument} ab. Wir fangen dann jedes Mal von vorn an.", "@3 für das {instrument} gibt es die Version {version}. {labpc} hängt nicht am Netz, könntet ihr die am {soon} einspielen?"],
        calls: &["@01 {labpc} sieht das {instrument} nicht.", "@2 Verbindungsabbruch bei langen Messreihen."],
        paths: &[
            &[Note("Adapter steckte in anderer Buchse, Port 7 statt 4."), Fix("fixed", "Anschluss auf COM4 festgelegt und Buchsen beschriftet.")],
            &[Note("Treiber durch das Funktionsupdate entfernt, {labpc} war nicht in der Ausnahmegruppe."), Say("das Update hätte auf einem Messrechner gar nicht kommen dürfen. Treiber ist wieder drauf, {labpc} ist jetzt ausgenommen. Magst du eine Testmessung machen?"), User("Misst wieder, Referenz passt."), Fix("fixed", "Treiber neu installiert, Rechner von Funktionsupdates ausgenommen.")],
            &[Ask("geht vorher der Bildschirm aus?"), User("Ja, genau, und ein paar Minuten später kommt der Fehler."), Fix("fixed", "Energiesparen der USB-Anschlüsse abgeschaltet, Dauertest über acht Stunden ohne Abbruch.")],
            &[Ask("am {soon} um {hour} würde passen. Ich mache vorher ein Abbild, damit wir zurückkönnen. In Ordnung?"), User("Sehr gut, wir halten den Platz frei."), Until(3, "Termin mit dem Labor."), Note("Abbild liegt auf dem Labor-NAS, Referenzstück gemessen."), Fix("provided", "Version {version} installiert, Referenzmessung bestanden.")],
        ],
        ..MELDUNG
    },
    Scenario {
        key: "de-besprechungsraum",
        service: "collaboration",
        category: "collaboration/room",
        level: (2, 2),
        tags: &["on-site"],
        subjects: &["{room}: Bildschirm bleibt schwarz", "Kein Ton in {room}", "Kamera in {room} defekt", "Adapter in {room} fehlt"],
        bodies: &["@0 in {room} bleibt der Bildschirm schwarz, [um {later} kommt {customer}|die Fernbedienung tut nichts].", "@1 in {room} hört uns die Gegenseite nicht. Bild ist da. Wir haben uns mit einem Handy auf dem Tisch beholfen.", "@2 der Adapter in {room} ist schon wieder weg."],
        calls: &["@0 {room}: schwarzer Bildschirm, Besuch um {later}.", "@1 {room} ohne Ton."],
        paths: &[
            &[Note("Gehe hin."), Fix("fixed", "Bildschirm stand auf dem falschen Eingang. Kurzanleitung liegt jetzt auf dem Tisch.")],
            &[Note("Mikrofon war ausgesteckt, vermutlich bei der Reinigung."), Fix("fixed", "Mikrofon wieder angeschlossen und Kabel befestigt.")],
            &[Fix("provided", "Neuer Adapter, diesmal mit Stahlseil.")],
        ],
        ..MELDUNG
    },
    Scenario {
        key: "de-software",
        category: "software/install",
        team: "service-desk",
        weight: 7,
        subjects: &["Bitte {app} installieren", "Softwarewunsch für {laptop}", "Installation verlangt Administrator", "Makro blockiert"],
        bodies: &["@012 könnt ihr auf {laptop} bitte ein weiteres Programm installieren: {deapp}. [{boss} ist einverstanden.|{colleague} hat das auch.]", "@012 ich brauche für {project} {deapp}, die Installation fragt aber nach einem Administrator.", "@3 beim Öffnen von {file} heißt es, Makros seien blockiert. Das ist unsere eigene Datei."],
        slots: &[("deapp", &["einen PDF-Editor", "das Statistikpaket", "ein Vektorzeichenprogramm", "das Terminalprogramm", "den Signatur-Client"]), ("app", &["PDF-Editor", "Statistikpaket", "Zeichenprogramm", "Terminalprogramm"])],
        calls: &["@012 Möchte {deapp} auf {laptop}.", "@3 Makro in eigener Datei blockiert."],
        paths: &[
            &[Say("das findest du im Software Centre (blaue Tasche im Startmenü), dort kannst du es ohne uns installieren."), User("Gefunden, läuft schon."), Fix("explained", "Selbst aus dem Software Centre installiert.")],
            &[Note("Lizenz frei, zugewiesen."), Fix("provided", "Zugewiesen, installiert sich beim nächsten Neustart.")],
            &[Ask("dafür brauchen wir eine Lizenz für etwa {amount} Euro im Jahr. Gibt es eine Kostenstelle und ein OK von {boss}?"), User("Kostenstelle {ext}, OK ist da."), Vendor("Lizenz bestellt."), Fix("provided", "Lizenz ist da, installiert und aktiviert.")],
            &[Say("Makros laufen nur noch aus vertrauten Ordnern. Leg die Datei bitte nach S:\\Makros, dort hat eure Abteilung einen Ordner."), User("Verschoben, geht."), Fix("explained", "Datei in den vertrauten Ordner verschoben.")],
        ],
        ..ANFRAGE
    },
    Scenario {
        key: "de-zubehoer",
        category: "hardware/accessory",
        level: (3, 3),
        subjects: &["Ergonomische Maus", "Zweiter Monitor", "{headset} bestellen", "Netzteil fürs Homeoffice", "Tastatur defekt"],
        bodies: &["könnte ich [eine ergonomische Maus|eine Vertikalmaus] bekommen? Mir tut nach langen Tagen das Handgelenk weh.", "ich hätte gern einen zweiten Monitor für meinen Platz, {boss} ist einverstanden.", "für das Großraumbüro hätte ich gern ein {headset}, das alte dämpft kaum.", "habt ihr noch ein Netzteil für zu Hause? Ich schleppe meins dreimal die Woche hin und her.", "bei meiner Tastatur [klemmt die Leertaste|sind die Buchstaben abgerieben], bitte um Ersatz."],
        calls: &["Möchte ein Headset fürs Großraumbüro.", "Netzteil fürs Homeoffice."],
        paths: &[
            &[Fix("provided", "Aus dem Lager ausgegeben.")],
            &[Say("haben wir da, komm einfach bis {later} vorbei."), User("Bis gleich!"), Fix("provided", "Am Tresen abgeholt.")],
            &[Until(7, "Sammelbestellung."), Fix("provided", "Geliefert und an den Platz gebracht.")],
        ],
        ..ANFRAGE
    },
    Scenario {
        key: "de-handy",
        service: "telephony",
        category: "mobile/device",
        level: (3, 2),
        subjects: &["Diensthandy: keine Mails mehr", "Neues Handy, Confirma umziehen", "Display vom {mobile} gesprungen", "Kein Internet in {country}"],
        bodies: &["@0 auf meinem {mobile} kommen seit {since} keine Mails mehr an, 'Gerät erfüllt die Anforderungen nicht'.", "@1 ich habe ein neues {mobile} und die Confirma-App nicht umgezogen. Jetzt kann ich mich nirgends mehr anmelden.", "@2 mir ist das {mobile} [beim Kunden|in der Halle] auf den Boden gefallen, das Glas ist gesprungen."],
        calls: &["@1 Confirma nach Handywechsel zurücksetzen, per Video geprüft.", "@0 Keine Mails auf {mobile}."],
        paths: &[
            &[Say("seit diesem Monat ist eine Bildschirmsperre mit mindestens sechs Ziffern Pflicht. Einstellungen > Sicherheit > Bildschirmsperre, danach in der Firmenportal-App auf 'Erneut prüfen'."), User("Erledigt, Mails sind da."), Fix("explained", "Bildschirmsperre eingerichtet.")],
            &[Say("ich habe den zweiten Faktor zurückgesetzt. Bei der nächsten Anmeldung erscheint ein QR-Code, den bitte mit dem neuen Handy scannen."), User("Hat auf Anhieb geklappt."), Fix("provided", "Zweiter Faktor nach Identitätsprüfung neu eingerichtet.")],
            &[Say("du kannst es bei uns am Tresen tauschen, Ersatz liegt bereit."), User("Bin {soon} im Haus und komme vorbei."), Until(2, "Kommt vorbei."), Fix("fixed", "Handy getauscht, Vertrag und Confirma umgezogen.")],
        ],
        ..MELDUNG
    },
];
