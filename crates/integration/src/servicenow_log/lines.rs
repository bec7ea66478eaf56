//! Which line of a file a row stands on, as an editor counts them: by the ends of lines, whether they are `\n` or
//! `\r\n`. The reader of CSV counts differently where lines end in `\r\n`, or are empty.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{ErrorKind, Read};
use std::rc::Rc;

/// The ends of lines that were read ahead and not yet come past: about as many as the reader's buffer holds.
#[derive(Clone, Default)]
pub(super) struct Lines(Rc<RefCell<Ends>>);

#[derive(Default)]
struct Ends {
    /// Where the next `\r` and `\n` are, in bytes from the beginning.
    ahead: VecDeque<(u64, u8)>,
    /// How many `\n` came before them.
    passed: u64,
    /// How the text ended, once it has.
    end: Option<End>,
}

/// How a text ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// As it is.
    Whole,
    /// In the middle of the compressed data.
    Cut,
}

impl Ends {
    fn pass(&mut self) {
        if let Some((_, byte)) = self.ahead.pop_front() {
            self.passed += u64::from(byte == b'\n');
        }
    }
}

impl Lines {
    /// The line, from 1, of the first byte at `place` or behind it that ends no line. Places are asked for in
    /// their order. (A record is said to begin where the one before it ended: before the `\n` of its `\r\n`, and
    /// before empty lines.)
    pub(super) fn at(&self, mut place: u64) -> u64 {
        let mut ends = self.0.borrow_mut();
        while let Some((end, _)) = ends.ahead.front().copied()
            && end <= place
        {
            place += u64::from(end == place);
            ends.pass();
        }
        ends.passed + 1
    }

    /// How the text ended, if its end was come to.
    pub(super) fn end(&self) -> Option<End> {
        self.0.borrow().end
    }
}

/// A text, and where its lines end.
pub(super) struct Numbered<R> {
    text: R,
    read: u64,
    lines: Lines,
}

impl<R> Numbered<R> {
    pub(super) fn new(text: R, lines: &Lines) -> Self {
        Self {
            text,
            read: 0,
            lines: lines.clone(),
        }
    }
}

impl<R: Read> Read for Numbered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let (count, end) = match self.text.read(buffer) {
            // What came before the cut is read to its end, so that it can be said where that is.
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => (0, Some(End::Cut)),
            Ok(0) if !buffer.is_empty() => (0, Some(End::Whole)),
            read => (read?, None),
        };
        let mut told = self.lines.0.borrow_mut();
        told.end = told.end.or(end);
        let ends = (self.read..).zip(&buffer[..count]);
        let ends = ends.filter(|(_, byte)| matches!(byte, b'\r' | b'\n'));
        let ends = ends.map(|(at, byte)| (at, *byte));
        told.ahead.extend(ends);
        self.read += count as u64;
        Ok(count)
    }
}
