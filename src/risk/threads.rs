//! Many rows at once on the machine's threads. The browser's worker has one, and asks row by row.

use std::ops::Range;

/// What `ask` says of each row, in the order of the rows: the same as one after the other, whatever the threads do. Threads
/// take `a_part` rows at a time.
#[cfg(target_arch = "wasm32")]
pub fn each<T>(rows: Range<usize>, _a_part: usize, ask: impl Fn(u32) -> T) -> Vec<T> {
    rows.map(|row| ask(row as u32)).collect()
}

/// What `ask` says of each row, in the order of the rows: the same as one after the other, whatever the threads do. Threads
/// take `a_part` rows at a time.
#[cfg(not(target_arch = "wasm32"))]
pub fn each<T: Send>(rows: Range<usize>, a_part: usize, ask: impl Fn(u32) -> T + Sync) -> Vec<T> {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    let a_part = a_part.max(1);
    let parts = rows.len().div_ceil(a_part);
    let threads = thread::available_parallelism().map_or(1, usize::from).min(parts);
    let of_part = |part: usize| {
        let from = rows.start + part * a_part;
        (from..rows.end.min(from + a_part)).map(|row| ask(row as u32)).collect::<Vec<T>>()
    };
    if threads < 2 {
        return (0..parts).flat_map(of_part).collect();
    }
    let next = AtomicUsize::new(0);
    let take = || Some(next.fetch_add(1, Ordering::Relaxed)).filter(|part| *part < parts);
    let work = || std::iter::from_fn(|| take().map(|part| (part, of_part(part)))).collect::<Vec<_>>();
    let mut done = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut done = work();
        for other in others {
            match other.join() {
                Ok(its) => done.extend(its),
                // What fails on a thread fails here as it would have alone.
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_unstable_by_key(|(part, _)| *part);
    done.into_iter().flat_map(|(_, its)| its).collect()
}

#[cfg(test)]
mod tests {
    use super::each;

    #[test]
    fn rows_come_in_their_order() {
        for (from, to, a_part) in [(0, 0, 3), (0, 1, 3), (3, 1_000, 7), (0, 1_000, 0), (2, 5, 100)] {
            let one_by_one: Vec<u32> = (from..to).map(|row| row * 3).collect();
            assert_eq!(each(from as usize..to as usize, a_part, |row| row * 3), one_by_one);
        }
    }
}
