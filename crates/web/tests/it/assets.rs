use crate::send;
use web::assets::{asset, router, sprite, weight_bytes};
use web::axum::body::Body;
use web::axum::http::{Request, StatusCode};

/// Script and style together, compressed.
const LIMIT_BYTES: usize = 150 * 1024;

fn get(path: &str) -> Request<Body> {
    Request::get(path)
        .header("accept-encoding", "gzip, br")
        .body(Body::empty())
        .expect("a request")
}

#[test]
fn script_and_style_stay_light() {
    let weight = weight_bytes();
    assert!((10_000..LIMIT_BYTES).contains(&weight), "{weight} bytes");
}

#[tokio::test]
async fn assets_are_kept_for_ever_under_their_hash() {
    for name in [
        "app.css",
        "app.js",
        "icons.svg",
        "inter-latin.woff2",
        "spoc.svg",
    ] {
        let (head, _) = send(router(), get(asset(name))).await;
        assert_eq!(head.status(), StatusCode::OK, "{name}");
        assert!(
            head.headers()["cache-control"]
                .to_str()
                .expect("text")
                .contains("immutable"),
            "{name}"
        );
    }
    let (head, _) = send(router(), get("/assets/0000000000/app.css")).await;
    assert_eq!(head.headers()["cache-control"], "public, max-age=60");
    let (head, _) = send(router(), get("/assets/0000000000/../Cargo.toml")).await;
    assert_eq!(head.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_style_sheet_names_every_part_and_every_file_by_its_hash() {
    let request = Request::get(asset("app.css"))
        .body(Body::empty())
        .expect("a request");
    let (_, css) = send(router(), request).await;
    assert!(!css.contains("asset:") && css.contains(asset("inter-latin.woff2")));
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/styles");
    for entry in std::fs::read_dir(folder).expect("styles").flatten() {
        let part = std::fs::read_to_string(entry.path()).expect("text");
        let first_rule = part
            .lines()
            .find(|line| line.contains('{') && !line.contains("@layer"))
            .expect("a rule");
        assert!(
            css.contains(first_rule),
            "{} is not in the list of styles",
            entry.path().display()
        );
        assert!(
            part.lines().count() < 300,
            "{} is long",
            entry.path().display()
        );
        for physical in [
            "margin-left",
            "margin-right",
            "padding-left",
            "padding-right",
            " left:",
            " right:",
        ] {
            assert!(
                !part.contains(physical),
                "{}: {physical} does not turn round",
                entry.path().display()
            );
        }
    }
    let balance = css.matches('{').count() as i64 - css.matches('}').count() as i64;
    assert_eq!(balance, 0, "braces");
}

#[tokio::test]
async fn every_icon_that_a_template_names_is_in_the_sprite() {
    let (_, svg) = send(
        router(),
        Request::get(sprite())
            .body(Body::empty())
            .expect("a request"),
    )
    .await;
    let crates = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("crates/")
        .to_owned();
    let mut folders: Vec<_> = std::fs::read_dir(crates)
        .expect("crates")
        .flatten()
        .map(|entry| entry.path().join("templates"))
        .collect();
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
        {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let template = std::fs::read_to_string(&path).expect("text");
            for name in template
                .split("icon::icon(\"")
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
            {
                assert!(
                    svg.contains(&format!("<symbol id=\"{name}\"")),
                    "{name} in {}",
                    path.display()
                );
            }
        }
    }
}
