//! Carrying out commands: each becomes edits with ready inverses, one step of the history.

use std::collections::BTreeSet;

use rust_i18n::t;

use super::{
    Applied, Change, Command, CommandError, Notice, SaveState, Session, Settings, Target, WordList,
    catalogue::catalogue_target, snapshots::MANY, undo::changes_themes,
};
use crate::{
    annotation::{
        self, AnchorStatus, Coder, Edit, LayerState, Passage, PassageId, Step, StepName, Theme,
        ThemeId, Way, step_name,
    },
    corpus::{ArticlePath, Correction},
    text::{CharSpan, Text},
};

impl Session {
    /// Carries out `command`.
    ///
    /// # Errors
    /// If it does not fit what is there; nothing is changed then.
    pub fn apply(&mut self, command: Command) -> Result<Applied, CommandError> {
        let applied = self.obey(command);
        self.fit_sight();
        applied
    }

    fn obey(&mut self, command: Command) -> Result<Applied, CommandError> {
        match command {
            // Another set takes the place of this one, with all that is only in memory.
            // Nothing may be on its way into the folder that is put aside.
            Command::RestoreSample if self.save_state() != SaveState::Saved => {
                return Err(CommandError::Unsaved);
            }
            Command::Open(_) | Command::OpenSample if self.has_unsaved() => {
                return Err(CommandError::Unsaved);
            }
            Command::Open(paths) => self.start_opening(&paths),
            Command::OpenSample => self.open_sample(),
            Command::RestoreSample => self.restore_sample(),
            Command::Reload => self.reload(),
            Command::CancelJobs => {
                self.stop_reading();
                self.files.exports.cancel();
                self.files.copies.cancel();
                self.inquiries.stop();
                self.files.cancel_import();
                if let Some(set) = &mut self.set {
                    set.words.cancel();
                }
            }
            Command::Tag { article, fragments, themes, memo } => {
                return self.tag(&article, &fragments, themes, memo);
            }
            Command::TagNew { article, fragments, name } => {
                return self.tag_new(&article, &fragments, &name);
            }
            Command::ToggleTheme { passage, theme } => return self.toggle_theme(passage, theme),
            Command::SetMemo { passage, memo } => {
                let name = step_name!("step.memo");
                return self.change_passage(passage, name, |passage, _| {
                    Some(Passage { memo, ..passage.clone() })
                });
            }
            Command::SetFragments { passage, fragments, goes_on } => {
                return self.set_fragments(passage, &fragments, goes_on);
            }
            Command::DeletePassages(ids) => self.delete_passages(&ids)?,
            Command::AcceptMoved { article, coder } => self.accept_moved(&article, &coder)?,
            Command::AcceptAllMoved => self.accept_all_moved()?,
            Command::Judge { passage, verdict } => return self.judge(passage, verdict),
            Command::Choose { passage, choice } => return self.choose(passage, choice),
            Command::ChooseTheme { theme, choice } => return self.choose_theme(theme, choice),
            Command::Salvage(path) => self.salvage(&path),
            Command::MergeCopies(paths) => self.merge_copies(&paths),
            Command::DiscardCopies(paths) => self.discard_copies(&paths),
            Command::Follow(moved) => self.follow(&moved),
            Command::WriteGitAttributes => self.write_git_attributes(),
            Command::AddTheme { name } => return self.add_theme(&name),
            Command::InsertTheme(theme) => return self.insert_theme(theme),
            Command::ChangeTheme(theme) => self.change_theme(theme)?,
            Command::MoveTheme { theme, to } => self.move_theme(theme, to)?,
            Command::PlaceTheme { theme, parent, before } => {
                self.place_theme(theme, parent, before)?;
            }
            Command::WriteTheme { theme, field, text } => self.write_theme(theme, field, &text)?,
            Command::ToggleExample { theme, passage } => self.toggle_example(theme, passage)?,
            Command::DeleteTheme(theme) => self.delete_theme(theme)?,
            Command::MergeThemes { from, into } => self.merge_themes(from, into)?,
            Command::ReplaceTheme { from, into, passages } => {
                self.replace_theme(from, into, &passages)?;
            }
            Command::SplitTheme { theme, new, choices } => {
                self.split_theme(theme, &new, &choices)?;
            }
            Command::TakeSnapshot(name) => self.take_named_snapshot(name)?,
            Command::BringIn(path) => self.bring_in(path)?,
            Command::RestoreSnapshot(id) => self.restore_snapshot(id)?,
            Command::AllowLink(target) => self.allow_link(target),
            Command::SaveElsewhere(folder) => self.save_elsewhere(&folder),
            Command::RestoreUnsaved(root) => self.restore_unsaved(&root)?,
            Command::DiscardUnsaved(root) => self.discard_unsaved(&root),
            Command::Correct { article, correction } => self.correct(&article, correction)?,
            Command::ChangeWords { list, add, remove } => self.change_words(list, add, &remove)?,
            Command::SetArticleMemo { article, memo } => self.write_article_memo(&article, memo)?,
            Command::Retag(retag) => self.retag(&retag)?,
            Command::AddMemo { passages, note } => self.add_memo(&passages, &note)?,
            Command::SaveQuery(query) => self.save_query(query)?,
            Command::DeleteQuery(id) => self.delete_query(id)?,
            Command::WriteJournal(entry) => self.write_journal(entry)?,
            Command::DeleteJournal(id) => self.delete_journal(id)?,
            Command::Catalogue(command) => self.change_catalogue(command)?,
            Command::Settle(command) => self.settle(&command)?,
            Command::Ask(question) => self.ask(&question)?,
            Command::TagFound { theme, found } => self.tag_found(theme, found)?,
            Command::AnswerSuggestion(answer) => return self.answer_suggestion(answer),
            Command::CopyTags(copied) => self.copy_tags(&copied)?,
            Command::KeepFound(ids) => self.keep_found(&ids)?,
            Command::Undo => self.walk(Way::Back)?,
            Command::Redo => self.walk(Way::Forth)?,
            Command::Export(export) => self.start_export(export),
            Command::SaveFile(file) => self.start_file(file),
            Command::Import => self.import()?,
            Command::RestoreVersion(version) => self.restore_version(version),
            Command::UseDiskVersion(version) => self.use_disk_version(version)?,
            Command::RetrySaving => self.retry_saving(),
            Command::CodeBlind(blind) => self.set_blind(blind)?,
            Command::Configure(settings) => self.configure(settings)?,
        }
        Ok(Applied::Done)
    }

