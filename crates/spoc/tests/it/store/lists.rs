//! Lists page by key: what stands on two pages or on none would be a fault, also where many are alike.

use kernel::condition::Condition;
use kernel::{Change, TicketId};
use testkit::{TestDesk, backends};
use work::queries::{self, LIST_MAX, ListQuery, Listed, Page, Sort};

/// All tickets in an order, so many on a page.
fn asked(sort: Sort, limit: usize) -> ListQuery {
    ListQuery {
        condition: Condition::All(Vec::new()),
        sort,
        after: None,
        limit,
    }
}

async fn page(t: &TestDesk, query: ListQuery) -> Page<Listed> {
    let reader = t.reader(&t.cast.anna);
    let read = t.store.read(move |tx| queries::list(tx, &reader, &query));
    read.await.expect("a page")
}

fn ids(page: &Page<Listed>) -> Vec<TicketId> {
    page.rows.iter().map(|row| row.id).collect()
}

#[tokio::test]
async fn pages_of_any_size_are_the_whole_list_in_every_order() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        for number in 0..13 {
            let id = t
                .incident(&t.cast.rita, &format!("Ticket {number}"), "")
                .await;
            if number % 3 == 0 {
                // Some were changed later, several at the same instant.
                t.reply(&t.cast.anna, id, "Seen").await.expect("a reply");
            }
            if number % 5 == 0 {
                t.clock.advance(kernel::time::MINUTE);
            }
        }
        for sort in Sort::ALL {
            let whole = page(&t, asked(sort, LIST_MAX)).await;
            let is_whole = (whole.rows.len(), whole.next.is_none());
            assert_eq!(is_whole, (13, true), "{sort:?}");
            for limit in [1, 2, 6, 12, 13] {
                let mut now = page(&t, asked(sort, limit)).await;
                let mut all = ids(&now);
                while now.next.is_some() {
                    let after = now.next;
                    now = page(
                        &t,
                        ListQuery {
                            after,
                            ..asked(sort, limit)
                        },
                    )
                    .await;
                    let count = now.rows.len();
                    assert!((1..=limit).contains(&count), "{sort:?} {limit}: {count}");
                    all.extend(ids(&now));
                }
                assert_eq!(all, ids(&whole), "{sort:?} {limit}");
            }
        }
    }
}

#[tokio::test]
async fn a_key_is_a_place_also_when_the_ticket_that_stood_there_has_gone() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        for number in 0..6 {
            t.incident(&t.cast.rita, &format!("Ticket {number}"), "")
                .await;
            t.clock.advance(kernel::time::MINUTE);
        }
        let first = page(&t, asked(Sort::Updated, 3)).await;
        let rest = ids(&page(&t, asked(Sort::Updated, LIST_MAX)).await).split_off(3);
        // The last of the page before moves to the front, and something new comes in there.
        let moved = vec![Change::Subject("Another".into())];
        t.change(&t.cast.anna, first.rows[2].id, moved)
            .await
            .expect("it is changed");
        t.incident(&t.cast.rita, "New", "").await;
        let after = first.next;
        let next = page(
            &t,
            ListQuery {
                after,
                ..asked(Sort::Updated, LIST_MAX)
            },
        )
        .await;
        assert_eq!((ids(&next), next.next.is_none()), (rest, true));
    }
}
