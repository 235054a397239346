#!/usr/bin/env python3
"""Makes the proportional page fonts of assets/fonts: of each BIZ UDP font only the characters whose glyph
or width differs from the fixed font of the same style. All others come from the fixed font, which is
embedded anyway: the kanji are the same.

usage: make_proportional_fonts.py FOLDER_WITH_BIZUD_FONTS OUTPUT_FOLDER     (needs fontTools)
"""
import pathlib
import sys

from fontTools import subset
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

STYLES = ("Mincho-Regular", "Gothic-Regular", "Gothic-Bold")


def shape(font: TTFont, glyph: str) -> tuple:
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[glyph].draw(pen)
    return font["hmtx"][glyph][0], pen.value


def differing(proportional: TTFont, fixed: TTFont) -> list[int]:
    known = fixed.getBestCmap()
    own = proportional.getBestCmap()
    return sorted(c for c, glyph in own.items() if c not in known or shape(proportional, glyph) != shape(fixed, known[c]))


def make(folder: pathlib.Path, style: str, target: pathlib.Path) -> None:
    find = lambda name: next(folder.rglob(name))
    fixed = TTFont(find(f"BIZUD{style}.ttf"))
    options = subset.Options(
        hinting=False,
        glyph_names=False,
        # か゜ and its like are composed; kerning and vertical forms are not used.
        layout_features=["ccmp"],
        name_IDs=["*"],
        name_languages=["*"],
        notdef_outline=True,
        recalc_timestamp=False,
        drop_tables=["DSIG", "VORG", "vhea", "vmtx", "gasp", "BASE", "GPOS"],
    )
    font = subset.load_font(str(find(f"BIZUDP{style}.ttf")), options)
    subsetter = subset.Subsetter(options)
    characters = differing(font, fixed)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    output = target / f"BIZUDP{style}-Subset.ttf"
    subset.save_font(font, str(output), options)
    print(f"{output.name}: {len(characters)} characters, {output.stat().st_size} bytes")


def main() -> None:
    source, target = map(pathlib.Path, sys.argv[1:3])
    for style in STYLES:
        make(source, style, target)


if __name__ == "__main__":
    main()
