//! Names that stand in the file thousands of times are kept once.

use std::collections::HashMap;

/// A name of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Name(u32);

impl Name {
    /// Its place among all names, for tables.
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// All names of the file.
#[derive(Default)]
pub(super) struct Names {
    known: HashMap<Box<str>, Name>,
    texts: Vec<Box<str>>,
}

impl Names {
    /// The name with this text, which is added if it is new.
    pub(super) fn of(&mut self, text: &str) -> Name {
        if let Some(name) = self.known.get(text) {
            return *name;
        }
        let name = Name(self.texts.len() as u32);
        self.known.insert(text.into(), name);
        // ServiceNow's export pads some numbers with blanks; no reader would tell them apart.
        self.texts
            .push(text.split_whitespace().collect::<Vec<_>>().join(" ").into());
        name
    }

    /// The text of a name.
    pub(super) fn text(&self, name: Name) -> &str {
        &self.texts[name.index()]
    }

    /// All names with their texts.
    pub(super) fn all(&self) -> impl Iterator<Item = (Name, &str)> {
        (0..).map(Name).zip(self.texts.iter().map(|text| &**text))
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }
}
