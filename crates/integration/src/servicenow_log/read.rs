//! Reads the file, all of it, before anything is done with it.

use super::cells::{Cells, Problem};
use super::columns::{Column, Columns, NAMES};
use super::lines::{End, Lines, Numbered};
use super::names::Names;
use super::report::LeftOut;
use super::row::{Line, Row};
use crate::{ImportError, Phase, Progress};
use csv::{ByteRecord, ErrorKind, ReaderBuilder};
use flate2::read::MultiGzDecoder;
use std::cell::Cell;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind as IoErrorKind, Read};
use std::path::Path;
use std::rc::Rc;

/// Most rows of a file. They are held in memory until all are read.
const ROWS_MAX: usize = 5_000_000;
/// After so many rows, the progress is told.
const TOLD_EVERY_ROWS: usize = 4_096;
/// What a file is told whose compressed data is cut off.
const CUT: &str = "the compressed data ends here, in its middle; fetch the whole file again";
/// How a gzip file begins.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// What the file says.
#[derive(Default)]
pub(super) struct Log {
    /// All names in it.
    pub(super) names: Names,
    /// The incidents, in the order in which they first occur.
    pub(super) incidents: Vec<Incident>,
    /// How many rows it has.
    pub(super) row_count: usize,
    /// The rows that are not imported.
    pub(super) left_out: Vec<LeftOut>,
}

/// An incident and what happened to it.
pub(super) struct Incident {
    /// Its number, such as `INC0000045`.
    pub(super) number: String,
    /// Its rows, in the order of the file; at least one.
    pub(super) lines: Vec<Line>,
}

/// Reads the file.
pub(super) fn read(path: &Path, progress: &mut dyn FnMut(Progress)) -> Result<Log, ImportError> {
    let unreadable = |source| ImportError::Unreadable {
        file: path.to_owned(),
        source,
    };
    let file = File::open(path).map_err(unreadable)?;
    let total = file.metadata().map_err(unreadable)?.len();
    let done = Rc::new(Cell::new(0));
    let mut file = BufReader::with_capacity(
        1 << 16,
        Counted {
            file,
            done: Rc::clone(&done),
        },
    );
    let is_gzip = file.fill_buf().map_err(unreadable)?.starts_with(&GZIP);
    let text: Box<dyn Read> = if is_gzip {
        Box::new(MultiGzDecoder::new(file))
    } else {
        Box::new(file)
    };
    let mut tell = || {
        progress(Progress {
            phase: Phase::Reading,
            done: done.get(),
            total,
        })
    };
    let log = read_text(text, &mut tell).map_err(|(line, fault)| fault.at(path, line))?;
    tell();
    Ok(log)
}

/// Why reading stopped.
enum Fault {
    Reading(std::io::Error),
    Wrong(Problem),
}

impl From<Problem> for Fault {
    fn from(problem: Problem) -> Self {
        Fault::Wrong(problem)
    }
}

impl Fault {
    fn at(self, path: &Path, line: u64) -> ImportError {
        let file = path.to_owned();
        let broken = |problem: &str| ImportError::Line {
            file: path.to_owned(),
            line,
            problem: problem.to_owned(),
        };
        match self {
            Fault::Wrong(Problem {
                column: Some(column),
                text,
            }) => ImportError::Value {
                file,
                line,
                column,
                problem: text,
            },
            Fault::Wrong(Problem { column: None, text }) => ImportError::Line {
                file,
                line,
                problem: text,
            },
            Fault::Reading(error) => match error.kind() {
                IoErrorKind::InvalidInput | IoErrorKind::InvalidData => {
                    broken("the compressed data is damaged here; fetch the file again")
                }
                _ => ImportError::Unreadable {
                    file,
                    source: error,
                },
            },
        }
    }
}

