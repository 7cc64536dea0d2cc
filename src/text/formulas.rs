//! Formulas and sources in a reader's language. A formula is written as its source writes it; the few words in it are put
//! into the reader's language, symbols and units stay.

use super::Lang;
use std::borrow::Cow;

/// Words that stand in formulas, longer ones before their parts: English as the methods write them, Chinese.
const WORDS: &[(&str, &str)] = &[
    ("fatal accident within", "死亡事故后"),
    ("extremely complex", "极复杂"),
    ("count of venues", "场所数"),
    ("residents below", "下游居民"),
    ("damage only", "仅财损"),
    ("north-west", "西北"),
    ("inspector", "检查人"),
    ("one worse", "升一级"),
    ("absolute", "绝对"),
    ("at least", "至少"),
    ("relative", "相对"),
    ("complex", "复杂"),
    ("general", "一般隐患"),
    ("heading", "掘进面"),
    ("no plan", "无方案"),
    ("overdue", "逾期"),
    ("station", "消防站"),
    ("deaths", "死亡人数"),
    ("injury", "伤人"),
    ("leader", "属地领导"),
    ("medium", "中等"),
    ("simple", "简单"),
    ("close", "销号"),
    ("fatal", "死亡"),
    ("major", "重大隐患"),
    ("owner", "法定代表人"),
    ("venue", "场所"),
    ("base", "基础"),
    ("cell", "格宽"),
    ("dose", "热剂量"),
    ("else", "否则"),
    ("face", "工作面"),
    ("high", "高"),
    ("node", "格点"),
    ("over", "取自"),
    ("veto", "一票否决"),
    ("day", "日"),
    ("due", "期限"),
    ("dyn", "动态"),
];

/// A formula, or the same line with numbers, in a language.
pub fn formula(line: &str, lang: Lang) -> Cow<'_, str> {
    if lang == Lang::En || !line.bytes().any(|byte| byte.is_ascii_lowercase()) {
        return Cow::Borrowed(line);
    }
    let mut said = String::with_capacity(line.len());
    let mut rest = line;
    let mut before = ' ';
    while let Some(first) = rest.chars().next() {
        let begins = !before.is_ascii_alphanumeric() && before != '_';
        let word = WORDS.iter().filter(|_| begins).find(|(en, _)| starts_with_word(rest, en));
        let (put, taken) = match word {
            Some((en, zh)) => (*zh, en.len()),
            None => (&rest[..first.len_utf8()], first.len_utf8()),
        };
        said.push_str(put);
        before = rest[..taken].chars().next_back().unwrap_or(' ');
        rest = &rest[taken..];
    }
    Cow::Owned(said)
}

/// Whether a text begins with a word that ends there: no letter follows it.
fn starts_with_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_'))
}

/// Whether a text holds Chinese.
fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// A source in a language. It is one string of parts with " · " between; a part that is written in both languages has them
/// on either side of a slash, Chinese first.
pub fn source(of: &str, lang: Lang) -> String {
    let one = |part: &str| match part.split_once(" / ") {
        Some((zh, en)) if is_chinese(zh) && !is_chinese(en) => lang_part(zh, en, lang).to_owned(),
        _ => part.to_owned(),
    };
    of.split(" · ").map(one).collect::<Vec<_>>().join(" · ")
}

fn lang_part<'a>(zh: &'a str, en: &'a str, lang: Lang) -> &'a str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_of_a_formula_are_said_and_symbols_stay() {
        let zh = |line| formula(line, Lang::Zh).into_owned();
        assert_eq!(zh("E = 8·fatal + 3·injury + 1·damage only"), "E = 8·死亡 + 3·伤人 + 1·仅财损");
        assert_eq!(zh("N_day = max(V_day, R_day)"), "N_day = max(V_day, R_day)", "a part of a symbol is no word");
        assert_eq!(zh("dose = (E · F(X))^{4/3} · t"), "热剂量 = (E · F(X))^{4/3} · t");
        assert_eq!(formula("day − due", Lang::En), "day − due");
    }

    #[test]
    fn a_source_in_both_languages_is_said_in_one() {
        let pack = "甲省 / Province A · 办法 · 第四条";
        assert_eq!(source(pack, Lang::En), "Province A · 办法 · 第四条");
        assert_eq!(source("本项目指标，非标准 / this project's index", Lang::Zh), "本项目指标，非标准");
        assert_eq!(source("GB 18218-2018 表 1 / 表 2", Lang::En), "GB 18218-2018 表 1 / 表 2");
    }
}
