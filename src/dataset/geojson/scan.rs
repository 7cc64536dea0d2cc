//! Cuts a JSON document that arrives in pieces into the members of its top object and the items of its `features`,
//! without parsing them.

/// What the scanner has found.
#[derive(Debug, PartialEq)]
pub(super) enum Found<'a> {
    /// A member of the top object other than `features`.
    Member(&'a str, &'a [u8]),
    /// An item of `features`.
    Item(&'a [u8]),
    /// An item that is deeper nested or longer than is allowed; its bytes are not kept.
    TooMuch,
    /// The top object has ended.
    End,
}

/// Where no JSON object can be meant.
#[derive(Debug, PartialEq)]
pub(super) struct NotJson;

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    /// Before, between and after top objects.
    Outside,
    /// Inside the top object, before a key.
    BeforeKey,
    InKey,
    BeforeColon,
    BeforeValue,
    InValue,
    /// Inside `features`, between items.
    BeforeItem,
    InItem,
}

/// The scanner. Feed it every byte in order.
#[derive(Debug)]
pub(super) struct Scanner {
    state: State,
    key: String,
    /// The value or item being captured.
    buffer: Vec<u8>,
    nest: usize,
    deepest: usize,
    in_string: bool,
    escaped: bool,
    too_long: bool,
    max_depth: usize,
    max_bytes: usize,
}

impl Scanner {
    pub(super) fn new(max_depth: usize, max_bytes: usize) -> Self {
        Self {
            state: State::Outside,
            key: String::new(),
            buffer: Vec::new(),
            nest: 0,
            deepest: 0,
            in_string: false,
            escaped: false,
            too_long: false,
            max_depth,
            max_bytes,
        }
    }

    /// Whether nothing is open: a file may end here.
    pub(super) fn is_outside(&self) -> bool {
        self.state == State::Outside
    }

    /// The beginning of an item that has not ended.
    pub(super) fn open_item(&self) -> Option<&[u8]> {
        (self.state == State::InItem).then_some(&self.buffer)
    }

