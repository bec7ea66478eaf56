//! Laptops: slow, broken, locked.

use super::Line::*;
use super::{INCIDENT, Scenario};

const LAPTOP: Scenario = Scenario {
    service: "workplace",
    category: "hardware/laptop",
    team: "workplace",
    ..INCIDENT
};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        key: "laptop-slow",
        weight: 12,
        team: "service-desk",
        subjects: &[
            "Laptop [very|extremely|terribly] slow",
            "@a {laptop} slow since the update",
            "@a PC needs {mins} minutes to start",
            "@a Laptop fan always on",
            "@b Computer freezes several times a day",
        ],
        bodies: &[
            "@023a My laptop ({laptop}) has been [terribly|very] slow since {since}. It takes {mins} minutes from switching on until I can open a mail. [Fan is running all the time.|]",
            "@0123a Everything hangs when I have Parley and [the ERP|a big spreadsheet|the CAD viewer] open at the same time. Restarting helps for an hour.\n\nIt's a {model}, [four|five] years old I think. Is it time for a new one?",
            "@023b {laptop} freezes for 20-30 seconds several times a day, the mouse too. [Nothing special open.|It happens even with only the mail program open.]",
            "@0123a laptop sooo slow, can someone have a look? Lunch break would be a good time",
        ],
        calls: &[
            "@023a {laptop} slow since {since}, long start, fan on.",
            "@0123a Laptop hangs with Parley and ERP open. {model}.",
        ],
        paths: &[
            &[
                Ask(
                    "may I have a look by remote session? Two minutes are enough to see what's eating it. When would suit you?",
                ),
                User("Now is fine. [I'm getting coffee anyway.|]"),
                Note(
                    "Disk {percent} % full, 38 GB of old update files and a FileBridge folder with the whole of {share}.",
                ),
                Say(
                    "your disk was nearly full: FileBridge had pulled the complete project share onto the laptop. I've set it to \"on demand\" and cleaned up, you have a good deal of free space again. Please restart once.",
                ),
                User("Feels like a new machine."),
                Tag("remote-session"),
                Fix(
                    "fixed",
                    "Disk was full, FileBridge set to on-demand, temporary files removed.",
                ),
            ],
            &[
                Note("8 GB memory, 97 % used. {model} can take 16."),
                Pass(
                    "workplace",
                    "Memory upgrade {laptop} please, 8 to 16. Model allows it. Hangs whenever Parley and ERP are open.",
                ),
                Say(
                    "I have a memory module for your {model} here. It takes ten minutes, please drop by with the laptop, [we're next to the canteen|third door after the reception] until {later}, or tell me when I can come over.",
                ),
                User("I'll come by after lunch."),
                Fix("fixed", "Memory doubled to 16 GB."),
            ],
            &[
                Note(
                    "Full scan of the virus scanner at 9 every day, catch-up because the laptop is always off at night.",
                ),
                Say(
                    "the daily virus scan ran at the worst possible time because your laptop is switched off at the planned one. I've moved it to the lunch break.",
                ),
                Later("Mornings are fine now, thank you."),
                Fix("fixed", "Scan moved to midday."),
            ],
            &[
                Note(
                    "SMART: reallocated sectors rising. Disk is dying, swap now before it's too late.",
                ),
                Raise(3, "Disk failing, data at risk"),
                Say(
                    "the disk in your laptop is about to fail. Please save everything to S: or FileBridge today; I'll prepare an exchange device and bring it on {soon}.",
                ),
                User("Oh. Everything is in FileBridge, I think. [What about my bookmarks?|]"),
                Pass(
                    "workplace",
                    "Exchange device for {first} needed ({model}), disk failing.",
                ),
                Tag("hardware-swap"),
                Fix("fixed", "Laptop exchanged, data and bookmarks moved."),
            ],
        ],
        ..LAPTOP
    },
    Scenario {
        key: "laptop-bluescreen",
        weight: 7,
        subjects: &[
            "@a Blue screen",
            "Laptop crashes [several times a day|when docking]",
            "@b {laptop} restarts by itself",
            "@a Stop error {hex}",
        ],
        bodies: &[
            "@a {laptop} crashes with a blue screen [about twice a day|whenever I pull it off the dock]. I wrote down {hex}. [I lose my work every time.|Twice in the middle of a presentation.]",
            "@b My laptop restarted by itself {number} times today, no warning. [Model {model}.|Photo of the screen follows if it helps.]",
        ],
        calls: &["@a Blue screens since {since}, {hex}, {laptop}."],
        paths: &[
            &[
                Note(
                    "Minidump: graphics driver of the dock. Known with {model}, fixed driver is in the pilot ring.",
                ),
                Say(
                    "this is a known fault of the display driver together with the dock. I've moved {laptop} into the group that already has the corrected one. Please restart today at the end of work and give it two days.",
                ),
                Later("No crash since. [Knocking on wood.|]"),
                Tag("known-error"),
                Fix("fixed", "Corrected display driver installed."),
            ],
            &[
                Log(
                    "minidump.txt",
                    "BUGCHECK {hex}\nProbably caused by: memory_corruption\nMachine: {laptop}\n",
                ),
                Note("Memory test fails after 4 min, module 2."),
                Say(
                    "the memory test found a faulty module. That's covered by warranty; I'll bring you a loan device on {soon} and send yours in.",
                ),
                User("OK. Please tell me what I need to save first."),
                Say(
                    "Nothing that's on S: or in FileBridge. Only things on the desktop, in case you have any there.",
                ),
                Vendor("Warranty case {case}, courier collects."),
                Note("Back from repair, tested over night, handed out."),
                Tag("warranty"),
                Fix(
                    "third_party",
                    "Memory replaced under warranty, original laptop returned to {first}.",
                ),
            ],
            &[
                Say(
                    "could you bring it over when it suits you? I'd like to run the hardware test, takes about an hour. You get a loan laptop meanwhile.",
                ),
                User("I'll be there at {later}."),
                Note(
                    "Nothing found in 6 h test. Only crashes at {first}'s own dock at home, a private one.",
                ),
                Fix(
                    "workaround",
                    "Laptop itself is fine. The crashes come from a private dock that the model doesn't support; company dock handed out for home.",
                ),
            ],
        ],
        ..LAPTOP
    },
    Scenario {
        key: "laptop-battery",
        weight: 5,
        level: (3, 3),
        subjects: &[
            "@0a Battery lasts only {mins} minutes",
            "@1 Battery swollen?",
            "@0b Laptop only works plugged in",
            "@1 Touchpad lifts up",
        ],
        bodies: &[
            "@0a The battery of {laptop} is empty after {mins} minutes. In meetings I always have to look for a socket.",
            "@1 The touchpad of my laptop sits higher than it used to and clicks by itself. The case doesn't close properly any more. [Is that the battery?|Colleagues say that could be the battery.]",
            "@0b Laptop switches off as soon as I pull the plug, although the battery shows 80 %.",
        ],
        calls: &[
            "@0a Battery of {laptop} dead, {model}.",
            "@1 Case bulging under touchpad, told to switch off.",
        ],
        paths: &[
            &[
                Note("Battery report: 31 % of design capacity, 900 cycles. Spare in stock."),
                Say(
                    "the battery is worn out, that's normal after {number} years. I can change it in 15 minutes, come by any time before {later}.",
                ),
                Fix("fixed", "Battery replaced, old one to recycling."),
            ],
            &[
                Raise(2, "Swollen battery, safety"),
                Say(
                    "please switch the laptop off now, unplug it and don't charge it any more. Not in the bag either. I'm coming to collect it and bring you a loan device.",
                ),
                User("Off. It's on the window sill."),
                Note(
                    "Clearly swollen, in the fire-safe box. Check the other {model}s of this batch!",
                ),
                Peer("Batch has 14 devices, list attached to the problem. We ask them one by one."),
                Fix(
                    "fixed",
                    "Laptop taken out of service, replacement handed out, data restored from FileBridge.",
                ),
            ],
        ],
        ..LAPTOP
    },
    Scenario {
        key: "laptop-damage",
        weight: 5,
        subjects: &[
            "@0 [Coffee|Water|Tea] on keyboard",
            "@1a Laptop dropped, screen cracked",
            "@1 Display broken",
            "@2 Keys don't work",
            "@1b Hinge of {laptop} broken",
        ],
        bodies: &[
            "@0 I've spilt [coffee|a glass of water] over my keyboard. Switched it off at once and turned it upside down. What now? [Sorry!|]",
            "@1a My laptop fell off the [table|trolley] and the screen has a crack across it. It still works with the external monitor.",
            "@2 The keys [E and R|A and Shift|1 to 5] on {laptop} only work if I hit them hard. [Writing this took me ages.|I use an external keyboard for now.]",
            "@1b Hinge on the left is broken, the display wobbles and sometimes goes black.",
        ],
        calls: &[
            "@0 Liquid over keyboard, switched off.",
            "@1a Screen cracked, external one works.",
            "@2 Several keys dead on {laptop}.",
        ],
        paths: &[
            &[
                Say(
                    "switching off was exactly right, please leave it off, even if it looks dry. Bring it to us; you get a loan device straight away.",
                ),
                Note(
                    "Opened, sticky but board looks clean. Keyboard to be replaced, dried for 48 h.",
                ),
                Until(3, "Drying, then test."),
                Fix("fixed", "Keyboard replaced, laptop survived."),
            ],
            &[
                Ask(
                    "is anything important only on that laptop? And how did it happen, in one sentence? (For the insurance, nobody is angry.)",
                ),
                User("All on the S drive. It slipped off the trolley in {hall}, cable got caught."),
                Vendor("Display ordered, 4-6 days."),
                Note("Display fitted, hinge cover also replaced."),
                Fix("fixed", "Display replaced."),
            ],
            &[
                Note("Keyboard {model} in stock."),
                Fix("fixed", "Keyboard replaced while {first} had lunch."),
            ],
        ],
        ..LAPTOP
    },
    Scenario {
        key: "disk-recovery-key",
        weight: 6,
        team: "service-desk",
        level: (3, 1),
        subjects: &[
            "Blue screen asks for recovery key",
            "Laptop wants a 48-digit key",
            "Recovery key needed after update",
            "Encryption key prompt at start",
        ],
        bodies: &[
            "After [an update|a restart|docking it this morning] my laptop asks for a recovery key with 48 digits. I'm writing from my phone. Laptop is {laptop}.",
            "Computer starts with 'Enter the recovery key for this drive'. Key ID begins with [7F2A|C91B|03DD]. I need it for a meeting at {later}.",
        ],
        calls: &[
            "{laptop} asks for recovery key after update. Identity checked.",
            "Recovery key prompt, key ID read out.",
        ],
        paths: &[
            &[Fix(
                "provided",
                "Recovery key read out by phone after identity check; laptop starts. Key will be changed automatically.",
            )],
            &[
                Say(
                    "please ring 111, I may not send the key in writing. Have your staff number and the first eight characters of the key ID ready.",
                ),
                User("Just did, it's starting. Typing 48 digits is no fun :)"),
                Note(
                    "Second time this month on {laptop}, firmware update keeps triggering it. Suspended protection for one restart and updated.",
                ),
                Fix(
                    "fixed",
                    "Key given by phone, firmware updated so that it doesn't ask again.",
                ),
            ],
        ],
        ..LAPTOP
    },
    Scenario {
        key: "laptop-update-loop",
        category: "software/update",
        weight: 6,
        team: "service-desk",
        tags: &["after-update"],
        subjects: &[
            "@1a Update fails again and again ({code})",
            "@0 Stuck at 'working on updates {percent} %'",
            "@1a Laptop updates every morning",
            "@1b Restart demanded every day",
        ],
        bodies: &[
            "@1a Every evening my laptop installs an update and every morning it says it failed ({code}) and undoes it. Takes {mins} minutes each time.",
            "@0 {laptop} has been sitting at \"Working on updates {percent} %\" for over an hour now. May I switch it off?",
            "@1b I'm asked to restart every day. I do restart. The next day it asks again.",
        ],
        calls: &[
            "@0 Update hangs at {percent} %, over an hour.",
            "@1a Same update fails daily, {code}.",
        ],
        paths: &[
            &[
                Say(
                    "please give it another half hour; if it's still at the same number then, hold the power button for ten seconds. That's safe at this stage.",
                ),
                User("Had to do it the hard way. It started and undid the update."),
                Note("Reserved partition full, {code}. Cleaned by script, update assigned again."),
                Later("Update went through over night!"),
                Fix(
                    "fixed",
                    "Not enough room on the system partition for the update. Cleaned, update installed.",
                ),
            ],
            &[
                Note(
                    "Update {version} withdrawn by us this morning because of exactly this. Laptop was in the first wave.",
                ),
                Fix(
                    "workaround",
                    "The update was withdrawn and is no longer offered. A corrected one comes next week.",
                ),
            ],
        ],
        ..LAPTOP
    },
];
