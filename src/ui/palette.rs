//! The palette that finds themes, articles and commands by a few letters.
//!
//! Names are found by substring, by pinyin and by pinyin initials (`zdjs` finds 阵地建设).

use std::borrow::Cow;

use eframe::egui::{
    self, Align2, Area, Context, CornerRadius, Id, Key, Margin, Modifiers, Order, RichText, Role,
    ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2,
};
use ib_matcher::matcher::{IbMatcher, PinyinMatchConfig};
use ib_matcher::pinyin::PinyinNotation;
use rust_i18n::t;

use super::{
    action::Action,
    caret::focus_text,
    message::Message,
    page_id::PageId,
    showing::Shade,
    theme::{self, Palette},
    widgets,
};
use crate::{
    annotation::{Coder, QueryKind, RecordId, ThemeId},
    corpus::ArticlePath,
    session::Session,
    text::ByteSpan,
};

/// So many results of one kind are shown.
const SHOWN: usize = 24;

/// So many characters of an article's title stand beside a bookmark.
const TITLE: usize = 10;

/// What the large palette offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Offer {
    Themes,
    Everything,
}

/// The open palette.
#[derive(Clone, Debug)]
struct OpenPalette {
    offer: Offer,
    query: String,
    chosen: usize,
    /// Whether the field has been given the focus.
    focused: bool,
    /// The themes that stand first as long as nothing is typed.
    likely: Vec<ThemeId>,
    /// What was found, and for what: looking through 10,000 titles at every frame would be felt.
    found: Option<(Asked, Vec<Item>)>,
}

/// What the results depend on.
#[derive(Clone, Debug, PartialEq)]
struct Asked {
    query: String,
    annotations: u64,
    records: u64,
    catalogue: u64,
    corpus: u64,
}

/// What was typed in a palette that was left without choosing: it stands there again, selected, so
/// that the next key replaces it.
#[derive(Clone, Debug, Default)]
struct Left {
    themes: String,
    everything: String,
}

impl Left {
    fn of(&mut self, offer: Offer) -> &mut String {
        match offer {
            Offer::Themes => &mut self.themes,
            Offer::Everything => &mut self.everything,
        }
    }
}

/// The palette, open or not.
#[derive(Default)]
pub(super) struct Palettes {
    open: Option<OpenPalette>,
    left: Left,
}

impl Palettes {
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Opens it on themes to tag with, the likely ones first.
    pub(super) fn open_themes(&mut self, likely: Vec<ThemeId>) {
        self.open = Some(OpenPalette { likely, ..OpenPalette::themes() });
    }

    /// Opens it on themes, articles and commands.
    pub(super) fn open_everything(&mut self) {
        self.open = Some(OpenPalette::everything());
    }
}

impl OpenPalette {
    /// Themes to tag with.
    fn themes() -> Self {
        Self {
            offer: Offer::Themes,
            query: String::new(),
            chosen: 0,
            focused: false,
            likely: Vec::new(),
            found: None,
        }
    }

    /// Themes, articles and commands.
    fn everything() -> Self {
        Self { offer: Offer::Everything, ..Self::themes() }
    }
}

/// One thing to choose.
#[derive(Clone, Debug, PartialEq)]
enum Item {
    Theme(ThemeId),
    /// Make a theme of the name that was typed.
    NewTheme(String),
    /// A saved query of either page.
    Query(RecordId),
    Article(ArticlePath),
    /// A bookmark of the coder.
    Bookmark(RecordId),
    Command(Action),
    /// Show, dim or hide what a coder marked; `None` shows it alone.
    Coder(Coder, Option<Shade>),
}

impl Item {
    /// What the items of its kind stand under.
    fn group(&self) -> Cow<'static, str> {
        match self {
            Self::Theme(_) | Self::NewTheme(_) => t!("retrieve.palette.themes"),
            Self::Query(_) => t!("retrieve.palette.queries"),
            Self::Article(_) => t!("retrieve.palette.articles"),
            Self::Bookmark(_) => t!("bookmark.palette"),
            Self::Command(_) | Self::Coder(..) => t!("retrieve.palette.commands"),
        }
    }
}

