//! The one list of modules, sorted.

use directory::Site;
use work::Module;

/// All modules of this binary.
pub(crate) fn all() -> Vec<Module> {
    vec![
        administration::module(),
        approvals::module(),
        asset::module(),
        automation::module(),
        channels::module(),
        home::module(),
        incident::module(),
        notification::module(),
        people::module(),
        portal::module(),
        request::module(),
        service::module(),
        sla::module(),
        tasks::module(),
        webhook::module(),
    ]
}

/// What the pages have in common, with the places and settings of all modules.
pub fn site() -> Site {
    let (mut places, mut settings, mut unread) = (Vec::new(), Vec::new(), None);
    let (mut own, mut doors) = (Vec::new(), Vec::new());
    for module in all() {
        let name = module.name;
        places.extend(module.navigation.into_iter().map(|place| (name, place)));
        settings.extend(module.settings);
        own.extend(module.own);
        unread = unread.or(module.unread);
        doors.extend(module.door);
    }
    Site::new(places)
        .with_settings(settings)
        .with_own(own)
        .with_unread(unread)
        .with_doors(doors)
}
