//! Wireless, cables, firewalls, names.

use super::Line::*;
use super::{INCIDENT, REQUEST, Scenario, Who};

const WIFI: Scenario = Scenario {
    service: "network",
    category: "network/wifi",
    team: "network",
    ..INCIDENT
};
const LAN: Scenario = Scenario {
    service: "network",
    category: "network/lan",
    team: "network",
    ..INCIDENT
};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        key: "wifi-weak",
        weight: 11,
        subjects: &[
            "@01 Wi-Fi [bad|weak|unstable] in {room}",
            "@01 Wi-Fi keeps dropping on the {floor}",
            "@12 [No Wi-Fi in|Scanners lose Wi-Fi near] {hall}",
            "@01 Terrible wifi in meeting room {room}",
        ],
        bodies: &[
            "@01 The Wi-Fi in {room} is [hardly usable|really poor]: one bar, and calls break up. At my desk [{number} metres away|down the corridor] it's fine.",
            "@01 On the {floor} the Wi-Fi drops every time I walk from my desk to {room}. It takes a minute until it's back[ and Parley throws me out of the call|].",
            "@12 Our handheld scanners lose the Wi-Fi near {hall}. It's always the same corner, behind the [racking|new cabinets]. [Since {since}.|Started when the racking was moved.] We have to walk back to book.",
            "@01 wifi in {room} is bad again, {number} people in a customer call and everyone had to switch to the phone. embarrassing",
        ],
        calls: &[
            "@01 Wi-Fi weak in {room}, calls break up.",
            "@12 Scanners lose Wi-Fi in {hall}, always the same corner.",
        ],
        paths: &[
            &[
                Note(
                    "AP nearest to {room} is up but at 11 dBm since the last automatic channel plan. Neighbour AP on same channel.",
                ),
                Say(
                    "I can see on the controller that the access point there has been turned down by the automatic planning. I've fixed power and channel by hand. Could you try again there and tell me?",
                ),
                User("[Three bars now.|Much better, full signal.] [Thanks, that was quick!|]"),
                Fix(
                    "fixed",
                    "Power and channel of the access point near {room} set by hand.",
                ),
            ],
            &[
                Ask(
                    "[thanks for reporting|thanks]. Does this happen with one device or with all of them? And since about when?",
                ),
                User("All of them, phones too. I'd say since [the building work|{since}]."),
                Note(
                    "AP shows up as 'no power' on {switch}. Probably unplugged during the works. Somebody has to go and look.",
                ),
                Pass(
                    "workplace",
                    "Could one of you check the access point above the ceiling near {room} when you're over there? Looks unplugged, port on {switch} is dark.",
                ),
                Note("Patch cable was cut by the electricians. New cable pulled, AP up."),
                Fix(
                    "fixed",
                    "Cable of the access point had been damaged during building work; replaced on site.",
                ),
            ],
            &[
                Say(
                    "I measured on site this morning. The metal [racking|cabinets] now stand between the access point and that corner, so no setting will help; we need one more access point. I've asked Facilities for a date to pull the cable.",
                ),
                Until(
                    9,
                    "Electrician comes with Facilities, then AP can be mounted.",
                ),
                Note("Cable is in, AP mounted and in the plan."),
                User("Tested with two scanners along the whole aisle, no drop."),
                Fix(
                    "fixed",
                    "Additional access point mounted; coverage measured and fine.",
                ),
            ],
        ],
        ..WIFI
    },
    Scenario {
        key: "wifi-guests",
        kind: REQUEST.kind,
        team: "service-desk",
        weight: 8,
        level: (3, 2),
        subjects: &[
            "Guest Wi-Fi for visitors on {date}",
            "@a Wi-Fi codes for {number} visitors",
            "Guest access {room}",
            "@a Internet for customer visit",
        ],
        bodies: &[
            "@a We have {number} visitors from {customer} on {date} in {room}. Could we get guest Wi-Fi codes please? They stay [one day|two days].",
            "Please prepare guest access for a training with {number} people on {date}, {hour} to 17:00. They bring their own laptops.",
            "The auditors come on {date} and need internet for three days. [Last time the code ran out at lunch, so please longer than 8 hours.|]",
        ],
        calls: &["Needs {number} guest codes for {date}, {room}."],
        paths: &[
            &[
                Say(
                    "here are the codes for {date}: they become valid at 7:00 and run until 19:00 of the last day. A printable sheet is attached. Have a good visit!",
                ),
                Log(
                    "guest-codes.txt",
                    "Network: ALDERMOOR-GUEST\nValid on: {date}\nCodes: one per visitor, see sheet at the reception\n",
                ),
                Fix("provided", "Guest codes sent."),
            ],
            &[
                Ask(
                    "happy to. Is it [one code for all|one code each] that you need, and until what time?",
                ),
                User("One for all is easier, until 18:00."),
                Fix(
                    "provided",
                    "One shared guest code for {date}, valid 7:00 to 19:00, sent by mail and left at the reception.",
                ),
            ],
            &[
                Say(
                    "did you know that you can make these yourself? Portal > Guest Wi-Fi, takes a minute. As you're in a hurry I've made them for you this time.",
                ),
                User("I didn't! Thanks, next time I'll do it there."),
                Fix(
                    "provided",
                    "Codes created, requester shown the self-service page.",
                ),
            ],
        ],
        ..WIFI
    },
    Scenario {
        key: "lan-socket",
        weight: 8,
        subjects: &[
            "@01 Network socket {port} dead",
            "@01 No network at my desk",
            "@01 Cable network does not work",
            "@2 Please activate socket {port}",
            "@2 Network for a measuring PC in {lab}",
        ],
        bodies: &[
            "@01 I moved desks {since} and the network socket here ({port}, {floor}) [is dead|does nothing]. The light on the dock stays off. Other socket is used by the printer.",
            "@01 No network over the cable at my place[. Wi-Fi works|, only Wi-Fi]. Socket label says {port}.",
            "@2 We need socket {port} in {lab} activated for a [measuring PC|test stand], MAC address {mac}. [Ideally before {date}.|No hurry.]",
        ],
        calls: &[
            "@01 Socket {port} dead after desk move, {floor}.",
            "@2 Wants socket {port} in {lab} patched, MAC {mac}.",
        ],
        paths: &[
            &[
                Note("Not patched. Free port on {switch}."),
                Say(
                    "that socket wasn't connected to anything. I've had it patched to {switch}; it should light up now.",
                ),
                User("[Green light, works.|It blinks! Thanks.]"),
                Fix("fixed", "Socket {port} patched to {switch}."),
            ],
            &[
                Note(
                    "Port on {switch} shut by port security: second MAC seen, {mac}. Somebody has a small switch under the desk.",
                ),
                Ask(
                    "the port was shut down automatically because two devices were seen on it. Is there a [small switch|hub|phone] plugged in between?",
                ),
                User(
                    "Yes, {cofirst} put one there because we have only one socket for two desks. Is that not allowed?",
                ),
                Say(
                    "I'm afraid not, but I understand why. I've opened a second socket ({port2}, next to it) for you, please plug the second dock in there and give us the little switch back :)",
                ),
                Fix(
                    "fixed",
                    "Port reopened, second socket {port2} patched so that no extra switch is needed.",
                ),
            ],
            &[
                Ask(
                    "which device is it for and does it need a fixed address? Lab equipment goes into a separate network, so I'd rather ask first.",
                ),
                User(
                    "It's the PC of the {instrument}, {labpc}. Fixed address please, the software has it entered by hand.",
                ),
                Fix(
                    "provided",
                    "Socket {port} is in the lab network now, address {ip} reserved for {mac}.",
                ),
            ],
        ],
        ..LAN
    },
    Scenario {
        key: "firewall-rule",
        kind: REQUEST.kind,
        category: "network/firewall",
        weight: 7,
        level: (3, 3),
        who: Who::Dept(&["rnd", "quality", "production", "service"]),
        tags: &["approval"],
        subjects: &[
            "@0 Firewall rule for {project}",
            "@0 Port opening request",
            "@1 Test stand cannot reach {server}",
            "@12 Access from lab network to {server}",
            "@3 Remote access for {supplier}, port opening",
        ],
        bodies: &[
            "@0 For project {project} we need a connection from {labpc} ({ip}) to {server}, port [8443|5432|1883|445], TCP. It's for the [measurement upload|result database|broker]. Needed until [further notice|the end of the project].",
            "@1 The test stand in {lab} can't reach {server}. I assume it's the firewall between the lab and the office network. Could you open it? {colleague} did the same for the other stand last year.",
            "@0 The new licence server of the simulation tool runs on {server}, clients need ports 27000-27010. Affected: everybody in R&D, about 30 PCs.",
            "@2 Could you please open the lab segment of {lab} for {server} and the other servers? We keep running into blocked ports with every new instrument and it costs us a day each time.",
            "@3 {supplier} would like to reach {labpc} by remote desktop from outside to look at the {instrument}. They asked for a port to be opened in the firewall, for {date}.",
        ],
        paths: &[
            &[
                Ask(
                    "I need three things for the rule: source, destination with port, and why. Source and port I have; could you describe in one sentence what data goes over it? It's for the register.",
                ),
                User(
                    "[Technical data only, no personal data|Nothing personal, only technical data], about {gb} GB a day.",
                ),
                Note("Approved by {peer}. Rule goes in with tonight's push."),
                Fix(
                    "provided",
                    "Rule active since this morning, documented with review date in one year.",
                ),
            ],
            &[
                Say(
                    "the rule is already there, but the address of the stand has changed: the rule says another one. Let me move it to a name instead so this doesn't happen again.",
                ),
                User("[Works, thanks.|Connection is there. Good idea with the name.]"),
                Fix("fixed", "Existing rule changed from address to name."),
            ],
            &[
                Note("They want any-any for the lab segment. No."),
                Say(
                    "I can't open the whole network, but single connections are no problem. Please send a list of what has to reach what. If it's easier, let's sit down for a quarter of an hour with {colleague}.",
                ),
                User("OK, list follows. It's really only two machines when I think about it."),
                File(
                    "connections.txt",
                    "{labpc} -> {server} tcp/443\n{labpc2} -> {server} tcp/443\n",
                ),
                Fix(
                    "provided",
                    "Two narrow rules instead of an open segment, tested with the requester.",
                ),
            ],
            &[
                Note("Wants RDP from outside, no way with our policy. Explained on the phone."),
                Fix(
                    "declined",
                    "Direct access from the internet isn't possible. The same can be done over GateLink; the Workplace team has set up the connection for the requester.",
                ),
            ],
        ],
        ..LAN
    },
    Scenario {
        key: "name-not-found",
        category: "network/names",
        weight: 6,
        subjects: &[
            "@02 {server} not found",
            "@02 Server not found in the browser",
            "@1 Host name of {labpc} resolves to the wrong address",
            "@02 Can ping the address but not the name",
        ],
        bodies: &[
            "@02 My browser says the server {server} can't be found. [{cofirst} can open it.|With the address {ip} it works.]",
            "@1 {labpc} got a new address and the name still points to the old one. The upload job has been failing since {time}.",
            "@02 The intranet start page doesn't open any more, 'server not found'. Rest of the internet is fine. [I'm in {othersite} today.|]",
        ],
        calls: &[
            "@1 {labpc} has a new address, name still points to the old one.",
            "@02 {server} not found by name, by address it works.",
        ],
        paths: &[
            &[
                Say(
                    "could you open a command window, type ipconfig /flushdns and try again? I've corrected a stale entry just now.",
                ),
                User("Works after the flush."),
                Fix("fixed", "Stale DNS record removed."),
            ],
            &[
                Note(
                    "Record was created by hand years ago, so the dynamic update can't replace it. Changing to dynamic.",
                ),
                Fix(
                    "fixed",
                    "Name points to {ip} now and will follow by itself in future.",
                ),
            ],
            &[
                Ask(
                    "are you connected with the VPN or in the office? And do you use a DNS setting of your own? I'm asking because your laptop asks {ip}, which is not ours.",
                ),
                User("Ahh. I entered that at a customer's site {since} and forgot."),
                Say("Happens to the best. Network settings > DNS > Automatic, then it works."),
                Fix(
                    "explained",
                    "Manual DNS entry from a customer visit removed by the requester.",
                ),
            ],
        ],
        ..LAN
    },
];
