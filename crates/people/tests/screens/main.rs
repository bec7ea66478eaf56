//! The template of this part renders with made-up data, in every language.

use people::screens::{Asked, Entry, MergePage, OverviewPage, Satisfaction, Stands};
use web::askama::Template;
use web::parts::{Chip, Empty, Face};
use web::{Calendar, Frame, Texts};
use work::ports::{Held, Holding};

fn entry(id: &str) -> Entry {
    Entry {
        id: id.into(),
        face: Face::new("Anna <Keller>"),
        facts: vec!["anna@spoc.example".into()],
    }
}

#[test]
fn every_page_renders_in_every_language() {
    for (code, _) in Texts::languages() {
        let texts = Texts::find(code).expect("listed");
        let at = || Calendar::new(texts, "UTC").when(1_790_000_000_000_000);
        for stands in [
            Stands::Asked,
            Stands::Preview(entry("8")),
            Stands::Done {
                into: entry("8"),
                at: at(),
                cut_off: true,
            },
        ] {
            let page = MergePage {
                frame: Frame::plain(texts, "Merge"),
                from: entry("7"),
                into: "anna@".into(),
                wrong: texts.t("person-merge-unknown").into(),
                stands,
            };
            let html = page.render().expect("the page renders");
            assert!(html.starts_with("<!doctype html>") && html.trim_end().ends_with("</html>"));
            assert!(
                !html.contains(" style=") && !html.contains("<Keller>"),
                "{html}"
            );
        }
    }
}

#[test]
fn a_person_renders_with_and_without_tickets_in_every_language() {
    for (code, _) in Texts::languages() {
        let texts = Texts::find(code).expect("listed");
        let asked = |number| Asked {
            number,
            subject: "VPN <drops>".into(),
            state: Chip {
                class: "new",
                label: "New",
            }
            .into(),
            opened: Calendar::new(texts, "UTC").when(1_790_000_000_000_000),
        };
        let content = || Satisfaction {
            average: "4.3".into(),
            ratings: texts.count("person-ratings", 3),
        };
        for (tickets, satisfaction) in [(vec![], None), (vec![asked(7)], Some(content()))] {
            let page = OverviewPage {
                frame: Frame::plain(texts, "Anna"),
                person: entry("7"),
                vip: true,
                active: false,
                merge: true,
                satisfaction,
                assets: Some(Holding {
                    held: vec![Held {
                        kind: "asset-phone",
                        icon: "phone",
                        name: "Phone <T14>".into(),
                        detail: String::new(),
                        href: "/asset/4".into(),
                    }],
                    add: None,
                }),
                tickets,
                all: "/tickets".into(),
                empty: Empty {
                    icon: "inbox",
                    title: texts.t("person-asked-none"),
                    text: texts.t("person-asked-none-text"),
                    action: None,
                },
            };
            let html = page.render().expect("the page renders");
            assert!(
                !html.contains("<Keller>") && !html.contains("<drops>"),
                "{html}"
            );
        }
    }
}