    fn tag(
        &mut self,
        article: &ArticlePath,
        fragments: &[CharSpan],
        themes: Vec<ThemeId>,
        memo: String,
    ) -> Result<Applied, CommandError> {
        let names: Vec<String> = themes
            .iter()
            .map(|&id| Ok(self.theme(id)?.name.clone()))
            .collect::<Result<_, CommandError>>()?;
        let edit = self.tag_edit(article, fragments, themes, memo)?;
        let applied = edit.passage_id().map_or(Applied::Done, Applied::Passage);
        self.unlock_stale(article, &self.coder())?;
        self.commit(step_name!("step.tag", theme = names.join("、")), vec![edit])?;
        Ok(applied)
    }

    /// The edit that marks fragments of an article as the current coder's.
    pub(super) fn tag_edit(
        &self,
        article: &ArticlePath,
        fragments: &[CharSpan],
        themes: Vec<ThemeId>,
        memo: String,
    ) -> Result<Edit, CommandError> {
        let source = self
            .corpus()
            .ok_or(CommandError::NoSet)?
            .article(article)
            .ok_or_else(|| CommandError::NoArticle(article.clone()))?;
        let chars = source.text.char_len();
        if fragments.iter().any(|span| span.end() > chars) {
            return Err(CommandError::OutOfText { article: article.clone(), chars: chars.get() });
        }
        if themes.is_empty() {
            return Err(CommandError::NothingToMark);
        }
        let passage = annotation::build_passage(&source.text, fragments, themes, memo)
            .ok_or(CommandError::NothingToMark)?;
        let sha256 = source.hash().clone();
        Ok(Edit::add(article.clone(), self.coder(), passage, sha256, chars.get()))
    }

    fn toggle_theme(&mut self, id: PassageId, theme: ThemeId) -> Result<Applied, CommandError> {
        let name = self.theme(theme)?.name.clone();
        let (_, _, passage) = self.all_annotations().find(id).ok_or(CommandError::NoPassage(id))?;
        let had = passage.themes.contains(&theme);
        if had && passage.themes.len() == 1 {
            self.delete_passages(&[id])?;
            return Ok(Applied::Done);
        }
        let step = if had {
            step_name!("step.untag", theme = name)
        } else {
            step_name!("step.tag", theme = name)
        };
        self.change_passage(id, step, |passage, _| Some(annotation::toggle_theme(passage, theme)))
    }

    fn set_fragments(
        &mut self,
        id: PassageId,
        fragments: &[CharSpan],
        goes_on: bool,
    ) -> Result<Applied, CommandError> {
        let name = step_name!("step.fragments");
        let steps = |session: &Self| session.set.as_ref().map_or(0, |set| set.history.len());
        let before = steps(self);
        let applied = self.change_passage(id, name, |passage, text| {
            annotation::refragment(text, passage, fragments)
        })?;
        if goes_on
            && steps(self) > before
            && let Some(set) = &mut self.set
        {
            let same = |change: &Change| matches!(change, Change::Annotation(Edit::Passage { id: other, .. }) if *other == id);
            set.history.join_last(same);
        }
        Ok(applied)
    }