/// Matches names against what was typed, Chinese by sound as well.
pub(super) struct Matcher(Option<IbMatcher<'static>>);

impl Matcher {
    pub(super) fn new(query: &str) -> Self {
        // An input method left in capitals finds the same.
        let query = query.trim().to_lowercase();
        let pinyin =
            PinyinMatchConfig::notations(PinyinNotation::Ascii | PinyinNotation::AsciiFirstLetter);
        Self((!query.is_empty()).then(|| IbMatcher::builder(query.as_str()).pinyin(pinyin).build()))
    }

    pub(super) fn matches(&self, name: &str) -> bool {
        self.0.as_ref().is_none_or(|matcher| matcher.is_match(name))
    }
}

fn items(session: &Session, state: &mut OpenPalette) -> Vec<Item> {
    let key = Asked {
        query: state.query.clone(),
        annotations: session.annotations().revision(),
        records: session.records_revision(),
        catalogue: session.catalogue().revision(),
        corpus: session.corpus().map_or(0, crate::corpus::Corpus::revision),
    };
    if let Some((known, items)) = &state.found
        && *known == key
    {
        return items.clone();
    }
    let items = look_for(session, state);
    state.found = Some((key, items.clone()));
    items
}

fn look_for(session: &Session, state: &OpenPalette) -> Vec<Item> {
    let matcher = Matcher::new(&state.query);
    let codebook = session.codebook();
    let mut items: Vec<Item> = codebook
        .themes()
        .iter()
        .filter(|theme| matcher.matches(&theme.name))
        .map(|theme| Item::Theme(theme.id))
        .collect();
    let name = state.query.trim();
    if name.is_empty() {
        // In their order; all others stay in that of the codebook.
        let place = |item: &Item| match item {
            Item::Theme(id) => state.likely.iter().position(|likely| likely == id),
            _ => None,
        };
        items.sort_by_key(|item| place(item).unwrap_or(usize::MAX));
    }
    if state.offer == Offer::Themes {
        if !name.is_empty() && codebook.by_name(name).is_none() {
            items.push(Item::NewTheme(name.to_owned()));
        }
        return items;
    }
    items.truncate(SHOWN);
    let kinds = [QueryKind::Search, QueryKind::Excerpts].into_iter();
    let queries = kinds.flat_map(|kind| session.queries(kind));
    let queries = queries.filter(|query| matcher.matches(&query.name));
    items.extend(queries.take(SHOWN).map(|query| Item::Query(query.id)));
    if let Some(corpus) = session.corpus() {
        let articles = corpus.entries().iter().filter_map(|entry| entry.article.as_ref().ok());
        let found = articles
            .filter(|article| {
                matcher.matches(&corpus.header(article).title)
                    || matcher.matches(article.path.as_str())
            })
            .map(|article| Item::Article(article.path.clone()));
        items.extend(found.take(SHOWN));
    }
    items.extend(bookmarks(session, &state.query, &matcher));
    let commands = Action::ALL.iter().copied();
    let commands = commands
        .filter(|&action| action != Action::Palette)
        .filter(|action| matcher.matches(&action.label()));
    items.extend(commands.map(Item::Command));
    // Only where they are asked for: of four of each the list would be long.
    let coders = session.annotations().coders();
    if coders.len() > 1 && !state.query.trim().is_empty() {
        let shades = [None, Some(Shade::Hidden), Some(Shade::Dimmed), Some(Shade::Shown)];
        let each = |coder: &Coder| shades.map(|shade| (coder.clone(), shade));
        let all = coders.iter().flat_map(each);
        let found = all.filter(|(coder, shade)| matcher.matches(&coder_item(coder, *shade)));
        items.extend(found.take(SHOWN).map(|(coder, shade)| Item::Coder(coder, shade)));
    }
    items
}

/// The coder's bookmarks that say what was typed, or stand there; all, where bookmarks are asked for.
fn bookmarks(session: &Session, query: &str, matcher: &Matcher) -> Vec<Item> {
    if query.trim().is_empty() {
        return Vec::new();
    }
    let all = matcher.matches(&t!("bookmark.palette"));
    let marks = session.catalogue().bookmarks_of(&session.coder()).iter();
    let found = marks.filter(|mark| {
        all || [&mark.note, &mark.quote].into_iter().any(|text| matcher.matches(text))
    });
    found.take(SHOWN).map(|mark| Item::Bookmark(mark.id)).collect()
}

/// What is done with what a coder marked.
fn coder_item(coder: &Coder, shade: Option<Shade>) -> Cow<'static, str> {
    match shade {
        None => t!("palette.coder.only", coder = coder),
        Some(Shade::Shown) => t!("palette.coder.show", coder = coder),
        Some(Shade::Dimmed) => t!("palette.coder.dim", coder = coder),
        Some(Shade::Hidden) => t!("palette.coder.hide", coder = coder),
    }
}

