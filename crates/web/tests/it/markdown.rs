use std::time::Instant;
use web::markdown::{MARKDOWN_BYTES, to_html, with_addresses, with_mentions};

#[test]
fn what_people_write_reads_as_they_meant_it() {
    let html = to_html(
        "Hello **Anna**,\nsee https://example.org\n\n- [x] done\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    );
    assert!(html.contains("<strong>Anna</strong>,<br>"), "{html}");
    assert!(
        html.contains("rel=\"noopener noreferrer nofollow\""),
        "{html}"
    );
    assert!(
        html.contains("<td>1</td>") && html.contains("type=\"checkbox\""),
        "{html}"
    );
}

#[test]
fn hostile_input_becomes_harmless() {
    let hostile = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![pixel](https://tracker.example/p.gif)",
        "[click](javascript:alert(1))",
        "[click](JaVaScRiPt&colon;alert(1))",
        "[click](data:text/html;base64,PHNjcmlwdD4=)",
        "<a href=\"vbscript:x\" onclick=\"x\">x</a>",
        "<svg/onload=alert(1)>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<div hx-get=\"/sign-out\" hx-trigger=\"load\">x</div>",
        "<form action=//evil><input name=csrf></form>",
        "<iframe srcdoc='<script>x</script>'></iframe>",
        "<p style=\"position:fixed;inset:0\">x</p>",
        "<base href=//evil><link rel=stylesheet href=//evil>",
    ];
    let forbidden = [
        "<script",
        "<img",
        "onerror=",
        "onclick=",
        "href=\"javascript",
        "href=\"data",
        "href=\"vbscript",
        "<svg",
        "hx-get=\"",
        "<form",
        "<iframe",
        "style=\"",
        "<base",
        "<link",
        "<div",
    ];
    for text in hostile {
        let html = to_html(text);
        for bad in forbidden {
            assert!(!html.to_lowercase().contains(bad), "{text} became {html}");
        }
    }
}

#[test]
fn endless_nesting_and_endless_text_take_no_endless_time() {
    let bombs = [
        ">".repeat(MARKDOWN_BYTES / 2),
        "[".repeat(MARKDOWN_BYTES / 2),
        "*a ".repeat(MARKDOWN_BYTES / 4),
        "![[]()".repeat(MARKDOWN_BYTES / 8),
        "- ".repeat(5_000),
        "|a".repeat(20_000) + "\n" + &"|-".repeat(20_000),
        "x".repeat(4 * MARKDOWN_BYTES),
        "<a>".repeat(30_000),
    ];
    for bomb in bombs {
        let begun = Instant::now();
        let html = to_html(&bomb);
        assert!(
            begun.elapsed().as_secs() < 5,
            "{} took {:?}",
            &bomb[..12],
            begun.elapsed()
        );
        assert!(
            html.len() < 40 * bomb.len(),
            "{} grew to {}",
            &bomb[..12],
            html.len()
        );
    }
}

#[test]
fn pictures_are_shown_from_the_desk_alone() {
    let own = to_html("![the error](/attachments/abc/error.png)");
    assert!(
        own.contains("<img src=\"/attachments/abc/error.png\" alt=\"the error\">"),
        "{own}"
    );
    for foreign in [
        "![a \"pixel\"](https://tracker.example/p.gif)",
        "![a pixel](//tracker.example/p.gif)",
        "![a pixel](/attachments/../sign-out)",
    ] {
        let html = to_html(foreign);
        assert!(!html.contains("<img") && html.contains("pixel"), "{html}");
    }
}

#[test]
fn mentions_are_marked_in_the_text_and_never_within_a_tag() {
    let names = [
        "Anna".to_owned(),
        "Anna Keller".to_owned(),
        "A & B".to_owned(),
    ];
    let marked = |text: &str| with_mentions(&to_html(text), &names);
    assert_eq!(
        marked("@Anna Keller and @Ben"),
        "<p><span class=\"mention\">@Anna Keller</span> and @Ben</p>\n"
    );
    assert!(marked("@A & B").contains("<span class=\"mention\">@A &amp; B</span>"));
    let tag = marked("[x](https://a.example \"> @Anna\")");
    assert!(!tag.contains("mention"), "{tag}");
}

#[test]
fn addresses_of_links_and_pictures_lead_elsewhere_and_texts_stay() {
    let written = "![shot](/attachments/ab/shot.png) [log](/attachments/cd/log.txt) \
                   src=\"/attachments/x [out](https://example.org/attachments/y)";
    let html = with_addresses(&to_html(written), "/attachments/", "/follow/1/attachments/");
    for led in [
        "src=\"/follow/1/attachments/ab",
        "href=\"/follow/1/attachments/cd",
    ] {
        assert!(html.contains(led), "{html}");
    }
    for left in [
        "src=\"/attachments/x ",
        "href=\"https://example.org/attachments/y\"",
    ] {
        assert!(html.contains(left), "{html}");
    }
}
