//! What a version of the policy changed, in words.

use crate::screens::table::{Cell, Row, Table};
use kernel::Policy;
use kernel::policy::{Criticality, Lifecycle, Named, Raises, Reach};
use std::collections::BTreeSet;
use web::Texts;
use web::texts::Arg;

/// Most differences that are told one by one.
const TOLD_MAX: usize = 200;

/// Differences as a table, a line each.
pub(crate) fn table(texts: Texts, told: Vec<String>) -> Table {
    let row = |told| Row::fixed(vec![Cell::Words(told)]);
    Table {
        caption: texts.t("admin-differences").to_owned(),
        heads: Vec::new(),
        rows: told.into_iter().map(row).collect(),
    }
}

/// What `after` decides otherwise than `before`, one sentence each.
pub(crate) fn differences(texts: Texts, before: &Policy, after: &Policy) -> Vec<String> {
    let mut told = Telling {
        texts,
        told: Vec::new(),
    };
    told.value("admin-priority", &before.priority.0, &after.priority.0);
    told.raises(&before.raises, &after.raises);
    told.value(
        "admin-close-after",
        &before.close_after_days,
        &after.close_after_days,
    );
    told.value(
        "admin-reopen-within",
        &before.reopen_within_days,
        &after.reopen_within_days,
    );
    told.value(
        "admin-survey-every",
        &before.survey_every_days,
        &after.survey_every_days,
    );
    told.named("admin-categories", &before.categories, &after.categories);
    told.named(
        "admin-codes",
        &before.resolution_codes,
        &after.resolution_codes,
    );
    let holds = |policy: &Policy| {
        let reasons = policy.hold_reasons.iter();
        entries(
            reasons.map(|reason| (&reason.key, &reason.label, format!("{:?}", reason.category))),
        )
    };
    told.list("admin-holds", &holds(before), &holds(after));
    let fields = |policy: &Policy| {
        let fields = policy.fields.iter();
        entries(fields.map(|field| (&field.key, &field.label, format!("{field:?}"))))
    };
    told.list("admin-fields", &fields(before), &fields(after));
    let names = |policy: &Policy| {
        let languages = Texts::languages().into_iter();
        let named = languages.filter_map(|(code, language)| {
            let own = policy.names.get(code)?;
            Some((code.to_owned(), language.to_owned(), format!("{own:?}")))
        });
        named.collect::<Vec<Entry>>()
    };
    told.list("admin-names", &names(before), &names(after));
    let calendars = |policy: &Policy| {
        let calendars = policy.calendars.iter();
        entries(calendars.map(|known| (&known.key, &known.label, format!("{known:?}"))))
    };
    told.list("admin-calendars", &calendars(before), &calendars(after));
    let levels = |policy: &Policy| {
        let levels = policy.service_levels.iter();
        entries(levels.map(|known| (&known.key, &known.label, format!("{known:?}"))))
    };
    told.list("admin-service-levels", &levels(before), &levels(after));
    let rules = |policy: &Policy| {
        let rules = policy.rules.iter();
        entries(rules.map(|known| (&known.key, &known.label, format!("{known:?}"))))
    };
    told.list("admin-automation", &rules(before), &rules(after));
    let webhooks = |policy: &Policy| {
        let webhooks = policy.webhooks.iter();
        entries(webhooks.map(|known| (&known.key, &known.label, format!("{known:?}"))))
    };
    told.list("admin-webhooks", &webhooks(before), &webhooks(after));
    let routing = |policy: &Policy| {
        let parts = (&policy.routes, &policy.distributions, &policy.tiers);
        format!("{parts:?}")
    };
    if routing(before) != routing(after) {
        let name = texts.t("admin-routing");
        told.tell("difference-changed", "admin-routing", name, "routing");
    }
    for lifecycle in &after.lifecycles {
        let same = |known: &&Lifecycle| known.kind == lifecycle.kind;
        if let Some(known) = before.lifecycles.iter().find(same) {
            told.lifecycle(known, lifecycle);
        }
    }
    told.forms(before, after);
    let retired = |policy: &Policy| {
        let retired = &policy.retired;
        let all = [
            &retired.categories,
            &retired.fields,
            &retired.hold_reasons,
            &retired.resolution_codes,
        ];
        all.into_iter().flatten().cloned().collect::<BTreeSet<_>>()
    };
    told.set(
        "difference-retired",
        "difference-unretired",
        &retired(before),
        &retired(after),
    );
    let reach = |policy: &Policy| {
        let name = policy.reach.map_or("own", Reach::name);
        told.texts.t(&format!("reach-{name}")).to_owned()
    };
    let (was, is) = (reach(before), reach(after));
    told.value("admin-levels-reach", &was, &is);
    told.set("difference-off", "difference-on", &before.off, &after.off);
    told.tags(before.allowed_tags.as_ref(), after.allowed_tags.as_ref());
    told.told.truncate(TOLD_MAX);
    told.told
}

/// An entry of a list: key, label, and all that can be changed of it.
type Entry = (String, String, String);

fn entries<'e>(list: impl Iterator<Item = (&'e String, &'e String, String)>) -> Vec<Entry> {
    list.map(|(key, label, all)| (key.clone(), label.clone(), all))
        .collect()
}

struct Telling {
    texts: Texts,
    told: Vec<String>,
}

impl Telling {
    fn tell(&mut self, key: &str, list: &str, what: &str, other: &str) {
        let list = self.texts.t(list);
        let args = [
            ("list", Arg::from(list)),
            ("what", Arg::from(what)),
            ("other", Arg::from(other)),
        ];
        self.told.push(self.texts.with(key, args));
    }

