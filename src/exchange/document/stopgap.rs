//! Titles that no one gave: what programs write into a document that has none.

/// Whether a program put it there because nobody gave the document a title.
pub(super) fn is_stopgap(title: &str) -> bool {
    let title = title.to_lowercase();
    // Left behind by printing to PDF.
    let printed = ["microsoft word - ", "microsoft powerpoint - ", "microsoft excel - "];
    if printed.iter().any(|start| title.starts_with(start)) {
        return true;
    }
    let bare = title.trim_end_matches(|c: char| c.is_ascii_digit() || " -_()".contains(c));
    let endings = [".docx", ".doc", ".wps", ".pdf"];
    let bare = endings.iter().find_map(|ending| bare.strip_suffix(ending)).unwrap_or(bare);
    let bare = bare.trim_end_matches(|c: char| c.is_ascii_digit() || " -_()".contains(c));
    matches!(
        bare,
        "untitled"
            | "untitled document"
            | "no title"
            | "document"
            | "new document"
            | "word document"
            | "powerpoint presentation"
            | "slide"
            | "无标题"
            | "无标题文档"
            | "未命名"
            | "未命名文档"
            | "未标题"
            | "文档"
            | "新建文档"
            | "新建 microsoft word 文档"
            | "幻灯片"
            | "演示文稿"
    )
}
