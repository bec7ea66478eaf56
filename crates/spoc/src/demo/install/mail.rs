//! A mailbox of the demo company, and what came to it that is nobody's ticket: there is something to look at where
//! administrators look at mail.

use super::super::company::DOMAIN;
use super::InstallError;
use crate::App;
use channels::mail::{Intake, queries};

/// Messages as they came in: headers and text.
const MESSAGES: [&str; 3] = [
    "Subject: Undelivered Mail Returned to Sender\r\nReturn-Path: <>\r\n\r\n\
     The message could not be delivered: 5.1.1 there is no such user.\r\n",
    "Subject: Out of office: back on Monday\r\nAuto-Submitted: auto-replied\r\n\r\n\
     I am out of the office until Monday. In urgent cases please call my colleagues.\r\n",
    "Subject: This week's offers for your business\r\nPrecedence: bulk\r\nList-Id: <offers.example.net>\r\n\
     Content-Type: text/html; charset=utf-8\r\n\r\n\
     <h2 style=\"color:#1d4ed8\">Printers at half the price</h2><p>This week only:</p>\
     <table border=\"1\" cellpadding=\"6\" style=\"border-collapse:collapse\">\
     <tr><th align=\"left\">Model</th><th align=\"left\">Pages a minute</th><th align=\"left\">Price</th></tr>\
     <tr><td>LP 20</td><td>20</td><td><b>£ 99</b></td></tr><tr><td>LP 40</td><td>40</td><td><b>£ 149</b></td></tr></table>\
     <p><a href=\"https://offers.example.net/\">See all of them</a></p>\
     <img src=\"https://offers.example.net/seen.gif\" alt=\"Our shop\">\r\n",
];

/// Adds the mailbox, and takes the messages in.
pub(super) async fn arrive(app: &App) -> Result<(), InstallError> {
    let address = format!("help@{DOMAIN}");
    let adding =
        move |tx: &store::Tx<'_>| queries::insert_mailbox(tx, "Service Desk", &address, None);
    let mailbox = app.store.write(adding).await?;
    let intake = Intake::new(app.desk.clone(), app.directory.clone());
    for (index, message) in MESSAGES.iter().enumerate() {
        let raw = format!(
            "From: Alex Example <alex@example.net>\r\nMessage-ID: <demo-{index}@example.net>\r\n{message}"
        );
        intake
            .take(mailbox, &format!("demo:{index}"), raw.into_bytes())
            .await?;
    }
    Ok(())
}
