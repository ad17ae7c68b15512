//! The coefficients by name, and what one of them comes to.

/// A coefficient of agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Coefficient {
    /// The share of pairs of judgements of one unit that are alike, over all units.
    Percent,
    /// Of two coders' marks the share that both set: 2a / (2a + b + c).
    Positive,
    /// Holsti (1969): 2M / (N1 + N2), the mean over pairs of coders.
    Holsti,
    /// Holsti's composite of n coders: n·R / (1 + (n − 1)·R), R the mean over pairs.
    HolstiComposite,
    /// Cohen (1960); of more than two coders the mean over pairs.
    CohenKappa,
    /// Fleiss (1971), extended to units that not all have judged.
    FleissKappa,
    /// Scott (1955); of more than two coders the mean over pairs.
    ScottPi,
    /// Brennan and Prediger (1981): chance is one in the number of values.
    BrennanPrediger,
    /// Gwet (2008).
    GwetAc1,
    /// Krippendorff's α for nominal values, with missing ones.
    KrippendorffAlpha,
    /// Krippendorff et al. (2016): unitizing with all values.
    UAlpha,
    /// The same with all values folded into one: marked or not.
    UAlphaBinary,
    /// The same where both have marked something.
    CuAlpha,
    /// The same for one value among the others.
    KuAlpha,
}

impl Coefficient {
    /// Those of judgements of units.
    pub const OF_UNITS: [Self; 10] = [
        Self::Percent,
        Self::Positive,
        Self::Holsti,
        Self::HolstiComposite,
        Self::CohenKappa,
        Self::FleissKappa,
        Self::ScottPi,
        Self::BrennanPrediger,
        Self::GwetAc1,
        Self::KrippendorffAlpha,
    ];

    /// Those of a continuum as a whole.
    pub const OF_CONTINUUM: [Self; 3] = [Self::UAlpha, Self::UAlphaBinary, Self::CuAlpha];

    /// Its name in data.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Percent => "percent",
            Self::Positive => "positive",
            Self::Holsti => "holsti",
            Self::HolstiComposite => "holsti_composite",
            Self::CohenKappa => "cohen_kappa",
            Self::FleissKappa => "fleiss_kappa",
            Self::ScottPi => "scott_pi",
            Self::BrennanPrediger => "brennan_prediger",
            Self::GwetAc1 => "gwet_ac1",
            Self::KrippendorffAlpha => "krippendorff_alpha",
            Self::UAlpha => "u_alpha",
            Self::UAlphaBinary => "u_alpha_binary",
            Self::CuAlpha => "cu_alpha",
            Self::KuAlpha => "ku_alpha",
        }
    }

    /// Whether, of more than two coders, it is the mean over pairs.
    #[must_use]
    pub fn is_of_pairs(self) -> bool {
        matches!(self, Self::Holsti | Self::HolstiComposite | Self::CohenKappa | Self::ScottPi)
    }
}

/// Why there is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoValue {
    /// No unit was judged by two coders.
    NoUnits,
    /// Everybody judged everything alike, so that nothing could have differed.
    NoVariation,
    /// Nobody marked anything.
    NothingMarked,
    /// The values are not yes and no.
    NotYesNo,
    /// Nothing was marked by two coders at the same place.
    NothingShared,
    /// A coder's own marks overlap, which the form with several values cannot hold.
    Overlap,
    /// Only one value is told apart.
    OneValue,
}

/// What a 95 % interval was drawn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lots {
    /// Whole articles.
    Articles,
    /// Units, as there are too few articles.
    Units,
    /// Whole articles, though there are few of them.
    FewArticles,
}

/// A 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// What one coefficient comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AgreementCell {
    /// Which.
    pub coefficient: Coefficient,
    /// Its value, or why there is none.
    pub value: Result<f64, NoValue>,
    /// Its interval, where one could be drawn.
    pub interval: Option<Interval>,
}

/// What n coders' judgements taken together are worth, of the mean agreement of two.
#[must_use]
pub fn holsti_composite(coders: usize, mean: f64) -> f64 {
    let n = as_f64(coders as u64);
    n * mean / (1.0 + (n - 1.0) * mean)
}

/// A count as a number; exact up to 2⁵³.
#[expect(clippy::cast_precision_loss, reason = "counts of units stay far below 2⁵³")]
pub(super) fn as_f64(count: u64) -> f64 {
    count as f64
}
