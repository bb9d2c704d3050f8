//! A row of drawn numbers that choices are read from: shorter and smaller rows give simpler documents, which is how
//! proptest simplifies.

pub(super) struct Tape {
    numbers: std::vec::IntoIter<u32>,
}

impl Tape {
    pub(super) fn new(numbers: Vec<u32>) -> Self {
        Self { numbers: numbers.into_iter() }
    }

    /// A number from 0 to below a limit; 0 once the row is read.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        let number = self.numbers.next().unwrap_or(0) as usize;
        if limit == 0 { 0 } else { number % limit }
    }

    /// Whether something happens that has so many chances in a hundred.
    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent.min(100)
    }

    /// One of a few things, the first once the row is read.
    pub(super) fn pick<'a, T>(&mut self, things: &'a [T]) -> Option<&'a T> {
        let position = self.below(things.len());
        things.get(position)
    }

    /// Several of a few things, in their order, none of them twice.
    pub(super) fn some<T: Clone>(&mut self, things: &[T], percent: usize) -> Vec<T> {
        things.iter().filter(|_| self.chance(percent)).cloned().collect()
    }
}
