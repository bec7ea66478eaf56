//! Importing again, importing nothing, importing half.

use super::sheet::{gzip, sheet};
use super::{Options, desk, desks, import, import_with, sizes};

const ROWS: [&str; 4] = [
    "",
    "incident_state=Resolved; sys_updated_at=2/3/2016 09:00; sys_mod_count=1",
    "active=false; incident_state=Closed; sys_updated_at=7/3/2016 09:00; sys_mod_count=2",
    "number=INC0000002; caller_id=?",
];

#[tokio::test]
async fn importing_twice_adds_nothing() {
    for desk in desks().await {
        let first = import(&desk, sheet(&ROWS).as_bytes()).await.unwrap();
        assert_eq!(
            (
                first.rows,
                first.incidents,
                first.tickets,
                first.known_incidents
            ),
            (4, 2, 2, 0)
        );
        let before = sizes(&desk).await;
        let again = import(&desk, &gzip(&sheet(&ROWS))).await.unwrap();
        assert_eq!(
            (
                again.rows,
                again.tickets,
                again.activities,
                again.known_incidents
            ),
            (4, 0, 0, 2)
        );
        assert_eq!(
            (
                again.people,
                again.teams,
                again.locations,
                again.policy_words
            ),
            (0, 0, 0, 0)
        );
        assert_eq!(sizes(&desk).await, before);
    }
}

#[tokio::test]
async fn rows_that_came_to_a_file_later_are_named_and_left_out() {
    for desk in desks().await {
        let shorter = sheet(&[ROWS[0], ROWS[1], ROWS[3]]);
        import(&desk, shorter.as_bytes()).await.unwrap();
        let before = sizes(&desk).await;
        let grown = import(&desk, sheet(&ROWS).as_bytes()).await.unwrap();
        let told = grown.to_string();
        assert!(
            told.ends_with(
                "left out: 1 rows\n  line 4: INC0000001 was imported before without this row; tickets that are here \
                 are changed at the desk alone"
            ),
            "{told}"
        );
        assert_eq!(sizes(&desk).await, before);
        let same = import(&desk, shorter.as_bytes()).await.unwrap();
        assert_eq!(same.left_out, []);
    }
}

#[tokio::test]
async fn a_dry_run_reports_the_same_and_writes_nothing() {
    let desk = desk().await;
    let before = sizes(&desk).await;
    let dry = import_with(&desk, sheet(&ROWS).as_bytes(), Options { dry_run: true })
        .await
        .unwrap();
    assert_eq!(sizes(&desk).await, before);
    let real = import(&desk, sheet(&ROWS).as_bytes()).await.unwrap();
    assert_eq!(dry, real);
    assert!(real.people > 0 && real.activities > 0 && real.policy_words > 0);
}

#[tokio::test]
async fn an_import_that_was_cut_off_goes_on() {
    let desk = desk().await;
    import(&desk, sheet(&ROWS[..3]).as_bytes()).await.unwrap();
    let rest = import(&desk, sheet(&ROWS).as_bytes()).await.unwrap();
    assert_eq!((rest.tickets, rest.known_incidents), (1, 1));
    let whole = super::desk().await;
    import(&whole, sheet(&ROWS).as_bytes()).await.unwrap();
    let but_policies = |sizes: Vec<(&'static str, i64)>| -> Vec<_> {
        sizes
            .into_iter()
            .filter(|(table, _)| *table != "policies")
            .collect()
    };
    assert_eq!(
        but_policies(sizes(&desk).await),
        but_policies(sizes(&whole).await)
    );
}

#[tokio::test]
async fn rows_of_an_incident_may_stand_apart() {
    let text = sheet(&ROWS);
    let mut lines: Vec<&str> = text.lines().collect();
    lines.swap(3, 4);
    let desk = desk().await;
    let report = import(&desk, lines.join("\r\n").as_bytes()).await.unwrap();
    assert_eq!((report.tickets, report.left_out.len()), (2, 0));
    let whole = super::desk().await;
    import(&whole, text.as_bytes()).await.unwrap();
    assert_eq!(sizes(&desk).await, sizes(&whole).await);
}

#[tokio::test]
async fn the_report_says_how_many_priorities_are_not_the_matrix_s_also_when_none_is() {
    let told = "another priority than the matrix makes of impact and urgency";
    let options = Options { dry_run: true };
    for (row, wanted) in [
        ("sys_mod_count=1", "0 rows\n"),
        ("priority=1 - Critical", "1 rows (first on line 3)\n"),
    ] {
        let desk = desk().await;
        let report = import_with(&desk, sheet(&["", row]).as_bytes(), options).await;
        let report = report.unwrap().to_string();
        assert!(report.contains(&format!("\n{told}: {wanted}")), "{report}");
    }
}

#[tokio::test]
async fn a_row_that_is_repeated_word_for_word_is_left_out() {
    let desk = desk().await;
    let report = import(&desk, sheet(&["", "", "number=INC0000002"]).as_bytes())
        .await
        .unwrap();
    assert_eq!((report.rows, report.tickets), (3, 2));
    let left_out: Vec<String> = report
        .left_out
        .iter()
        .map(|row| format!("{}: {}", row.line, row.why))
        .collect();
    assert_eq!(left_out, ["3: says the same as line 2"]);
    assert!(
        report
            .to_string()
            .ends_with("left out: 1 rows\n  line 3: says the same as line 2")
    );
}
