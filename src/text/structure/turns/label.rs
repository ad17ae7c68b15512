//! What a name at the start of a line can be: a side of an interview, a person, the head of a field
//! of a form, or anything.

use crate::text::names;

/// What speaks for a name being a speaker's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Who asks in an interview.
    Asks,
    /// Who answers.
    Answers,
    /// A voice of a recording: `说话人1`.
    Voice,
    /// A person's name, title or letter.
    Person,
    /// What stands before a colon in forms, credits and lists.
    Field,
    Other,
}

impl Class {
    /// Whether hardly anything but a transcript has it.
    pub(super) fn is_of_interview(self) -> bool {
        matches!(self, Self::Asks | Self::Answers | Self::Voice)
    }

    /// Whether it is somebody.
    pub(super) fn is_somebody(self) -> bool {
        self.is_of_interview() || self == Self::Person
    }
}

const ASKS: &[&str] = &[
    "问",
    "提问",
    "访谈者",
    "访谈人",
    "访谈员",
    "采访者",
    "采访人",
    "访问者",
    "访问人",
    "访问员",
    "访员",
    "提问者",
    "提问人",
    "研究者",
    "研究员",
    "调研员",
    "调研者",
    "调查员",
    "调查者",
    "主持人",
    "主持",
    "访",
    "访者",
    "q",
    "interviewer",
    "moderator",
    "researcher",
    "facilitator",
    "question",
];
const ANSWERS: &[&str] = &[
    "答",
    "回答",
    "受访者",
    "受访人",
    "受访",
    "被访者",
    "被访人",
    "被访",
    "被访谈者",
    "被访谈人",
    "被采访者",
    "被采访人",
    "访谈对象",
    "受访对象",
    "回答者",
    "回答人",
    "应答者",
    "答者",
    "a",
    "interviewee",
    "respondent",
    "participant",
    "informant",
    "answer",
];
const VOICES: &[&str] =
    &["说话人", "发言人", "发言者", "讲话人", "讲述人", "讲述者", "口述人", "口述者", "speaker"];
