//! What mail servers on the way say they found out about a message: the header `Authentication-Results` (RFC 8601).
//!
//! Anybody can write such a header into a message before it is sent. Which of them count says [`trusted`].

use super::{Headers, is_named};
use kernel::ticket::{MailChecks, MailResult};

/// Longest header that is read, in bytes.
const HEADER_MAX_BYTES: usize = 8 * 1024;
/// Most headers that are read.
const HEADERS_MAX: usize = 20;
/// Stands for a server that does not say its name, as Exchange Online does not.
pub const NAMELESS: &str = "-";

/// What one server says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerChecks {
    /// The server's name, in lower case.
    pub server: String,
    /// How many servers had the message after it was written into it.
    pub hops_after: usize,
    /// What it found out.
    pub checks: MailChecks,
}

/// What all servers say, the last one first.
pub(super) fn of(headers: &Headers<'_, '_>) -> Vec<ServerChecks> {
    let (mut found, mut hops_after) = (Vec::new(), 0);
    for header in headers.0.headers() {
        if is_named(header, "Received") {
            hops_after += 1;
        } else if is_named(header, "Authentication-Results") {
            // One that is not understood ends what counts, like that of a server that is not trusted.
            let (server, checks) = read(&headers.value(header)).unwrap_or_default();
            found.push(ServerChecks {
                server,
                hops_after,
                checks,
            });
        }
        if found.len() == HEADERS_MAX {
            break;
        }
    }
    found
}

/// What trusted servers found out, and which one: what the last of them says, with what stands right below of trusted
/// servers at the same hop. What stands farther down may have come with the message.
pub fn trusted<'a>(all: &'a [ServerChecks], servers: &[String]) -> Option<(&'a str, MailChecks)> {
    let is_trusted = |one: &&ServerChecks| servers.contains(&one.server);
    let begin = all.iter().position(|one| is_trusted(&one))?;
    let first = &all[begin];
    let counted = all[begin..]
        .iter()
        .take_while(|one| one.hops_after == first.hops_after && is_trusted(one));
    let checks = counted.fold(MailChecks::default(), |sum, one| MailChecks {
        spf: sum.spf.or(one.checks.spf),
        dkim: sum.dkim.or(one.checks.dkim),
        dmarc: sum.dmarc.or(one.checks.dmarc),
    });
    Some((&first.server, checks))
}

/// A message can be signed by several: one signature that is right is enough.
fn either(one: Option<MailResult>, other: Option<MailResult>) -> Option<MailResult> {
    match other {
        Some(MailResult::Pass) => other,
        _ => one.or(other),
    }
}

/// The server's name and what it found out; nothing where the header is not as it should be.
pub fn read(header: &str) -> Option<(String, MailChecks)> {
    if header.len() > HEADER_MAX_BYTES {
        return None;
    }
    let statements = statements(header)?;
    let (first, rest) = statements.split_first()?;
    let (server, rest) = match first.as_slice() {
        // The name may be followed by a version.
        [name] => (name.to_lowercase(), rest),
        [name, version] if is_number(version) => (name.to_lowercase(), rest),
        // Whoever leaves their name out begins with a result.
        [method, equals, ..] if is_word(method) && equals == "=" => {
            (NAMELESS.to_owned(), statements.as_slice())
        }
        _ => return None,
    };
    let mut checks = MailChecks::default();
    for statement in rest {
        let (method, result) = match statement.as_slice() {
            // `none` alone says that nothing was checked; nothing at all may stand behind the last semicolon.
            [] => continue,
            [none] if none.eq_ignore_ascii_case("none") => continue,
            [method, equals, result, ..] if equals == "=" => (method, result),
            [method, slash, version, equals, result, ..]
                if slash == "/" && is_number(version) && equals == "=" =>
            {
                (method, result)
            }
            _ => return None,
        };
        if !is_word(method) || !is_word(result) {
            return None;
        }
        let result = meaning(&result.to_ascii_lowercase());
        match method.to_ascii_lowercase().as_str() {
            "spf" => checks.spf = checks.spf.or(result),
            "dkim" => checks.dkim = either(checks.dkim, result),
            "dmarc" => checks.dmarc = checks.dmarc.or(result),
            _ => {}
        }
    }
    Some((server, checks))
}

fn meaning(result: &str) -> Option<MailResult> {
    match result {
        "pass" => Some(MailResult::Pass),
        "fail" | "hardfail" => Some(MailResult::Fail),
        "softfail" => Some(MailResult::Softfail),
        "neutral" | "policy" => Some(MailResult::Neutral),
        "temperror" | "permerror" => Some(MailResult::Error),
        // Nothing was there to be checked, or somebody invented a word.
        _ => None,
    }
}

