//! Which texts are alike, directly or by others between them: sets that only ever grow together.

/// A forest in which each text points towards the one that stands for its set.
#[derive(Debug, Default)]
pub struct Components(Vec<usize>);

impl Components {
    /// A new text, alone.
    pub fn push(&mut self) {
        self.0.push(self.0.len());
    }

    pub fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.of(a), self.of(b));
        if let Some(it) = self.0.get_mut(a.max(b)) {
            *it = a.min(b);
        }
    }

    /// The text that stands for the set.
    #[must_use]
    pub fn of(&self, text: usize) -> usize {
        let mut at = text;
        while let Some(next) = self.0.get(at).filter(|it| **it != at) {
            at = *next;
        }
        at
    }
}