/// People without a title that newspapers and [`names`] know: families, sides, passers-by.
const PEOPLE: &[&str] = &[
    "记者",
    "嘉宾",
    "同学",
    "学生",
    "教师",
    "家长",
    "妈妈",
    "爸爸",
    "母亲",
    "父亲",
    "奶奶",
    "爷爷",
    "外婆",
    "外公",
    "姥姥",
    "姥爷",
    "儿子",
    "女儿",
    "丈夫",
    "妻子",
    "护士",
    "患者",
    "病人",
    "物业",
    "居委会",
    "业委会",
    "村委会",
    "支书",
    "干部",
    "群众",
    "老板",
    "顾客",
    "律师",
    "法官",
    "工人",
    "司机",
    "房东",
    "租客",
    "租户",
    "摊主",
    "队员",
    "学员",
    "观众",
    "听众",
    "网友",
    "男",
    "女",
    "男声",
    "女声",
    "众人",
    "大家",
    "host",
    "guest",
    "audience",
    "student",
    "teacher",
    "man",
    "woman",
];
/// Before a colon these are no speakers, however often they come.
const FIELDS: &[&str] = &[
    "时间",
    "地点",
    "来源",
    "稿源",
    "日期",
    "主题",
    "题目",
    "标题",
    "备注",
    "注",
    "姓名",
    "性别",
    "年龄",
    "职业",
    "职务",
    "学历",
    "电话",
    "手机",
    "地址",
    "邮箱",
    "网址",
    "编号",
    "背景",
    "做法",
    "成效",
    "效果",
    "经验",
    "问题",
    "原因",
    "措施",
    "目标",
    "任务",
    "对策",
    "建议",
    "启示",
    "案例",
    "例",
    "例如",
    "图",
    "表",
    "说明",
    "答案",
    "解析",
    "选项",
    "结论",
    "摘要",
    "关键词",
    "参考文献",
    "附件",
    "附",
    "甲方",
    "乙方",
    "丙方",
    "丁方",
    "原告",
    "被告",
    "编者按",
    "记录",
    "记录人",
    "整理",
    "整理人",
    "作者",
    "编辑",
    "责编",
    "责任编辑",
    "校对",
    "审核",
    "摄影",
    "撰文",
    "供稿",
    "制图",
    "方法",
    "方案",
    "形式",
    "特点",
    "优点",
    "缺点",
    "步骤",
    "内容",
    "目的",
    "要求",
    "原则",
    "亮点",
    "单位",
    "其他",
    "总结",
    "小结",
    "注意",
    "提示",
    "温馨提示",
    "结果",
    "意义",
    "内涵",
    "实质",
    "tel",
    "email",
    "e-mail",
    "mail",
    "date",
    "time",
    "name",
    "note",
    "notes",
    "ps",
    "http",
    "https",
    "fig",
    "figure",
    "table",
    "example",
    "step",
    "case",
    "source",
    "keywords",
    "abstract",
    "title",
    "author",
    "day",
    "week",
    "chapter",
    "part",
    "section",
    "option",
    "url",
    "doi",
    "isbn",
    "re",
    "fw",
    "cc",
    "to",
    "from",
    "subject",
    "info",
    "warning",
    "warn",
    "error",
    "debug",
    "trace",
    "fatal",
    "user-agent",
    "allow",
    "disallow",
    "sitemap",
    "version",
    "code",
    "license",
    "copyright",
    "usage",
];
const FIELD_ENDS: &[&str] = &[
    "时间", "地点", "日期", "方式", "编号", "单位", "电话", "情况", "内容", "目的", "要求", "原则",
    "主题", "背景", "时长", "名称", "对象", "来源", "目标", "措施", "建议", "方法", "如下", "例如",
    "包括", "记录", "人数", "地址", "结果",
];
/// Titles that say only before a name whose they are: `王工`, `李姐`.
const BEHIND_SURNAMES: &[&str] = &[
    "工", "总", "姐", "哥", "叔", "伯", "婶", "姨", "嫂", "婆", "奶奶", "爷爷", "阿姨", "大姐",
    "大哥", "大叔", "大伯", "大娘", "大妈", "大爷", "某", "某某", "医生", "律师", "导", "队", "局",
    "处", "科", "校", "院", "董", "妈妈", "爸爸", "太太", "小姐", "老",
];

/// `label` without differences that do not tell speakers apart.
pub(super) fn normal(name: &str) -> String {
    let folded = name.chars().map(crate::text::fold_width).filter(|c| !c.is_whitespace());
    folded.flat_map(char::to_lowercase).collect()
}

/// What the [`normal`] form of a name, which was written as `name`, is.
pub(super) fn class(name: &str, normal: &str) -> Class {
    if FIELDS.contains(&normal) {
        return Class::Field;
    }
    let bare = without_number(normal);
    for (known, class) in [(ASKS, Class::Asks), (ANSWERS, Class::Answers), (VOICES, Class::Voice)] {
        if known.contains(&normal) {
            return class;
        }
        // `A1` and `Q1` are letters like others; `问1`, `受访者A` are not.
        if known.contains(&bare) && !bare.is_empty() && (bare.len() > 1 || bare == "q") {
            return class;
        }
    }
    if FIELDS.contains(&bare) || FIELD_ENDS.iter().any(|end| normal.ends_with(end)) {
        return Class::Field;
    }
    let is_somebody = PEOPLE.contains(&bare)
        || is_code(normal)
        || is_titled(bare)
        || is_latin_name(name)
        || is_called(bare)
        || names::is_full_name(normal);
    if is_somebody { Class::Person } else { Class::Other }
}

