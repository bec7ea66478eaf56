//! The checks that keep the house standing: who may depend on whom, where SQL is written, how large
//! files grow, what the kernel may touch, and that every locale says everything.

mod kernel;
mod kinds;
mod levels;
mod locales;
mod names;
mod rust_text;
mod sizes;
mod sql;
#[cfg(test)]
mod tests;

use std::fmt;
use std::fs;
use std::path::Path;

/// The kinds of file that a check reads.
const EXTENSIONS: [&str; 5] = ["rs", "toml", "html", "css", "ftl"];

/// Something that breaks a rule, and what would keep it.
pub(crate) struct Finding {
    file: String,
    line: usize,
    problem: String,
    remedy: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}: {}; {}",
            self.file, self.line, self.problem, self.remedy
        )
    }
}

/// A text below `crates/`.
struct SourceFile {
    /// From the workspace's folder, with `/` between the parts: `crates/kernel/src/lib.rs`.
    path: String,
    text: String,
}

impl SourceFile {
    /// The folder below `crates/`, which is also the crate's name.
    fn crate_name(&self) -> &str {
        self.path.split('/').nth(1).unwrap_or_default()
    }

    /// The path inside its crate: `src/lib.rs`.
    fn inside(&self) -> &str {
        self.path.splitn(3, '/').nth(2).unwrap_or_default()
    }

    fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    fn has_extension(&self, extension: &str) -> bool {
        self.name()
            .rsplit_once('.')
            .is_some_and(|(_, end)| end == extension)
    }

    fn lies_in(&self, folder: &str) -> bool {
        let folders = self
            .path
            .rsplit_once('/')
            .map_or("", |(folders, _)| folders);
        folders.split('/').any(|part| part == folder)
    }

    /// Rust that ends up in a library or binary: below `src/`, and not a file of tests.
    fn is_production(&self) -> bool {
        let is_test = self.name() == "tests.rs"
            || self.name().ends_with("_tests.rs")
            || self.lies_in("tests");
        self.has_extension("rs") && self.inside().starts_with("src/") && !is_test
    }

    fn finding(&self, line: usize, problem: String, remedy: impl Into<String>) -> Finding {
        Finding {
            file: self.path.clone(),
            line,
            problem,
            remedy: remedy.into(),
        }
    }
}

/// Prints every finding; an error if there is one.
pub(crate) fn run(root: &Path) -> Result<(), String> {
    let findings = check(&read(root)?);
    for finding in &findings {
        println!("    {finding}");
    }
    match findings.len() {
        0 => Ok(()),
        1 => Err("1 finding".into()),
        count => Err(format!("{count} findings")),
    }
}

/// The crates with code in their documentation comments.
pub(crate) fn crates_with_examples(root: &Path) -> Result<Vec<String>, String> {
    let is_fence = |line: &str| {
        let comment = line
            .trim_start()
            .strip_prefix("///")
            .or(line.trim_start().strip_prefix("//!"));
        comment.is_some_and(|text| text.trim_start().starts_with("```"))
    };
    let files = read(root)?;
    let mut names: Vec<String> = files
        .iter()
        .filter(|file| file.is_production() && file.text.lines().any(is_fence))
        .map(|file| file.crate_name().to_owned())
        .collect();
    names.dedup();
    Ok(names)
}

fn check(files: &[SourceFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    levels::check(files, &mut findings);
    sql::check(files, &mut findings);
    sizes::check(files, &mut findings);
    names::check(files, &mut findings);
    kernel::check(files, &mut findings);
    locales::check(files, &mut findings);
    kinds::check(files, &mut findings);
    findings
}

/// Everything that the checks look at, in the order of the paths.
fn read(root: &Path) -> Result<Vec<SourceFile>, String> {
    let mut files = Vec::new();
    let mut folders = vec![(root.join("crates"), "crates".to_owned())];
    while let Some((folder, path)) = folders.pop() {
        let trouble = |e: std::io::Error| format!("{path}: {e}");
        for entry in fs::read_dir(&folder).map_err(trouble)? {
            let entry = entry.map_err(trouble)?;
            let path = format!("{path}/{}", entry.file_name().to_string_lossy());
            let trouble = |e: std::io::Error| format!("{path}: {e}");
            let kind = entry.file_type().map_err(trouble)?;
            if kind.is_dir() {
                folders.push((entry.path(), path));
            } else if EXTENSIONS.iter().any(|e| path.ends_with(&format!(".{e}"))) {
                let text = fs::read_to_string(entry.path()).map_err(trouble)?;
                files.push(SourceFile { path, text });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}
