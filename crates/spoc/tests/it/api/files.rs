//! Files, from the upload to the download.

use super::client::{App, Client, Reply};
use serde_json::json;
use testkit::{TestDesk, backends};
use web::axum::body::Body;

async fn upload(client: &Client, name: &str, media: &str, content: Vec<u8>) -> Reply {
    let request = client
        .request("POST", &format!("/attachments?name={name}"))
        .header("content-type", media);
    client
        .send(request.body(Body::from(content)).unwrap())
        .await
}

#[tokio::test]
async fn a_file_goes_in_hangs_on_a_message_and_comes_out() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let app = App::new(&t);
        let (anna, ben, rita) = (
            app.client(&t.cast.anna).await,
            app.client(&t.cast.ben).await,
            app.client(&t.cast.rita).await,
        );
        let content: Vec<u8> = (0..300_000_u32).map(|n| (n % 251) as u8).collect();
        let stored = upload(
            &anna,
            "..%2Fplan%20%C3%A4.png",
            "image/png",
            content.clone(),
        )
        .await;
        let stored = stored.ok(201);
        assert_eq!(stored["name"], "plan ä.png");
        assert_eq!(stored["media_type"], "image/png");
        assert_eq!(stored["size_bytes"], 300_000);
        let hash = stored["hash"].as_str().unwrap().to_owned();
        let path = format!("/attachments/{hash}");
        anna.get(&path).await.problem(404, "not-found");

        let number = rita.incident("Plan").await;
        let at = format!("/tickets/{number}");
        // Whoever only knows the hash of a file has no file.
        let note = json!({ "text": "see the plan", "attachments": [hash] });
        let text = ben
            .post(&format!("{at}/notes"), note.clone())
            .await
            .field("attachments");
        assert!(
            text.contains(&hash) && text.contains("POST /attachments"),
            "{text}"
        );
        anna.post(&format!("{at}/notes"), note).await.ok(201);
        let file = ben.get(&path).await;
        assert_eq!(file.bytes, content);
        assert_eq!(file.header("content-type"), "image/png");
        assert_eq!(file.header("content-length"), "300000");
        assert_eq!(
            file.header("content-disposition"),
            "attachment; filename*=UTF-8''plan%20%C3%A4.png"
        );
        assert!(file.header("content-security-policy").contains("sandbox"));
        // A file of a note is internal; the same file on a reply is not.
        rita.get(&path).await.problem(404, "not-found");
        let reply = json!({ "text": "", "attachments": [hash] });
        ben.post(&format!("{at}/replies"), reply).await.ok(201);
        assert_eq!(rita.get(&path).await.bytes, content);
        for bad in ["/attachments/abc", "/attachments/..%2F..%2Fspoc.db"] {
            anna.get(bad).await.problem(404, "not-found");
        }
    }
}

#[tokio::test]
async fn a_form_brings_a_file_and_what_is_too_large_is_not_kept() {
    let t = TestDesk::new(testkit::Backend::Sqlite).await;
    let rita = App::new(&t).client(&t.cast.rita).await;
    let form = "--b\r\nContent-Disposition: form-data; name=\"comment\"\r\n\r\nhello\r\n\
        --b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\\\temp\\\\log.txt\"\r\n\
        Content-Type: text/plain; charset=utf-8\r\n\r\nline one\r\n--b--\r\n";
    let media = "multipart/form-data; boundary=b";
    let stored = upload(&rita, "x", media, form.into()).await.ok(201);
    assert_eq!(stored["name"], "log.txt");
    assert_eq!(stored["media_type"], "text/plain");
    assert_eq!(stored["size_bytes"], 8);
    let new = json!({
        "kind": "request", "subject": "Log", "attachments": [stored["hash"]],
    });
    let ticket = rita.post("/tickets", new).await.ok(201);
    assert_eq!(ticket["attachments"][0]["name"], "log.txt");

    let empty = "--b\r\nContent-Disposition: form-data; name=\"comment\"\r\n\r\nhello\r\n--b--\r\n";
    upload(&rita, "x", media, empty.into())
        .await
        .problem(400, "bad-request");
    upload(&rita, "x", media, "--b\r\nbroken".into())
        .await
        .problem(400, "bad-request");
    let large = vec![7; (25 << 20) + 1];
    upload(&rita, "x", "application/zip", large.clone())
        .await
        .problem(413, "too-large");
    upload(&rita, "x", "strange; type", large[1..].to_vec())
        .await
        .ok(201);
}