fn read_text(text: Box<dyn Read>, tell: &mut dyn FnMut()) -> Result<Log, (u64, Fault)> {
    let lines = Lines::default();
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(1 << 16)
        .from_reader(Numbered::new(text, &lines));
    let mut record = ByteRecord::new();
    let mut log = Log::default();
    let mut places = HashMap::new();
    let is_there = next(&mut reader, &lines, &mut record)?;
    if lines.end() == Some(End::Cut) {
        return Err((1, Problem::line(CUT.to_owned()).into()));
    }
    if !is_there {
        let text = format!(
            "the file is empty; its first line must name the columns {}",
            NAMES.join(", ")
        );
        return Err((1, Problem::line(text).into()));
    }
    let columns = Columns::of(&record).map_err(|problem| (1, problem.into()))?;
    let width = record.len();
    while next(&mut reader, &lines, &mut record)? {
        let line = lines.at(record.position().map_or(0, csv::Position::byte));
        let wrong = |problem: Problem| (line, Fault::from(problem));
        check_width(&record, width, &columns, lines.end()).map_err(wrong)?;
        if log.row_count == ROWS_MAX {
            return Err(wrong(Problem::line(format!(
                "is one more than {ROWS_MAX} rows; split the file"
            ))));
        }
        let cells = Cells {
            record: &record,
            columns: &columns,
        };
        add(&mut log, &mut places, line, &cells).map_err(wrong)?;
        if log.row_count.is_multiple_of(TOLD_EVERY_ROWS) {
            tell();
        }
    }
    match lines.end() {
        Some(End::Cut) => {
            let line = lines.at(reader.position().byte());
            Err((line, Problem::line(CUT.to_owned()).into()))
        }
        _ => Ok(log),
    }
}

/// Whether a row has a cell for each column; where the text ended in it, in which of them.
fn check_width(
    record: &ByteRecord,
    width: usize,
    columns: &Columns,
    end: Option<End>,
) -> Result<(), Problem> {
    let count = record.len();
    let short = count < width;
    let (place, text) = match end {
        Some(End::Cut) => (count - 1, CUT.to_owned()),
        Some(End::Whole) if short => {
            let text = format!(
                "the file ends here, in column {count} of {width}; fetch the whole file again, or close a quotation \
                 mark that is open"
            );
            (count - 1, text)
        }
        _ if short => {
            let text = format!(
                "is missing; the line has {count} columns where the first line has {width}"
            );
            (count, text)
        }
        _ if count > width => {
            let text = format!(
                "has {count} columns where the first line has {width}; put values with commas in quotation marks"
            );
            return Err(Problem::line(text));
        }
        _ => return Ok(()),
    };
    Err(match columns.name_at(place) {
        Some(column) => Problem::value(column, text),
        None => Problem::line(text),
    })
}

fn next(
    reader: &mut csv::Reader<Numbered<Box<dyn Read>>>,
    lines: &Lines,
    record: &mut ByteRecord,
) -> Result<bool, (u64, Fault)> {
    reader.read_byte_record(record).map_err(|error| {
        let line = lines.at(reader.position().byte());
        match error.into_kind() {
            ErrorKind::Io(error) => (line, Fault::Reading(error)),
            other => (line, Problem::line(format!("is no CSV: {other:?}")).into()),
        }
    })
}

fn add(
    log: &mut Log,
    places: &mut HashMap<String, usize>,
    line: u64,
    cells: &Cells<'_>,
) -> Result<(), Problem> {
    let number = cells.text(Column::Number)?;
    let row = Row::read(cells, &mut log.names)?;
    log.row_count += 1;
    let place = match log.incidents.last() {
        Some(last) if last.number == number => log.incidents.len() - 1,
        _ => *places
            .entry(number.to_owned())
            .or_insert(log.incidents.len()),
    };
    match log.incidents.get_mut(place) {
        None => log.incidents.push(Incident {
            number: number.to_owned(),
            lines: vec![Line { number: line, row }],
        }),
        Some(incident) => match incident.lines.last() {
            Some(before) if before.row == row => {
                let why = format!("says the same as line {}", before.number);
                log.left_out.push(LeftOut { line, why });
            }
            _ => incident.lines.push(Line { number: line, row }),
        },
    }
    Ok(())
}

/// Counts what was read of a file.
struct Counted {
    file: File,
    done: Rc<Cell<u64>>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.done.set(self.done.get() + count as u64);
        Ok(count)
    }
}