    /// Lets a changed article be worked in before its older passages were looked through: these
    /// keep the positions they had, in the text they had them in, and go on waiting.
    pub(super) fn unlock_stale(
        &mut self,
        article: &ArticlePath,
        coder: &Coder,
    ) -> Result<(), CommandError> {
        let layer = self.all_annotations().layer(article, coder);
        if layer.is_some_and(|layer| layer.state == LayerState::Stale) {
            self.unlock(article, coder)?;
        }
        Ok(())
    }

    fn change_passage(
        &mut self,
        id: PassageId,
        step: StepName,
        change: impl FnOnce(&Passage, &Text) -> Option<Passage>,
    ) -> Result<Applied, CommandError> {
        let (article, coder, before) =
            self.all_annotations().find(id).ok_or(CommandError::NoPassage(id))?;
        let source = self
            .corpus()
            .and_then(|corpus| corpus.article(article))
            .ok_or_else(|| CommandError::NoArticle(article.clone()))?;
        let mut after = change(before, &source.text).ok_or(CommandError::NothingToMark)?;
        if after.says_the_same_as(before) {
            return Ok(Applied::Passage(id));
        }
        after.modified = annotation::now().max(before.modified);
        let (article, coder, before) = (article.clone(), coder.clone(), before.clone());
        let (sha256, chars) = (source.hash().clone(), source.text.char_len().get());
        self.unlock_stale(&article, &coder)?;
        let edit = Edit::change(article, coder, before, after, sha256, chars);
        self.commit(step, vec![edit])?;
        Ok(Applied::Passage(id))
    }

    fn delete_passages(&mut self, ids: &[PassageId]) -> Result<(), CommandError> {
        let edits = ids
            .iter()
            .map(|&id| {
                let (article, coder, passage) =
                    self.all_annotations().find(id).ok_or(CommandError::NoPassage(id))?;
                let layer = self.all_annotations().layer(article, coder);
                let layer = layer.ok_or(CommandError::NoPassage(id))?;
                let (sha256, chars) = (layer.sha256.clone(), layer.chars);
                Ok(Edit::remove(article.clone(), coder.clone(), passage.clone(), sha256, chars))
            })
            .collect::<Result<Vec<_>, CommandError>>()?;
        let name = step_name!("step.delete_passages", count = edits.len());
        let ours = self.coder();
        let coders =
            ids.iter().filter_map(|&id| self.all_annotations().find(id)).map(|found| found.1);
        let of_others: Vec<&Coder> = coders.filter(|&coder| *coder != ours).collect();
        let note = if of_others.is_empty() {
            t!("note.deleted_passages", count = ids.len())
        } else {
            let names: BTreeSet<&str> = of_others.iter().map(|coder| coder.as_str()).collect();
            let names = names.into_iter().collect::<Vec<_>>().join(&t!("retrieve.list_joint"));
            let others = of_others.len();
            t!("note.deleted_of_others", count = ids.len(), others = others, coders = names)
        }
        .into_owned();
        if edits.len() >= MANY {
            self.take_snapshot(&name);
        }
        self.commit(name.clone(), edits)?;
        self.notices.push(Notice::undoable(note));
        Ok(())
    }

    fn accept_moved(&mut self, article: &ArticlePath, coder: &Coder) -> Result<(), CommandError> {
        let edits = self.moved_edits(article, coder)?;
        self.commit(step_name!("step.accept_moved", count = edits.len()), edits)
    }

    fn correct(
        &mut self,
        article: &ArticlePath,
        correction: Correction,
    ) -> Result<(), CommandError> {
        let corpus = self.corpus().ok_or(CommandError::NoSet)?;
        let before = corpus.corrections().get(article).cloned().unwrap_or_default();
        if before == correction {
            return Ok(());
        }
        let change = Change::Correction { article: article.clone(), before, after: correction };
        let name = step_name!("step.correct", article = article.file_name());
        self.commit_changes(Step { name, edits: vec![change] })
    }

    fn configure(&mut self, settings: Settings) -> Result<(), CommandError> {
        let settings = settings.tidied();
        if settings == self.settings {
            return Ok(());
        }
        rust_i18n::set_locale(settings.language.tag());
        let before = std::mem::replace(&mut self.settings, settings);
        self.store_settings();
        self.change_sight(&before)
    }

    pub(super) fn commit(&mut self, name: StepName, edits: Vec<Edit>) -> Result<(), CommandError> {
        let edits = edits.into_iter().map(Change::Annotation).collect();
        self.commit_changes(Step { name, edits })
    }

    pub(super) fn commit_changes(&mut self, step: Step<Change>) -> Result<(), CommandError> {
        if step.edits.is_empty() {
            return Ok(());
        }
        self.apply_changes(&step.edits)?;
        if let Some(set) = &mut self.set {
            set.history.push(step);
        }
        Ok(())
    }

