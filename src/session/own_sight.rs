//! The set as one coder sees it who codes blind.

use crate::{
    annotation::Coder,
    scene::{Scene, Stamp},
};

/// So far apart are the revisions of the set as it is seen from one change of sight to the next: no
/// answer is taken for one about another sight.
const APART: u32 = 40;

/// What one coder sees of the set.
pub(super) struct OwnSight {
    coder: Coder,
    /// Of which moment of the whole set it is, and that whole.
    of: (Stamp, Scene),
    /// The set with that coder's marks alone.
    pub(super) scene: Scene,
}

impl OwnSight {
    /// What `coder` sees of `whole`; what stayed as it was is taken from the sight `before`. `sights`
    /// is another number for every change of who sees.
    pub(super) fn of(coder: Coder, whole: &Scene, before: Option<Self>, sights: u64) -> Self {
        let stamp = whole.stamp();
        let before = match before {
            Some(before) if before.of.0 == stamp => return before,
            before => before,
        };
        let shift = sights << APART;
        let known = before.as_ref().map(|one| (&one.of.1.annotations, &one.scene.annotations));
        let (marks, said) = (&whole.annotations, &whole.catalogue);
        let annotations = marks.only(&coder, known, marks.revision() + shift);
        let catalogue = said.only(&coder, said.revision() + shift);
        let scene = Scene { annotations, catalogue, ..whole.clone() };
        Self { coder, of: (stamp, whole.clone()), scene }
    }

    /// Who sees.
    pub(super) fn coder(&self) -> &Coder {
        &self.coder
    }
}
