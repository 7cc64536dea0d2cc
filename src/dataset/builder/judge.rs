//! What can be said of a row by itself: is every value readable, does its geometry hold, is anything required missing?

use super::geometry::{Mended, Placed, RawGeometry, Refused};
use super::value::{self, RawValue, Read};
use super::{LayerBuilder, MAX_ID, MAX_ROWS, Note, Slot, Staged};
use crate::dataset::dates::Offset;
use crate::dataset::report::WarningKind;
use crate::domain::{Field, FieldType, LayerName, Value, Words};
use std::borrow::Cow;

impl LayerBuilder {
    /// Everything about a row that does not depend on other rows.
    pub(super) fn judge(
        &mut self,
        geometry: RawGeometry<'_>,
        values: &[(Slot, RawValue<'_>)],
    ) -> Result<Placed, (Cow<'static, str>, Refused)> {
        let refuse = |field: &'static str, found: &str, zh: &str, en: &str| {
            let expected = (zh.to_owned(), en.to_owned());
            (Cow::Borrowed(field), Refused { found: found.to_owned(), expected })
        };
        if self.layer.len() as u32 >= MAX_ROWS {
            return Err(refuse("", "", "每层最多 2000 万行", "at most 20 million rows a layer"));
        }
        let (placed, mended) = self.door.place(geometry).map_err(|r| (Cow::Owned(self.place.clone()), r))?;
        self.note_mended(mended, &placed);
        for &(slot, raw) in values {
            match slot {
                Slot::None => {}
                Slot::Id => {
                    if self.id.is_empty() {
                        self.id.push_str(raw.shown().trim());
                    }
                    if self.id.len() > MAX_ID || self.id.contains(char::is_control) {
                        return Err(refuse(
                            "id",
                            &self.id,
                            "至多 256 字节的单行文字",
                            "text of one line, at most 256 bytes",
                        ));
                    }
                }
                Slot::Extra(at) => {
                    let shown = raw.shown();
                    let words = shown.trim();
                    if !words.is_empty() && (at as usize) < self.extras.len() {
                        let start = self.text.len();
                        self.text.push_str(words);
                        self.staged_extras.push((at as usize, start, self.text.len()));
                    }
                }
                Slot::Field(at) => self.stage_field(at as usize, raw)?,
            }
        }
        for &at in &self.required {
            if !self.staged.iter().any(|(field, _)| *field == at) {
                let field = self.fields[at];
                return Err((
                    Cow::Borrowed(field.name),
                    Refused { found: String::new(), expected: value::expected(field) },
                ));
            }
        }
        self.stage_origin(geometry);
        Ok(placed)
    }

    pub(super) fn stage_text(&mut self, at: usize, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        self.staged.push((at, Staged::Text(start, self.text.len())));
    }

    pub(super) fn is_staged(&self, at: usize) -> bool {
        self.staged.iter().any(|(field, _)| *field == at)
    }

    fn stage_field(&mut self, at: usize, raw: RawValue<'_>) -> Result<(), (Cow<'static, str>, Refused)> {
        let Some(&field) = self.fields.get(at) else { return Ok(()) };
        let read = value::read(field, raw);
        // A given `kind_text` wins over the one made of an unknown kind, whichever comes first.
        if self.is_staged(at) && Some(at) != self.kind_text {
            return Ok(());
        }
        let plain = match read {
            Read::Missing => return Ok(()),
            Read::Text(text) => {
                if Some(at) == self.kind_text {
                    self.staged.retain(|(field, _)| *field != at);
                }
                self.stage_text(at, &text);
                return Ok(());
            }
            Read::Code(code) => Value::Code(code),
            Read::OtherCode(word) => {
                self.stage_other(field, word);
                Value::Code("other")
            }
            Read::Number(n) => Value::Number(n),
            Read::Flag(f) => Value::Flag(f),
            Read::Date(d) => Value::Date(d),
            Read::DateTime(s, offset) => {
                if offset == Offset::Ignored {
                    self.note(WarningKind::OffsetIgnored, field.name, &raw.shown(), || {
                        Words::new(
                            "时间带有时区；按其钟面时间当作当地时间",
                            "the time has an offset; its own clock was taken as local time",
                        )
                    });
                }
                Value::DateTime(s)
            }
            Read::Wrong => {
                let expected = value::expected(field);
                if field.required {
                    let found = raw.shown().into_owned();
                    return Err((Cow::Borrowed(field.name), Refused { found, expected }));
                }
                self.note(WarningKind::ValueDropped, field.name, &raw.shown(), || {
                    Words::new(
                        format!("应为{}；按未知处理", expected.0),
                        format!("expected {}; taken as unknown", expected.1),
                    )
                });
                return Ok(());
            }
        };
        self.staged.push((at, Staged::Plain(plain)));
        Ok(())
    }

    /// Keeps the words of a kind that is not in the closed list.
    fn stage_other(&mut self, field: &'static Field, word: &str) {
        if word.eq_ignore_ascii_case("other") {
            return;
        }
        match self.kind_text {
            Some(at) if matches!(field.kind, FieldType::Kind(_)) => {
                if !self.is_staged(at) {
                    self.stage_text(at, word);
                }
            }
            _ => {
                if let Slot::Extra(at) = self.slot(&format!("{}_text", field.name)) {
                    let start = self.text.len();
                    self.text.push_str(word);
                    self.staged_extras.push((at as usize, start, self.text.len()));
                }
            }
        }
        self.note(WarningKind::UnknownKind, field.name, word, || {
            Words::new(
                "不在类别表中；按“其他”保留，并记下原文",
                "not in the list of kinds; kept as other, with its own words",
            )
        });
    }

    /// Where the row came from, if it does not say so itself.
    fn stage_origin(&mut self, geometry: RawGeometry<'_>) {
        let Some(crs) = &self.door.crs else { return };
        let Some([x, y]) = geometry.positions().next().filter(|_| self.layer.name().is_spatial()) else { return };
        let code = crs.code().to_owned();
        if let Some(words) = crs.mended(x) {
            self.places.mended += 1;
            self.places.first_mended.get_or_insert((words, x));
        }
        if !self.is_staged(self.xy0) {
            self.stage_text(self.xy0, &format!("{x} {y}"));
        }
        if !self.is_staged(self.crs0) {
            self.stage_text(self.crs0, &code);
        }
    }

    fn note(&mut self, kind: WarningKind, field: &'static str, found: &str, text: impl FnOnce() -> Words) {
        self.notes.push(Note { kind, field: Cow::Borrowed(field), found: found.to_owned(), text: text() });
    }

    fn note_mended(&mut self, mended: Mended, placed: &Placed) {
        if mended.closed {
            self.note(WarningKind::RingClosed, "geometry", "", || {
                Words::new("环没有闭合；已闭合", "a ring was not closed; closed")
            });
        }
        if mended.dropped {
            self.note(WarningKind::PartDropped, "geometry", "", || {
                Words::new("有一部分没有长度或面积；已略去", "a part without length or area was left out")
            });
        }
        if mended.crossing {
            self.note(WarningKind::SelfCrossing, "geometry", "", || {
                Words::new(
                    "边界自相交；按原样保留，内外按奇偶规则判定",
                    "the border crosses itself; kept as drawn, inside is told by the even–odd rule",
                )
            });
        }
        if let Placed::Lines(parts) = placed
            && parts.len() > 1
            && self.layer.name() == LayerName::Roads
        {
            self.note(WarningKind::SeveralParts, "geometry", "", || {
                Words::new("一个路段有几段线；原样保留", "a road section of several parts; kept as it is")
            });
        }
    }
}
