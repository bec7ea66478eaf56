//! In German, from Göttingen: laptops, docks, accessories, mobiles.

use super::Line::*;
use super::{INCIDENT, REQUEST, Scenario};
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
        key: "de-laptop",
        category: "hardware/laptop",
        weight: 7,
        subjects: &[
            "@0 Laptop extrem langsam",
            "@1 {laptop} stürzt ab",
            "@1 Bluescreen {hex}",
            "@2 Akku hält nur {mins} Minuten",
            "@0 Rechner braucht ewig zum Starten",
        ],
        bodies: &[
            "@0 mein Laptop ({laptop}) ist seit {since} furchtbar langsam. [Der Lüfter läuft dauernd.|Vom Einschalten bis zur ersten Mail vergehen {mins} Minuten.]",
            "@1 {laptop} stürzt ab, sobald ich ihn vom Dock nehme, blauer Bildschirm mit {hex}. [Heute schon dreimal.|]",
            "@2 der Akku von meinem {model} ist nach {mins} Minuten leer. In Besprechungen suche ich immer zuerst die Steckdose.",
        ],
        calls: &[
            "@0 Laptop langsam, {laptop}.",
            "@1 Bluescreen beim Abdocken, {laptop}.",
            "@2 Akku am Ende, {model}.",
        ],
        paths: &[
            &[
                Ask("darf ich kurz per Fernwartung draufschauen? Zwei Minuten reichen."),
                User("Gern, passt gerade."),
                Note(
                    "Platte zu {percent} % voll, FileBridge hat die ganze Projektfreigabe geladen.",
                ),
                Fix(
                    "fixed",
                    "FileBridge auf Bedarf umgestellt und aufgeräumt, {laptop} läuft wieder flott.",
                ),
            ],
            &[
                Note("Grafiktreiber vom Dock, bekannt. {laptop} in die Pilotgruppe verschoben."),
                Say(
                    "das ist ein bekannter Fehler im Bildschirmtreiber. Die korrigierte Version kommt mit dem nächsten Neustart, bitte zwei Tage beobachten.",
                ),
                Later("Kein Absturz mehr."),
                Tag("known-error"),
                Fix("fixed", "Korrigierter Treiber installiert."),
            ],
            &[
                Say(
                    "der Akku ist verbraucht, Ersatz ist da. Komm einfach bis {later} vorbei, dauert eine Viertelstunde.",
                ),
                User("Bin um die Mittagszeit bei euch."),
                Fix("fixed", "Akku getauscht."),
            ],
        ],
        ..MELDUNG
    },
    Scenario {
        key: "de-dock",
        category: "hardware/dock",
        subjects: &[
            "Monitore bleiben schwarz",
            "Dock erkennt zweiten Bildschirm nicht",
            "Kein Bild über {dock}",
        ],
        bodies: &[
            "wenn ich den Laptop ans {dock} stecke, [bleiben beide Monitore schwarz|kommt nur einer von beiden]. Ab- und Anstecken hilft manchmal.",
            "seit dem letzten Update wird mein zweiter Bildschirm nicht mehr erkannt. Kabel sind geprüft.",
            "neuer Platz, neues Dock, kein Bild. Was mache ich falsch?",
        ],
        calls: &["Kein Bild über {dock}."],
        paths: &[
            &[
                Say(
                    "bitte einmal das Dock vom Strom nehmen, zehn Sekunden warten und wieder anstecken. Klingt albern, hilft aber wirklich.",
                ),
                User("Hat geholfen, beide Bilder da."),
                Fix("fixed", "Dock neu gestartet."),
            ],
            &[
                Note("Firmware 1.04, Update angestoßen."),
                Say(
                    "ich aktualisiere gerade die Firmware vom Dock. Die Bildschirme werden kurz schwarz, bitte nichts abziehen.",
                ),
                User("Läuft."),
                Fix("fixed", "Firmware des {dock} aktualisiert."),
            ],
            &[
                Note("Dock defekt, mit eigenem Laptop getestet."),
                Tag("hardware-swap"),
                Fix("fixed", "Dock getauscht."),
            ],
        ],
        ..MELDUNG
    },
    Scenario {
        key: "de-zubehoer",
        category: "hardware/accessory",
        level: (3, 3),
        subjects: &[
            "@a Ergonomische Maus",
            "@c Zweiter Monitor",
            "@b {headset} bestellen",
            "@d Netzteil fürs Homeoffice",
            "@e Tastatur defekt",
        ],
        bodies: &[
            "@a könnte ich [eine ergonomische Maus|eine Vertikalmaus] bekommen? Mir tut nach langen Tagen das Handgelenk weh.",
            "@c ich hätte gern einen zweiten Monitor für meinen Platz, {boss} ist einverstanden.",
            "@b für das Großraumbüro hätte ich gern ein {headset}, das alte dämpft kaum.",
            "@d habt ihr noch ein Netzteil für zu Hause? Ich schleppe meins dreimal die Woche hin und her.",
            "@e bei meiner Tastatur [klemmt die Leertaste|sind die Buchstaben abgerieben], bitte um Ersatz.",
        ],
        calls: &[
            "@b Möchte ein Headset fürs Großraumbüro.",
            "@d Braucht ein zweites Netzteil für zu Hause.",
        ],
        paths: &[
            &[Fix("provided", "Aus dem Lager ausgegeben.")],
            &[
                Say("haben wir da, komm einfach bis {later} vorbei."),
                User("Bis gleich!"),
                Fix("provided", "Am Tresen abgeholt."),
            ],
            &[
                Until(7, "Sammelbestellung."),
                Fix("provided", "Geliefert und an den Platz gebracht."),
            ],
        ],
        ..ANFRAGE
    },
    Scenario {
        key: "de-handy",
        service: "telephony",
        category: "mobile/device",
        level: (3, 2),
        subjects: &[
            "@0 Diensthandy: keine Mails mehr",
            "@1 Neues Handy, Confirma umziehen",
            "@2 Display vom {mobile} gesprungen",
            "@2 {mobile} heruntergefallen",
        ],
        bodies: &[
            "@0 auf meinem {mobile} kommen seit {since} keine Mails mehr an, 'Gerät erfüllt die Anforderungen nicht'.",
            "@1 ich habe ein neues {mobile} und die Confirma-App nicht umgezogen. Jetzt kann ich mich nirgends mehr anmelden.",
            "@2 mir ist das {mobile} [beim Kunden|in der Halle] auf den Boden gefallen, das Glas ist gesprungen.",
        ],
        calls: &[
            "@1 Confirma nach Handywechsel zurücksetzen, per Video geprüft.",
            "@0 Keine Mails auf {mobile}.",
        ],
        paths: &[
            &[
                Say(
                    "seit diesem Monat ist eine Bildschirmsperre mit mindestens sechs Ziffern Pflicht. Einstellungen > Sicherheit > Bildschirmsperre, danach in der Firmenportal-App auf 'Erneut prüfen'.",
                ),
                User("Erledigt, Mails sind da."),
                Fix("explained", "Bildschirmsperre eingerichtet."),
            ],
            &[
                Say(
                    "ich habe den zweiten Faktor zurückgesetzt. Bei der nächsten Anmeldung erscheint ein QR-Code, den bitte mit dem neuen Handy scannen.",
                ),
                User("Hat auf Anhieb geklappt."),
                Fix(
                    "provided",
                    "Zweiter Faktor nach Identitätsprüfung neu eingerichtet.",
                ),
            ],
            &[
                Say("du kannst es bei uns am Tresen tauschen, Ersatz liegt bereit."),
                User("Bin am {soon} im Haus und komme vorbei."),
                Until(2, "Kommt vorbei."),
                Fix("fixed", "Handy getauscht, Vertrag und Confirma umgezogen."),
            ],
        ],
        ..MELDUNG
    },
];
