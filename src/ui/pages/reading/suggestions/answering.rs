//! What the keys and buttons do to the suggestion that is answered next.
//!
//! Enter takes it, D (which can be changed) refuses it, Space puts it off, the arrows go to another one.
//! A digit or a theme chosen elsewhere tags it with that theme, which teaches both; `,` and `.` move its
//! ends. Where the caret was put somewhere else, digits and `,` `.` mean what they always do.

use eframe::egui::{Event, ImeEvent, Key, Modifiers, Popup, Ui};

use super::{LATEST, SuggestionQueue, key_of, suggested};
use crate::{
    analysis::suggest::ThemeSuggestion,
    annotation::ThemeId,
    session::{Command, Session, SuggestionAnswer},
    ui::{
        action::Action,
        caret::{self, CaretMove, Direction, SpanEnd, TextUnit},
        message::{Message, SuggestionKey, SuggestionVerdict},
        pages::{
            Room,
            reading::{
                ReadingPage,
                reader::{PointedSuggestion, moved_edge},
            },
        },
    },
};

impl SuggestionQueue {
    /// The answer to a suggestion: with that theme, or a refusal.
    fn answer(
        &self,
        session: &Session,
        one: &ThemeSuggestion,
        theme: Option<ThemeId>,
    ) -> Option<SuggestionAnswer> {
        let suggestion = &one.suggestion;
        let is_current = self.current.as_ref() == Some(&key_of(one));
        let span = if is_current { self.wanted(one) } else { suggestion.span };
        let article = session.corpus()?.article(&suggestion.article)?;
        let tag = match theme {
            Some(theme) => Some((theme, article.text.char_span(span)?)),
            None => None,
        };
        // Under another theme it says how likely it was of that one.
        let other = theme.filter(|theme| *theme != one.theme);
        let other = other.and_then(|theme| suggested(session)?.of_theme(theme));
        let score = other.map_or(suggestion.score, |known| known.probability_of(&suggestion.text));
        Some(SuggestionAnswer {
            article: suggestion.article.clone(),
            quote: suggestion.text.clone(),
            suggested: one.theme,
            score,
            tag,
        })
    }

    fn settle(&mut self, key: SuggestionKey, yes: bool) {
        self.later.retain(|other| *other != key);
        if self.current.as_ref() == Some(&key) {
            self.adjusted = None;
        }
        self.settled.push(key);
        self.answers.push_back(yes);
        if self.answers.len() > LATEST {
            self.answers.pop_front();
        }
    }

    /// Another one of the list, round at its ends.
    fn step(&mut self, room: &Room<'_>, direction: Direction) {
        let Some(suggested) = suggested(room.session).cloned() else { return };
        let list = self.list(room.session, &suggested, room.shared.article.as_ref());
        if list.is_empty() {
            return;
        }
        let by = match direction {
            Direction::Forward => 1,
            Direction::Back => list.len() - 1,
        };
        self.at = (self.at + by) % list.len();
        let key = list.get(self.at).map(|one| key_of(one));
        self.choose(key);
    }

    fn put_off(&mut self, room: &Room<'_>) {
        let Some(key) = self.current.clone() else { return };
        let Some(suggested) = suggested(room.session).cloned() else { return };
        self.later.retain(|other| *other != key);
        self.later.push(key);
        let list = self.list(room.session, &suggested, room.shared.article.as_ref());
        // Where all were put off, they come round again.
        if list.iter().all(|one| self.later.contains(&key_of(one))) {
            let first = list.first().map(|one| key_of(one));
            self.later.clear();
            self.at = 0;
            return self.choose(first);
        }
        self.at = self.at.min(list.len().saturating_sub(1));
        let next = list.get(self.at).map(|one| key_of(one));
        self.choose(next);
    }
}

impl ReadingPage {
    /// Whether a theme that is chosen now, or the end of a span that is moved, is for the suggestion
    /// that is answered next: nothing else is selected, and the caret is where that put it.
    fn meant_suggestion(&self, room: &Room<'_>) -> Option<ThemeSuggestion> {
        let queue = &self.suggestions;
        let one = queue.current(suggested(room.session)?).filter(|_| queue.open)?;
        let is_here = room.shared.article.as_ref() == Some(&one.suggestion.article);
        let nothing_else = self.reader.selection.is_empty() && room.shared.passage.is_none();
        let (span, head) = (queue.wanted(one), self.reader.selection.head());
        let near = span.start() <= head && head <= span.end();
        (is_here && nothing_else && near).then(|| one.clone())
    }

    /// Tags the suggestion with that theme, if that is what is meant.
    pub(in crate::ui::pages::reading) fn tag_suggestion(
        &mut self,
        room: &mut Room<'_>,
        theme: ThemeId,
    ) -> bool {
        let Some(one) = self.meant_suggestion(room) else { return false };
        self.give_answer(room, &one, Some(theme));
        true
    }

    fn give_answer(&mut self, room: &mut Room<'_>, one: &ThemeSuggestion, theme: Option<ThemeId>) {
        let Some(answer) = self.suggestions.answer(room.session, one, theme) else { return };
        if let Some(theme) = theme {
            room.shared.showing.unhide(room.session.coder(), &[theme]);
        }
        self.suggestions.settle(key_of(one), theme == Some(one.theme));
        room.apply(Command::AnswerSuggestion(answer));
    }

