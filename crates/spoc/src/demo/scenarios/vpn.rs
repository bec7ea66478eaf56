//! The VPN: from home, from hotels, for partners.

use super::Line::*;
use super::{INCIDENT, REQUEST, Scenario, Who};

const VPN: Scenario = Scenario {
    service: "remote-access",
    category: "network/vpn",
    team: "network",
    tags: &["home-office"],
    ..INCIDENT
};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        key: "vpn-refused",
        weight: 15,
        subjects: &[
            "VPN does not connect from home",
            "GateLink: [log-on fails|authentication failed]",
            "Can't get into the VPN, error {glerr}",
            "@1 VPN stopped working after password change",
            "GateLink {glerr}",
        ],
        slots: &[("glerr", &["GL-691", "GL-812", "GL-718", "GL-720"])],
        bodies: &[
            "GateLink tells me \"{glerr}\" [as soon as I enter my PIN|after about ten seconds]. I'm on {provider}, everything else works. [Was fine {since}.|Last used it {since}.]",
            "@023 Since {time} I can't connect to the VPN any more. [The prompt on my phone comes and I approve it, then|The phone never asks me, and then] it says {glerr} and drops out. Restarted [twice|the laptop and the router].\n\nI need to get to the ERP today, [so it's a bit urgent|the month isn't going to close itself].",
            "@1 I changed my password in the office on {olddate} and now at home the VPN refuses me ({glerr}). Webmail works with the new one.",
            "@023 Trying to connect from {provider}. GateLink spins and then {glerr}. {cofirst} lives two streets away and has no problem, so I guess it's something with my laptop ({laptop}).",
        ],
        calls: &[
            "Working from home, GateLink {glerr} after PIN. Restarted. On {provider}. Call back {tel}.",
            "@1 VPN refused with {glerr} since {time}, laptop {laptop}. Webmail ok with same password.",
        ],
        paths: &[
            &[
                Ask(
                    "could you [tell me|check] which version GateLink shows under Help > About, and whether the clock on your laptop is right? [A clock that is some minutes off is enough to be refused.|I can see your attempts on the gateway and they look as if the time was off.]",
                ),
                User(
                    "Version {version}. [Clock is 7 minutes slow, didn't notice!|Oh, the clock is nearly ten minutes behind.]",
                ),
                Say(
                    "That's it. Right-click the clock > Adjust date and time > Sync now. Then connect again, please.",
                ),
                User("[Synced, and I'm in.|That worked.] Why does the clock do that?"),
                Note(
                    "Clock drift on {laptop}, time service was set to manual. {model}, seen before with this image.",
                ),
                Fix(
                    "fixed",
                    "Laptop clock was several minutes slow, so the gateway refused the sign-in. Clock synchronised and the time service set to start automatically.",
                ),
            ],
            &[
                Note(
                    "Gateway log: {email} rejected, cached password. Old credentials stored in the client.",
                ),
                Say(
                    "GateLink is still sending your old password. Please open GateLink > Settings > Accounts > Forget this account, then sign in from scratch with the new one. You'll need to approve once on your phone.",
                ),
                User(
                    "[Yes!|OK] that was it, [connected|I'm connected now]. [Maybe put that in the password mail?|Thanks]",
                ),
                Peer(
                    "{peer}, the hint belongs in the password expiry mail, I've asked for the text.",
                ),
                Fix(
                    "fixed",
                    "GateLink had the old password stored. Account removed from the client and added again.",
                ),
            ],
            &[
                Say(
                    "your account is fine, but the device certificate on {laptop} has expired on {olddate}. It normally renews itself when the laptop is in the office network. [When were you last at a site?|Have you been in the office recently?]",
                ),
                User(
                    "[Not for a good two months, to be honest.|I've been at customers for {number} weeks.]",
                ),
                Note("Issued a one-time enrolment code, valid 24 h."),
                Say(
                    "No problem. I've sent a one-time code to your mobile. Start \"Aldermoor Device Renewal\" from the start menu, enter the code, wait for the green tick (about two minutes) and try GateLink again.",
                ),
                User("Green tick, and VPN is up. [Great service.|Many thanks]"),
                Fix(
                    "fixed",
                    "Device certificate renewed remotely with a one-time code. Next renewal happens by itself as long as the laptop connects once in 60 days.",
                ),
            ],
            &[
                Ask(
                    "does it work if you use your phone as a hotspot instead of {provider}? That tells us which side to look at.",
                ),
                User("With the hotspot it connects at once. So it's the [home network|line here]?"),
                Note(
                    "Provider uses shared v4 addresses, tunnel over UDP blocked. TCP fallback switched off in her profile since the pilot.",
                ),
                Say(
                    "Yes, [your provider|the network there] blocks the type of connection GateLink uses by default. I've switched your profile to the fallback on port 443. Please quit GateLink from the tray and start it again to get the new profile.",
                ),
                User("Connected over the normal network now. A bit slower but OK."),
                Fix(
                    "workaround",
                    "Network at the requester's end blocks UDP. Profile switched to TCP 443; can be switched back at any time.",
                ),
            ],
        ],
        ..VPN
    },
    Scenario {
        key: "vpn-drops",
        weight: 9,
        subjects: &[
            "VPN drops every {mins} minutes",
            "GateLink keeps disconnecting",
            "VPN unstable [at home|when in calls]",
            "Connection to ERP lost all the time from home",
        ],
        bodies: &[
            "The VPN disconnects about every {mins} minutes and reconnects by itself after a moment. For mail it doesn't matter but Meridian throws me out every time and I start over.",
            "GateLink loses the connection [several times an hour|whenever I'm in a Parley call]. I'm on {provider}, signal is good, a speed test says [80|45|200] Mbit. It started {since}[|, after the update of the client I think].",
            "My VPN is [so unstable|dropping so often] that I drove to the office yesterday. Is anybody else reporting this? {laptop}, GateLink {version}.",
        ],
        calls: &[
            "VPN drops several times an hour, ERP session lost each time. Laptop {laptop}, at home via {provider}.",
        ],
        paths: &[
            &[
                Ask(
                    "sorry to hear that. Could you send me the log the next time it happens? GateLink > Help > Save log. And please note the time.",
                ),
                User("Happened at {hour}, log attached."),
                File(
                    "gatelink.log",
                    "{stamp} tunnel up mtu=1400\n{stamp} dpd timeout, peer not responding\n{stamp} adapter 'Wi-Fi' power state D3\n{stamp} reconnecting\n",
                ),
                Note(
                    "Adapter goes to D3, that's the power saving of the wireless card on the {model}. Known with driver before 22.x.",
                ),
                Say(
                    "The log shows the wireless card falling asleep. I've [pushed|assigned] a newer driver to {laptop}; it installs at the next restart. Please [restart when it suits you|restart this evening] and tell me tomorrow how it went.",
                ),
                Later("Two days without a drop now. I'd call that fixed."),
                Fix(
                    "fixed",
                    "Wireless card went into power saving during the tunnel. New driver and power profile rolled out to {laptop}.",
                ),
            ],
            &[
                Say(
                    "I looked at your last ten sessions: they all end after exactly 60 minutes when your laptop asks for a new address. Could you [move closer to the router|try a cable] for one morning? I'd like to exclude the radio part.",
                ),
                User("With the cable it is stable all morning."),
                Note(
                    "So Wi-Fi on {first}'s side. Router hands out leases of 60 min, client takes 20 s to renew. GateLink {version} gives up after 15.",
                ),
                Say(
                    "Thanks, that helps. The router at your end renews the address every hour and the client gives up too early. I raised the waiting time in your profile. Quit GateLink and start it again, then Wi-Fi should be fine too.",
                ),
                Fix(
                    "workaround",
                    "Waiting time after address renewal raised in the profile. Vendor has corrected it in the next client version.",
                ),
            ],
            &[
                Note(
                    "3 similar from the same street in the last week: all with the same regional provider. Not us.",
                ),
                Say(
                    "several colleagues with the same internet provider have this at the moment, so I'm fairly sure it's on their side. I've opened a case with them ({case}). Until then, the fallback profile is more patient: in GateLink choose \"Aldermoor TCP\" instead of \"Aldermoor\".",
                ),
                Vendor("Waiting for the provider, case {case}."),
                Later("TCP profile is OK so far, only one drop today."),
                Fix(
                    "third_party",
                    "Fault in the provider's regional network, repaired according to case {case}. Requester can use the normal profile again.",
                ),
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
        subjects: &[
            "@0 Remote access to {instrument} for service",
            "@0 VPN access for our engineer",
            "@1 Access renewal for {company}",
        ],
        bodies: &[
            "@0 Our engineer {colleague} will support the commissioning of the {instrument} and needs remote access to the gateway again, same as last year. Period: {date} to {date2}. Please let us know what you need from us.",
            "@1 The VPN account of {company} expires on {date}. We would like to extend it by six months as agreed with {contact} of your Customer Service.",
        ],
        slots: &[(
            "contact",
            &[
                "your field service",
                "Mr Farrar",
                "the service coordination",
                "Ms Greenwood",
            ],
        )],
        paths: &[
            &[
                Ask(
                    "thank you for your request. For partner access we need: the person's name and mobile number, the systems to be reached, and the name of your contact at Aldermoor who answers for it.",
                ),
                User(
                    "{colleague}, mobile as in the signature. Only the service gateway, nothing else. Contact is {contact}.",
                ),
                Note(
                    "Sponsor confirmed by phone. Access limited to svc-gw, expires automatically.",
                ),
                Fix(
                    "provided",
                    "Partner access set up until {date2}, limited to the service gateway. Instructions and enrolment code went to the person directly, by two different ways.",
                ),
            ],
            &[
                Note(
                    "Sponsor doesn't work here any more. Asked Customer Service who took it over.",
                ),
                Ask(
                    "the colleague who was named as your contact has changed jobs. Could you tell me who you are working with at present?",
                ),
                User(
                    "That would be the service coordination in Leeds, they have been in copy of our mails since spring.",
                ),
                Fix(
                    "provided",
                    "Access extended by six months, new sponsor recorded. Account locks by itself on the end date.",
                ),
            ],
        ],
        ..VPN
    },
];
