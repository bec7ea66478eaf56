//! A bounded queue of work for database threads.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, Thread};

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
        let me = thread::current();
        loop {
            let mut state = self.state();
            // A thread can wake without being woken; nobody may count on it while it works.
            state.idle.retain(|idle| idle.id() != me.id());
            if let Some(work) = state.waiting.pop_front() {
                return Some(work);
            }
            if state.closed {
                return None;
            }
            state.idle.push(me.clone());
            drop(state);
            thread::park();
        }
    }

    /// Takes the oldest work if there is some right now.
    pub(crate) fn try_take(&self) -> Option<T> {
        self.state().waiting.pop_front()
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
    use super::Queue;
    use std::sync::{Arc, mpsc};
    use std::thread;

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
