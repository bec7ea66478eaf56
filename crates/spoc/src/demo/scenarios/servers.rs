//! Servers, databases, backup, certificates, jobs: what monitoring and developers bring.

use super::Line::*;
use super::{INCIDENT, REQUEST, Scenario, Who};

const SERVER: Scenario = Scenario {
    service: "hosting",
    category: "infrastructure/server",
    team: "infrastructure",
    who: Who::Agents,
    level: (2, 2),
    ..INCIDENT
};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        key: "disk-space",
        weight: 8,
        tags: &["recurring"],
        subjects: &[
            "{server}: disk D: {percent} % full",
            "Monitoring: low disk space {server}",
            "{server} log partition at {percent} %",
        ],
        bodies: &[
            "Check 'disk space' on {server} is critical: {percent} % used, growing about {gb} GB a day since {since}.",
            "Alarm from monitoring at {time}: {server}, log partition {percent} %. No effect on users yet.",
        ],
        calls: &[],
        paths: &[
            &[
                Note(
                    "Log of the upload service at debug level since {olddate}. Set to info, old logs compressed.",
                ),
                Fix(
                    "fixed",
                    "Log level reset, {gb} GB freed. Log rotation added.",
                ),
            ],
            &[
                Note(
                    "It's real data this time. Volume extended by 100 GB, same growth takes us to next summer.",
                ),
                Peer("Please also raise it in the capacity sheet."),
                Fix("fixed", "Volume extended."),
            ],
            &[
                Note(
                    "Old snapshots of a VM backup that failed, {gb} GB. Consolidated in the evening.",
                ),
                Fix("fixed", "Orphaned snapshots removed."),
            ],
        ],
        ..SERVER
    },
    Scenario {
        key: "backup-failed",
        category: "infrastructure/backup",
        service: "files",
        weight: 7,
        subjects: &[
            "@0 Backup of {server} failed",
            "@1 Backup {database}: [warning|failed] {number} nights in a row",
            "@3 Tape library: drive 2 needs cleaning",
            "@2 Backup window exceeded",
        ],
        bodies: &[
            "@0 Nightly report: backup of {server} failed, 'snapshot could not be created' ({hex}).",
            "@1 Backup of {database} ends with a warning since {since}: log backup chain is broken.",
            "@2 The backup ran until {hour} today and slowed down the morning. Window is until 6:00.",
            "@3 Tape library reports drive 2 with read errors, the cleaning light stays on after two cleanings.",
        ],
        calls: &[],
        paths: &[
            &[
                Note("VSS writer in failed state, service restarted, manual run OK."),
                Until(1, "Watch tonight's run."),
                Note("Ran clean."),
                Fix(
                    "fixed",
                    "Snapshot writer restarted; two nightly runs without error.",
                ),
            ],
            &[
                Note(
                    "Somebody did a manual full backup to a local disk and broke the chain. {peer}?",
                ),
                Peer("Guilty, before the upgrade. Will use copy-only next time."),
                Fix(
                    "fixed",
                    "New full backup taken, chain is intact, manual backups are copy-only from now on.",
                ),
            ],
            &[
                Note(
                    "Test stand videos again, +600 GB. Excluded the raw folder, agreed with the owner.",
                ),
                Fix(
                    "fixed",
                    "Raw video data excluded in agreement with the owner; run ends at 4:40.",
                ),
            ],
            &[
                Vendor("Tape drive replacement by maintenance, {case}."),
                Fix(
                    "third_party",
                    "Drive replaced, test restore read successfully.",
                ),
            ],
        ],
        ..SERVER
    },
    Scenario {
        key: "certificate-expiring",
        kind: REQUEST.kind,
        category: "infrastructure/certificate",
        weight: 7,
        subjects: &[
            "@0a Certificate of {server} expires in {number} days",
            "@1 Renew certificate for portal",
            "@0b Certificate warning in the test environment",
            "@0b TLS certificate test environment expired",
        ],
        bodies: &[
            "@0a Certificate check: {server} expires on {date}.",
            "@0b Users of the test environment see a warning page, the certificate ran out on {olddate}. Please renew, including the name with -new.",
            "@1 Reminder from the register: certificate of the customer portal to be renewed by {date}. Key is to be generated anew.",
        ],
        calls: &[],
        paths: &[
            &[
                Note("CSR made on the host, signed by internal CA 3, installed, service reloaded."),
                Fix(
                    "provided",
                    "Renewed for a year, chain checked with the test tool, date in the register.",
                ),
            ],
            &[
                Note(
                    "External one, so order with the provider. Validation mail goes to a mailbox nobody reads, changed to DNS.",
                ),
                Vendor("Waiting for the issuing authority."),
                Note("Issued and installed on both nodes."),
                Fix(
                    "provided",
                    "Renewed, and validation by DNS so that next time it goes by itself.",
                ),
            ],
        ],
        ..SERVER
    },
    Scenario {
        key: "database-slow",
        category: "infrastructure/database",
        weight: 8,
        who: Who::Dept(&["rnd", "quality", "finance", "production"]),
        subjects: &[
            "{database} slow since {since}",
            "Query takes {mins} minutes instead of seconds",
            "Measurement database time-outs",
            "Evaluation runs into time-out",
        ],
        bodies: &[
            "@012 Queries on the measurement database ({database}) take [ten times as long|minutes] since {since}. The evaluation in {lab} runs into time-outs.",
            "@01 The monthly evaluation that used to take 30 seconds now takes {mins} minutes. Nothing changed in the query.",
            "@2 Getting 'timeout expired' from {database} all the time between {hour} and lunch. Afterwards it's OK.",
        ],
        calls: &["Evaluation on {database} times out."],
        paths: &[
            &[
                Note(
                    "Plan flipped after statistics update, full scan on 90 M rows. Updated stats with full scan, plan is good again.",
                ),
                Say(
                    "the database had chosen a bad way through the large table. I've refreshed its statistics; could you run the evaluation once more?",
                ),
                User("28 seconds. What did you do?!"),
                Say("Told it how big the table really is :)"),
                Fix("fixed", "Statistics renewed, now done every night."),
            ],
            &[
                Ask(
                    "could you send me the query, or at least the name of the evaluation? I see several candidates.",
                ),
                User("Attached, with the times."),
                File(
                    "slow.sql",
                    "select serial, max(value)\nfrom measurement\nwhere taken_at > :from\ngroup by serial;\n",
                ),
                Note("No index on taken_at. Created concurrently, 40 min."),
                Fix("fixed", "Index added; evaluation takes two seconds."),
            ],
            &[
                Note(
                    "Backup and export run at the same time since the change of the schedule. Moved export to 5:00.",
                ),
                Fix(
                    "fixed",
                    "Export moved to the early morning, no time-outs since.",
                ),
            ],
        ],
        ..SERVER
    },
    Scenario {
        key: "job-failed",
        category: "infrastructure/job",
        weight: 8,
        subjects: &[
            "@0 Job [EXPORT_CUSTOMS|PRICE_UPLOAD|STOCK_SYNC|BANK_STATEMENT] failed",
            "@1 Interface ERP-CRM: {number} messages in error",
            "@2 Nightly transfer to {customer} not done",
            "@0 Scheduled task {server} result 0x1",
        ],
        bodies: &[
            "@0 Job monitor: run at {time} on {server} ended with exit code 1. Log: \"connection reset by peer\".",
            "@1 {number} messages are in the error queue of the interface since {time}, all of one type.",
            "@2 The nightly transfer to {customer} did not take place, target refuses the key.",
        ],
        calls: &[],
        paths: &[
            &[
                Note(
                    "Rerun OK. Peer was restarting its server at that moment, third time this month; retry with pause added.",
                ),
                Fix(
                    "fixed",
                    "Job run again successfully, it now retries three times.",
                ),
            ],
            &[
                Note(
                    "Field longer than target allows: somebody entered 45 characters in a 40 field. Cut and replayed.",
                ),
                Pass(
                    "business-apps",
                    "Please limit the field to 40 in the form, otherwise it happens again.",
                ),
                Note("Done with tonight's transport."),
                Fix("fixed", "Messages replayed, input limited in the form."),
            ],
            &[
                Note(
                    "Host key of the other side changed without notice. Rang them, it's genuine (new server).",
                ),
                Log(
                    "ssh.txt",
                    "WARNING: remote host identification has changed\nfingerprint checked by phone with their administrator\n",
                ),
                Fix(
                    "fixed",
                    "New host key verified by phone and accepted, transfer repeated.",
                ),
            ],
        ],
        ..SERVER
    },
    Scenario {
        key: "server-request",
        kind: REQUEST.kind,
        weight: 6,
        level: (3, 3),
        who: Who::Dept(&["rnd", "quality"]),
        tags: &["approval"],
        subjects: &[
            "@0a Virtual machine for {project}",
            "@1 Test database for {project}",
            "@1 Copy of production data to test",
            "@2 More memory for {server}",
            "@0b Build server queue full",
        ],
        bodies: &[
            "@0a For {project} we need a virtual machine: 4 cores, 16 GB, 200 GB disk, reachable from the office network. Until the end of the year.",
            "@1 Could you refresh the test database with a copy of production? We're still on data from {lastmonth}.",
            "@2 The build server {server} is out of memory twice a day since we compile for the new board. Can it have more?",
            "@0b The nightly tests wait in the queue until noon. Is a second build agent possible?",
        ],
        calls: &[],
        paths: &[
            &[
                Ask(
                    "who looks after it (updates, restarts)? And does it need a backup? Test machines don't get one unless asked for.",
                ),
                User("Our group does the updates. No backup, everything is in version control."),
                Note("Approved, from template."),
                Fix(
                    "provided",
                    "Machine is ready, access by your usual account, end date in the register.",
                ),
            ],
            &[
                Note("Personal data has to be masked first, script takes the night."),
                Until(1, "Masking and copy over night."),
                Fix(
                    "provided",
                    "Test data is of last night, names and addresses masked.",
                ),
            ],
            &[
                Note("Host has room. Needs a restart, 5 min."),
                Say(
                    "I can give it more memory, with one restart of five minutes. Is {hour} today all right?",
                ),
                User("Fine, nobody builds then."),
                Fix("provided", "Memory doubled."),
            ],
        ],
        ..SERVER
    },
    Scenario {
        key: "service-down",
        weight: 7,
        level: (2, 1),
        who: Who::Anyone,
        subjects: &[
            "@a Intranet page [down|error 502]",
            "@a Reporting portal not reachable",
            "@b Visitor system at the reception hangs",
            "@c Canteen menu page broken",
            "@a {server} not responding",
        ],
        bodies: &[
            "@a It shows \"502 bad gateway\" since {time}. [Also for {cofirst}.|Not urgent for me, but maybe for others.]",
            "@b At the reception the visitor system hangs with a white page. Visitors are [queueing|getting handwritten badges].",
            "@c The page with the canteen menu [doesn't open|shows last week's]. First-world problem, I know.",
        ],
        calls: &[
            "@a Error 502 on the portal since {time}.",
            "@b Visitor system hangs, people waiting at the reception.",
        ],
        paths: &[
            &[
                Note("App pool on {server} stopped after memory limit. Restarted, dump kept."),
                Fix(
                    "fixed",
                    "Service restarted, memory limit raised. Cause is being looked at with the dump.",
                ),
            ],
            &[
                Say("we're on it, {server} stopped answering a few minutes ago."),
                Note(
                    "Host in {site} had a memory error, VM restarted on the other host by itself.",
                ),
                User("It's back."),
                Fix(
                    "fixed",
                    "Server has moved to another host; the faulty one is out of service.",
                ),
            ],
        ],
        ..SERVER
    },
];
