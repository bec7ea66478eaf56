//! Names in more than one language: of categories and custom fields, as administrators give them and others read them.

use super::pages::decide;
use crate::pages::{Site, encoded};
use kernel::Actor;
use kernel::ticket::Change;

const ENTRY: &str = "/admin/lists/categories/entry";
const NETWORK: &str = "/admin/lists/categories/entry?key=network";
const NETZ: [(&str, &str); 4] = [
    ("entry", "network"),
    ("label", "Network"),
    ("label.de", "Netz"),
    ("label.en", ""),
];
const ROOM: [(&str, &str); 8] = [
    ("label", "Room"),
    ("label.de", "Raum"),
    ("type", "choice"),
    ("choices", "lab = Laboratory"),
    ("choices.de", "lab = Labor"),
    ("kinds", "incident"),
    ("help", "Where shall we come to?"),
    ("help.de", "Wohin sollen wir kommen?"),
];

async fn reads_german(site: &Site, actor: &Actor) {
    let id = actor.person.expect("a person");
    let german = move |tx: &store::Tx<'_>| {
        let sql = "UPDATE people SET locale = 'de' WHERE id = $1";
        tx.execute(sql, store::params![id])
    };
    site.desk.store.write(german).await.expect("German");
}

#[tokio::test]
async fn what_administrators_named_is_read_in_ones_own_language() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let ada = site.browser(&cast.ada).await;
    decide(&ada, NETWORK, ENTRY, &NETZ).await.leads_to();
    decide(&ada, "/admin/fields/new", "/admin/fields/new", &ROOM)
        .await
        .leads_to();
    let kept = ada.page("/admin/fields/room").await;
    for said in ["value=\"Raum\"", "lab = Labor", "Wohin sollen"] {
        assert!(kept.contains(said), "{said}: {kept}");
    }
    let new = "/admin/forms/incident/0/questions/new";
    let question = [
        ("asks", "field.room"),
        ("audience", "everybody"),
        ("required", "never"),
    ];
    decide(&ada, new, new, &question).await.leads_to();

    let id = site.desk.incident(&cast.rita, "Mouse", "dead").await;
    let category = vec![Change::Category(Some("network".into()))];
    let changed = site.desk.change(&cast.anna, id, category).await;
    changed.expect("a category");
    reads_german(&site, &cast.ben).await;
    reads_german(&site, &cast.rita).await;
    let (anna, ben) = (
        site.browser(&cast.anna).await,
        site.browser(&cast.ben).await,
    );
    let path = format!("/tickets/{id}");
    let (english, german) = (anna.page(&path).await, ben.page(&path).await);
    for (page, read, not) in [
        (&english, ["Network", "Room", "Laboratory"], "Raum"),
        (&german, ["Netz", "Raum", "Labor<"], "Laboratory"),
    ] {
        assert!(
            read.iter().all(|said| page.contains(said)),
            "{read:?}: {page}"
        );
        assert!(!page.contains(not), "{not}: {page}");
    }
    let asked = site.browser(&cast.rita).await.page("/my/new").await;
    assert!(
        asked.contains("Raum") && asked.contains("Wohin sollen"),
        "{asked}"
    );

    let nothing = [NETZ[0], NETZ[1], ("label.de", "")];
    decide(&ada, NETWORK, ENTRY, &nothing).await.leads_to();
    let german = ben.page(&path).await;
    assert!(
        german.contains("Network") && !german.contains("Netz<"),
        "{german}"
    );
    let rules = site.desk.desk.rules().await.expect("rules");
    let names = &rules.policy.names["de"];
    assert!(names.categories.is_empty() && names.fields["room"].label == "Raum");
}

#[tokio::test]
async fn conditions_take_a_name_of_any_language_and_offer_ones_own() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let ada = site.browser(&cast.ada).await;
    decide(&ada, NETWORK, ENTRY, &NETZ).await.leads_to();
    decide(&ada, "/admin/fields/new", "/admin/fields/new", &ROOM)
        .await
        .leads_to();
    let id = site.desk.incident(&cast.rita, "Mouse", "dead").await;
    let category = vec![Change::Category(Some("network".into()))];
    let changed = site.desk.change(&cast.anna, id, category).await;
    changed.expect("a category");
    reads_german(&site, &cast.ben).await;
    for actor in [&cast.anna, &cast.ben] {
        let reader = site.browser(actor).await;
        for q in ["category:network", "category:Netz", "category:Network"] {
            let list = reader.page(&format!("/tickets?q={}", encoded(q))).await;
            assert!(list.contains("Mouse"), "{q}: {list}");
        }
        for q in [
            "field.room:lab",
            "field.room:Labor",
            "field.room:Laboratory",
        ] {
            let list = reader.get(&format!("/tickets?q={}", encoded(q))).await;
            assert!(list.status.is_success(), "{q}: {}", list.body);
        }
    }
    for (actor, said) in [(&cast.anna, "\"Network\""), (&cast.ben, "\"Netz\"")] {
        let reader = site.browser(actor).await;
        let offers = reader
            .get("/conditions/completion?q=category:ne&at=11")
            .await;
        assert!(offers.body.contains(said), "{said}: {}", offers.body);
    }
}