/// A name without the number or letter that tells several of its kind apart: `受访者A`, `居民3`,
/// `学生甲`, `2号嘉宾`.
fn without_number(label: &str) -> &str {
    let is_number =
        |c: char| c.is_ascii_digit() || "甲乙丙丁戊己庚辛壬癸一二三四五六七八九十#_-.".contains(c);
    let bare = label.trim_end_matches('号').trim_end_matches(is_number);
    let bare = match bare.chars().next_back() {
        Some(c) if c.is_ascii_lowercase() && !bare.is_ascii() => &bare[..bare.len() - 1],
        _ => bare,
    };
    let front = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    if front.len() < bare.len() { front.trim_start_matches('号') } else { bare }
}

/// A letter or two with a number or none (`q`, `p1`, `s01`), or `甲`.
fn is_code(label: &str) -> bool {
    if label.chars().count() == 1 && "甲乙丙丁戊己庚辛壬癸".contains(label) {
        return true;
    }
    let digits = label.trim_start_matches(|c: char| c.is_ascii_lowercase());
    let letters = label.len() - digits.len();
    let number = digits.trim_start_matches(['-', '_', '.', '#']);
    (1..=2).contains(&letters) && number.len() <= 4 && number.bytes().all(|b| b.is_ascii_digit())
}

/// A title, alone or behind a few characters: `王主任`, `社区书记`, `业主代表`.
fn is_titled(label: &str) -> bool {
    const LONGEST: usize = 8;
    let ends = |title: &&&str| label.ends_with(**title);
    label.chars().count() <= LONGEST
        && (names::TITLES.iter().any(|title| ends(&title))
            || PEOPLE.iter().any(|people| people.chars().count() > 1 && ends(&people)))
}

/// `老王`, `小李`, `阿珍`, `王姐`, `张某某`.
fn is_called(label: &str) -> bool {
    if let Some(rest) = label.strip_prefix(['老', '小', '阿']) {
        return rest.chars().count() == 1 && names::starts_with_surname(rest).is_some();
    }
    names::starts_with_surname(label)
        .is_some_and(|surname| BEHIND_SURNAMES.contains(&&label[surname..]))
}

/// One to three words of Latin letters, each with a capital: `John`, `Mrs. Wang`.
pub(super) fn is_latin_name(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_word = |word: &&str| {
        word.starts_with(|c: char| c.is_uppercase() && !c.is_numeric())
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-'))
            && !word.chars().any(|c| ('\u{2E80}'..='\u{9FFF}').contains(&c))
    };
    (1..=3).contains(&words.len()) && words.iter().all(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> Class {
        class(name, &normal(name))
    }

    #[test]
    fn sides_of_interviews_and_people_are_known() {
        for name in ["问", "访谈者", "Q", "Ｑ", "Q1", "Interviewer", "主持人", "访员2"] {
            assert_eq!(of(name), Class::Asks, "{name}");
        }
        for name in ["答", "受访者A", "受访者 甲", "被访者1", "A", "Participant 3"] {
            assert_eq!(of(name), Class::Answers, "{name}");
        }
        assert_eq!(of("说话人 1"), Class::Voice);
        for name in [
            "张三",
            "欧阳一鸣",
            "王主任",
            "社区书记",
            "P1",
            "甲",
            "M01",
            "老王",
            "小李",
            "王姐",
            "张某某",
            "居民3",
            "学生甲",
            "John",
            "Mary Smith",
            "2号嘉宾",
            "业主代表",
        ] {
            assert_eq!(of(name), Class::Person, "{name}");
        }
    }

    #[test]
    fn heads_of_fields_and_words_are_not_taken_for_people() {
        for name in
            ["时间", "访谈时间", "来源", "甲方", "答案", "做法", "记录人", "Email", "访谈地点"]
        {
            assert_eq!(of(name), Class::Field, "{name}");
        }
        for name in ["党建", "一是", "方式方法", "任务书", "安全", "文化", "关键", "金融", "比如说"]
        {
            assert!(!of(name).is_somebody(), "{name}");
        }
    }
}
