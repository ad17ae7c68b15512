//! What the window begins with.

use egui_kittest::kittest::Queryable as _;
use quandian::session::Beginning;

use crate::Desk;

#[test]
fn it_begins_with_the_sample_if_that_is_asked_for_and_goes_back_to_the_last_set_if_nothing_is() {
    let mut desk = Desk::beginning_with(Beginning::Sample);
    desk.wait_until(|app| app.session().is_sample_open());
    assert!(desk.harness.query_by_label("打开示例").is_none());
    let desk = desk.reopened_on_last();
    assert!(desk.harness.state().session().is_sample_open());
}
