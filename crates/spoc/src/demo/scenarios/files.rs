//! Shares, restores, synchronisation, exchange with others.

use super::Line::*;
use super::{INCIDENT, REQUEST, Scenario};

const FILES: Scenario = Scenario {
    service: "files",
    category: "files/share",
    team: "infrastructure",
    ..INCIDENT
};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        key: "share-access",
        kind: REQUEST.kind,
        team: "service-desk",
        weight: 13,
        level: (3, 3),
        tags: &["approval"],
        subjects: &[
            "@023 Access to {share}",
            "@1 No permission for {share}\\{folder}",
            "@1a {colleague} needs {share}",
            "@1b Folder access denied",
            "@023 Read access to {share}",
        ],
        bodies: &[
            "@023 Could I have access to {share}? I'm working on {project} since {month}. [Read is enough.|Read and write please.]",
            "@1a {colleague} can open {share} but not the subfolder '{folder}'. Same job, same rights as me I'd think.",
            "@1b I'm denied access to {share}\\{folder} since {since}, although I created most of the files in it.",
            "@02 pls add me to {share}, {boss} is the owner and says ok",
        ],
        calls: &[
            "@023 Needs access to {share}, owner to be asked.",
            "@1 Access to '{folder}' denied since {since}.",
        ],
        paths: &[
            &[
                Note("Owner per register: {boss}. Approval requested."),
                Ask(
                    "the owner of the folder has to agree, I've asked. As soon as there's an answer I'll set it.",
                ),
                User("{bossfirst} has agreed in the portal."),
                Fix(
                    "provided",
                    "Added to the group. Please sign out and in once, otherwise the laptop doesn't notice.",
                ),
            ],
            &[
                Note(
                    "Subfolder has broken inheritance from the reorganisation. Repaired with the owner's consent.",
                ),
                Fix("fixed", "Permissions of the subfolder repaired."),
            ],
            &[
                Say(
                    "you're in the group since this morning, but groups are read at sign-in only. Please sign out and in.",
                ),
                User("That was all? It works. Thank you!"),
                Fix("provided", "Was already granted; needed a new sign-in."),
            ],
            &[
                Note("Owner refuses: prices inside. Suggested the read-only extract instead."),
                Say(
                    "the owner would rather not open the whole folder because there are prices in it. What you need is copied every night to S:\\Extracts, and you've got that one now.",
                ),
                User("That'll do."),
                Fix(
                    "declined",
                    "Access not approved by the owner; extract provided instead.",
                ),
            ],
        ],
        ..FILES
    },
    Scenario {
        key: "file-restore",
        kind: REQUEST.kind,
        category: "files/restore",
        weight: 10,
        level: (3, 2),
        subjects: &[
            "@023 Restore of {file}",
            "@1 Folder {folder} deleted by mistake",
            "@0a File overwritten, need yesterday's version",
            "@1 {share}\\{folder} is empty!",
            "Restore please",
        ],
        bodies: &[
            "@0a I've overwritten {file} in {share} with an empty one. Could you get me the version of [yesterday|last night]?",
            "@1 The folder '{folder}' in {share} is gone. [Probably dragged into some other folder by mistake.|Nobody wants to have been it.] It was still there on {olddate}.",
            "@023 {file} can't be opened any more, 'file is damaged'. It's the only copy and I need it for {later}. Is there a backup?",
        ],
        calls: &[
            "@0a {file} overwritten, wants last night's version.",
            "@1 Folder '{folder}' disappeared from {share}.",
        ],
        paths: &[
            &[
                Say(
                    "you can do that yourself by the way: right-click the folder > Previous versions. But I've done it: the file of last night is beside the present one, with '_restored' in its name.",
                ),
                User("Got it. You saved me a day of work."),
                Fix("provided", "File restored from last night's snapshot."),
            ],
            &[
                Note(
                    "Found it: moved into the neighbour folder at 16:42 by {colleague}. Drag and drop.",
                ),
                Say(
                    "it isn't deleted, it was moved: you'll find it inside the folder right above. Shall I move it back?",
                ),
                User("[Oh no, that was me I'm afraid.|Yes please.] Sorry for the fuss."),
                Fix("fixed", "Folder moved back to its place."),
            ],
            &[
                Ask("when did you last see it intact? Snapshots go back 30 days, tape 12 months."),
                User("In {lastmonth}, before the audit."),
                Note("From tape then. Request to the vault, tomorrow."),
                Until(2, "Tape is fetched."),
                Fix(
                    "provided",
                    "Restored from the monthly tape into the folder 'Restore'. Please move it to its place.",
                ),
            ],
            &[
                Note(
                    "Not in any backup: was on the local desktop of {laptop}, not redirected because of the exception for the lab.",
                ),
                Fix(
                    "declined",
                    "The file was only on the local disk, which isn't backed up. Desktop is now redirected so that it can't happen again. I'm sorry.",
                ),
            ],
        ],
        ..FILES
    },
    Scenario {
        key: "file-locked",
        weight: 6,
        team: "service-desk",
        subjects: &[
            "@0 {file} locked by another user",
            "@1 File opens read-only",
            "@0 'Locked for editing by {colleague}'",
        ],
        bodies: &[
            "@0 {file} is \"locked for editing by {colleague}\", who [is on holiday|went home hours ago]. I have to finish it by {later}.",
            "@1 {file} opens only as read-only, it says I'm using it myself.",
        ],
        calls: &["@0 {file} locked by absent colleague."],
        paths: &[
            &[
                Note("Open handle from {laptop2}, closed."),
                Fix(
                    "fixed",
                    "Lock released. [What {cofirst} had not saved is in the recovery folder.|]",
                ),
            ],
            &[
                Say("there's a leftover lock of your own from the crash earlier. Gone now."),
                User("Works, thanks."),
                Fix("fixed", "Stale lock removed."),
            ],
        ],
        ..FILES
    },
    Scenario {
        key: "sync-conflict",
        category: "files/sync",
        team: "service-desk",
        weight: 8,
        subjects: &[
            "@0 FileBridge: sync stopped",
            "@1 Files twice with my name in it",
            "@0a FileBridge red cross",
            "@0b Sync says 'path too long'",
            "@2 FileBridge uses all the bandwidth",
        ],
        bodies: &[
            "@0a FileBridge has a red cross since {since} and says {number} files can't be synchronised. [No idea which.|]",
            "@1 I have every file twice, one with '-{laptop}' at the end. Which one is the right one?",
            "@0b \"Path too long\" - yes, our folder names are long, but they have been for years.",
            "@2 FileBridge has been uploading {gb} GB for two days and my calls stutter.",
        ],
        calls: &[
            "@0 FileBridge red cross, {number} files.",
            "@1 Files doubled with computer name.",
        ],
        paths: &[
            &[
                Say(
                    "it's names with more than 400 characters or with a trailing blank. I've attached the list of the files concerned; shorten the folder name at the top and all of them go through at once.",
                ),
                Log(
                    "files.txt",
                    "Acceptance tests 2nd series including re-tests after modification \\ ... (402)\nPhotos from customer visit and follow-up \\ ... (411)\n",
                ),
                User("Renamed two folders, cross is gone."),
                Fix("explained", "Folder names shortened."),
            ],
            &[
                Say(
                    "those are conflicts: the same file was changed on two devices while one of them was offline. The one without the addition is the server's. Please compare the dates and delete the one that you don't need.",
                ),
                User("OK, was only {number} files that really differed."),
                Fix(
                    "explained",
                    "Conflict copies explained and cleaned up by the requester.",
                ),
            ],
            &[
                Note(
                    "Limited the upload to 2 Mbit in the profile, excluded the virtual machine images.",
                ),
                Fix(
                    "fixed",
                    "Upload limited; large images are no longer synchronised.",
                ),
            ],
        ],
        ..FILES
    },
    Scenario {
        key: "big-file-exchange",
        kind: REQUEST.kind,
        category: "files/exchange",
        team: "service-desk",
        weight: 6,
        level: (3, 2),
        subjects: &[
            "@0a Send {gb} GB to {customer}",
            "@0b Upload link for {supplier}",
            "@0 Large file transfer",
            "@1 Customer can't open FileBridge link",
        ],
        bodies: &[
            "@0a I have to send {gb} GB of measuring data to {customer}. Mail is too small, they don't allow cloud drives. What can I use?",
            "@0b {supplier} wants to send us CAD data, too big for mail. Is there an upload folder?",
            "@1 {customer} can't open the link I sent, 'expired'. It's three days old.",
        ],
        calls: &[
            "@0a Wants to send {gb} GB to a customer.",
            "@1 Link expired for customer.",
        ],
        paths: &[
            &[
                Say(
                    "use an exchange room: Portal > File exchange > New room. You get a link and a password (send the password by phone or text, not in the same mail). It stays open for 14 days and the other side can also upload.",
                ),
                User("Room is open and they are already at it."),
                Fix("explained", "Exchange room explained."),
            ],
            &[
                Note("Default expiry was lowered to 48 h by policy last month."),
                Fix(
                    "provided",
                    "Link extended to 30 days. New links can be given up to 30 days when creating them.",
                ),
            ],
        ],
        ..FILES
    },
    Scenario {
        key: "share-quota",
        category: "files/share",
        weight: 5,
        level: (2, 3),
        subjects: &[
            "{share} is full",
            "No space left on share",
            "Quota for {share}",
            "Can't save: not enough space on S:",
        ],
        bodies: &[
            "We can't save anything into {share} any more, no space left. [The videos from the test stand need a lot.|]",
            "{share} shows 200 MB free. Could we have {gb} more gigabytes?",
        ],
        calls: &["{share} full, nobody can save."],
        paths: &[
            &[
                Note(
                    "70 % are video files of one test series, owner {colleague}. +50 GB now, archive later.",
                ),
                Say(
                    "I've given you 50 GB at once so that everybody can work. But {percent} % of the folder are videos from one test series; could they go to the archive (slower, but readable)?",
                ),
                User("Yes, the ones older than six months can go."),
                Fix(
                    "provided",
                    "Space extended, old videos moved to the archive.",
                ),
            ],
            &[Fix(
                "provided",
                "Quota raised; report of the biggest folders sent to the owner.",
            )],
        ],
        ..FILES
    },
];
