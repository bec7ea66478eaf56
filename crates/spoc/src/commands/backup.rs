//! `spoc backup` and `spoc restore`: one file with everything that cannot be made from something else.
//!
//! The file is a tar archive, compressed with zstd: `manifest.json`, `tables/NAME/N.jsonl`,
//! `attachments/HASH`, and `end.json` as the proof that it is whole. It belongs to no database: a backup of
//! SQLite can be restored into PostgreSQL and the reverse.

use super::{Done, progress, say};
use crate::{App, SystemClock};
use kernel::Clock;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{Location, Store, Tx, archive};

/// The layout of the file.
const FORMAT: u32 = 1;
/// Largest part of a table in a backup, in bytes.
const PART_MAX_BYTES: u64 = 1 << 30;
/// How much zstd tries: quick, and small enough.
const COMPRESSION: i32 = 3;

#[derive(Serialize, Deserialize)]
struct Manifest {
    format: u32,
    schema: i64,
    spoc: String,
    created_at: String,
}

#[derive(Serialize, Deserialize, Default, PartialEq)]
struct End {
    tables: BTreeMap<String, u64>,
    attachments: u64,
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// An error on the way between database and file.
struct Failed(Failure);

impl<E: Into<Failure>> From<E> for Failed {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

type Archive = tar::Builder<zstd::Encoder<'static, BufWriter<File>>>;

pub(crate) async fn backup(location: &Location, file: &Path) -> Done {
    let app = App::open(location, Arc::new(SystemClock)).await?;
    let partial = partial(file);
    let (store, target) = (app.store.clone(), partial.clone());
    let written = app
        .store
        .read_long(move |tx| write(tx, &store, &target))
        .await;
    if let Err(Failed(error)) = written {
        if partial.exists() {
            std::fs::remove_file(&partial)?;
        }
        return Err(error);
    }
    std::fs::rename(&partial, file)?;
    // The name itself is on the disk, too, before anybody is told.
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    say(format_args!(
        "{} · {:.1} MB",
        file.display(),
        std::fs::metadata(file)?.len() as f64 / 1e6
    ))?;
    Ok(())
}

/// Only a whole backup ever has its name.
fn partial(file: &Path) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".partial");
    file.with_file_name(name)
}

fn write(tx: &Tx<'_>, store: &Store, path: &Path) -> Result<(), Failed> {
    let file = File::create(path).map_err(|error| {
        format!(
            "cannot write {}: {error}; name a file in a folder that is there and may be written to",
            path.display()
        )
    });
    let file = BufWriter::new(file?);
    let mut encoder = zstd::Encoder::new(file, COMPRESSION)?;
    encoder.include_checksum(true)?;
    let mut archive: Archive = tar::Builder::new(encoder);
    let manifest = Manifest {
        format: FORMAT,
        schema: store::newest(),
        spoc: env!("CARGO_PKG_VERSION").into(),
        created_at: SystemClock.now().to_string(),
    };
    append(
        &mut archive,
        "manifest.json",
        &serde_json::to_vec(&manifest)?,
    )?;
    let bar = progress::counter("rows");
    bar.set_message("Backing up");
    let mut end = End::default();
    let mut part = 0;
    archive::dump(tx, |table, lines| {
        part += 1;
        append(
            &mut archive,
            &format!("tables/{table}/{part}.jsonl"),
            lines.as_bytes(),
        )?;
        let rows = lines.lines().count() as u64;
        *end.tables.entry(table.to_owned()).or_default() += rows;
        bar.inc(rows);
        Ok::<_, Failed>(())
    })?;
    for hash in work::queries::attachment_hashes(tx)? {
        let mut content = store.files().open_content(&hash)?;
        archive.append_file(format!("attachments/{hash}"), &mut content)?;
        end.attachments += 1;
    }
    append(&mut archive, "end.json", &serde_json::to_vec(&end)?)?;
    bar.finish_and_clear();
    let mut file = archive.into_inner()?.finish()?;
    file.flush()?;
    file.get_ref().sync_all()?;
    Ok(())
}

