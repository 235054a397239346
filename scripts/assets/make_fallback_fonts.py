#!/usr/bin/env python3
"""Build the two fallback fonts of Nendo from Noto Sans/Serif CJK JP.

The fallback fonts hold the characters that the BIZ UD fonts lack and that can
stand in a Japanese office document: the kanji of JIS X 0212/0213 and of the
Adobe-Japan1 collection, compatibility ideographs, enclosed and squared signs,
box drawing, dingbats, accented Latin letters and so on.  The outlines are
converted from CFF (cubic) to glyf (quadratic), all layout features are
dropped, and the family is renamed as the Open Font License asks.  A few signs
that Noto lacks as well (ballot boxes, subscript digits, the replacement
character, fixed spaces) are put together from signs of the same face.

    python3 scripts/assets/make_fallback_fonts.py FOLDER

FOLDER holds NotoSansCJK-Regular.ttc and NotoSerifCJK-Regular.ttc, as in the
Debian package fonts-noto-cjk.  Needs fontTools.  The output depends only on the source fonts, on the BIZ UD
fonts in assets/fonts and on the fontTools version.  SOURCE_DATE_EPOCH sets the
modification time written in the fonts; without it a fixed date is used.
"""

import argparse
import os
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, newTable

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "assets" / "fonts"

# The faces that are consulted first; a character that any of them lacks is
# wanted in the fallback.
PRIMARY = [
    "BIZUDMincho-Regular.ttf",
    "BIZUDGothic-Regular.ttf",
    "BIZUDGothic-Bold.ttf",
]

# Codecs whose repertoire is wanted.  Python's euc_jis_2004 takes JIS X 0213
# and JIS X 0212; cp932 has the NEC and IBM extensions; gb2312 gives the
# simplified characters met in names and in texts for foreign residents.
CODECS = ["euc_jis_2004", "euc_jp", "cp932", "gb2312"]
# The simplified characters stand in Sans alone: Serif falls back to it, and the program stays small.
SANS_ONLY = "gb2312"

# Blocks wanted whole, as far as Noto has them.
BLOCKS = [
    (0x00A0, 0x024F),  # Latin-1, Latin Extended-A and -B
    (0x0250, 0x036F),  # IPA, modifier letters, combining marks
    (0x0370, 0x03FF),  # Greek
    (0x0400, 0x04FF),  # Cyrillic
    (0x1E00, 0x1EFF),  # Latin Extended Additional
    (0x2000, 0x206F),  # general punctuation
    (0x2070, 0x209F),  # superscripts and subscripts
    (0x20A0, 0x20CF),  # currency
    (0x20D0, 0x20FF),  # combining marks for symbols
    (0x2100, 0x214F),  # letterlike symbols
    (0x2150, 0x218F),  # number forms
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematical operators
    (0x2300, 0x23FF),  # miscellaneous technical
    (0x2400, 0x243F),  # control pictures
    (0x2460, 0x24FF),  # enclosed alphanumerics
    (0x2500, 0x257F),  # box drawing
    (0x2580, 0x259F),  # block elements
    (0x25A0, 0x25FF),  # geometric shapes
    (0x2600, 0x26FF),  # miscellaneous symbols
    (0x2700, 0x27BF),  # dingbats
    (0x27C0, 0x27FF),  # more mathematical symbols and arrows
    (0x2900, 0x2BFF),  # supplemental arrows, mathematics, symbols
    (0x2E00, 0x2E7F),  # supplemental punctuation
    (0x2E80, 0x2FDF),  # CJK and Kangxi radicals
    (0x2FF0, 0x303F),  # ideographic description, CJK symbols
    (0x3040, 0x30FF),  # kana
    (0x3190, 0x319F),  # kanbun
    (0x31C0, 0x31FF),  # CJK strokes, small katakana
    (0x3220, 0x325F),  # parenthesised and circled ideographs and numbers
    (0x3280, 0x33FF),  # circled ideographs, months, squared katakana, units
    (0xF900, 0xFAFF),  # CJK compatibility ideographs
    (0xFB00, 0xFB06),  # Latin ligatures
    (0xFE10, 0xFE1F),  # vertical forms
    (0xFE30, 0xFE6F),  # CJK compatibility forms, small forms
    (0xFF01, 0xFF9F),  # full-width forms, half-width katakana
    (0xFFE0, 0xFFEE),  # full-width and half-width signs
    (0xFFFC, 0xFFFD),  # object replacement, replacement character
    (0x1B000, 0x1B16F),  # kana supplement, extended kana, small kana
    (0x1F000, 0x1FAFF),  # enclosed supplements, pictographs
    (0x2F800, 0x2FA1F),  # compatibility ideographs supplement
]