    /// Applies all of `changes` or, if one does not fit, none.
    pub(super) fn apply_changes(&mut self, changes: &[Change]) -> Result<(), CommandError> {
        if self.set.is_none() {
            return Err(CommandError::NoSet);
        }
        if changes.iter().any(changes_themes) && !self.codebook_writable() {
            return Err(CommandError::CodebookUnreadable);
        }
        for (done, change) in changes.iter().enumerate() {
            if let Err(error) = self.apply_change(change) {
                for change in changes.iter().take(done).rev() {
                    use crate::annotation::Invert as _;
                    // What was just done can be undone: nothing came in between.
                    let _ = self.apply_change(&change.inverse());
                }
                return Err(error);
            }
        }
        self.save_touched(changes);
        Ok(())
    }

    /// Hands every file that was changed to the saver.
    pub(super) fn save_touched(&mut self, changes: &[Change]) {
        let mut targets: Vec<Target> = changes.iter().flat_map(|c| self.touched(c)).collect();
        targets.sort();
        targets.dedup();
        if targets.contains(&Target::Words(WordList::Dictionary)) {
            self.rebuild_segmenter();
        }
        for target in targets {
            self.save(&target);
        }
    }

    pub(super) fn apply_change(&mut self, change: &Change) -> Result<(), CommandError> {
        match change {
            Change::Annotation(edit) => {
                let scene = self.scene_mut().ok_or(CommandError::NoSet)?;
                scene.annotations.apply(edit)?;
                self.look_again(edit);
                Ok(())
            }
            Change::Codebook { before, after } => {
                if self.codebook().themes() != before.themes() {
                    return Err(CommandError::CodebookChanged);
                }
                let scene = self.scene_mut().ok_or(CommandError::NoSet)?;
                scene.annotations.set_codebook((**after).clone());
                Ok(())
            }
            Change::Correction { article, before, after } => {
                let corpus = self.corpus_mut().ok_or(CommandError::NoSet)?;
                if corpus.set_correction(article.clone(), after.clone()).is_err() {
                    return Err(CommandError::CorrectionsUnreadable);
                }
                if before.encoding != after.encoding {
                    self.decode_again(article);
                }
                Ok(())
            }
            // Their files, and with them they, come and go in the background.
            Change::Articles { .. } => Ok(()),
            Change::Word { list, word, after, .. } => self.set_word(*list, word, after.as_ref()),
            Change::ArticleMemo { article, coder, before, after } => {
                self.set_article_memo(article, coder, before, after)
            }
            Change::Query { before, after } => self.set_query(before.as_ref(), after.as_ref()),
            Change::Journal { coder, before, after } => {
                self.set_journal(coder, before.as_ref(), after.as_ref())
            }
            Change::Catalogue(edit) => self.apply_catalogue_edit(edit),
            Change::TakenIn(taken) => {
                self.apply_taken(taken);
                Ok(())
            }
        }
    }

    /// Whether the passage an edit changed stands where it says: undoing may have put it back where
    /// it stood in an earlier text.
    fn look_again(&mut self, edit: &Edit) {
        let Edit::Passage { article, id, after, .. } = edit else { return };
        let text = self.corpus().and_then(|corpus| corpus.article(article));
        let stands = match (after, text) {
            (Some(passage), Some(source)) => passage.is_in_place(&source.text),
            _ => true,
        };
        if stands {
            if let Some(scene) = self.scene_mut() {
                scene.places.forget(*id);
            }
        } else {
            // It has no place until it was looked up.
            if let Some(scene) = self.scene_mut() {
                scene.places.set([(*id, AnchorStatus::Orphan)]);
            }
            self.place_article_again(article);
        }
    }

    fn touched(&self, change: &Change) -> Vec<Target> {
        match change {
            Change::Annotation(edit) => self.targets_of(edit),
            Change::Codebook { .. } => vec![Target::Codebook],
            Change::Correction { .. } => vec![Target::Corrections],
            Change::Articles { .. } => Vec::new(),
            Change::Word { list, .. } => vec![Target::Words(*list)],
            Change::ArticleMemo { article, coder, .. } => {
                vec![Target::Sidecar(article.clone(), coder.clone())]
            }
            Change::Query { .. } => vec![Target::Queries],
            Change::Journal { coder, .. } => vec![Target::Journal(coder.clone())],
            Change::Catalogue(edit) => vec![catalogue_target(edit)],
            Change::TakenIn(taken) => vec![taken.target().clone()],
        }
    }

    pub(super) fn theme(&self, id: ThemeId) -> Result<&Theme, CommandError> {
        self.codebook().get(id).ok_or(CommandError::NoTheme(id))
    }
}
