//! Empty lines to sign at the end of a sheet that goes along to a place: nothing is filled in.

use super::html::Galley;
use crate::text::Lang;
use crate::ui::words::Word;

/// Who signs, in the order of the chain.
const SIGNERS: [Word; 3] = [Word::SignerInspector, Word::SignerOwner, Word::SignerLeader];

/// A box for each signature and its date.
pub fn write(galley: &mut Galley, lang: Lang) {
    galley.heading(Word::SignatureChain.said(lang), Word::SignatureOrder.said(lang));
    let date = Word::SignDate.said(lang);
    let line = |word: Word| format!("<div><b>{}</b><i></i><span>{date}</span><i></i></div>", word.said(lang));
    galley.block(format!("<div class=\"signing\">{}</div>", SIGNERS.map(line).concat()), false);
}