    /// Takes the next bytes; `found` is told what has become complete.
    pub(super) fn feed<E: From<NotJson>>(
        &mut self,
        bytes: &[u8],
        mut found: impl FnMut(Found<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut i = 0;
        while let Some(&b) = bytes.get(i) {
            match self.state {
                State::InValue | State::InItem => {
                    let (taken, ended) = self.capture(&bytes[i..]);
                    i += taken;
                    if ended {
                        self.give(&mut found)?;
                    }
                    continue;
                }
                // RS begins each text of a JSON text sequence.
                _ if b.is_ascii_whitespace() || b == 0x1e => {}
                State::Outside => match b {
                    b'{' => self.state = State::BeforeKey,
                    _ => return Err(NotJson.into()),
                },
                State::BeforeKey => match b {
                    b'"' => {
                        self.buffer.clear();
                        self.escaped = false;
                        self.state = State::InKey;
                    }
                    b',' => {}
                    b'}' => {
                        self.state = State::Outside;
                        found(Found::End)?;
                    }
                    _ => return Err(NotJson.into()),
                },
                State::InKey => self.key_byte(b)?,
                State::BeforeColon => match b {
                    b':' => self.state = State::BeforeValue,
                    _ => return Err(NotJson.into()),
                },
                State::BeforeValue if b == b'[' && self.key == "features" => self.state = State::BeforeItem,
                State::BeforeValue => {
                    self.start(State::InValue);
                    continue;
                }
                State::BeforeItem => match b {
                    b',' => {}
                    b']' => self.state = State::BeforeKey,
                    b'}' => return Err(NotJson.into()),
                    _ => {
                        self.start(State::InItem);
                        continue;
                    }
                },
            }
            i += 1;
        }
        Ok(())
    }

    fn key_byte(&mut self, b: u8) -> Result<(), NotJson> {
        match b {
            b'"' if !self.escaped => {
                // A key with escapes is none of ours; its raw form will do.
                self.key = String::from_utf8_lossy(&self.buffer).into_owned();
                self.state = State::BeforeColon;
            }
            _ if self.buffer.len() > 1_000 => return Err(NotJson),
            _ => {
                self.escaped = b == b'\\' && !self.escaped;
                self.buffer.push(b);
            }
        }
        Ok(())
    }

    fn start(&mut self, state: State) {
        self.state = state;
        self.buffer.clear();
        self.nest = 0;
        self.deepest = 0;
        self.in_string = false;
        self.escaped = false;
        self.too_long = false;
    }

    /// Takes bytes of a value up to its end. Gives how many were taken and whether the value is complete.
    fn capture(&mut self, bytes: &[u8]) -> (usize, bool) {
        let mut ended = false;
        let mut n = 0;
        for &b in bytes {
            if self.in_string {
                n += 1;
                match b {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => {
                        self.in_string = false;
                        if self.nest == 0 {
                            ended = true;
                            break;
                        }
                    }
                    _ => {}
                }
                continue;
            }
            match b {
                b'"' => self.in_string = true,
                b'{' | b'[' => {
                    self.nest += 1;
                    self.deepest = self.deepest.max(self.nest);
                }
                b'}' | b']' | b',' if self.nest == 0 => {
                    ended = true;
                    break;
                }
                b'}' | b']' => {
                    self.nest -= 1;
                    if self.nest == 0 {
                        n += 1;
                        ended = true;
                        break;
                    }
                }
                _ => {}
            }
            n += 1;
        }
        if self.buffer.len() + n > self.max_bytes {
            self.too_long = true;
            self.buffer.clear();
        } else if !self.too_long {
            self.buffer.extend_from_slice(&bytes[..n]);
        }
        (n, ended)
    }

    fn give<E>(&mut self, found: &mut impl FnMut(Found<'_>) -> Result<(), E>) -> Result<(), E> {
        let is_item = self.state == State::InItem;
        self.state = if is_item { State::BeforeItem } else { State::BeforeKey };
        if self.too_long || self.deepest > self.max_depth {
            found(Found::TooMuch)
        } else if is_item {
            found(Found::Item(&self.buffer))
        } else {
            found(Found::Member(&self.key, &self.buffer))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(text: &str, piece: usize) -> Result<Vec<String>, NotJson> {
        let mut scanner = Scanner::new(4, 60);
        let mut out = Vec::new();
        for bytes in text.as_bytes().chunks(piece) {
            scanner.feed(bytes, |found| {
                out.push(match found {
                    Found::Member(k, v) => format!("{k}={}", std::str::from_utf8(v).unwrap()),
                    Found::Item(v) => std::str::from_utf8(v).unwrap().to_owned(),
                    other => format!("{other:?}"),
                });
                Ok::<_, NotJson>(())
            })?;
        }
        Ok(out)
    }

    #[test]
    fn the_cuts_do_not_depend_on_the_pieces() {
        let text = r#" {"type" : "Feature}\"Collection", "n":-1.5e3, "crs":{"a":["]"]},
            "features" : [ {"a":"}]\\"},{"b":[1,[2]]} , null, 7,[[[[[]]]]] ], "last":true} {"x":[]}"#;
        let expected = [
            r#"type="Feature}\"Collection""#,
            "n=-1.5e3",
            r#"crs={"a":["]"]}"#,
            r#"{"a":"}]\\"}"#,
            r#"{"b":[1,[2]]}"#,
            "null",
            "7",
            "TooMuch",
            "last=true",
            "End",
            "x=[]",
            "End",
        ];
        for piece in 1..40 {
            assert_eq!(scan(text, piece).unwrap(), expected, "in pieces of {piece}");
        }
        assert_eq!(scan("<html>", 3), Err(NotJson));
        assert_eq!(scan(&format!(r#"{{"features":["{}",1]}}"#, "x".repeat(90)), 7).unwrap(), ["TooMuch", "1", "End"]);
    }
}
