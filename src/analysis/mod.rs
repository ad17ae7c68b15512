//! What the marks and the texts of a set say, worked out: pure functions from a moment of the set to a
//! result.
//!
//! Each analysis is a module by the noun it works out. None of them reads a file, asks the time or draws
//! lots without a stated seed: the same moment gives the same result, to the last digit, in the same
//! order, and the window, the command line and every exported file show that one result. Every count
//! can say which passages or places it counts.