# Characters that neither Noto nor BIZ UD has, put together from signs of the
# same face: (source character, scale, x shift, y shift), in 1000 units.  A
# negative scale stands for "turn the contours round", which makes a hole.
COMPOSED = {
    0x2610: [("□", 1, 0, 0)],  # ballot box
    0x2611: [("□", 1, 0, 0), ("✓", 0.82, 90, 70)],  # ballot box with check
    0x2612: [("□", 1, 0, 0), ("×", 1, 0, 0)],  # ballot box with x
    0x2714: [("✓", 1, 0, 0)],  # heavy check mark
    0x2715: [("×", 1, 0, 0)],
    0x2716: [("×", 1, 0, 0)],
    0x2717: [("×", 1, 0, 0)],
    0x2718: [("×", 1, 0, 0)],
    0x2753: [("？", 1, 0, 0)],
    0x2757: [("！", 1, 0, 0)],
    0x2764: [("♥", 1, 0, 0)],
    0x26AA: [("○", 1, 0, 0)],
    0x26AB: [("●", 1, 0, 0)],
    0x2B50: [("★", 1, 0, 0)],
    0x216C: [("Ｌ", 1, 0, 0)],
    0x216D: [("Ｃ", 1, 0, 0)],
    0x216E: [("Ｄ", 1, 0, 0)],
    0x216F: [("Ｍ", 1, 0, 0)],
    0xFFFD: [("◆", 1, 0, 0), ("？", -0.52, 240, 185)],
}
# Superscripts and subscripts: the digits and signs at 62 %.
for _code, _base in zip(
    [0x2070, 0x2071, *range(0x2074, 0x2080)], "0i456789+−=()n"
):
    COMPOSED[_code] = [(_base, 0.62, 0, 330)]
for _code, _base in zip(range(0x2080, 0x208F), "0123456789+−=()"):
    COMPOSED[_code] = [(_base, 0.62, 0, -110)]

# Blanks that Noto lacks: character and advance.
BLANKS = {
    0x2000: 500, 0x2001: 1000, 0x2004: 333, 0x2005: 250, 0x2006: 167,
    0x2007: 555, 0x2008: 278, 0x2009: 200, 0x200A: 100, 0x202F: 200,
    0x205F: 222, 0x200B: 0, 0x200C: 0, 0x200D: 0, 0x2060: 0, 0xFEFF: 0,
}

# Ascent and descent of the em box, as in the BIZ UD fonts: a fallback glyph
# must not make its line taller.
ASCENT, DESCENT = 880, -120
MAX_ERR = 1.0  # of 1000 units
DEFAULT_EPOCH = 1767225600  # 2026-01-01T00:00:00Z
MAC_EPOCH_OFFSET = 2082844800  # 1904-01-01 to 1970-01-01


def encodable(codec):
    found = set()
    for c in range(0xA0, 0x30000):
        if 0xD800 <= c < 0xF900 or 0xAC00 <= c < 0xD7B0:
            continue
        try:
            chr(c).encode(codec)
        except UnicodeEncodeError:
            continue
        found.add(c)
    return found


