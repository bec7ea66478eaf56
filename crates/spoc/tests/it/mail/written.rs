//! A message can be looked at as it was written: nothing in it acts, and other hosts are asked for nothing until somebody
//! wants to see their pictures.

use super::Post;
use crate::pages::Site;
use channels::mail::pictures::{NoPicture, fetch};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use testkit::backends;
use web::axum::http::StatusCode;
use web::axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_FRAME_OPTIONS};
use work::outside::{Reach, Unanswered};

/// The beginning of a picture, which is as much of it as anybody looks at.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
const PNG_BASE64: &str = "iVBORw0KGgo=";

/// A host with pictures, which remembers what it was asked for.
struct Host {
    at: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Host {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let at = format!("http://{}", listener.local_addr().expect("its address"));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&asked);
        // It ends with the test's process.
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let mut lines = BufReader::new(&stream).lines();
                let said: Vec<String> = lines
                    .by_ref()
                    .map_while(Result::ok)
                    .take_while(|line| !line.is_empty())
                    .collect();
                let path = said[0].split(' ').nth(1).unwrap_or_default().to_owned();
                heard.lock().expect("the list").push(said.join("\n"));
                let (status, more, body): (_, _, &[u8]) = match path.as_str() {
                    "/logo.png" => ("200 OK", "", PNG),
                    "/moved" => ("302 Found", "Location: /logo.png\r\n", b""),
                    "/round" => ("302 Found", "Location: /round\r\n", b""),
                    "/file" => ("302 Found", "Location: file:///etc/passwd\r\n", b""),
                    "/page" => ("200 OK", "Content-Type: image/png\r\n", b"<svg onload=x()>"),
                    "/large" => ("200 OK", "", &[0x89; 6 << 20]),
                    _ => ("404 Not Found", "", b""),
                };
                let length = body.len();
                let head = format!(
                    "HTTP/1.1 {status}\r\n{more}Content-Length: {length}\r\nConnection: close\r\n\r\n"
                );
                // Whoever has enough goes before the end.
                let _ = (&stream).write_all(&[head.as_bytes(), body].concat());
            }
        });
        Self { at, asked }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("the list").clone()
    }
}

/// A page with a picture in the message and one on a host, and with what must not work.
fn letter(host: &str) -> Vec<u8> {
    format!(
        "From: Rita <rita@spoc.example>\r\nTo: desk@spoc.example\r\nSubject: Our offer\r\n\
         Message-ID: <offer@spoc.example>\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/related; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n\
         <h1 style=\"color:#a00\" onclick=\"steal()\">Prices</h1><script>steal()</script>\
         <table border=1><tr><td>Laptop</td><td>900</td></tr></table>\
         <img src=\"cid:logo@spoc\" alt=\"Logo\"><img src=\"{host}/logo.png\" alt=\"Seen\">\
         <a href=\"https://shop.example/\">Shop</a>\r\n\
         --b\r\nContent-Type: image/png; name=logo.png\r\nContent-ID: <logo@spoc>\r\n\
         Content-Transfer-Encoding: base64\r\nContent-Disposition: inline\r\n\r\n{PNG_BASE64}\r\n--b--\r\n"
    )
    .into_bytes()
}

