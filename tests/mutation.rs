//! Valid files, mutated a few thousand times with a fixed seed: nothing panics, nothing hangs, the counts add up.

use riskmap::dataset::{Files, Formats, LayerBuilder, Limits, RawGeometry, RawValue, WriteOptions, read, write};
use riskmap::domain::{City, LayerName, Manifest, Words};
use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

/// A small generator of our own, so that the same files are made in every year.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}

/// Pieces that parsers stumble over.
const TOKENS: &[&[u8]] = &[
    b"\"",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b";",
    b"\n",
    b"\r\n",
    b"\\",
    b"\0",
    b"NaN",
    b"1e999",
    b"-1e-999",
    b"null",
    b"[[[[[[[[[[[[[[[[",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xb5\xa3",
    b"99999999999999999999",
    b"-181",
    b"9999-12-31",
    b"0000-00-00",
    b"\"features\":[",
    b"\"type\":\"Polygon\"",
    b"\"geometry\":null",
    b"../..",
    b"PK\x05\x06",
    b"\x1f\x8b",
];

/// One to four changes, each by one of seven operators alike: a bit flipped, a byte set at random, the end cut off, a run
/// removed, a piece doubled, and twice a token put in. Gives how many.
fn mutated(bytes: &[u8], dice: &mut Dice) -> (Vec<u8>, usize) {
    let mut out = bytes.to_vec();
    let changes = 1 + dice.below(4);
    for _ in 0..changes {
        let (a, b) = (dice.below(out.len() + 1), dice.below(out.len() + 1));
        let (from, to) = (a.min(b), a.max(b));
        match dice.below(7) {
            0 if !out.is_empty() => {
                let at = from.min(out.len() - 1);
                out[at] ^= 1 << dice.below(8);
            }
            1 => out.truncate(to),
            2 => drop(out.drain(from..to.min(from + 40))),
            3 => {
                let piece = out[from..to.min(from + 200)].to_vec();
                out.splice(a..a, piece);
            }
            4 if !out.is_empty() => {
                let at = from.min(out.len() - 1);
                out[at] = dice.next() as u8;
            }
            _ => {
                let token = TOKENS[dice.below(TOKENS.len())];
                out.splice(from..(from + dice.below(3)).min(out.len()), token.iter().copied());
            }
        }
    }
    (out, changes)
}

/// A valid city whose layers have lines, polygons, points and a ledger.
fn city() -> City {
    let mut city = City::new(Manifest {
        name: Words::new("岚川市", "Lanchuan"),
        as_of: "2024-03-03".into(),
        ..Manifest::default()
    });
    let ring = vec![[106.0, 29.0], [106.1, 29.0], [106.1, 29.1], [106.0, 29.0]];
    let line = vec![[106.0, 29.0], [106.1, 29.05], [106.2, 29.0]];
    let layers: &[(LayerName, &[(&str, &str)])] = &[
        (LayerName::Facilities, &[("kind", "works"), ("name", "甲厂"), ("substances", "67-56-1:20"), ("storeys", "3")]),
        (LayerName::Roads, &[("class", "primary"), ("name", "Ring, \"road\""), ("oneway", "yes")]),
        (LayerName::Crashes, &[("at", "2024-02-29T23:59"), ("severity", "fatal"), ("deaths", "1")]),
        (LayerName::Districts, &[("level", "town"), ("population", "12000"), ("note", "a\nb")]),
        (LayerName::Dangers, &[("level", "major"), ("target", "facilities:1"), ("found_on", "2024-01-01")]),
    ];
    for (name, values) in layers {
        let mut b = LayerBuilder::new(*name, "made");
        for row in 1..=12 {
            let id = row.to_string();
            let mut values: Vec<_> = values.iter().map(|(f, v)| (b.slot(f), RawValue::Text(v))).collect();
            values.push((b.slot("id"), RawValue::Text(&id)));
            let geometry = match name {
                LayerName::Roads => RawGeometry::Lines(std::slice::from_ref(&line)),
                LayerName::Districts => RawGeometry::Polygons(&[vec![ring.clone()]]),
                _ => RawGeometry::Point([106.0 + f64::from(row) / 100.0, 29.0]),
            };
            assert!(b.push(row, geometry, &values));
        }
        city.insert(b.finish().0);
    }
    city
}

/// No file may keep a reader busy for longer; unmutated ones take a few milliseconds.
const MAX_TIME: Duration = Duration::from_secs(5);

