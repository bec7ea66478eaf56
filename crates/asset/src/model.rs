//! What an asset is.

use kernel::{AssetId, PersonId};
use serde::{Deserialize, Serialize};

/// What sort of thing an asset is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssetKind {
    /// A portable computer.
    Laptop,
    /// A computer that stays on its desk.
    Desktop,
    /// A screen.
    Monitor,
    /// A telephone, mobile or not.
    Phone,
    /// A tablet.
    Tablet,
    /// A printer or scanner.
    Printer,
    /// What belongs to another: a dock, a headset, a card.
    Accessory,
    /// Anything else.
    Other,
}

impl AssetKind {
    /// All of them, as they are offered.
    pub const ALL: [AssetKind; 8] = [
        AssetKind::Laptop,
        AssetKind::Desktop,
        AssetKind::Monitor,
        AssetKind::Phone,
        AssetKind::Tablet,
        AssetKind::Printer,
        AssetKind::Accessory,
        AssetKind::Other,
    ];

    /// The name in forms and in the database.
    pub fn name(self) -> &'static str {
        match self {
            AssetKind::Laptop => "laptop",
            AssetKind::Desktop => "desktop",
            AssetKind::Monitor => "monitor",
            AssetKind::Phone => "phone",
            AssetKind::Tablet => "tablet",
            AssetKind::Printer => "printer",
            AssetKind::Accessory => "accessory",
            AssetKind::Other => "other",
        }
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<AssetKind> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The icon's name in the sprite.
    pub(crate) fn icon(self) -> &'static str {
        match self {
            AssetKind::Laptop => "laptop",
            AssetKind::Desktop | AssetKind::Monitor => "monitor",
            AssetKind::Phone => "phone",
            AssetKind::Tablet => "tablet",
            AssetKind::Printer => "printer",
            AssetKind::Accessory | AssetKind::Other => "package",
        }
    }

    /// The catalogue key of what people read.
    pub(crate) fn label(self) -> &'static str {
        match self {
            AssetKind::Laptop => "asset-laptop",
            AssetKind::Desktop => "asset-desktop",
            AssetKind::Monitor => "asset-monitor",
            AssetKind::Phone => "asset-phone",
            AssetKind::Tablet => "asset-tablet",
            AssetKind::Printer => "asset-printer",
            AssetKind::Accessory => "asset-accessory",
            AssetKind::Other => "asset-other",
        }
    }
}

/// A thing that somebody works with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asset {
    /// Its id.
    pub id: AssetId,
    /// What it is called: model, or the name on its label.
    pub name: String,
    /// What sort of thing it is.
    pub kind: AssetKind,
    /// Its serial or inventory number; empty where there is none.
    pub serial: String,
    /// Who works with it; nobody while it lies in the store.
    pub holder: Option<PersonId>,
    /// What else is to be known of it.
    pub note: String,
    /// Whether it is used no longer.
    pub retired: bool,
    /// Counts its changes, from 1.
    pub version: i64,
}

/// What is to be of an asset; what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AssetEdit {
    /// See [`Asset::name`].
    pub name: Option<String>,
    /// See [`Asset::kind`].
    pub kind: Option<AssetKind>,
    /// See [`Asset::serial`].
    pub serial: Option<String>,
    /// See [`Asset::holder`].
    pub holder: Option<Option<PersonId>>,
    /// See [`Asset::note`].
    pub note: Option<String>,
    /// See [`Asset::retired`].
    pub retired: Option<bool>,
}
