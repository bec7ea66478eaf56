//! Stored files: each content once, under its hash.

use crate::error::{Error, Result};
use kernel::text::hex;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A folder of files named by the SHA-256 of their content: `ab/cdef…`.
#[derive(Clone)]
pub struct Files {
    folder: Arc<PathBuf>,
    next: Arc<AtomicU64>,
}

impl Files {
    /// Opens the folder and removes what an interrupted writer left.
    pub(crate) fn open(folder: PathBuf) -> Result<Self> {
        let incoming = folder.join("incoming");
        if incoming.exists() {
            for left in fs::read_dir(&incoming)?.flatten() {
                // Another process may be writing it; then it is not ours to remove, and it stays.
                let old = left
                    .metadata()?
                    .modified()?
                    .elapsed()
                    .is_ok_and(|age| age.as_secs() > 24 * 60 * 60);
                if old {
                    fs::remove_file(left.path())?;
                }
            }
        }
        fs::create_dir_all(&incoming)?;
        Ok(Self {
            folder: Arc::new(folder),
            next: Arc::default(),
        })
    }

    /// Stores a content; answers its hash and size. On the disk when it returns.
    ///
    /// # Errors
    /// When it cannot be read or written.
    pub fn put(&self, content: impl Read) -> Result<(String, i64)> {
        let staged = self.stage(content)?;
        staged.keep()?;
        Ok((staged.hash.clone(), staged.size_bytes))
    }

    /// Writes a content to the disk without storing it: for what may yet be refused.
    ///
    /// # Errors
    /// When it cannot be read or written.
    pub fn stage(&self, mut content: impl Read) -> Result<Staged> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let incoming = self
            .folder
            .join("incoming")
            .join(format!("{}-{number}", std::process::id()));
        let mut file = File::create(&incoming)?;
        let written = copy_hashed(&mut content, &mut file).and_then(|written| {
            file.sync_all()?;
            Ok(written)
        });
        match written {
            Ok((hash, size_bytes)) => Ok(Staged {
                files: self.clone(),
                incoming,
                hash,
                size_bytes,
            }),
            Err(error) => {
                fs::remove_file(&incoming)?;
                Err(error)
            }
        }
    }

    /// Opens a stored content.
    ///
    /// # Errors
    /// When it is not there.
    pub fn open_content(&self, hash: &str) -> Result<File> {
        Ok(File::open(self.path(hash)?)?)
    }

    /// Whether the content under `hash` is there and still has that hash.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn is_sound(&self, hash: &str) -> Result<bool> {
        let path = self.path(hash)?;
        if !path.exists() {
            return Ok(false);
        }
        let (found, _) = copy_hashed(&mut File::open(path)?, &mut std::io::sink())?;
        Ok(found == hash)
    }

    /// Where the content under `hash` is.
    ///
    /// # Errors
    /// When that is no hash: names never come from outside unchecked.
    pub fn path(&self, hash: &str) -> Result<PathBuf> {
        let plain = hash.len() == 64
            && hash
                .bytes()
                .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        if !plain {
            return Err(Error::Damaged(format!("“{hash}” is no SHA-256")));
        }
        Ok(Path::new(&*self.folder).join(&hash[..2]).join(&hash[2..]))
    }
}

/// A content that is on the disk and not stored yet. It goes with this value, unless it was kept.
pub struct Staged {
    files: Files,
    incoming: PathBuf,
    hash: String,
    size_bytes: i64,
}

impl Staged {
    /// The hash under which it will be found.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// How long it is.
    pub fn size_bytes(&self) -> i64 {
        self.size_bytes
    }

    /// Stores it; what is stored already stays as it is. On the disk when it returns, and quick: nothing is copied.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep(&self) -> Result<()> {
        let path = self.files.path(&self.hash)?;
        if path.exists() {
            return Ok(());
        }
        let folder = path.parent().unwrap_or(&self.files.folder);
        fs::create_dir_all(folder)?;
        fs::rename(&self.incoming, &path)?;
        File::open(folder)?.sync_all()?;
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        // Gone already where it was kept; what stays in spite of this is removed when the folder is opened again.
        let _ = fs::remove_file(&self.incoming);
    }
}

fn copy_hashed(from: &mut impl Read, to: &mut impl Write) -> Result<(String, i64)> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    let mut size = 0;
    loop {
        let read = from.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        hasher.update(&buffer[..read]);
        to.write_all(&buffer[..read])?;
        size += read as i64;
    }
    Ok((hex(&hasher.finalize()), size))
}
