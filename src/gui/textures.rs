//! Pictures as textures, decoded off the drawing thread.
//!
//! Lives here: pixels for the screen, kept while a picture is shown. Does not live here: reading files
//! (`jobs`, through `nendo::storage`).

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use eframe::egui::{ColorImage, Context, TextureHandle, TextureId, TextureOptions};
use nendo::plan::Picture;

/// The longest side of a texture: sharper than any screen shows a page, and within what drivers take.
const LONGEST_SIDE: u32 = 2048;
/// Pictures kept; when there are more, those not shown are forgotten.
const KEPT: usize = 24;

/// The textures of pictures.
pub struct Textures {
    /// By the address of the picture, which is held so that the address stays its own.
    known: HashMap<usize, Known>,
    send: Sender<(usize, Option<ColorImage>)>,
    receive: Receiver<(usize, Option<ColorImage>)>,
}

struct Known {
    _picture: Arc<Picture>,
    /// `None` while it is decoded, and for one that cannot be.
    texture: Option<TextureHandle>,
    seen: u64,
}

impl Default for Textures {
    fn default() -> Self {
        let (send, receive) = channel();
        Self { known: HashMap::new(), send, receive }
    }
}

impl Textures {
    /// The texture of a picture, if it is ready; the window is woken when it is.
    pub fn get(&mut self, ctx: &Context, picture: &Arc<Picture>) -> Option<TextureId> {
        while let Ok((key, pixels)) = self.receive.try_recv() {
            if let (Some(known), Some(pixels)) = (self.known.get_mut(&key), pixels) {
                known.texture = Some(ctx.load_texture("picture", pixels, TextureOptions::LINEAR));
            }
        }
        let key = Arc::as_ptr(picture).addr();
        let now = ctx.cumulative_pass_nr();
        if !self.known.contains_key(&key) {
            if self.known.len() >= KEPT {
                self.known.retain(|_, known| known.seen + 1 >= now);
            }
            self.known.insert(key, Known { _picture: Arc::clone(picture), texture: None, seen: now });
            let (picture, send, ctx) = (Arc::clone(picture), self.send.clone(), ctx.clone());
            std::thread::spawn(move || {
                // The window may be gone already; then nobody wants the pixels.
                let _ = send.send((key, pixels(&picture)));
                ctx.request_repaint();
            });
        }
        let known = self.known.get_mut(&key)?;
        known.seen = now;
        known.texture.as_ref().map(TextureHandle::id)
    }
}

/// The pixels of a picture, no more of them than a screen can show.
fn pixels(picture: &Picture) -> Option<ColorImage> {
    let mut whole = nendo::storage::decode_picture(picture).ok()?;
    if whole.width().max(whole.height()) > LONGEST_SIDE {
        whole = whole.thumbnail(LONGEST_SIDE, LONGEST_SIDE);
    }
    let whole = whole.to_rgba8();
    let size = [usize::try_from(whole.width()).ok()?, usize::try_from(whole.height()).ok()?];
    Some(ColorImage::from_rgba_unmultiplied(size, &whole))
}
