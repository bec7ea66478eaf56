//! Two policies as text, line by line.

use super::Files;
use std::collections::BTreeSet;

/// What putting a policy in force would change: the lines that go and those that come, by file.
pub fn differences(before: &Files, after: &Files) -> Vec<(String, Vec<Line>)> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let changed = names.into_iter().filter_map(|name| {
        let text = |files: &Files| files.get(name).cloned().unwrap_or_default();
        let lines = lines(&text(before), &text(after));
        let differs = lines.iter().any(|line| !matches!(line, Line::Same(_)));
        differs.then(|| (name.clone(), lines))
    });
    changed.collect()
}

/// A line of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// It is in both.
    Same(String),
    /// It goes.
    Gone(String),
    /// It comes.
    New(String),
}

/// Most lines that are compared one by one: beyond, what differs is one block.
const COMPARED_MAX: usize = 4_000;

fn lines(before: &str, after: &str) -> Vec<Line> {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old, new, same) = (&old[head..], &new[head..], &old[..head]);
    let tail = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (old, end) = old.split_at(old.len() - tail);
    let new = &new[..new.len() - tail];
    let mut found: Vec<Line> = same.iter().map(|line| Line::Same((*line).into())).collect();
    if old.len().max(new.len()) > COMPARED_MAX {
        found.extend(old.iter().map(|line| Line::Gone((*line).into())));
        found.extend(new.iter().map(|line| Line::New((*line).into())));
    } else {
        between(old, new, &mut found);
    }
    found.extend(end.iter().map(|line| Line::Same((*line).into())));
    found
}

/// The longest common run of lines stays; what is not of it goes or comes.
fn between(old: &[&str], new: &[&str], found: &mut Vec<Line>) {
    let width = new.len() + 1;
    let mut common = vec![0_u32; (old.len() + 1) * width];
    for a in (0..old.len()).rev() {
        for b in (0..new.len()).rev() {
            common[a * width + b] = if old[a] == new[b] {
                common[(a + 1) * width + b + 1] + 1
            } else {
                common[(a + 1) * width + b].max(common[a * width + b + 1])
            };
        }
    }
    let (mut a, mut b) = (0, 0);
    while a < old.len() || b < new.len() {
        if a < old.len() && b < new.len() && old[a] == new[b] {
            found.push(Line::Same(old[a].into()));
            (a, b) = (a + 1, b + 1);
        } else if b == new.len()
            || (a < old.len() && common[(a + 1) * width + b] >= common[a * width + b + 1])
        {
            found.push(Line::Gone(old[a].into()));
            a += 1;
        } else {
            found.push(Line::New(new[b].into()));
            b += 1;
        }
    }
}
