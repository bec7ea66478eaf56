//! Which push services a message may go to: a browser says where, and so could anybody who wants to make this
//! server call others.

use hyper::Uri;

/// The push services of the browsers' makers: these hosts, and those below where it begins with a dot.
const KNOWN: [&str; 4] = [
    "fcm.googleapis.com",
    ".push.services.mozilla.com",
    ".notify.windows.com",
    ".push.apple.com",
];
/// Longest address of a subscription, in bytes.
const ENDPOINT_MAX_BYTES: usize = 2_000;
/// Most push services of one's own.
const OWN_MAX: usize = 20;

/// Where a message for one browser goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Endpoint {
    pub(crate) uri: Uri,
    pub(crate) host: String,
    /// Scheme, host and port: whom our signature is for.
    pub(crate) origin: String,
}

impl Endpoint {
    /// Reads an address; nothing where it is of no push service that is known here.
    pub(crate) fn read(text: &str, own: &[String]) -> Option<Self> {
        let (uri, origin) = address(text)?;
        let host = uri.host()?.to_ascii_lowercase();
        let encrypted = uri.scheme_str() == Some("https");
        let usual = encrypted && uri.port().is_none();
        let known = KNOWN.iter().any(|known| match known.strip_prefix('.') {
            Some(_) => host.ends_with(known),
            None => host == *known,
        });
        if !(usual && known || own.contains(&origin)) {
            return None;
        }
        Some(Self { host, origin, uri })
    }
}

fn address(text: &str) -> Option<(Uri, String)> {
    if text.len() > ENDPOINT_MAX_BYTES {
        return None;
    }
    let uri: Uri = text.parse().ok()?;
    let (scheme, authority) = (uri.scheme_str()?, uri.authority()?);
    if !matches!(scheme, "https" | "http") || authority.as_str().contains('@') {
        return None;
    }
    let origin = format!("{scheme}://{}", authority.as_str().to_ascii_lowercase());
    Some((uri, origin))
}

/// Push services of one's own, one a line, as an administrator writes them; the line that is none where one is.
pub(crate) fn own_services(text: &str) -> Result<Vec<String>, String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let read = lines.map(|line| match address(line) {
        Some((uri, origin)) if uri.path() == "/" && uri.query().is_none() => Ok(origin),
        _ => Err(line.to_owned()),
    });
    let mut own = read.collect::<Result<Vec<_>, _>>()?;
    own.truncate(OWN_MAX);
    Ok(own)
}

#[cfg(test)]
mod tests {
    use super::{Endpoint, own_services};

    #[test]
    fn messages_go_to_push_services_alone() {
        let own = vec!["http://push.example:8080".to_owned()];
        for (address, known) in [
            ("https://fcm.googleapis.com/fcm/send/abc", true),
            ("https://updates.push.services.mozilla.com/wpush/v2/x", true),
            ("https://wns2-par02p.notify.windows.com/w/?token=x", true),
            ("https://web.push.apple.com/QD", true),
            ("http://push.example:8080/x", true),
            ("http://PUSH.example:8080/x", true),
            ("http://fcm.googleapis.com/fcm/send/abc", false),
            ("https://fcm.googleapis.com:8443/x", false),
            ("https://evil.fcm.googleapis.com/x", false),
            ("https://evilpush.apple.com/x", false),
            ("https://push.apple.com.evil.example/x", false),
            ("https://fcm.googleapis.com@evil.example/x", false),
            ("https://127.0.0.1/x", false),
            ("http://push.example/x", false),
            ("ftp://push.example:8080/x", false),
            ("/x", false),
            ("", false),
        ] {
            assert_eq!(Endpoint::read(address, &own).is_some(), known, "{address}");
        }
        let long = format!("https://web.push.apple.com/{}", "x".repeat(2_000));
        assert_eq!(Endpoint::read(&long, &own), None);
    }

    #[test]
    fn services_of_ones_own_are_origins_one_a_line() {
        let read = own_services("  https://push.example \n\nhttp://other.example:81/\n");
        let expected = ["https://push.example", "http://other.example:81"];
        assert_eq!(read.expect("two"), expected);
        assert_eq!(own_services("push.example"), Err("push.example".into()));
        assert!(own_services("https://push.example/path").is_err());
    }
}