/// The large palette, if it is open.
pub(super) fn ui(
    session: &Session,
    palettes: &mut Palettes,
    palette: &Palette,
    ctx: &Context,
    out: &mut Vec<Message>,
) {
    let Some(mut state) = palettes.open.take() else { return };
    if !state.focused {
        state.query = std::mem::take(palettes.left.of(state.offer));
    }
    let items = items(session, &mut state);
    let mut chosen = None;
    let mut beside = false;
    let mut open = true;
    ctx.input_mut(|input| {
        let mut step = |key: Key, by: usize| {
            let count = items.len().max(1);
            for _ in 0..input.count_and_consume_key(Modifiers::NONE, key) {
                state.chosen = (state.chosen + by) % count;
            }
        };
        step(Key::ArrowDown, 1);
        step(Key::ArrowUp, items.len().saturating_sub(1));
        if input.consume_key(Modifiers::NONE, Key::Enter) {
            chosen = items.get(state.chosen).cloned();
            open = false;
        }
        if let Some(item @ Item::Article(_)) = items.get(state.chosen)
            && input.consume_key(Modifiers::COMMAND, Key::Enter)
        {
            (chosen, beside, open) = (Some(item.clone()), true, false);
        }
        open &= !input.consume_key(Modifiers::NONE, Key::Escape);
    });
    let width = 520.0_f32.min(ctx.content_rect().width() - 40.0);
    let shown = Area::new(Id::unique("palette"))
        .order(Order::Foreground)
        .anchor(Align2::CENTER_TOP, vec2(0.0, theme::TOP_BAR + theme::grid(2.0)))
        .show(ctx, |ui| {
            widgets::floating(palette, Margin::same(10)).show(ui, |ui| {
                ui.set_width(width);
                let hint = match state.offer {
                    Offer::Themes => t!("palette.hint_themes"),
                    Offer::Everything => t!("palette.hint_everything"),
                };
                let before = state.query.clone();
                let field = widgets::field(ui, palette, &mut state.query, &hint, &hint, width);
                if !state.focused {
                    field.request_focus();
                    widgets::select_all(ui, field.id, &state.query);
                    state.focused = true;
                }
                if state.query != before {
                    state.chosen = 0;
                }
                ui.add_space(theme::GRID);
                ScrollArea::vertical().max_height(360.0).auto_shrink([false, true]).show(
                    ui,
                    |ui| {
                        ui.spacing_mut().item_spacing.y = 0.0;
                        let mut group = None;
                        for (place, item) in items.iter().enumerate() {
                            if state.offer == Offer::Everything && group != Some(item.group()) {
                                group = Some(item.group());
                                group_ui(palette, ui, &item.group());
                            }
                            let row = item_ui(session, palette, ui, item, place == state.chosen);
                            if row.clicked() {
                                chosen = Some(item.clone());
                                open = false;
                            }
                            if place == state.chosen && state.query != before {
                                row.scroll_to_me(None);
                            }
                        }
                        if items.is_empty() {
                            ui.add_space(theme::grid(2.0));
                            ui.label(RichText::new(t!("palette.nothing")).color(palette.second));
                        }
                    },
                );
            });
        });
    let elsewhere = ctx.input(|input| {
        let pressed = input.pointer.any_pressed();
        pressed
            && input.pointer.interact_pos().is_some_and(|pos| !shown.response.rect.contains(pos))
    });
    if chosen.is_none() && (!open || elsewhere) {
        palettes.left.of(state.offer).clone_from(&state.query);
    }
    if let Some(item) = chosen {
        if let (Item::Article(path), true) = (&item, beside) {
            out.push(Message::Beside(Box::new(Message::Show(path.clone()))));
        } else {
            carry_out(session, state.offer, item, out);
        }
    }
    if open && !elsewhere {
        palettes.open = Some(state);
    } else {
        focus_text(ctx);
    }
}

