//! Positions in a text, one type per unit, so that bytes and characters cannot be mixed up.
//!
//! There is no conversion between the two here on purpose: only [`crate::text::TextIndex`] knows
//! how many characters stand before a byte.

use serde::{Deserialize, Serialize};

macro_rules! offset {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(u32);

        impl $name {
            /// The start of the text.
            pub const ZERO: Self = Self(0);

            /// The position `value` units from the start.
            #[must_use]
            pub const fn new(value: u32) -> Self {
                Self(value)
            }

            /// The position `value` units from the start; `None` beyond `u32::MAX`.
            #[must_use]
            pub fn from_usize(value: usize) -> Option<Self> {
                u32::try_from(value).ok().map(Self)
            }

            /// How many units stand before this position.
            #[must_use]
            pub const fn get(self) -> u32 {
                self.0
            }

            /// How many units stand before this position, for indexing.
            #[must_use]
            pub const fn to_usize(self) -> usize {
                self.0 as usize
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

offset! {
    /// Bytes of UTF-8 before a position: the unit in memory.
    ByteOffset
}
offset! {
    /// Unicode scalar values before a position: the unit in files and on the command line.
    CharOffset
}
