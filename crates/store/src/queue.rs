//! A bounded queue of work for database threads.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

/// Most units of work that wait; beyond that, callers are told that the store is overloaded.
const WAITING_MAX: usize = 10_000;

/// Work that several threads take from. Whoever fell idle last is woken first: its connection still knows the
/// statements and the pages that were asked for a moment ago.
pub(crate) struct Queue<T> {
    state: Mutex<State<T>>,
}

struct State<T> {
    waiting: VecDeque<T>,
    idle: Vec<Thread>,
    closed: bool,
}

/// What whoever takes from a queue gets.
pub(crate) enum Next<T> {
    /// The oldest work.
    Work(T),
    /// None came in time.
    Late,
    /// The queue is closed and empty.
    Closed,
}

impl<T> Queue<T> {
    pub(crate) fn new() -> Self {
        Self {
            state: Mutex::new(State {
                waiting: VecDeque::new(),
                idle: Vec::new(),
                closed: false,
            }),
        }
    }

    fn state(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds work; hands it back when the queue is closed or full.
    pub(crate) fn push(&self, work: T) -> Result<(), T> {
        let mut state = self.state();
        if state.closed || state.waiting.len() >= WAITING_MAX {
            return Err(work);
        }
        state.waiting.push_back(work);
        let woken = state.idle.pop();
        drop(state);
        if let Some(thread) = woken {
            thread.unpark();
        }
        Ok(())
    }

    /// Takes the oldest work, waiting for some; nothing once the queue is closed and empty.
    pub(crate) fn take(&self) -> Option<T> {
        match self.next(None) {
            Next::Work(work) => Some(work),
            Next::Late | Next::Closed => None,
        }
    }

    /// Takes the oldest work, waiting for some, but no longer than `limit`.
    pub(crate) fn next(&self, limit: Option<Duration>) -> Next<T> {
        let me = thread::current();
        let end = limit.map(|limit| Instant::now() + limit);
        loop {
            let mut state = self.state();
            // A thread can wake without being woken; nobody may count on it while it works.
            state.idle.retain(|idle| idle.id() != me.id());
            if let Some(work) = state.waiting.pop_front() {
                return Next::Work(work);
            }
            if state.closed {
                return Next::Closed;
            }
            let rest = end.map(|end| end.saturating_duration_since(Instant::now()));
            if rest.is_some_and(|rest| rest.is_zero()) {
                return Next::Late;
            }
            state.idle.push(me.clone());
            drop(state);
            match rest {
                Some(rest) => thread::park_timeout(rest),
                None => thread::park(),
            }
        }
    }

    /// Takes the oldest work if there is some right now.
    pub(crate) fn try_take(&self) -> Option<T> {
        self.state().waiting.pop_front()
    }

    /// Whether nothing waits, and work is let in.
    pub(crate) fn is_clear(&self) -> bool {
        let state = self.state();
        state.waiting.is_empty() && !state.closed
    }

    /// Lets nothing more in; what waits is still done.
    pub(crate) fn close(&self) {
        let mut state = self.state();
        state.closed = true;
        for thread in state.idle.drain(..) {
            thread.unpark();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Next, Queue};
    use std::sync::{Arc, mpsc};
    use std::thread;
    use std::time::Duration;

    #[test]
    fn whoever_takes_gets_work_or_hears_that_none_came_or_that_none_will_come() {
        let queue = Queue::new();
        assert!(matches!(queue.next(Some(Duration::ZERO)), Next::Late));
        queue.push(1).expect("there is room");
        assert!(matches!(queue.next(Some(Duration::ZERO)), Next::Work(1)));
        queue.close();
        assert!(matches!(queue.next(None), Next::Closed));
    }

    #[test]
    fn all_work_is_done_once_and_in_the_end_everybody_goes_home() {
        let queue = Arc::new(Queue::new());
        let (done, all) = mpsc::channel();
        let workers = [(); 4].map(|()| {
            let (queue, done) = (Arc::clone(&queue), done.clone());
            thread::spawn(move || {
                while let Some(work) = queue.take() {
                    done.send(work).expect("somebody listens");
                }
            })
        });
        let pushers = [0, 1, 2].map(|pusher| {
            let queue = Arc::clone(&queue);
            thread::spawn(move || {
                for work in 0..1_000 {
                    queue.push(pusher * 1_000 + work).expect("there is room");
                }
            })
        });
        for pusher in pushers {
            pusher.join().expect("it pushes");
        }
        queue.close();
        for worker in workers {
            worker.join().expect("it works");
        }
        drop(done);
        let mut seen: Vec<i32> = all.iter().collect();
        seen.sort_unstable();
        assert!(seen.into_iter().eq(0..3_000));
        assert_eq!(queue.push(1), Err(1), "it is closed");
    }
}
