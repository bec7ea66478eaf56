//! What answers at addresses of pages and is none. Sorted by address.

/// Routes that answer a browser's question with something else than a page, each with what it is.
pub const NO_PAGES: &[(&str, &str)] = &[
    ("/admin/mail/messages/{id}/raw", "a file"),
    ("/api/spoc/v1/openapi.json", "a document for programs"),
    ("/assets/{hash}/{name}", "files of the pages"),
    ("/attachments/{hash}/{name}", "a file"),
    ("/conditions/completion", "choices while somebody types"),
    (
        "/admin/policy/trials/{id}",
        "a page that follows from trying rules",
    ),
    ("/brand/{accent}/brand.css", "a style sheet"),
    ("/logo/{name}", "a picture"),
    ("/healthz", "a word for machines"),
    ("/jobs/notices", "a part of a page"),
    ("/live", "a stream"),
    ("/macros/{id}", "looks like /macros/new, filled in"),
    ("/manifest.webmanifest", "a document for browsers"),
    ("/my/alike", "a part of a page"),
    ("/my/answers", "a part of a page"),
    (
        "/my/tickets/{number}/messages/{position}",
        "leads to a message",
    ),
    ("/metrics", "figures for machines"),
    ("/notifications/bell", "a part of a page"),
    ("/readyz", "a word for machines"),
    ("/tickets/export.csv", "a file"),
    ("/tickets/export.xlsx", "a file"),
    ("/tickets/similar", "choices while somebody types"),
    ("/service-worker.js", "a script"),
    ("/suggest", "choices while somebody types"),
    ("/tickets/{number}/macros", "choices while somebody types"),
    ("/tickets/{number}/macros/{id}", "a text for the composer"),
    ("/tickets/{number}/mentions", "choices while somebody types"),
    (
        "/tickets/{number}/messages/{position}",
        "leads to a message",
    ),
    ("/tickets/{number}/presence", "a part of a page"),
    ("/tickets/{number}/similar", "a part of a page"),
];