def open_jp_face(path):
    """The face of a Noto CJK collection whose family ends in "CJK JP"."""
    for font in TTCollection(str(path), lazy=True).fonts:
        if font["name"].getDebugName(1).endswith(" CJK JP"):
            font.recalcTimestamp = False
            font.recalcBBoxes = True
            return font
    raise SystemExit(f"{path}: no face of the CJK JP family")


def uvs_table(font):
    return next((t for t in font["cmap"].tables if t.format == 14), None)


def wanted_characters(font, covered, serif):
    want = set()
    for codec in CODECS:
        if not (serif and codec == SANS_ONLY):
            want |= encodable(codec)
    for first, last in BLOCKS:
        want |= set(range(first, last + 1))
    # Every base character of an ideographic variation sequence: the kanji of
    # the Adobe-Japan1 collection.
    want |= {u for seq in uvs_table(font).uvsDict.values() for u, _ in seq}
    return (want & set(font.getBestCmap())) - covered


def make_subset(font, chars):
    options = subset.Options()
    options.layout_features = []
    options.drop_tables += [
        "GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG",
    ]
    options.hinting = False
    options.desubroutinize = True
    options.name_IDs = ["*"]
    options.name_languages = [0x409]
    options.notdef_outline = True
    options.glyph_names = False
    options.recalc_timestamp = False
    sub = subset.Subsetter(options)
    sub.populate(unicodes=sorted(chars | set(uvs_table(font).uvsDict)))
    sub.subset(font)


def compose(path, absent):
    """The glyphs of COMPOSED and BLANKS for those characters of `absent`."""
    font = open_jp_face(path)
    cmap, glyph_set = font.getBestCmap(), font.getGlyphSet()
    made = {}
    for code in sorted(absent):
        pen = TTGlyphPen(None)
        if code in BLANKS:
            made[code] = (pen.glyph(), BLANKS[code])
            continue
        full_width = len(COMPOSED[code]) > 1
        advance = 1000 if full_width else 0
        for base, scale, dx, dy in COMPOSED[code]:
            glyph, size = cmap[ord(base)], abs(scale)
            quadratic = Cu2QuPen(pen, MAX_ERR, reverse_direction=scale > 0)
            glyph_set[glyph].draw(
                TransformPen(quadratic, (size, 0, 0, size, dx, dy))
            )
            if not full_width:
                advance = round(font["hmtx"][glyph][0] * size)
        made[code] = (pen.glyph(), advance)
    return made


def add_glyphs(font, made):
    order, glyf = font.getGlyphOrder(), font["glyf"]
    for code, (glyph, advance) in made.items():
        name = f"u{code:04X}"
        order.append(name)
        glyf.glyphs[name] = glyph
        glyph.recalcBounds(glyf)
        font["hmtx"].metrics[name] = (advance, getattr(glyph, "xMin", 0))
        for table in font["cmap"].tables:
            if table.isUnicode() and table.format != 14:
                table.cmap[code] = name
    font.setGlyphOrder(order)
    glyf.glyphOrder = order
    font["maxp"].numGlyphs = len(order)