    fn value<T: PartialEq + std::fmt::Debug>(&mut self, name: &str, before: &T, after: &T) {
        if before != after {
            let (before, after) = (format!("{before:?}"), format!("{after:?}"));
            self.tell("difference-value", name, &before, &after);
        }
    }

    fn raises(&mut self, before: &Raises, after: &Raises) {
        let of = |raises: &Raises, one| raises.criticality.get(&one).copied().unwrap_or(0);
        for one in Criticality::ALL {
            let name = format!("raises-{}", one.name());
            self.value(&name, &of(before, one), &of(after, one));
        }
        self.value("raises-peak", &before.peak, &after.peak);
        self.value("raises-vip", &before.vip, &after.vip);
        self.value("raises-at-most", &before.at_most, &after.at_most);
        self.value("raises-people", &before.people, &after.people);
        let field = |raises: &Raises| raises.people_field.clone().unwrap_or_default();
        self.value("raises-people-field", &field(before), &field(after));
        let kinds = |raises: &Raises| raises.kinds.iter().map(|kind| kind.name()).collect();
        let (was, is): (Vec<_>, Vec<_>) = (kinds(before), kinds(after));
        self.value("raises-kinds", &was, &is);
    }

    fn named(&mut self, list: &str, before: &[Named], after: &[Named]) {
        let all = |list: &[Named]| {
            entries(
                list.iter()
                    .map(|named| (&named.key, &named.label, String::new())),
            )
        };
        self.list(list, &all(before), &all(after));
    }

    fn list(&mut self, list: &str, before: &[Entry], after: &[Entry]) {
        for (key, label, all) in after {
            match before.iter().find(|(known, ..)| known == key) {
                None => self.tell("difference-added", list, label, key),
                Some((_, old, _)) if old != label => {
                    self.tell("difference-renamed", list, old, label)
                }
                Some((.., old)) if old != all => self.tell("difference-changed", list, label, key),
                Some(_) => {}
            }
        }
        for (key, label, _) in before {
            if !after.iter().any(|(known, ..)| known == key) {
                self.tell("difference-removed", list, label, key);
            }
        }
        let order = |of: &[Entry], among: &[Entry]| {
            let kept = of
                .iter()
                .filter(|(key, ..)| among.iter().any(|(known, ..)| known == key));
            kept.map(|(key, ..)| key.clone()).collect::<Vec<_>>()
        };
        if order(before, after) != order(after, before) {
            self.tell("difference-order", list, "", "");
        }
    }

    fn lifecycle(&mut self, before: &Lifecycle, after: &Lifecycle) {
        let states = |lifecycle: &Lifecycle| {
            let states = lifecycle.states.iter();
            entries(states.map(|state| (&state.key, &state.label, format!("{:?}", state.category))))
        };
        self.list("admin-states", &states(before), &states(after));
        for (from, to) in after
            .moves
            .iter()
            .filter(|pair| !before.moves.contains(pair))
        {
            self.tell("difference-move-added", "admin-states", from, to);
        }
        for (from, to) in before
            .moves
            .iter()
            .filter(|pair| !after.moves.contains(pair))
        {
            self.tell("difference-move-removed", "admin-states", from, to);
        }
    }

    fn forms(&mut self, before: &Policy, after: &Policy) {
        for form in &after.forms {
            match before
                .forms
                .iter()
                .find(|known| known.place() == form.place())
            {
                None => self.tell("difference-added", "admin-forms", &form.place()[6..], ""),
                Some(known) if known != form => {
                    self.tell("difference-changed", "admin-forms", &form.place()[6..], "");
                }
                Some(_) => {}
            }
        }
        for form in &before.forms {
            if !after
                .forms
                .iter()
                .any(|known| known.place() == form.place())
            {
                self.tell("difference-removed", "admin-forms", &form.place()[6..], "");
            }
        }
    }

    fn set(
        &mut self,
        added: &str,
        removed: &str,
        before: &BTreeSet<String>,
        after: &BTreeSet<String>,
    ) {
        for key in after.difference(before) {
            self.tell(added, "", key, "");
        }
        for key in before.difference(after) {
            self.tell(removed, "", key, "");
        }
    }

    fn tags(&mut self, before: Option<&BTreeSet<String>>, after: Option<&BTreeSet<String>>) {
        match (before, after) {
            (before, after) if before == after => {}
            (_, None) => self.tell("difference-tags-free", "", "", ""),
            (_, Some(allowed)) => {
                let allowed: Vec<&str> = allowed.iter().map(String::as_str).collect();
                self.tell("difference-tags-list", "", &allowed.join(", "), "");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::differences;
    use kernel::Policy;
    use kernel::policy::Named;
    use web::Texts;

    #[test]
    fn a_version_tells_in_words_what_it_changed() {
        let before = Policy::default();
        let mut after = before.clone();
        after.close_after_days = 9;
        after.categories[0].label = "Devices".into();
        after.categories.push(Named {
            key: "badge".into(),
            label: "Badge".into(),
        });
        after.retired.categories.insert("other".into());
        after.off.insert("request".into());
        let told = differences(Texts::english(), &before, &after);
        for sentence in [
            "Close after days: 5 became 9.",
            "Categories: “Hardware” is called “Devices” now.",
            "Categories: “Badge” was added.",
            "“other” can no longer be chosen.",
            "“request” was switched off.",
        ] {
            assert!(
                told.iter().any(|told| told == sentence),
                "{sentence} in {told:?}"
            );
        }
        assert_eq!(told.len(), 5, "{told:?}");
        assert!(differences(Texts::english(), &before, &before).is_empty());
    }
}
