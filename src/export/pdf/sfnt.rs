//! Copies of glyphs in a TrueType font: the same outline under a further number, with another advance.
//!
//! Lives here: reading and rewriting the tables `glyf`, `loca`, `hmtx`, `hhea`, `maxp` of a subset.
//! Does not live here: which copies are wanted (`fonts`). May use: nothing.
//!
//! Functions return `None` on a font that is not laid out as `subsetter` lays it out.

/// A wanted copy.
#[derive(Debug, Clone, Copy)]
pub(super) struct Copy {
    /// The glyph whose outline it has.
    pub glyph: u16,
    /// Its advance in font units.
    pub advance: u16,
}

/// How many glyphs a font has.
pub(super) fn glyph_count(font: &[u8]) -> Option<u16> {
    u16_at(table(font, b"maxp")?, 4)
}

/// The font with copies appended, in order, after its last glyph.
pub(super) fn with_copies(font: &[u8], copies: &[Copy]) -> Option<Vec<u8>> {
    if copies.is_empty() {
        return Some(font.to_vec());
    }
    let count = glyph_count(font)?.checked_add(u16::try_from(copies.len()).ok()?)?;
    let mut outlines = table(font, b"glyf")?.to_vec();
    let mut places = places(font)?;
    let mut metrics = metrics(font)?;
    for copy in copies {
        let index = usize::from(copy.glyph);
        let outline = outlines.get(*places.get(index)? as usize..*places.get(index + 1)? as usize)?.to_vec();
        outlines.extend_from_slice(&outline);
        outlines.resize(outlines.len().next_multiple_of(4), 0);
        places.push(u32::try_from(outlines.len()).ok()?);
        let (_, bearing) = *metrics.get(index)?;
        metrics.push((copy.advance, bearing));
    }
    let mut head = table(font, b"head")?.to_vec();
    write_u16(&mut head, 50, 1)?;
    let mut hhea = table(font, b"hhea")?.to_vec();
    write_u16(&mut hhea, 34, count)?;
    let widest = metrics.iter().map(|(advance, _)| *advance).max()?;
    write_u16(&mut hhea, 10, widest)?;
    let mut maxp = table(font, b"maxp")?.to_vec();
    write_u16(&mut maxp, 4, count)?;
    let loca = places.iter().flat_map(|place| place.to_be_bytes()).collect();
    let hmtx = metrics.iter().flat_map(|(advance, bearing)| [advance.to_be_bytes(), bearing.to_be_bytes()]).flatten().collect();
    let mut changed = vec![(*b"glyf", outlines), (*b"head", head), (*b"hhea", hhea), (*b"hmtx", hmtx), (*b"loca", loca), (*b"maxp", maxp)];
    for (tag, start, length) in directory(font)? {
        if !changed.iter().any(|(known, _)| *known == tag) {
            changed.push((tag, font.get(start..start + length)?.to_vec()));
        }
    }
    changed.sort();
    Some(assemble(&changed))
}

fn assemble(tables: &[([u8; 4], Vec<u8>)]) -> Vec<u8> {
    let count = u16::try_from(tables.len()).unwrap_or(u16::MAX);
    let power = count.max(1).ilog2() as u16;
    let range = 16 << power;
    let mut font = vec![0, 1, 0, 0];
    for value in [count, range, power, count * 16 - range] {
        font.extend_from_slice(&value.to_be_bytes());
    }
    let mut offset = 12 + 16 * tables.len();
    for (tag, data) in tables {
        font.extend_from_slice(tag);
        for value in [checksum(data), offset as u32, data.len() as u32] {
            font.extend_from_slice(&value.to_be_bytes());
        }
        offset += data.len().next_multiple_of(4);
    }
    for (_, data) in tables {
        font.extend_from_slice(data);
        font.resize(font.len().next_multiple_of(4), 0);
    }
    font
}

fn checksum(data: &[u8]) -> u32 {
    data.chunks(4).fold(0, |sum: u32, chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}

fn directory(font: &[u8]) -> Option<Vec<([u8; 4], usize, usize)>> {
    let count = usize::from(u16_at(font, 4)?);
    (0..count)
        .map(|i| {
            let at = 12 + 16 * i;
            let tag = font.get(at..at + 4)?.try_into().ok()?;
            Some((tag, u32_at(font, at + 8)? as usize, u32_at(font, at + 12)? as usize))
        })
        .collect()
}

fn table<'a>(font: &'a [u8], tag: &[u8; 4]) -> Option<&'a [u8]> {
    let (_, start, length) = directory(font)?.into_iter().find(|(known, ..)| known == tag)?;
    font.get(start..start + length)
}

/// Where each glyph's outline begins; one entry more than there are glyphs.
fn places(font: &[u8]) -> Option<Vec<u32>> {
    let loca = table(font, b"loca")?;
    let count = usize::from(glyph_count(font)?) + 1;
    let long = u16_at(table(font, b"head")?, 50)? == 1;
    (0..count).map(|i| if long { u32_at(loca, i * 4) } else { u16_at(loca, i * 2).map(|half| u32::from(half) * 2) }).collect()
}

/// Advance and left bearing of each glyph.
fn metrics(font: &[u8]) -> Option<Vec<(u16, u16)>> {
    let hmtx = table(font, b"hmtx")?;
    let long = usize::from(u16_at(table(font, b"hhea")?, 34)?);
    (0..usize::from(glyph_count(font)?))
        .map(|i| {
            if i < long {
                Some((u16_at(hmtx, i * 4)?, u16_at(hmtx, i * 4 + 2)?))
            } else {
                Some((u16_at(hmtx, long.checked_sub(1)? * 4)?, u16_at(hmtx, long * 4 + (i - long) * 2)?))
            }
        })
        .collect()
}

fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(data.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(data.get(at..at + 4)?.try_into().ok()?))
}

fn write_u16(data: &mut [u8], at: usize, value: u16) -> Option<()> {
    data.get_mut(at..at + 2)?.copy_from_slice(&value.to_be_bytes());
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{FontId, fonts};

    #[test]
    fn a_copy_has_the_outline_and_a_wider_advance() {
        let face = fonts::face(FontId::Mincho);
        let glyph = face.glyph_index('福').expect("in the font").0;
        let mut remapper = subsetter::GlyphRemapper::new();
        let own = remapper.remap(glyph);
        let subset = subsetter::subset(fonts::bytes(FontId::Mincho), 0, &remapper).expect("subset");
        let font = with_copies(&subset, &[Copy { glyph: own, advance: 2560 }]).expect("well-formed");
        let copied = ttf_parser::Face::parse(&font, 0).expect("parses");
        let copy = ttf_parser::GlyphId(own + 1);
        assert_eq!(copied.glyph_hor_advance(copy), Some(2560));
        assert_eq!(copied.glyph_bounding_box(copy), copied.glyph_bounding_box(ttf_parser::GlyphId(own)));
        assert!(copied.glyph_bounding_box(copy).is_some());
    }
}