    /// Moves an end of the suggestion, if that is what is meant.
    pub(in crate::ui::pages::reading) fn adjust_suggestion(
        &mut self,
        room: &mut Room<'_>,
        (edge, unit, direction): (SpanEnd, TextUnit, Direction),
    ) -> bool {
        let Some(one) = self.meant_suggestion(room) else { return false };
        let Some(article) = room.article() else { return false };
        let span = self.suggestions.wanted(&one);
        let segmenter = room.session.segmenter().cloned();
        let text = article.text.as_str();
        let moved = moved_edge(text, span, edge, unit, direction, segmenter.as_deref());
        if let Some(moved) = moved {
            self.suggestions.adjusted = Some(moved).filter(|moved| *moved != one.suggestion.span);
            self.reader.place_caret(match edge {
                SpanEnd::Start => moved.start(),
                SpanEnd::End => moved.end(),
            });
        }
        true
    }

    /// Goes to another suggestion instead of moving the caret by a line, if that is what is meant.
    pub(in crate::ui::pages::reading) fn step_suggestion(
        &mut self,
        room: &mut Room<'_>,
        to: CaretMove,
    ) -> bool {
        let CaretMove::Line(direction) = to else { return false };
        if self.meant_suggestion(room).is_none() {
            return false;
        }
        self.suggestions.step(room, direction);
        true
    }

    /// Carries out a verdict on a suggestion.
    pub(in crate::ui::pages::reading) fn judge_suggestion(
        &mut self,
        room: &mut Room<'_>,
        verdict: &SuggestionVerdict,
    ) {
        match verdict {
            SuggestionVerdict::Choose(key) => {
                if !self.suggestions.open {
                    self.go_through_suggestions(room);
                }
                self.suggestions.choose(Some(key.clone()));
            }
            SuggestionVerdict::Step(direction) => self.suggestions.step(room, *direction),
            SuggestionVerdict::Close => self.close_suggestions(),
            SuggestionVerdict::Take(key) | SuggestionVerdict::Refuse(key) => {
                let takes = matches!(verdict, SuggestionVerdict::Take(_));
                let Some(all) = suggested(room.session).cloned() else { return };
                let lists = [&all.here, &*all.sure, &*all.uncertain];
                let one = lists.into_iter().flatten().find(|one| key_of(one) == *key);
                let one = one.filter(|one| self.suggestions.stands(room.session, one));
                if let Some(one) = one {
                    self.give_answer(room, one, takes.then_some(one.theme));
                }
            }
        }
    }

    /// What a named command does to the one that is answered next.
    pub(in crate::ui::pages::reading) fn act_on_suggestion(
        &mut self,
        room: &mut Room<'_>,
        action: Action,
    ) {
        let current = self.suggestions.current.clone().filter(|_| self.suggestions.open);
        let Some(key) = current else {
            // Nothing is answered that the user is not at.
            if !self.suggestions.open {
                self.go_through_suggestions(room);
            }
            return;
        };
        match action {
            Action::AcceptSuggestion => {
                self.judge_suggestion(room, &SuggestionVerdict::Take(key));
            }
            Action::RefuseSuggestion => {
                self.judge_suggestion(room, &SuggestionVerdict::Refuse(key));
            }
            _ => self.suggestions.put_off(room),
        }
    }

    /// The keys that nobody can change, while suggestions are gone through.
    pub(in crate::ui::pages::reading) fn suggestion_keys(&mut self, room: &mut Room<'_>) {
        if !self.suggestions.open || Popup::is_any_open(room.ctx) {
            return;
        }
        // What has the focus is what the keys are for: a button, a row of a list.
        let focus = room.ctx.memory(eframe::egui::Memory::focused);
        if focus.is_some_and(|focus| !caret::is_text(focus)) {
            return;
        }
        let escapes = !self.find.is_open() && self.reader.selection.is_empty();
        let keys = [
            (Key::Enter, Some(Action::AcceptSuggestion)),
            (Key::Space, Some(Action::LaterSuggestion)),
            (Key::Escape, None),
        ];
        let mut pressed = Vec::new();
        room.ctx.input_mut(|input| {
            let composes = |event: &Event| {
                matches!(event, Event::Ime(ImeEvent::Preedit { text, .. }) if !text.is_empty())
            };
            if input.events.iter().any(composes) {
                return;
            }
            let mut behind_key = false;
            input.events.retain(|event| {
                let taken = match event {
                    Event::Key { key, pressed: true, modifiers, .. }
                        if *modifiers == Modifiers::NONE =>
                    {
                        let found = keys.iter().find(|(one, _)| one == key);
                        let found = found.filter(|(_, action)| action.is_some() || escapes);
                        pressed.extend(found.map(|(_, action)| *action));
                        behind_key = found.is_some();
                        return found.is_none();
                    }
                    // Its character comes right behind a key.
                    Event::Text(_) => behind_key,
                    _ => false,
                };
                behind_key = false;
                !taken
            });
        });
        for action in pressed {
            match action {
                Some(action) => room.out.push(Message::Act(action)),
                None => self.close_suggestions(),
            }
        }
    }

    /// A click on a suggested sentence makes it the one that is answered next, while they are gone
    /// through; the text stays where it is.
    pub(in crate::ui::pages::reading) fn follow_click(
        &mut self,
        pointed: Option<&PointedSuggestion>,
        ui: &Ui,
    ) {
        let queue = &mut self.suggestions;
        let clicked = ui.input(|input| input.pointer.primary_clicked());
        if let Some(pointed) = pointed.filter(|_| queue.open && clicked)
            && self.reader.selection.is_empty()
            && queue.current.as_ref() != Some(&pointed.key)
        {
            (queue.current, queue.adjusted) = (Some(pointed.key.clone()), None);
        }
    }
}
