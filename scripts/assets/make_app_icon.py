#!/usr/bin/env python3
"""Draw assets/icons/nendo-256.png from assets/icons/nendo.svg.  Needs cairosvg."""

from pathlib import Path

import cairosvg

ICONS = Path(__file__).resolve().parents[2] / "assets" / "icons"

cairosvg.svg2png(
    url=str(ICONS / "nendo.svg"),
    write_to=str(ICONS / "nendo-256.png"),
    output_width=256,
    output_height=256,
)
