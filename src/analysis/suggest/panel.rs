//! Many themes' models as one, to go through a large set once.
//!
//! A string is looked up once, whatever the number of themes; what it weighs for each of them lies side
//! by side. In single precision: for ranking. What is shown is worked out by [`ThemeModel::score`].

use super::{grams::each_gram, model::ThemeModel};

/// The models of some themes.
#[derive(Clone, Debug)]
pub struct ThemePanel {
    themes: usize,
    biases: Vec<f32>,
    /// Strings as numbers, 0 where there is none; a power of two of them, at most half taken.
    keys: Vec<u64>,
    /// Of each of `keys` the weights for all themes, then the squares.
    weights: Vec<f32>,
    /// Where in `weights` those of each of `keys` begin.
    places: Vec<u32>,
}

/// What scoring needs to remember of one sentence; made once and used for many.
#[derive(Clone, Debug, Default)]
pub struct PanelScratch {
    /// Strings of the sentence that was scored last, and of which sentence each is.
    seen: Vec<(u64, u32)>,
    sentence: u32,
    sums: Vec<f32>,
}

/// Where a string may stand among `slots` (a power of two).
fn first_slot(key: u64, slots: usize) -> usize {
    // Fibonacci hashing (Knuth, vol. 3, 6.4).
    let mixed = key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
    usize::try_from(mixed).unwrap_or_default() & (slots - 1)
}

impl ThemePanel {
    /// The models, in the order in which their scores will come.
    #[must_use]
    pub fn new(models: &[&ThemeModel]) -> Self {
        let mut all: Vec<_> = models.iter().flat_map(|model| model.grams.keys()).collect();
        all.sort_unstable();
        all.dedup();
        let slots = (all.len() * 2).next_power_of_two().max(2);
        let themes = models.len();
        let mut panel = Self {
            themes,
            biases: models.iter().map(|model| narrow(model.bias)).collect(),
            keys: vec![0; slots],
            weights: Vec::with_capacity(all.len() * themes * 2),
            places: vec![0; slots],
        };
        for gram in all {
            let key = gram.to_u64();
            let mut slot = first_slot(key, slots);
            while panel.keys.get(slot).is_some_and(|taken| *taken != 0) {
                slot = (slot + 1) & (slots - 1);
            }
            if let (Some(at), Some(place)) = (panel.keys.get_mut(slot), panel.places.get_mut(slot))
            {
                (*at, *place) = (key, u32::try_from(panel.weights.len()).unwrap_or(u32::MAX));
            }
            let of = |model: &&ThemeModel| model.grams.get(gram).copied();
            let known = models.iter().map(of);
            panel.weights.extend(known.map(|one| one.map_or(0.0, |one| narrow(one.weight))));
            // One that a model never met counts 1 in the length.
            let known = models.iter().map(of);
            panel.weights.extend(known.map(|one| one.map_or(1.0, |one| narrow(one.square))));
        }
        panel
    }

    /// How many themes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.themes
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.themes == 0
    }

    fn find(&self, key: u64) -> Option<&[f32]> {
        let slots = self.keys.len();
        let mut slot = first_slot(key, slots);
        loop {
            match self.keys.get(slot) {
                Some(&taken) if taken == key => break,
                Some(0) | None => return None,
                Some(_) => slot = (slot + 1) & (slots - 1),
            }
        }
        let from = *self.places.get(slot)? as usize;
        self.weights.get(from..from + self.themes * 2)
    }

    /// Appends the score of `text` for each theme to `scores`.
    pub fn score_into(&self, text: &str, scratch: &mut PanelScratch, scores: &mut Vec<f32>) {
        scratch.begin(text, self.themes);
        let mut unknown = 0.0_f32;
        each_gram(text, |gram, _| {
            let key = gram.to_u64();
            if !scratch.is_new(key) {
                return;
            }
            match self.find(key) {
                Some(row) => {
                    for (sum, weight) in scratch.sums.iter_mut().zip(row) {
                        *sum += weight;
                    }
                }
                None => unknown += 1.0,
            }
        });
        let (sums, squares) = scratch.sums.split_at(self.themes);
        scores.extend(self.biases.iter().zip(sums.iter().zip(squares)).map(
            |(bias, (sum, square))| {
                let square = square + unknown;
                bias + if square > 0.0 { sum / square.sqrt() } else { 0.0 }
            },
        ));
    }
}

impl PanelScratch {
    fn begin(&mut self, text: &str, themes: usize) {
        // Two strings a character, and no more than half of the slots taken.
        let slots = (text.len() * 2).next_power_of_two().clamp(1024, 1 << 30);
        self.sentence = self.sentence.wrapping_add(1);
        if self.seen.len() < slots || self.sentence == 0 {
            self.seen = vec![(0, 0); slots.max(self.seen.len())];
            self.sentence = 1;
        }
        self.sums.clear();
        self.sums.resize(themes * 2, 0.0);
    }

    /// Whether the sentence had no such string so far; it has now.
    fn is_new(&mut self, key: u64) -> bool {
        let slots = self.seen.len();
        let mut slot = first_slot(key, slots);
        while let Some(taken) = self.seen.get_mut(slot) {
            if taken.1 != self.sentence {
                *taken = (key, self.sentence);
                return true;
            }
            if taken.0 == key {
                return false;
            }
            slot = (slot + 1) & (slots - 1);
        }
        false
    }
}

#[expect(clippy::cast_possible_truncation, reason = "for ranking single precision is enough")]
pub(super) fn narrow(value: f64) -> f32 {
    value as f32
}