/// Asks for what was chosen.
fn carry_out(session: &Session, offer: Offer, item: Item, out: &mut Vec<Message>) {
    out.push(match item {
        Item::Theme(theme) if offer == Offer::Themes => Message::TagWith(theme),
        Item::Theme(theme) => match session.codebook().get(theme) {
            Some(theme) => Message::Open(super::dialogs::Dialog::edit_theme(theme)),
            None => return,
        },
        Item::Query(id) => Message::AskQuery(id),
        Item::NewTheme(name) => Message::TagWithNew(name),
        Item::Article(path) => Message::Show(path),
        Item::Bookmark(id) => {
            let mark = session.catalogue().bookmarks_of(&session.coder()).get(id).cloned();
            let Some(mark) = mark else { return };
            let article = session.corpus().and_then(|corpus| corpus.article(&mark.article));
            let place = article.and_then(|article| {
                let text = &article.text;
                text.byte_of(mark.place_in(text))
            });
            match place {
                Some(at) => Message::GoToText(mark.article, ByteSpan::between(at, at)),
                None => Message::Show(mark.article),
            }
        }
        Item::Command(action) => Message::Act(action),
        Item::Coder(coder, None) => Message::OnlyCoder(coder),
        Item::Coder(coder, Some(shade)) => Message::ShadeCoder(coder, shade),
    });
}

/// The name of a kind of results.
fn group_ui(palette: &Palette, ui: &mut Ui, name: &str) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, name));
    let at = rect.left_bottom() + vec2(10.0, -4.0);
    ui.painter().text(at, Align2::LEFT_BOTTOM, name, theme::small(), palette.second);
}

fn item_ui(
    session: &Session,
    palette: &Palette,
    ui: &mut Ui,
    item: &Item,
    chosen: bool,
) -> egui::Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 34.0), Sense::click());
    if chosen || response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::same(theme::RADIUS), palette.hover);
    }
    let theme_of = |id: &ThemeId| session.codebook().get(*id);
    let (name, side, colour) = match item {
        Item::Theme(id) => {
            let theme = theme_of(id);
            let side = theme.and_then(|theme| theme.key).map(|key| key.to_string());
            let name = theme.map(|theme| theme.name.clone()).unwrap_or_default();
            (name, side.unwrap_or_default(), theme.map(|theme| palette.theme(theme.colour)))
        }
        Item::NewTheme(name) => {
            (t!("palette.new_theme", name = name).into_owned(), String::new(), None)
        }
        Item::Article(path) => {
            let corpus = session.corpus();
            let header = corpus.and_then(|c| c.article(path).map(|article| c.header(article)));
            let year = header.as_ref().and_then(|header| header.year);
            let title = header.map_or_else(|| path.as_str().to_owned(), |header| header.title);
            let title = session.name_read(&title);
            (title, year.map(|year| year.to_string()).unwrap_or_default(), None)
        }
        Item::Bookmark(id) => {
            let mark = session.catalogue().bookmarks_of(&session.coder()).get(*id);
            let name = mark.map(|mark| {
                let quote = session.name_read(&mark.quote);
                if mark.note.trim().is_empty() {
                    quote
                } else {
                    format!("{} · {quote}", mark.note)
                }
            });
            let side = mark.map(|mark| session.title_read(&mark.article)).unwrap_or_default();
            let side = crate::text::first_characters(&side, TITLE).to_owned();
            (name.unwrap_or_default(), side, None)
        }
        Item::Query(id) => {
            let query = session.query(*id);
            let name = query.map(|query| query.name.clone()).unwrap_or_default();
            let side = query.map(|query| match query.kind {
                QueryKind::Search => Action::Page(PageId::Search).label(),
                QueryKind::Excerpts => Action::Page(PageId::Excerpts).label(),
            });
            (name, side.unwrap_or_default().into_owned(), None)
        }
        Item::Coder(coder, shade) => (coder_item(coder, *shade).into_owned(), String::new(), None),
        Item::Command(action) => {
            (action.label().into_owned(), action.keys_text(ui.ctx()).unwrap_or_default(), None)
        }
    };
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &name));
    let mut inner = rect.shrink2(vec2(10.0, 0.0));
    if let Some(colour) = colour {
        ui.painter().circle_filled(pos2(inner.left() + 5.0, inner.center().y), 4.5, colour);
        inner.min.x += 18.0;
    }
    let side = ui.painter().text(
        inner.right_center(),
        Align2::RIGHT_CENTER,
        side,
        theme::small(),
        palette.second,
    );
    let room = inner.with_max_x(side.left() - 10.0);
    widgets::paint_truncated(ui, room, Align2::LEFT_CENTER, &name, theme::body(), palette.ink);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_is_found_by_its_characters_its_sound_and_its_initials() {
        for query in ["阵地", "zhendi", "zdjs", "ZD", "jianshe", ""] {
            assert!(Matcher::new(query).matches("阵地建设"), "{query}");
        }
        assert!(!Matcher::new("rencai").matches("阵地建设"));
    }
}
