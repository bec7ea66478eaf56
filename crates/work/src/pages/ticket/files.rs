//! The files that a message carries, as links.

use crate::pages::address::encoded;
use crate::screens::ticket::FileLink;
use kernel::ticket::Attachment;
use web::Texts;

/// Files as links.
pub(in crate::pages) fn files(attachments: &[Attachment], texts: Texts) -> Vec<FileLink> {
    attachments
        .iter()
        .map(|file| FileLink {
            href: format!(
                "/attachments/{}/{}",
                file.hash,
                encoded(&file.name).replace('/', "%2F")
            ),
            name: file.name.clone(),
            size: size(file.size_bytes, texts),
            image: file.media_type.starts_with("image/"),
        })
        .collect()
}

fn size(bytes: i64, texts: Texts) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", (bytes + 500) / 1_000),
        _ => format!("{} MB", texts.number((bytes + 500_000) / 1_000_000)),
    }
}
