#!/usr/bin/env python3
"""Draws the map of the sample plan hoshimi-chiku-r7: an invented district, nothing copied.

    python3 scripts/assets/make_sample_map.py

Needs Pillow; the letters are those of assets/fonts. Writes plans/hoshimi-chiku-r7_画像/地区.png.
"""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "plans" / "hoshimi-chiku-r7_画像" / "地区.png"
WIDTH, HEIGHT, DPI = 1240, 760, 200

INK, RIVER, ROAD = "#222222", "#8fb7d6", "#c9c2b4"
BLOCKS = [
    ("丘の上", "#e9dfc8", [(60, 60), (520, 40), (560, 300), (300, 360), (50, 320)]),
    ("川端", "#d3e4cf", [(560, 40), (1180, 60), (1160, 300), (600, 300)]),
    ("駅前", "#f1d9cf", [(320, 390), (590, 330), (840, 340), (860, 560), (400, 600)]),
    ("田の口", "#e3dcee", [(880, 340), (1160, 340), (1190, 700), (900, 660)]),
    ("東雲団地", "#dfe5ea", [(60, 360), (290, 400), (370, 620), (860, 600), (880, 710), (80, 710)]),
]
PLACES = [("集会所", 250, 230), ("公民館", 820, 210), ("みんなの食堂", 600, 470), ("見守り拠点", 1010, 500), ("体操の広場", 330, 670)]


def main():
    image = Image.new("RGB", (WIDTH, HEIGHT), "white")
    draw = ImageDraw.Draw(image)
    name = ImageFont.truetype(str(ROOT / "assets/fonts/BIZUDGothic-Bold.ttf"), 40)
    small = ImageFont.truetype(str(ROOT / "assets/fonts/BIZUDGothic-Regular.ttf"), 27)
    for label, colour, corners in BLOCKS:
        draw.polygon(corners, fill=colour, outline=INK, width=3)
    draw.line([(20, 335), (300, 378), (590, 315), (870, 322), (1220, 318)], fill=RIVER, width=22, joint="curve")
    draw.line([(870, 20), (875, 740)], fill=ROAD, width=12)
    for label, _, corners in BLOCKS:
        x = sum(corner[0] for corner in corners) / len(corners)
        y = sum(corner[1] for corner in corners) / len(corners)
        draw.text((x, y - 60 if label != "東雲団地" else 500), label, font=name, fill=INK, anchor="mm")
    for label, x, y in PLACES:
        draw.ellipse((x - 10, y - 10, x + 10, y + 10), fill="#b03a2e", outline=INK, width=2)
        draw.text((x + 20, y), label, font=small, fill=INK, anchor="lm")
    draw.rectangle((4, 4, WIDTH - 5, HEIGHT - 5), outline=INK, width=3)
    OUT.parent.mkdir(exist_ok=True)
    image.quantize(colors=32).save(OUT, dpi=(DPI, DPI), optimize=True)
    print(f"{OUT.relative_to(ROOT)}: {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
