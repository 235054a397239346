#!/usr/bin/env python3
"""Makes the BIZ UD fonts of assets/fonts from the BIZ UD fonts as published: the same glyphs, metrics and
features, without instructions for low-resolution screens and vertical metrics, which neither paper nor
the window uses. It makes the program and every PDF smaller.

usage: strip_page_fonts.py FOLDER_WITH_BIZUD_FONTS OUTPUT_FOLDER     (needs fontTools)
"""
import pathlib
import sys

from fontTools import subset

FONTS = ("BIZUDMincho-Regular.ttf", "BIZUDGothic-Regular.ttf", "BIZUDGothic-Bold.ttf")


def strip(source: pathlib.Path, target: pathlib.Path) -> None:
    options = subset.Options(
        hinting=False,
        glyph_names=False,
        layout_features=["*"],
        name_IDs=["*"],
        name_languages=["*"],
        notdef_outline=True,
        recommended_glyphs=True,
        recalc_timestamp=False,
        drop_tables=["DSIG", "VORG", "vhea", "vmtx", "gasp", "BASE"],
    )
    font = subset.load_font(str(source), options)
    every_glyph = subset.Subsetter(options)
    # The characters too, with the selectors of variants: else variants that are their base's own glyph go.
    variants = [table.uvsDict for table in font["cmap"].tables if table.format == 14]
    unicodes = set(font.getBestCmap()) | {selector for table in variants for selector in table}
    every_glyph.populate(glyphs=font.getGlyphOrder(), unicodes=unicodes)
    every_glyph.subset(font)
    subset.save_font(font, str(target), options)


def main() -> None:
    source, target = map(pathlib.Path, sys.argv[1:3])
    for name in FONTS:
        found = next(source.rglob(name))
        strip(found, target / name)
        print(f"{name}: {found.stat().st_size} -> {(target / name).stat().st_size} bytes")


if __name__ == "__main__":
    main()