/// Reads files and asserts what must hold for any input. Gives the number of features kept.
#[allow(clippy::disallowed_methods, reason = "native only: a hang is seen by the clock")]
fn survive(files: Files, what: &str) -> usize {
    let begun = Instant::now();
    let formats = Formats { limits: Limits { file_bytes: 8 << 20, ..Limits::default() }, ..Formats::canonical() };
    let kept = match read(files, &formats, &mut |_| {}) {
        Ok(loaded) => {
            for (code, layer) in &loaded.report.layers {
                assert!(layer.adds_up(), "{what}: {code}: {layer:?}");
            }
            for layer in loaded.city.layers() {
                let kept = loaded.report.layers[layer.name().code()].kept;
                assert_eq!(kept, layer.len() as u64, "{what}: {}", layer.name());
                assert!(layer.shapes().coords().iter().all(|p| p.is_valid()), "{what}: a coordinate passed the door");
            }
            loaded.city.layers().map(|l| l.len()).sum()
        }
        Err(e) => {
            assert!(!e.words().zh.is_empty() && !e.words().en.is_empty(), "{what}");
            0
        }
    };
    assert!(begun.elapsed() < MAX_TIME, "{what}: {:?}", begun.elapsed());
    kept
}

fn times(n: usize) -> impl Iterator<Item = (usize, Dice)> {
    (0..n).map(|i| (i, Dice(i as u64)))
}

#[test]
fn every_file_of_a_dataset_mutated() {
    // By the number of changes: mutants, and how many of them kept every feature; of layers that are plain text, and of
    // everything.
    let (mut plain, mut all_files) = ([(0, 0); 5], [(0, 0); 5]);
    for options in [
        WriteOptions { csv_from_rows: 0, gzip: false },
        WriteOptions { csv_from_rows: usize::MAX, gzip: false },
        WriteOptions { csv_from_rows: 0, gzip: true },
    ] {
        let files = write(&city(), None, &options).unwrap();
        let names: Vec<String> = files.names().map(str::to_owned).collect();
        let all = survive(files.clone(), "unmutated");
        assert_eq!(all, 60);
        for (i, mut dice) in times(1_200) {
            let victim = &names[dice.below(names.len())];
            let (mut changed, mut changes) = (Files::new(), 0);
            for (name, bytes) in files.iter() {
                let bytes = if name == victim {
                    let (bytes, n) = mutated(bytes, &mut dice);
                    changes = n;
                    bytes
                } else {
                    bytes.to_vec()
                };
                changed.insert(name, bytes).unwrap();
            }
            let kept = survive(changed, &format!("{options:?} {victim} {i}"));
            if victim != "city.json" {
                // The other four layers are not touched.
                assert!(kept >= 48, "{victim} {i}: only {kept} kept");
            }
            let count = |of: &mut [(u32, u32); 5]| {
                of[changes].0 += 1;
                of[changes].1 += u32::from(kept == all);
            };
            count(&mut all_files);
            if victim != "city.json" && !options.gzip {
                count(&mut plain);
            }
        }
    }
    let share = |(of, whole): (u32, u32)| f64::from(whole) / f64::from(of);
    // The mutations must not all be fatal. A dataset is whole only if every change in it was harmless, so it is those
    // with one change that tell. Two operators of seven change one byte; seven flipped bits of eight and every second
    // random byte leave text as text, and a third of the bytes of these files stand inside values, where another
    // letter or digit is a value too: 1/7 · 1/3 · (7/8 + 1/2), one mutant in 15, and what is doubled or put in adds to
    // that. In gzip hardly a byte is free, in the manifest few.
    assert!(share(plain[1]) > 1.0 / 15.0, "{plain:?}");
    // And they must bite. A cut loses rows wherever it falls but in the last few bytes, and each change is one with a
    // chance of one in seven: of the mutants with n changes at most (6/7)ⁿ are whole.
    for n in 1..=4 {
        assert!(share(all_files[n]) < (6.0f64 / 7.0).powi(n as i32), "{all_files:?}");
    }
    // Changes are independent: whoever has more of them is whole more rarely.
    assert!(plain[1..].windows(2).all(|w| share(w[0]) > share(w[1])), "{plain:?}");
}

#[test]
fn archives_mutated() {
    let files = write(&city(), None, &WriteOptions::default()).unwrap();
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files.iter() {
        zip.start_file(format!("lanchuan/{name}"), zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    let archive = zip.finish().unwrap().into_inner();
    let mut opened = 0;
    for (i, mut dice) in times(2_000) {
        let mut picked = Files::new();
        picked.insert("lanchuan.zip", mutated(&archive, &mut dice).0).unwrap();
        opened += usize::from(survive(picked, &format!("zip {i}")) > 0);
    }
    assert!(opened > 20, "{opened} could still be opened");
}
