//! Which line of a file a row stands on, as an editor counts them: by the ends of lines, whether they are `\n` or
//! `\r\n`. The reader of CSV counts differently where lines end in `\r\n`, or are empty.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::Read;
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
        let count = self.text.read(buffer)?;
        let ends = (self.read..).zip(&buffer[..count]);
        let ends = ends.filter(|(_, byte)| matches!(byte, b'\r' | b'\n'));
        let ends = ends.map(|(at, byte)| (at, *byte));
        self.lines.0.borrow_mut().ahead.extend(ends);
        self.read += count as u64;
        Ok(count)
    }
}