#[tokio::test]
async fn a_message_is_shown_as_it_was_written_and_can_do_nothing() {
    for backend in backends() {
        let host = Host::start();
        let post = Post::new(backend).await;
        let mail = post.take_raw(letter(&host.at)).await;
        let ticket = mail.ticket.expect("a ticket");
        let way = format!("/mail/messages/{}", mail.id.0);
        let cast = post.t.cast.clone();
        let site = Site::of(post.t);
        let (anna, rita) = (
            site.browser(&cast.anna).await,
            site.browser(&cast.rita).await,
        );

        let timeline = anna.page(&format!("/tickets/{ticket}")).await;
        let (_, link) = timeline
            .split_once(&format!("href=\"/tickets/{ticket}/mail/"))
            .expect("a link to its mail");
        let position = link.split('"').next().expect("a position");
        let answer = anna
            .get(&format!("/tickets/{ticket}/mail/{position}"))
            .await;
        assert_eq!(answer.leads_to(), way);

        let page = anna.page(&way).await;
        assert!(page.contains(&format!("src=\"{way}/page\"")), "{page}");
        assert!(page.contains("One picture is on another host"), "{page}");

        let document = anna.get(&format!("{way}/page")).await;
        let policy = document.header(CONTENT_SECURITY_POLICY);
        for part in [
            "default-src 'none'",
            "img-src 'self' data:",
            "sandbox",
            "frame-ancestors 'self'",
        ] {
            assert!(policy.contains(part), "{policy}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
        assert!(!policy.contains("allow-scripts"), "{policy}");
        assert_eq!(document.header(X_FRAME_OPTIONS), "SAMEORIGIN");
        let shown = document.body;
        assert!(shown.contains("<td>Laptop</td>"), "{shown}");
        assert!(shown.contains("<h1 class=\"s0\">Prices</h1>"), "{shown}");
        assert!(shown.contains(".s0{color:#a00;}"), "{shown}");
        assert!(shown.contains("href=\"https://shop.example/\""), "{shown}");
        for bad in ["steal", "style=", host.at.as_str()] {
            assert!(!shown.contains(bad), "{shown}");
        }

        let logo = anna.get(&format!("{way}/pictures/0")).await;
        assert_eq!(logo.header(CONTENT_TYPE), "image/png");
        for hidden in ["page", "pictures/0", "pictures/1"] {
            let refused = rita.get(&format!("{way}/{hidden}")).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{hidden}");
        }
        assert!(host.asked().is_empty(), "{:?}", host.asked());
    }
}

#[tokio::test]
async fn pictures_of_other_hosts_are_linked_once_somebody_asks_and_never_of_our_own_network() {
    let host = Host::start();
    let post = Post::new(testkit::Backend::Sqlite).await;
    let mail = post.take_raw(letter(&host.at)).await;
    let way = format!("/mail/messages/{}", mail.id.0);
    let cast = post.t.cast.clone();
    let site = Site::of(post.t);
    let anna = site.browser(&cast.anna).await;

    let page = anna.page(&format!("{way}?pictures=shown")).await;
    assert!(!page.contains("is on another host"), "{page}");
    let src = format!("{way}/page?pictures=shown");
    assert!(page.contains(&format!("src=\"{src}\"")), "{page}");
    let shown = anna.get(&src).await.body;
    assert!(
        shown.contains(&format!("src=\"{way}/pictures/1\"")),
        "{shown}"
    );

    // The host of this test is this machine: whoever writes a message does not make the desk call its neighbours.
    let refused = anna.get(&format!("{way}/pictures/1")).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    assert!(host.asked().is_empty(), "{:?}", host.asked());
}

#[tokio::test]
async fn a_picture_is_fetched_with_bounds_and_without_saying_for_whom() {
    let host = Host::start();
    let at = |path: &str| format!("{}{path}", host.at);
    for path in ["/logo.png", "/moved"] {
        let got = fetch(&at(path), Reach::Everywhere).await;
        let got = got.expect("a picture");
        assert_eq!((got.media_type, got.content.as_slice()), ("image/png", PNG));
    }
    for said in host.asked() {
        let said = said.to_ascii_lowercase();
        assert!(
            !said.contains("cookie") && !said.contains("referer"),
            "{said}"
        );
    }
    assert!(matches!(
        fetch(&at("/page"), Reach::Everywhere).await,
        Err(NoPicture::Other)
    ));
    for path in ["/gone", "/round", "/file"] {
        let refused = fetch(&at(path), Reach::Everywhere).await;
        assert!(
            matches!(refused, Err(NoPicture::Nothing)),
            "{path}: {refused:?}"
        );
    }
    assert!(host.asked().len() < 12, "nobody goes round in circles");
    let refused = fetch(&at("/large"), Reach::Everywhere).await;
    assert!(matches!(
        refused,
        Err(NoPicture::Unanswered(Unanswered::Failed(_)))
    ));
    let refused = fetch(&at("/logo.png"), Reach::Outside).await;
    assert!(matches!(
        refused,
        Err(NoPicture::Unanswered(Unanswered::Inside))
    ));
}