fn append(archive: &mut Archive, name: &str, content: &[u8]) -> std::io::Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_size(content.len() as u64);
    header.set_mode(0o600);
    archive.append_data(&mut header, name, content)
}

pub(crate) async fn restore(location: &Location, file: &Path) -> Done {
    if !file.exists() {
        return Err(format!("there is no file {}", file.display()).into());
    }
    check_whole(file)?;
    let store = Store::open(location)?;
    let (files, path) = (store.clone(), file.to_owned());
    let restored = store.write(move |tx| read(tx, &files, &path)).await;
    let end = restored.map_err(|Failed(error)| error)?;
    let app = App::open_for_rebuild(location, Arc::new(SystemClock)).await?;
    let bar = progress::counter("tickets");
    bar.set_message("Folding");
    let tickets = app
        .desk
        .rebuild(|tickets| bar.set_position(tickets))
        .await?;
    bar.finish_and_clear();
    let rows: u64 = end.tables.values().sum();
    say(format_args!(
        "{rows} rows and {} files restored, {tickets} tickets folded",
        end.attachments
    ))?;
    Ok(())
}

/// Reads the file to its end and compares its checksum, before anything is touched.
fn check_whole(path: &Path) -> Result<(), String> {
    let read = File::open(path)
        .and_then(|file| zstd::Decoder::new(BufReader::new(file)))
        .and_then(|mut content| std::io::copy(&mut content, &mut std::io::sink()));
    match read {
        Ok(_) => Ok(()),
        Err(error) => Err(format!(
            "{} is damaged, cut off or no backup of Spoc ({error}); use another copy",
            path.display()
        )),
    }
}

/// All or nothing: what is read goes into one unit of work. Files are stored by their content and harm nobody.
fn read(tx: &Tx<'_>, store: &Store, path: &Path) -> Result<End, Failed> {
    if !archive::is_empty(tx)? {
        return Err("there is data already; restore into an empty data folder or database".into());
    }
    archive::clear(tx)?;
    let mut archive = tar::Archive::new(zstd::Decoder::new(BufReader::new(File::open(path)?))?);
    let (mut found, mut promised) = (End::default(), None);
    let mut manifest: Option<Manifest> = None;
    for entry in archive.entries()? {
        let mut entry = entry?;
        let name = entry.path()?.to_string_lossy().into_owned();
        let parts: Vec<&str> = name.split('/').collect();
        match parts.as_slice() {
            ["manifest.json"] => manifest = Some(checked(serde_json::from_reader(&mut entry)?)?),
            _ if manifest.is_none() => return Err("this is no backup of Spoc".into()),
            ["tables", table, _] => {
                let mut lines = String::new();
                entry
                    .by_ref()
                    .take(PART_MAX_BYTES)
                    .read_to_string(&mut lines)?;
                *found.tables.entry((*table).to_owned()).or_default() +=
                    archive::load(tx, table, &lines)?;
            }
            ["attachments", hash] => {
                let (stored, _) = store.files().put(&mut entry)?;
                if stored != *hash {
                    return Err(format!("attachment {hash} is damaged in the backup").into());
                }
                found.attachments += 1;
            }
            ["end.json"] => promised = Some(serde_json::from_reader::<_, End>(&mut entry)?),
            _ => {
                return Err(
                    format!("the backup holds “{name}”, which this Spoc does not know").into(),
                );
            }
        }
    }
    if promised.as_ref() != Some(&found) {
        return Err("the backup is not whole: its end is missing; use another copy".into());
    }
    archive::finish(tx, SystemClock.now())?;
    work::queries::ask_for_rebuild(tx)?;
    Ok(found)
}

fn checked(manifest: Manifest) -> Result<Manifest, Failed> {
    if manifest.format != FORMAT || manifest.schema > store::newest() {
        return Err(format!(
            "the backup was made by Spoc {}, which is newer than this one",
            manifest.spoc
        )
        .into());
    }
    Ok(manifest)
}
