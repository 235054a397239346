//! Two documents one behind the other as one.
//!
//! Lives here: structure, bookmarks, pictures and findings brought together. Does not live here: what is put together.
//! May use: the page model.

use std::sync::Arc;

use super::{Bookmark, Element, ElementId, Item, MissingGlyph, Pages};

impl Pages {
    /// The pages of this document, then those of the other. Pages keep their numbers and looks.
    #[must_use]
    pub fn followed_by(&self, other: &Self) -> Self {
        let mut joined = self.clone();
        // The two documents are one: element 0.
        let own = u32::try_from(self.structure.len()).unwrap_or(u32::MAX);
        let id = |id: ElementId| if id.0 == 0 { id } else { ElementId(own + id.0 - 1) };
        joined
            .structure
            .extend(other.structure.iter().skip(1).map(|element| Element { parent: element.parent.map(id), ..element.clone() }));
        for page in &other.pages {
            let mut page = (**page).clone();
            for item in &mut page.items {
                let element = item.element_mut();
                *element = element.map(id);
                if let Item::Image { picture, .. } = item {
                    *picture += self.pictures.len();
                }
            }
            joined.pages.push(Arc::new(page));
        }
        let before = self.pages.len();
        joined.pictures.extend(other.pictures.iter().cloned());
        joined.bookmarks.extend(other.bookmarks.iter().map(|bookmark| Bookmark { page: bookmark.page + before, ..bookmark.clone() }));
        joined.missing.extend(other.missing.iter().map(|missing| MissingGlyph { page: missing.page + before, ..missing.clone() }));
        joined.numbers.extend(&other.numbers);
        joined
    }
}