def to_quadratic(font):
    glyph_set = font.getGlyphSet()
    order = font.getGlyphOrder()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(None)
        glyph_set[name].draw(Cu2QuPen(pen, MAX_ERR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder = order
    glyf.glyphs = glyphs
    for name in order:
        glyphs[name].recalcBounds(glyf)
        advance, _ = font["hmtx"].metrics[name]
        font["hmtx"].metrics[name] = (advance, getattr(glyphs[name], "xMin", 0))
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    maxp.maxZones = 1
    for field in (
        "maxTwilightPoints", "maxStorage", "maxFunctionDefs",
        "maxInstructionDefs", "maxStackElements", "maxSizeOfInstructions",
        "maxPoints", "maxContours", "maxCompositePoints",
        "maxCompositeContours", "maxComponentElements", "maxComponentDepth",
    ):
        setattr(maxp, field, 0)
    del font["CFF "]
    font.sfntVersion = "\x00\x01\x00\x00"
    post = font["post"]
    post.formatType = 3.0
    post.extraNames, post.mapping, post.glyphOrder = [], {}, order
    gasp = newTable("gasp")
    gasp.version, gasp.gaspRange = 1, {0xFFFF: 0x000A}  # smooth, never gridfit
    font["gasp"] = gasp


def rename(font, family, source):
    name = font["name"]
    notice = name.getDebugName(0).strip()
    version = name.getDebugName(5).split(";")[0]
    licence = name.getDebugName(13)
    postscript = family.replace(" ", "") + "-Regular"
    name.names = []
    for ident, text in {
        0: f"{notice} Subset and outline conversion: 2026 The Nendo authors.",
        1: family,
        2: "Regular",
        3: f"{version};{postscript}",
        4: f"{family} Regular",
        5: f"{version}; Nendo subset",
        6: postscript,
        10: f"The characters of {source} that the BIZ UD fonts lack, with "
            "quadratic outlines.",
        13: licence,
        14: "https://openfontlicense.org",
    }.items():
        name.setName(text, ident, 3, 1, 0x409)


def set_metrics(font, epoch):
    hhea, os2 = font["hhea"], font["OS/2"]
    hhea.ascent, hhea.descent, hhea.lineGap = ASCENT, DESCENT, 0
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = ASCENT, DESCENT, 0
    os2.fsType = 0
    os2.recalcAvgCharWidth(font)
    head = font["head"]
    head.glyphDataFormat = 0
    head.modified = epoch + MAC_EPOCH_OFFSET


def build(path, family, covered, epoch):
    font = open_jp_face(path)
    source = font["name"].getDebugName(1)
    chars = wanted_characters(font, covered, serif="Serif" in family)
    make_subset(font, chars)
    to_quadratic(font)
    absent = set(COMPOSED) | set(BLANKS)
    absent -= covered | set(font.getBestCmap())
    add_glyphs(font, compose(path, absent))
    chars |= absent
    rename(font, family, source)
    set_metrics(font, epoch)
    out = FONTS / (family.replace(" ", "") + "-Regular.ttf")
    font.save(str(out), reorderTables=True)
    check(out, chars)


def check(path, chars):
    font = TTFont(str(path))
    cmap = font.getBestCmap()
    assert set(cmap) == chars, sorted(set(cmap) ^ chars)[:20]
    assert font["head"].unitsPerEm == 1000
    for tag in ("glyf", "loca", "OS/2", "name", "post", "hmtx", "maxp"):
        assert tag in font, tag
    assert "CFF " not in font
    wide = [c for c in chars if 0x3400 <= c <= 0x9FFF or c >= 0x20000]
    assert all(font["hmtx"][cmap[c]][0] == 1000 for c in wide)
    # Every outlined character has contours, except spaces and joiners.
    empty = [c for c in chars if font["glyf"][cmap[c]].numberOfContours == 0]
    uvs = uvs_table(font)
    sequences = sum(len(v) for v in uvs.uvsDict.values()) if uvs else 0
    assert uvs is None or {u for v in uvs.uvsDict.values() for u, _ in v} <= chars
    print(
        f"{path.name}: {path.stat().st_size} bytes, {len(chars)} characters"
        f" ({len(wide)} kanji), {font['maxp'].numGlyphs} glyphs,"
        f" {sequences} variation sequences,"
        f" empty: {' '.join(f'U+{c:04X}' for c in sorted(empty))}"
    )


def main():
    args = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    args.add_argument("folder", type=Path, help="where the Noto CJK fonts are")
    args = args.parse_args()
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH", DEFAULT_EPOCH))
    covered = set.intersection(
        *(set(TTFont(str(FONTS / f)).getBestCmap()) for f in PRIMARY)
    )
    for style in ("Sans", "Serif"):
        source = args.folder / f"Noto{style}CJK-Regular.ttc"
        build(source, f"Nendo Fallback {style}", covered, epoch)


if __name__ == "__main__":
    main()
