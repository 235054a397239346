//! The tags and texts of an HTML content, one after the other.
//!
//! Lives here: running through it. Does not live here: what a tag means (`range`, `rich`).

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

/// What takes in a content.
pub(super) trait Tags {
    /// A tag begins.
    fn open(&mut self, tag: &StartTag<()>);
    /// A tag of that name ends.
    fn close(&mut self, name: &[u8]);
    /// A text between tags; the content of style sheets and scripts is none.
    fn text(&mut self, text: &str);
}

/// Runs through `html`; nothing in it is an error.
pub(super) fn run(html: &str, into: &mut impl Tags) {
    let mut emitter = DefaultEmitter::<()>::default();
    // Else what stands in style sheets and scripts would come as tags and text.
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => into.open(&tag),
            Token::EndTag(tag) => into.close(&tag.name),
            Token::String(text) => into.text(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
}