fn is_word(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    !text.is_empty() && text.bytes().all(fits)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The words between semicolons, without comments; `=` and `/` are words of their own. Nothing where a quote or a
/// comment does not end.
fn statements(header: &str) -> Option<Vec<Vec<String>>> {
    let mut all = vec![Vec::new()];
    let mut word = String::new();
    let mut chars = header.chars();
    let end = |all: &mut Vec<Vec<String>>, word: &mut String| {
        if let Some(last) = all.last_mut().filter(|_| !word.is_empty()) {
            last.push(std::mem::take(word));
        }
    };
    while let Some(c) = chars.next() {
        match c {
            '(' => {
                skip_comment(&mut chars)?;
                end(&mut all, &mut word);
            }
            '"' => word.push_str(&quoted(&mut chars)?),
            ';' => {
                end(&mut all, &mut word);
                all.push(Vec::new());
            }
            '=' | '/' => {
                end(&mut all, &mut word);
                all.last_mut()?.push(c.to_string());
            }
            c if c.is_whitespace() => end(&mut all, &mut word),
            c if c.is_control() => return None,
            c => word.push(c),
        }
    }
    end(&mut all, &mut word);
    Some(all)
}

/// Goes on behind the end of a comment, in which others can stand.
fn skip_comment(chars: &mut std::str::Chars<'_>) -> Option<()> {
    let mut depth = 1;
    while depth > 0 {
        match chars.next()? {
            '\\' => drop(chars.next()?),
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
    }
    Some(())
}

fn quoted(chars: &mut std::str::Chars<'_>) -> Option<String> {
    let mut text = String::new();
    loop {
        match chars.next()? {
            '"' => return Some(text),
            '\\' => text.push(chars.next()?),
            c => text.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ServerChecks, read, trusted};
    use crate::mail::parsing;
    use kernel::ticket::{MailChecks, MailResult};

    fn said(header: &str) -> Option<(String, String)> {
        let (server, checks) = read(header)?;
        let word = |result: Option<MailResult>| result.map_or("-", MailResult::name);
        let MailChecks { spf, dkim, dmarc } = checks;
        Some((
            server,
            format!("{} {} {}", word(spf), word(dkim), word(dmarc)),
        ))
    }

    #[test]
    fn a_header_is_read_as_servers_write_it_or_not_at_all() {
        for (header, expected) in [
            ("mx.example.com; none", Some(("mx.example.com", "- - -"))),
            (
                "MX.example.com 1; spf=pass smtp.mailfrom=a@example.net;",
                Some(("mx.example.com", "pass - -")),
            ),
            (
                "mx.google.com;\r\n       dkim=pass header.i=@example.org header.s=s1 header.b=x/yz+=;\r\n       spf=softfail \
                 (google.com: domain of transitioning a@b does not; designate 1.2.3.4) smtp.mailfrom=a@b;\r\n       dmarc=fail \
                 (p=REJECT sp=REJECT dis=NONE) header.from=b",
                Some(("mx.google.com", "softfail pass fail")),
            ),
            (
                "spf=pass (sender IP is 1.2.3.4) smtp.mailfrom=a.com; dkim=none (message not signed) header.d=none;dmarc=bestguesspass \
                 action=none header.from=a.com;compauth=pass reason=109",
                Some(("-", "pass - -")),
            ),
            (
                "mx; dkim=fail header.d=a; dkim=pass header.d=b; dkim = temperror",
                Some(("mx", "- pass -")),
            ),
            (
                "mx (a (nested \\) one)) ; SPF/1 = Pass; dmarc=permerror reason=\"a;b\"",
                Some(("mx", "pass - error")),
            ),
            ("\"mx\"; spf=pass", Some(("mx", "pass - -"))),
            ("mx; spf=fail; spf=pass", Some(("mx", "fail - -"))),
            ("mx; spf=pass (never ends", None),
            ("mx; spf=\"pass", None),
            ("mx; pass", None),
            ("mx two words; spf=pass", None),
            ("mx; spf==pass", None),
            ("", None),
        ] {
            let expected = expected.map(|(server, rest)| (server.to_owned(), rest.to_owned()));
            assert_eq!(said(header), expected, "{header}");
        }
        assert_eq!(said(&format!("mx; spf=pass ({})", "x".repeat(9_000))), None);
    }

    fn counted(headers: &str, servers: &[&str]) -> Option<(String, MailChecks)> {
        let raw = format!("{headers}From: a@example.com\r\n\r\nHello");
        let read = parsing::parse(raw.as_bytes()).expect("a message");
        let servers: Vec<String> = servers.iter().map(|one| (*one).to_owned()).collect();
        let all: &[ServerChecks] = &read.server_checks;
        trusted(all, &servers).map(|(server, checks)| (server.to_owned(), checks))
    }

    #[test]
    fn only_what_the_trusted_server_wrote_last_counts() {
        const MX: &str = "Authentication-Results: mx.example; spf=fail\r\n";
        const MORE: &str = "Authentication-Results: mx.example; dmarc=fail\r\n";
        const FORGED: &str =
            "Authentication-Results: mx.example; spf=pass; dkim=pass; dmarc=pass\r\n";
        const OTHER: &str = "Authentication-Results: evil.example; dmarc=pass\r\n";
        const HOP: &str = "Received: by somebody\r\n";
        let failed = |dmarc| MailChecks {
            spf: Some(MailResult::Fail),
            dkim: None,
            dmarc,
        };
        let fail = Some(MailResult::Fail);
        for (headers, expected) in [
            (format!("{HOP}{MX}{MORE}{HOP}{FORGED}"), Some(failed(fail))),
            (format!("{MX}{MORE}{OTHER}{FORGED}"), Some(failed(fail))),
            (format!("{MX}{HOP}{FORGED}"), Some(failed(None))),
            (
                format!("{MX}Authentication-Results: (\r\n{FORGED}"),
                Some(failed(None)),
            ),
            (format!("{OTHER}{MX}"), Some(failed(None))),
            (format!("{HOP}{OTHER}"), None),
            (String::new(), None),
        ] {
            let found = counted(&headers, &["mx.example"]);
            assert_eq!(found.map(|(_, checks)| checks), expected, "{headers}");
        }
        assert_eq!(counted(FORGED, &[]), None);
    }
}
