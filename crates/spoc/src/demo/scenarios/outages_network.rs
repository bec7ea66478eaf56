//! Outages of the network: the VPN, the line to Brno, the wireless.

use super::Line::*;
use super::Scenario;
use super::outages::{MAJOR, NOTICED, Outage, SIGHS};
use crate::demo::calendar::Site;

pub(super) const OUTAGES: &[Outage] = &[
    Outage {
        days_ago: 338,
        starts: 7 * 60 + 52,
        lasts: 205,
        children: 38,
        site: None,
        parent: Scenario {
            key: "major-vpn",
            service: "remote-access",
            category: "network/vpn",
            team: "network",
            subjects: &["MAJOR: VPN gateway Leeds refuses all connections"],
            bodies: &[
                "Monitoring: gw-lds-1 and gw-lds-2 answer, but every GateLink log-on ends with GL-809 since 07:48. Everybody working from home is affected, the sites themselves are fine. Service desk reports the first calls.",
            ],
            ..MAJOR
        },
        log: &[
            Note(
                "Failover to gw-lds-2 at 08:05, no change. So not the hardware. {peer} looks at the RADIUS side.",
            ),
            Say(
                "All VPN connections are currently refused. We are looking for the cause. People at the sites are not affected. Next update within 45 minutes.",
            ),
            Peer(
                "RADIUS log full of 'client certificate chain not trusted'. The intermediate on the gateways expired at midnight UTC. The renewal in [autumn|October] replaced only the server certificate, not the chain.",
            ),
            Note(
                "New chain from the internal CA requested. {peer} exports it, I prepare gw-lds-2 first and test with my own laptop before touching the other one.",
            ),
            Say(
                "Cause found: a certificate in the chain of the VPN gateways has expired. We are installing the new one. We expect the VPN back before 11:00.",
            ),
            Log(
                "gw-lds-2_radius.txt",
                "07:48:12 reject user=* reason=tls_chain_untrusted issuer='Aldermoor Issuing CA 2'\n07:48:12 peer cert notAfter=00:00:00Z\n07:49:40 reject user=* reason=tls_chain_untrusted\n",
            ),
            Note("gw-lds-2 done, 14 test users in. Now gw-lds-1."),
            Say(
                "VPN connections work again. If GateLink still shows an error, quit it once from the tray and start it again. Sorry for the lost morning.",
            ),
            Peer(
                "Monitoring now checks notAfter of the whole chain, not only of the leaf. Review is on Thursday, please bring the renewal checklist.",
            ),
            Fix(
                "fixed",
                "Expired intermediate certificate replaced on both VPN gateways. Check for the whole chain added to monitoring, renewal checklist extended.",
            ),
        ],
        child: Scenario {
            key: "noticed-vpn",
            service: "remote-access",
            category: "network/vpn",
            tags: &["home-office"],
            subjects: &[
                "VPN [not working|down|won't connect]",
                "[Can't|Cannot] connect from home",
                "GateLink error GL-809",
                "No VPN this morning",
                "GateLink: connection refused",
                "VPN??",
            ],
            bodies: &[
                "I'm at home and GateLink won't connect[. Error GL-809|, it says GL-809]. Tried {number} times[ and restarted the laptop|]. Internet is fine otherwise.",
                "GateLink gives error GL-809 since about {time}. Is it [only me|my account]?",
                "[Good morning, the VPN refuses me.|VPN is refusing to let me in today.] I changed nothing since {since}, when it still worked.",
                "Cannot get on the VPN, {cofirst} has the same. We both need [the ERP|the shares|the CRM] before {later}.",
                "Vpn error 809, [pls help|can someone look]",
            ],
            calls: &[
                "Can't connect with GateLink from home, GL-809. Same as the others.",
                "VPN refused, GL-809, [restart done|already rebooted the router]. Needs [ERP|mail attachments|the share] urgently.",
            ],
            ..NOTICED
        },
        known: &[
            "[this isn't your laptop|it's not you]: the VPN gateways refuse everybody at the moment. The network team is on it, your ticket is attached to the main incident and you'll hear from us as soon as it's back.",
            "we have a general VPN outage since just before eight. Nothing you need to do; please don't reset your password, that won't help. I'll update you here.",
        ],
        sighs: SIGHS,
        done: &[
            "VPN is back. [An expired certificate on our gateways was the cause.|It was a certificate on our side.] If GateLink still complains, quit it from the tray and start it again.",
            "The VPN outage is over, please reconnect. Sorry for the trouble.",
        ],
    },
    Outage {
        days_ago: 231,
        starts: 10 * 60 + 35,
        lasts: 160,
        children: 24,
        site: Some(Site::Brno),
        parent: Scenario {
            key: "major-brno-line",
            service: "network",
            category: "network/lan",
            team: "network",
            tags: &["major-incident", "production-stop"],
            subjects: &["MAJOR: Brno cut off from the other sites"],
            bodies: &[
                "Both tunnels to Brno down since 10:33, local network there is up. ERP terminals in hall 2 have stopped, production uses paper slips. Phones of the site only reach each other.",
            ],
            ..MAJOR
        },
        log: &[
            Note(
                "Provider ticket {case} opened. Their monitoring shows loss of light on the primary line. Second line goes through the same duct, of course.",
            ),
            Say(
                "Brno has no connection to the other sites. The provider is looking for the break. Local printing and local shares work.",
            ),
            Peer(
                "4G router from the cupboard is up for the ERP terminals only. 6 of 11 terminals back, slow but usable.",
            ),
            Note(
                "Provider: digger in Mendlova, fibre cut. Splicing team is on site, they say 90 minutes.",
            ),
            Say(
                "The cause is a cut fibre in the street outside. Repair is going on. Terminals in hall 2 run over mobile radio meanwhile; please keep big downloads off.",
            ),
            Peer("Primary line up at 13:02. Leave the 4G router in place until tomorrow."),
            Fix(
                "third_party",
                "Fibre repaired by the provider, both tunnels up. Quotation for a second line on a separate route is requested.",
            ),
        ],
        child: Scenario {
            key: "noticed-brno",
            service: "network",
            category: "network/lan",
            subjects: &[
                "No network in Brno",
                "ERP terminal [offline|has no connection]",
                "Phones and network down",
                "Nothing works in {hall}",
                "Server not reachable",
            ],
            bodies: &[
                "No connection to Leeds servers since {time}. [Mail and ERP both dead.|Meridian says server not found.] Whole office is the same.",
                "Terminal {terminal} in {hall} shows 'no server'. We can't book parts and [the line waits|the truck comes at {later}].",
                "S: drive gone, Parley offline, phone does not dial out. {cofirst} next to me has the same.",
            ],
            calls: &[
                "(by mobile) No network in {hall}, terminals offline, production on paper.",
                "Calls from private phone: nothing works in Brno office since {time}.",
            ],
            ..NOTICED
        },
        known: &[
            "we know, Brno has lost its line to the other sites. The provider is on it. Local printing works; please write goods movements on paper for now, they will be booked later.",
            "the whole site is cut off at the moment, it's not your PC. I'm keeping you posted here.",
        ],
        sighs: SIGHS,
        done: &[
            "The line to Brno is repaired. Please restart Meridian once; bookings on paper can be entered now.",
            "Connection is back since a few minutes. A cut fibre in the street was the reason.",
        ],
    },
    Outage {
        days_ago: 92,
        starts: 8 * 60 + 10,
        lasts: 95,
        children: 19,
        site: Some(Site::Goettingen),
        parent: Scenario {
            key: "major-wifi-goe",
            service: "network",
            category: "network/wifi",
            team: "network",
            tags: &["major-incident", "after-update"],
            subjects: &["MAJOR: no Wi-Fi in Göttingen after controller update"],
            bodies: &[
                "After last night's update of the controller, the access points in Göttingen join and drop in a loop. Wired network is fine. Laptops without docks are offline.",
            ],
            ..MAJOR
        },
        log: &[
            Note(
                "41 of 44 access points in the loop. Country code after the update is empty, they refuse to transmit.",
            ),
            Say(
                "There is no Wi-Fi in Göttingen at the moment. Cables and docks work. Spare cables are at the reception.",
            ),
            Peer("Setting the code by hand on the first group. They come up."),
            Note("Rolled out to all groups, 44 of 44 up at 09:31. Guests too."),
            Fix(
                "fixed",
                "Country code was lost in the update and has been set again on all access point groups. The update of the other sites is postponed until the vendor has answered.",
            ),
        ],
        child: Scenario {
            key: "noticed-wifi",
            service: "network",
            category: "network/wifi",
            subjects: &[
                "No Wi-Fi",
                "Wi-Fi gone in {site}",
                "Laptop offline",
                "Wi-Fi network not visible",
            ],
            bodies: &[
                "The Wi-Fi is not even in the list any more. I sit in {room} with {number} people and nobody is online.",
                "My laptop shows no networks at all since this morning. [At home it worked.|Phone neither.]",
                "No Wi-Fi on the {floor}. [Docking station works.|Are you on it?]",
            ],
            calls: &[
                "No Wi-Fi, no networks listed. Dock works.",
                "Visitors in {room} without network.",
            ],
            ..NOTICED
        },
        known: &[
            "Wi-Fi is down in the whole of Göttingen after last night's update. Please use a dock or a cable meanwhile (there are spare ones at the reception).",
            "known, the access points are restarting in a loop. The network team is fixing it right now.",
        ],
        sighs: SIGHS,
        done: &[
            "Wi-Fi is back in all of Göttingen.",
            "The access points are up again, your laptop should connect by itself.",
        ],
    },
];
