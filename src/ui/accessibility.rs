//! What a screen reader finds, where egui alone does not say it: names in the user's language for
//! splitters, scroll bars, menus and dialogs, and nothing of what lies behind a dialog.

use std::collections::HashMap;

use eframe::egui::{
    Context, FullOutput, Plugin, Ui,
    accesskit::{Node, NodeId, Orientation, Role, TreeUpdate},
};
use rust_i18n::t;

/// Mends the tree of every frame before the system gets it.
#[derive(Debug, Default)]
pub(super) struct Accessibility;

impl Plugin for Accessibility {
    fn debug_name(&self) -> &'static str {
        "accessibility"
    }

    fn output_hook(&mut self, _ctx: &Context, output: &mut FullOutput) {
        if let Some(update) = &mut output.platform_output.accesskit_update {
            name_dialog(update);
            let rights = update.nodes.iter().filter_map(|(_, node)| Some(node.bounds()?.x1));
            let middle = rights.fold(0.0, f64::max) / 2.0;
            for (_, node) in &mut update.nodes {
                name(node, middle);
            }
        }
    }
}

/// Says that what `ui` draws is a dialog called `title`, before which the window has to wait.
pub(super) fn dialog(ui: &Ui, title: &str) {
    ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
        node.set_label(title);
        node.set_modal();
    });
}

/// Names what egui leaves without a name, or names in English; `middle` is that of the window.
fn name(node: &mut Node, middle: f64) {
    let is_wide = node.bounds().is_some_and(|bounds| bounds.width() > bounds.height());
    let name = match node.role() {
        Role::Splitter if node.orientation() == Some(Orientation::Horizontal) => {
            t!("access.splitter_height")
        }
        Role::Splitter if node.bounds().is_some_and(|bounds| bounds.x0 > middle) => {
            t!("access.splitter_right")
        }
        Role::Splitter => t!("access.splitter_left"),
        Role::ScrollBar if is_wide => t!("access.scroll_sideways"),
        Role::ScrollBar => t!("access.scroll"),
        Role::Menu if node.label().is_none() => t!("access.menu"),
        Role::Dialog if node.label().is_none() => t!("access.popup"),
        _ => return,
    };
    node.set_label(name.into_owned());
}

/// Gives the name of the open dialog to the node that egui made for it, and takes out of the tree
/// what lies behind.
fn name_dialog(update: &mut TreeUpdate) {
    let Some(inner) = update.nodes.iter().find(|(_, node)| node.is_modal()) else { return };
    let (inner, title) = (inner.0, inner.1.label().unwrap_or_default().to_owned());
    let places: HashMap<NodeId, usize> =
        update.nodes.iter().enumerate().map(|(at, (id, _))| (*id, at)).collect();
    let parents: HashMap<NodeId, NodeId> = update
        .nodes
        .iter()
        .flat_map(|(id, node)| node.children().iter().map(move |child| (*child, *id)))
        .collect();
    let way: Vec<NodeId> =
        std::iter::successors(Some(inner), |id| parents.get(id).copied()).collect();
    let role =
        |id: &NodeId| places.get(id).and_then(|&at| update.nodes.get(at)).map(|n| n.1.role());
    let Some(dialog) = way.iter().copied().find(|id| role(id) == Some(Role::Dialog)) else {
        return;
    };
    let around: Vec<NodeId> = way.iter().copied().skip_while(|id| *id != dialog).collect();
    let mut behind = Vec::new();
    for id in around.iter().skip(1) {
        let children = places.get(id).and_then(|&at| update.nodes.get(at));
        let children = children.map(|(_, node)| node.children().to_vec()).unwrap_or_default();
        // What floats was opened by the dialog.
        let floats = |id: &NodeId| {
            matches!(role(id), Some(Role::Menu | Role::Dialog | Role::ListBox | Role::Tooltip))
        };
        behind.extend(children.into_iter().filter(|id| !around.contains(id) && !floats(id)));
    }
    let mut change = |id: NodeId, change: &dyn Fn(&mut Node)| {
        if let Some((_, node)) = places.get(&id).and_then(|&at| update.nodes.get_mut(at)) {
            change(node);
        }
    };
    if inner != dialog {
        change(inner, &|node| {
            node.clear_label();
            node.clear_modal();
        });
    }
    change(dialog, &|node| {
        node.set_label(title.clone());
        node.set_modal();
    });
    for id in behind {
        change(id, &Node::set_hidden);
    }
}
