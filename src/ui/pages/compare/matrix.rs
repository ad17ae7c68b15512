//! 矩阵
use super::desk::{AnalysisView, Desk};
use eframe::egui::Ui;
#[derive(Default)]
pub(super) struct MatrixView;
impl AnalysisView for MatrixView {
    fn choices_ui(&mut self, _: &mut Desk<'_>, _: &mut Ui) {}
    fn ui(&mut self, _: &mut Desk<'_>, _: &mut Ui) {}
}
