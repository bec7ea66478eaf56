//! `spoc policy`: the policy as a folder of TOML files.

use super::{Done, say, written};
use crate::cli::PolicyCommand;
use crate::{App, SystemClock};
use kernel::{Actor, Policy};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use store::Location;
use work::policy_text::{Files, Line, TextProblem, differences, to_files};

/// Largest file of a policy, in bytes.
const FILE_MAX_BYTES: u64 = 4_000_000;
/// Lines that are shown around one that changes.
const AROUND: usize = 2;

pub(crate) async fn run(location: &Location, command: PolicyCommand) -> Done {
    let app = App::open(location, Arc::new(SystemClock)).await?;
    match command {
        PolicyCommand::Export { folder } => export(&app, &folder).await,
        PolicyCommand::Plan { folder } => plan(&app, &folder).await,
        PolicyCommand::Apply { folder, comment } => apply(&app, &folder, comment).await,
    }
}

async fn export(app: &App, folder: &Path) -> Done {
    let rules = app.desk.rules().await?;
    let files = to_files(&rules.policy).map_err(|problem| problem.to_string())?;
    std::fs::create_dir_all(folder)?;
    for (name, text) in &files {
        std::fs::write(folder.join(name), text)?;
    }
    say(format_args!(
        "version {} of the policy is in {}: {} files",
        rules.version,
        folder.display(),
        files.len()
    ))?;
    Ok(())
}

async fn plan(app: &App, folder: &Path) -> Done {
    let rules = app.desk.rules().await?;
    let policy = read(app, folder).await?;
    let text = |policy: &Policy| to_files(policy).map_err(|problem| problem.to_string());
    let changed = differences(&text(&rules.policy)?, &text(&policy)?);
    if changed.is_empty() {
        say(format_args!(
            "nothing would change: version {} says the same",
            rules.version
        ))?;
    }
    for (file, lines) in changed {
        say(file)?;
        written(show(&lines))?;
    }
    Ok(())
}

async fn apply(app: &App, folder: &Path, comment: String) -> Done {
    let rules = app.desk.rules().await?;
    let policy = read(app, folder).await?;
    let put = move |present: &mut Policy| {
        present.clone_from(&policy);
        Ok(())
    };
    let version = app
        .desk
        .decide_policy(&Actor::spoc(), Some(rules.version), &comment, put)
        .await?;
    if version == rules.version {
        say(format_args!(
            "nothing has changed: version {version} says the same"
        ))?;
    } else {
        say(format_args!("version {version} is in force"))?;
    }
    Ok(())
}

/// The policy that a folder says.
pub(super) async fn read(
    app: &App,
    folder: &Path,
) -> Result<Policy, Box<dyn std::error::Error + Send + Sync>> {
    let mut files = Files::new();
    for entry in
        std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?
    {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.ends_with(".toml") {
            continue;
        }
        if entry.metadata()?.len() > FILE_MAX_BYTES {
            return Err(
                format!("{name}: a file of a policy has at most {FILE_MAX_BYTES} bytes").into(),
            );
        }
        let text = std::fs::read_to_string(entry.path());
        files.insert(
            name,
            text.map_err(|error| format!("{}: {error}", entry.path().display()))?,
        );
    }
    if files.is_empty() {
        return Err(format!(
            "{} holds no .toml file; `spoc policy export` writes them",
            folder.display()
        )
        .into());
    }
    app.desk
        .read_policy(files)
        .await?
        .map_err(|problems| told(&problems).into())
}

fn told(problems: &[TextProblem]) -> String {
    let lines: Vec<String> = problems.iter().map(TextProblem::to_string).collect();
    format!("the policy is not put in force:\n{}", lines.join("\n"))
}

/// The lines that change, with some around them.
fn show(lines: &[Line]) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    let differs = |line: &Line| !matches!(line, Line::Same(_));
    let mut skipped = false;
    for (at, line) in lines.iter().enumerate() {
        let near = at.saturating_sub(AROUND)..(at + AROUND + 1).min(lines.len());
        if !lines[near].iter().any(differs) {
            skipped = true;
            continue;
        }
        if std::mem::take(&mut skipped) {
            writeln!(out, "  …")?;
        }
        match line {
            Line::Same(text) => writeln!(out, "  {text}")?,
            Line::Gone(text) => writeln!(out, "- {text}")?,
            Line::New(text) => writeln!(out, "+ {text}")?,
        }
    }
    Ok(())
}
