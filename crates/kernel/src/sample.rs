//! What the kernel's own tests begin with.

use crate::policy::{Level, Lifecycle, StateCategory};
use crate::ticket::{Channel, Kind, Message, Opened};
use crate::{Activity, PersonId};

/// An incident that somebody asks about in the portal.
pub(crate) fn opened() -> Activity {
    Activity::Opened(Box::new(Opened {
        kind: Kind::Incident,
        channel: Channel::Portal,
        requester: PersonId(1),
        on_behalf_of: None,
        watchers: Default::default(),
        subject: "Printer on fire".into(),
        description: Message::default(),
        state: Lifecycle::NEW.into(),
        state_category: StateCategory::New,
        impact: Level(2),
        urgency: Level(2),
        priority: Level(3),
        priority_reason: None,
        priority_grounds: Vec::new(),
        team: None,
        assignee: None,
        service: None,
        category: None,
        tags: Default::default(),
        fields: Default::default(),
        parent: None,
        confidential: false,
        split_from: None,
        mail_checks: Default::default(),
    }))
}
