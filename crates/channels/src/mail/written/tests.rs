//! Nothing in a page acts or asks another host for anything.

use super::*;

fn written(page: &str, foreign: ForeignPictures) -> Written {
    Written::of(page, "/pictures", foreign).expect("a page")
}

#[test]
fn properties_are_sorted() {
    assert!(PROPERTIES.is_sorted());
}

#[test]
fn nothing_that_acts_is_left() {
    for (page, left) in [
        ("<p onclick=\"x()\">Hi</p>", "<p>Hi</p>"),
        ("<script>x()</script><b>Hi</b>", "<b>Hi</b>"),
        ("<a href=\"javascript:x()\">Hi</a>", "<a"),
        ("<a href=\"/admin/people\">Hi</a>", "<a"),
        ("<form action=\"/x\"><input name=a>Hi</form>", "Hi"),
        ("<iframe src=\"https://a.example\">no</iframe>Hi", "Hi"),
        ("<img src=x onerror=x()>Hi", "<img>Hi"),
        ("<svg><script>x()</script></svg>Hi", "Hi"),
        ("<style>p{color:red}</style><title>No</title>Hi", "Hi"),
        (
            "<base href=\"https://a.example\"><meta http-equiv=refresh content=0>Hi",
            "Hi",
        ),
        ("<td background=\"https://a.example/x.png\">Hi", "Hi"),
        ("<p class=\"toast\" id=\"main\">Hi</p>", "<p>Hi</p>"),
        ("<link rel=stylesheet href=\"https://a.example\">Hi", "Hi"),
    ] {
        let shown = written(page, ForeignPictures::Shown).body;
        assert!(shown.contains(left), "{page}: {shown}");
        for bad in [
            "script",
            "onclick",
            "onerror",
            "a.example",
            "/admin",
            "No",
            "class",
            "id=",
        ] {
            assert!(!shown.contains(bad), "{page}: {shown}");
        }
    }
}

#[test]
fn links_lead_out_and_open_beside() {
    let page = "<a href=\"https://a.example/x?y=1\">there</a>";
    let shown = written(page, ForeignPictures::Left).body;
    for part in [
        "href=\"https://a.example/x?y=1\"",
        "target=\"_blank\"",
        "rel=\"noopener noreferrer nofollow\"",
    ] {
        assert!(shown.contains(part), "{shown}");
    }
}

#[test]
fn styles_become_classes_and_ask_for_nothing() {
    for (style, kept) in [
        (
            "color: red; Background-Color:#fff",
            "color:red;background-color:#fff;",
        ),
        (
            "font: 12px/1.5 'Segoe UI', sans-serif",
            "font:12px/1.5 'Segoe UI', sans-serif;",
        ),
        ("background: url(https://a.example/x.png)", ""),
        ("background: u\\72l(https://a.example)", ""),
        ("background: image-set('//a.example/x' 1x)", ""),
        ("background: image-set(\"pictures/0\" 1x)", ""),
        ("background: -webkit-image-set('x' 1x)", ""),
        ("background: cross-fade(x, y)", ""),
        ("width: calc(100% - 2px)", "width:calc(100% - 2px);"),
        ("position:fixed;top:0;z-index:9", ""),
        ("width:expression(x())", ""),
        ("color:red}body{display:none", ""),
        ("color:'red", ""),
        ("color:rgb(1,2", ""),
    ] {
        assert_eq!(declarations(style), kept, "{style}");
    }
    let page = "<p style=\"color:red\">Hi</p><p style=\"top:0\">Ho</p>";
    let shown = written(page, ForeignPictures::Left);
    assert_eq!(shown.body, "<p class=\"s0\">Hi</p><p>Ho</p>");
    assert!(shown.styles.ends_with(".s0{color:red;}"), "{shown:?}");
}

#[test]
fn pictures_of_other_hosts_are_shown_where_somebody_asked() {
    let page = "<img src=\"cid:a%20b\" alt=\"A\"><img src=\"https://a.example/x.png\" alt=\"X\">\
                <img src=\"//a.example/y.png\"><img src=\"data:image/png;base64,AAAA\">\
                <img src=\"data:image/svg+xml;base64,AAAA\">";
    let left = written(page, ForeignPictures::Left);
    let shown = written(page, ForeignPictures::Shown);
    let pictures = [
        Picture::Enclosed("a b".into()),
        Picture::Foreign("https://a.example/x.png".into()),
    ];
    assert_eq!(left.pictures, pictures);
    assert_eq!(shown.pictures, pictures);
    assert_eq!(left.foreign_pictures(), 1);
    assert!(left.body.contains("src=\"/pictures/0\""), "{}", left.body);
    assert!(!left.body.contains("/pictures/1"), "{}", left.body);
    assert!(left.body.contains("alt=\"X\""), "{}", left.body);
    assert!(shown.body.contains("src=\"/pictures/1\""), "{}", shown.body);
    for body in [left.body, shown.body] {
        assert!(!body.contains("a.example"), "{body}");
        assert!(!body.contains("svg"), "{body}");
        assert!(body.contains("data:image/png;base64,AAAA"), "{body}");
    }
}

#[test]
fn what_is_too_much_is_not_shown_as_a_page_or_takes_no_more_than_others() {
    let shown = |page: String| Written::of(&page, "", ForeignPictures::Left);
    assert!(shown("<br>".repeat(50_000)).is_none());
    assert!(shown(" \n".into()).is_none());
    // Read as they are, each of these takes minutes, or gigabytes.
    assert!(shown("<div>".repeat(10_000)).is_some());
    assert!(shown(format!("as-written-{}", "-".repeat(1 << 20))).is_some());
    let fonts = (0..5_000).map(|n| format!("<font color={n}>"));
    let page = fonts.collect::<String>() + &"<p>x".repeat(5_000);
    let shown = shown(page).expect("a page");
    assert!(shown.body.len() < 4_000_000, "{}", shown.body.len());
}
