use web::axum::http::{HeaderMap, HeaderValue, header};
use web::parts::Face;
use web::security::{check_csrf, same_secret};
use web::{Calendar, Flash, Texts, reply};

const MINUTE: i64 = 60_000_000;

#[test]
fn an_instant_is_told_in_the_readers_zone_and_language() {
    let at = 1_795_356_300_000_000;
    let english = Calendar::new(Texts::english(), "Europe/Berlin").when(at);
    assert_eq!(
        (english.iso.as_str(), english.text.as_str()),
        ("2026-11-22T14:05:00Z", "22 Nov 2026, 15:05")
    );
    let german =
        Calendar::new(Texts::find("de").expect("German"), "Asia/Kolkata").when(at - 600 * MINUTE);
    assert_eq!(german.text, "22. Nov. 2026, 09:35");
    assert_eq!(
        Calendar::new(Texts::english(), "No/Where").when(at).text,
        "22 Nov 2026, 14:05"
    );
    assert_eq!(
        Calendar::new(Texts::english(), "UTC").when(i64::MAX).text,
        ""
    );
    assert_eq!(
        Calendar::new(Texts::english(), "Pacific/Auckland").date(at),
        "2026-11-23"
    );
}

#[test]
fn a_face_has_initials_and_always_the_same_colour() {
    assert_eq!(Face::new("Anna Keller").initials, "AK");
    assert_eq!(Face::new("Cher").initials, "C");
    assert_eq!(Face::new("").initials, "");
    assert_eq!(Face::new("Jean (Jack) van der Berg").initials, "JB");
    assert!(Face::new("Ünal Çelik").hue < 8);
    assert_eq!(Face::new("Anna Keller"), Face::new("Anna Keller"));
}

#[test]
fn secrets_are_compared_whole() {
    assert!(same_secret("abc", "abc") && !same_secret("abc", "abd") && !same_secret("ab", "abc"));
    assert!(
        check_csrf("abc", "abc").is_ok()
            && check_csrf("", "").is_err()
            && check_csrf("x", "abc").is_err()
    );
}

#[test]
fn only_paths_of_this_site_are_followed() {
    assert!(reply::is_local("/tickets?q=a%20b"));
    for elsewhere in [
        "//evil",
        "https://evil",
        "/\\evil",
        "javascript:x",
        "",
        "/a b",
        "/a\r\nSet-Cookie: x",
    ] {
        assert!(!reply::is_local(elsewhere), "{elsewhere}");
    }
}

#[test]
fn entity_tags_name_versions() {
    let mut headers = HeaderMap::new();
    headers.insert(
        header::IF_NONE_MATCH,
        HeaderValue::from_static("\"4\", W/\"17\""),
    );
    assert!(reply::is_known(&headers, 17) && !reply::is_known(&headers, 5));
}

#[test]
fn a_flash_travels_in_one_cookie() {
    let text = "Assigned to “Network & Co”; 100 % = done!";
    let response = Flash::done(text)
        .with_undo(42)
        .on(reply::see_other("/tickets/1"));
    let cookie = response.headers()[header::SET_COOKIE]
        .to_str()
        .expect("ASCII")
        .to_owned();
    let value = cookie.split(';').next().expect("a value");
    assert!(
        value.is_ascii() && !value.contains(' ') && !value.contains('"'),
        "{cookie}"
    );
    assert_eq!(response.status(), 303);
}
