//! VPN, wireless, cables, firewalls, names.

use super::Line::*;
use super::{INCIDENT, REQUEST, Scenario, Who};

const VPN: Scenario = Scenario { service: "remote-access", category: "network/vpn", team: "network", tags: &["home-office"], ..INCIDENT };
const WIFI: Scenario = Scenario { service: "network", category: "network/wifi", team: "network", ..INCIDENT };
const LAN: Scenario = Scenario { service: "network", category: "network/lan", team: "network", ..INCIDENT };

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        key: "vpn-refused",
        weight: 15,
        subjects: &["VPN does not connect from home", "GateLink: [log-on fails|authentication failed]", "Can't get into the VPN, error {glerr}", "@1 VPN stopped working after password change", "GateLink {glerr}"],
        slots: &[("glerr", &["GL-691", "GL-812", "GL-718", "GL-720"])],
        bodies: &[
            "GateLink tells me \"{glerr}\" [as soon as I enter my PIN|after about ten seconds]. I'm on {provider}, everything else works. [Was fine {since}.|Last used it {since}.]",
            "@023 Since {time} I can't connect to the VPN any more. [The prompt on my phone comes and I approve it, then|The phone never asks me, and then] it says {glerr} and drops out. Restarted [twice|the laptop and the router].\n\nI need to get to the ERP today, [so it's a bit urgent|the month isn't going to close itself].",
            "@1 I changed my password in the office on {olddate} and now at home the VPN refuses me ({glerr}). Webmail works with the new one.",
            "@023 Trying to connect from {provider}. GateLink spins and then {glerr}. {cofirst} lives two streets away and has no problem, so I guess it's something with my laptop ({laptop}).",
        ],
        calls: &["Working from home, GateLink {glerr} after PIN. Restarted. On {provider}. Call back {tel}.", "@1 VPN refused with {glerr} since {time}, laptop {laptop}. Webmail ok with same password."],
        paths: &[
            &[
                Ask("could you [tell me|check] which version GateLink shows under Help > About, and whether the clock on your laptop is right? [A clock that is some minutes off is enough to be refused.|I can see your attempts on the gateway and they look as if the time was off.]"),
                User("Version {version}. [Clock is 7 minutes slow, didn't notice!|Oh, the clock is nearly ten minutes behind.]"),
                Say("That's it. Right-click the clock > Adjust date and time > Sync now. Then connect again, please."),
                User("[Synced, and I'm in.|That worked.] Why does the clock do that?"),
                Note("Clock drift on {laptop}, time service was set to manual. {model}, seen before with this image."),
                Fix("fixed", "Laptop clock was several minutes slow, so the gateway refused the sign-in. Clock synchronised and the time service set to start automatically."),
            ],
            &[
                Note("Gateway log: {email} rejected, cached password. Old credentials stored in the client."),
                Say("GateLink is still sending your old password. Please open GateLink > Settings > Accounts > Forget this account, then sign in from scratch with the new one. You'll need to approve once on your phone."),
                User("[Yes!|OK] that was it, [connected|I'm connected now]. [Maybe put that in the password mail?|Thanks]"),
                Peer("{peer}, the hint belongs in the password expiry mail, I've asked for the text."),
                Fix("fixed", "GateLink had the old password stored. Account removed from the client and added again."),
            ],
            &[
                Say("your account is fine, but the device certificate on {laptop} has expired on {olddate}. It normally renews itself when the laptop is in the office network. [When were you last at a site?|Have you been in the office recently?]"),
                User("[Not since the summer to be honest.|I've been at customers for {number} weeks.]"),
                Note("Issued a one-time enrolment code, valid 24 h."),
                Say("No problem. I've sent a one-time code to your mobile. Start \"Aldermoor Device Renewal\" from the start menu, enter the code, wait for the green tick (about two minutes) and try GateLink again."),
                User("Green tick, and VPN is up. [Great service.|Many thanks]"),
                Fix("fixed", "Device certificate renewed remotely with a one-time code. Next renewal happens by itself as long as the laptop connects once in 60 days."),
            ],
            &[
                Ask("does it work if you use your phone as a hotspot instead of {provider}? That tells us which side to look at."),
                User("With the hotspot it connects at once. So it's the [home network|line here]?"),
                Note("Provider uses shared v4 addresses, tunnel over UDP blocked. TCP fallback switched off in her profile since the pilot."),
                Say("Yes, [your provider|the network there] blocks the type of connection GateLink uses by default. I've switched your profile to the fallback on port 443. Please quit GateLink from the tray and start it again to get the new profile."),
                User("Connected over the normal network now. A bit slower but OK."),
                Fix("workaround", "Network at the requester's end blocks UDP. Profile switched to TCP 443; can be switched back at any time."),
            ],
        ],
        ..VPN
    },
    Scenario {
        key: "vpn-drops",
        weight: 9,
        subjects: &["VPN drops every {mins} minutes", "GateLink keeps disconnecting", "VPN unstable [at home|when in calls]", "Connection to ERP lost all the time from home"],
        bodies: &[
            "The VPN disconnects about every {mins} minutes and reconnects by itself after a moment. For mail it doesn't matter but Meridian throws me out every time and I start over.",
            "GateLink loses the connection [several times an hour|whenever I'm in a Parley call]. I'm on {provider}, signal is good, a speed test says [80|45|200] Mbit. It started {since}[|, after the update of the client I think].",
            "My VPN is [so unstable|dropping so often] that I drove to the office yesterday. Is anybody else reporting this? {laptop}, GateLink {version}.",
        ],
        calls: &["VPN drops several times an hour, ERP session lost each time. Laptop {laptop}, at home via {provider}."],
        paths: &[
            &[
                Ask("sorry to hear that. Could you send me the log the next time it happens? GateLink > Help > Save log. And please note the time."),
                User("Happened at {hour}, log attached."),
                File("gatelink.log", "{stamp} tunnel up mtu=1400\n{stamp} dpd timeout, peer not responding\n{stamp} adapter 'Wi-Fi' power state D3\n{stamp} reconnecting\n"),
                Note("Adapter goes to D3, that's the power saving of the wireless card on the {model}. Known with driver before 22.x."),
                Say("The log shows the wireless card falling asleep. I've [pushed|assigned] a newer driver to {laptop}; it installs at the next restart. Please [restart when it suits you|restart this evening] and tell me tomorrow how it went."),
                Later("Two days without a drop now. I'd call that fixed."),
                Fix("fixed", "Wireless card went into power saving during the tunnel. New driver and power profile rolled out to {laptop}."),
            ],
            &[
                Say("I looked at your last ten sessions: they all end after exactly 60 minutes when your laptop asks for a new address. Could you [move closer to the router|try a cable] for one morning? I'd like to exclude the radio part."),
                User("With the cable it is stable all morning."),
                Note("So Wi-Fi on {first}'s side. Router hands out leases of 60 min, client takes 20 s to renew. GateLink {version} gives up after 15."),
                Say("Thanks, that helps. The router at your end renews the address every hour and the client gives up too early. I raised the waiting time in your profile. Quit GateLink and start it again, then Wi-Fi should be fine too."),
                Fix("workaround", "Waiting time after address renewal raised in the profile. Vendor has corrected it in the next client version."),
            ],
            &[
                Note("3 similar from the same street in the last week: all with the same regional provider. Not us."),
                Say("several colleagues with the same internet provider have this at the moment, so I'm fairly sure it's on their side. I've opened a case with them ({case}). Until then, the fallback profile is more patient: in GateLink choose \"Aldermoor TCP\" instead of \"Aldermoor\"."),
                Vendor("Waiting for the provider, case {case}."),
                Later("TCP profile is OK so far, only one drop today."),
                Fix("third_party", "Fault in the provider's regional network, repaired according to case {case}. Requester can use the normal profile again."),
            ],
        ],
        ..VPN
    },
    Scenario {
        key: "vpn-partner",
        kind: REQUEST.kind,
        weight: 3,
        level: (3, 3),
        who: Who::Outside,
        tags: &["approval"],
        subjects: &["Remote access to {instrument} for service", "VPN access for our engineer", "Access renewal for {company}"],
        bodies: &[
            "our engineer {colleague} will support the commissioning of the {instrument} and needs remote access to the gateway again, same as last year. Period: {date} to {date2}. Please let us know what you need from us.",
            "The VPN account of {company} expires on {date}. We would like to extend it by six months as agreed with {contact} of your Customer Service.",
        ],
        slots: &[("contact", &["your field service", "Mr Farrar", "the service coordination", "Ms Greenwood"])],
        paths: &[
            &[
                Ask("thank you for your request. For partner access we need: the person's name and mobile number, the systems to be reached, and the name of your contact at Aldermoor who answers for it."),
                User("{colleague}, mobile as in the signature. Only the service gateway, nothing else. Contact is {contact}."),
                Note("Sponsor confirmed by phone. Access limited to svc-gw, expires automatically."),
                Fix("provided", "Partner access set up until {date2}, limited to the service gateway. Instructions and enrolment code went to the person directly, by two different ways."),
            ],
            &[
                Note("Sponsor doesn't work here any more. Asked Customer Service who took it over."),
                Ask("the colleague who was named as your contact has changed jobs. Could you tell me who you are working with at present?"),
                User("That would be the service coordination in Leeds, they have been in copy of our mails since spring."),
                Fix("provided", "Access extended by six months, new sponsor recorded. Account locks by itself on the end date."),
            ],
        ],
        ..VPN
    },
    Scenario {
        key: "wifi-weak",
        weight: 11,
        subjects: &["@01 Wi-Fi [bad|weak|unstable] in {room}", "@01 Wi-Fi keeps dropping on the {floor}", "@12 [No Wi-Fi in|Scanners lose Wi-Fi near] {hall}", "@01 Terrible wifi in meeting room {room}"],
        bodies: &[
            "@01 The Wi-Fi in {room} is [hardly usable|really poor]: one bar, and calls break up. At my desk [{number} metres away|down the corridor] it's fine.",
            "@01 On the {floor} the Wi-Fi drops every time I walk from my desk to {room}. It takes a minute until it's back[ and Parley throws me out of the call|].",
            "@12 Our handheld scanners lose the Wi-Fi near {hall}. It's always the same corner, behind the [racking|new cabinets]. [Since {since}.|Started when the racking was moved.] We have to walk back to book.",
            "@01 wifi in {room} is bad again, {number} people in a customer call and everyone had to switch to the phone. embarrassing",
        ],
        calls: &["@01 Wi-Fi weak in {room}, calls break up.", "@12 Scanners lose Wi-Fi in {hall}, always the same corner."],
        paths: &[
            &[
                Note("AP nearest to {room} is up but at 11 dBm since the last automatic channel plan. Neighbour AP on same channel."),
                Say("I can see on the controller that the access point there has been turned down by the automatic planning. I've fixed power and channel by hand. Could you try again there and tell me?"),
                User("[Three bars now.|Much better, full signal.] [Thanks, that was quick!|]"),
                Fix("fixed", "Power and channel of the access point near {room} set by hand."),
            ],
            &[
                Ask("[thanks for reporting|thanks]. Does this happen with one device or with all of them? And since about when?"),
                User("All of them, phones too. I'd say since [the building work|{since}]."),
                Note("AP shows up as 'no power' on {switch}. Probably unplugged during the works. Somebody has to go and look."),
                Pass("workplace", "Could one of you check the access point above the ceiling near {room} when you're over there? Looks unplugged, port on {switch} is dark."),
                Note("Patch cable was cut by the electricians. New cable pulled, AP up."),
                Fix("fixed", "Cable of the access point had been damaged during building work; replaced on site."),
                ],
            &[
                Say("I measured on site this morning. The metal [racking|cabinets] now stand between the access point and that corner, so no setting will help; we need one more access point. I've asked Facilities for a date to pull the cable."),
                Until(9, "Electrician comes with Facilities, then AP can be mounted."),
                Note("Cable is in, AP mounted and in the plan."),
                User("Tested with two scanners along the whole aisle, no drop."),
                Fix("fixed", "Additional access point mounted; coverage measured and fine."),
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
        subjects: &["Guest Wi-Fi for visitors on {date}", "Wi-Fi codes for {number} visitors", "Guest access {room}", "Internet for customer visit"],
        bodies: &[
            "we have {number} visitors from {customer} on {date} in {room}. Could we get guest Wi-Fi codes please? They stay [one day|two days].",
            "Please prepare guest access for a training with {number} people on {date}, {hour} to 17:00. They bring their own laptops.",
            "The auditors come on {date} and need internet for three days. [Last time the code ran out at lunch, so please longer than 8 hours.|]",
        ],
        calls: &["Needs {number} guest codes for {date}, {room}."],
        paths: &[
            &[Say("here are the codes for {date}: they become valid at 7:00 and run until 19:00 of the last day. A printable sheet is attached. Have a good visit!"), Log("guest-codes.txt", "Network: ALDERMOOR-GUEST\nValid on: {date}\nCodes: one per visitor, see sheet at the reception\n"), Fix("provided", "Guest codes sent.")],
            &[Ask("happy to. Is it [one code for all|one code each] that you need, and until what time?"), User("One for all is easier, until 18:00."), Fix("provided", "One shared guest code for {date}, valid 7:00 to 19:00, sent by mail and left at the reception.")],
            &[Say("did you know that you can make these yourself? Portal > Guest Wi-Fi, takes a minute. As you're in a hurry I've made them for you this time."), User("I didn't! Thanks, next time I'll do it there."), Fix("provided", "Codes created, requester shown the self-service page.")],
        ],
        ..WIFI
    },
    Scenario {
        key: "lan-socket",
        weight: 8,
        subjects: &["@01 Network socket {port} dead", "@01 No network at my desk", "@01 Cable network does not work", "@2 Please activate socket {port}", "@2 Network for a measuring PC in {lab}"],
        bodies: &[
            "@01 I moved desks {since} and the network socket here ({port}, {floor}) [is dead|does nothing]. The light on the dock stays off. Other socket is used by the printer.",
            "@01 No network over the cable at my place[. Wi-Fi works|, only Wi-Fi]. Socket label says {port}.",
            "@2 We need socket {port} in {lab} activated for a [measuring PC|test stand], MAC address {mac}. [Ideally before {date}.|No hurry.]",
        ],
        calls: &["@01 Socket {port} dead after desk move, {floor}.", "@2 Wants socket {port} in {lab} patched, MAC {mac}."],
        paths: &[
            &[Note("Not patched. Free port on {switch}."), Say("that socket wasn't connected to anything. I've had it patched to {switch}; it should light up now."), User("[Green light, works.|It blinks! Thanks.]"), Fix("fixed", "Socket {port} patched to {switch}.")],
            &[Note("Port on {switch} shut by port security: second MAC seen, {mac}. Somebody has a small switch under the desk."), Ask("the port was shut down automatically because two devices were seen on it. Is there a [small switch|hub|phone] plugged in between?"), User("Yes, {cofirst} put one there because we have only one socket for two desks. Is that not allowed?"), Say("I'm afraid not, but I understand why. I've opened a second socket ({port2}, next to it) for you, please plug the second dock in there and give us the little switch back :)"), Fix("fixed", "Port reopened, second socket {port2} patched so that no extra switch is needed.")],
            &[Ask("which device is it for and does it need a fixed address? Lab equipment goes into a separate network, so I'd rather ask first."), User("It's the PC of the {instrument}, {labpc}. Fixed address please, the software has it entered by hand."), Fix("provided", "Socket {port} is in the lab network now, address {ip} reserved for {mac}.")],
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
        subjects: &["@0 Firewall rule for {project}", "@0 Port opening request", "@1 Test stand cannot reach {server}", "@12 Access from lab network to {server}", "@3 Remote access for {supplier}, port opening"],
        bodies: &[
            "@0 for project {project} we need a connection from {labpc} ({ip}) to {server}, port [8443|5432|1883|445], TCP. It's for the [measurement upload|result database|broker]. Needed until [further notice|the end of the project].",
            "@1 The test stand in {lab} can't reach {server}. I assume it's the firewall between the lab and the office network. Could you open it? {colleague} did the same for the other stand last year.",
            "@0 The new licence server of the simulation tool runs on {server}, clients need ports 27000-27010. Affected: everybody in R&D, about 30 PCs.",
            "@2 Could you please open the lab segment of {lab} for {server} and the other servers? We keep running into blocked ports with every new instrument and it costs us a day each time.",
            "@3 {supplier} would like to reach {labpc} by remote desktop from outside to look at the {instrument}. They asked for a port to be opened in the firewall, for {date}.",
        ],
        paths: &[
            &[Ask("I need three things for the rule: source, destination with port, and why. Source and port I have; could you describe in one sentence what data goes over it? It's for the register."), User("[Technical data only, no personal data|Nothing personal, only technical data], about {gb} GB a day."), Note("Approved by {peer}. Rule goes in with tonight's push."), Fix("provided", "Rule active since this morning, documented with review date in one year.")],
            &[Say("the rule is already there, but the address of the stand has changed: the rule says another one. Let me move it to a name instead so this doesn't happen again."), User("[Works, thanks.|Connection is there. Good idea with the name.]"), Fix("fixed", "Existing rule changed from address to name.")],
            &[Note("They want any-any for the lab segment. No."), Say("I can't open the whole network, but single connections are no problem. Please send a list of what has to reach what. If it's easier, let's sit down for a quarter of an hour with {colleague}."), User("OK, list follows. It's really only two machines when I think about it."), File("connections.txt", "{labpc} -> {server} tcp/443\n{labpc2} -> {server} tcp/443\n"), Fix("provided", "Two narrow rules instead of an open segment, tested with the requester.")],
            &[Note("Wants RDP from outside, no way with our policy. Explained on the phone."), Fix("declined", "Direct access from the internet isn't possible. The same can be done over GateLink; the Workplace team has set up the connection for the requester.")],
        ],
        ..LAN
    },
    Scenario {
        key: "name-not-found",
        category: "network/names",
        weight: 6,
        subjects: &["@02 {server} not found", "@02 Server not found in the browser", "@1 Host name of {labpc} resolves to the wrong address", "@02 Can ping the address but not the name"],
        bodies: &[
            "@02 My browser says the server {server} can't be found. [{cofirst} can open it.|With the address {ip} it works.]",
            "@1 {labpc} got a new address and the name still points to the old one. The upload job has been failing since {time}.",
            "@02 the intranet start page doesn't open any more, 'server not found'. Rest of the internet is fine. [I'm in {othersite} today.|]",
        ],
        calls: &["@1 {labpc} has a new address, name still points to the old one.", "@02 {server} not found by name, by address it works."],
        paths: &[
            &[Say("could you open a command window, type ipconfig /flushdns and try again? I've corrected a stale entry just now."), User("Works after the flush."), Fix("fixed", "Stale DNS record removed.")],
            &[Note("Record was created by hand years ago, so the dynamic update can't replace it. Changing to dynamic."), Fix("fixed", "Name points to {ip} now and will follow by itself in future.")],
            &[Ask("are you connected with the VPN or in the office? And do you use a DNS setting of your own? I'm asking because your laptop asks {ip}, which is not ours."), User("Ahh. I entered that at a customer's site {since} and forgot."), Say("Happens to the best. Network settings > DNS > Automatic, then it works."), Fix("explained", "Manual DNS entry from a customer visit removed by the requester.")],
        ],
        ..LAN
    },
];
