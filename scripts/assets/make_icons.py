#!/usr/bin/env python3
"""Make the icon font of Nendo: a subset of Phosphor Icons, regular weight.

    npm pack @phosphor-icons/web@2.1.2     # in a temporary folder
    tar xzf phosphor-icons-web-2.1.2.tgz
    python3 scripts/assets/make_icons.py package

The argument is the folder of the unpacked package.  Writes to assets/icons
Phosphor-Subset.ttf, icons.csv (name, code point in hexadecimal) and
Phosphor-LICENSE.txt.  Needs fontTools.
"""

import os
import re
import shutil
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

OUT = Path(__file__).resolve().parents[2] / "assets" / "icons"
DEFAULT_EPOCH = 1767225600  # 2026-01-01T00:00:00Z
MAC_EPOCH_OFFSET = 2082844800

NAMES = """
file file-plus folder-open floppy-disk file-pdf printer download-simple
upload-simple arrow-u-up-left arrow-u-up-right plus minus x trash text-indent
text-outdent arrow-up arrow-down arrow-left arrow-right caret-right caret-down
caret-up caret-left caret-double-left caret-double-right magnifying-glass
magnifying-glass-plus magnifying-glass-minus arrows-out arrows-horizontal
command question info warning warning-circle check-circle check clock calendar
calendar-blank list-bullets list-numbers list-checks tree-structure columns
sidebar-simple table image quotes paragraph text-t hash tag coins user users
users-three target link sun moon translate gear house copy scissors clipboard
pencil-simple dots-three dots-six-vertical dots-three-vertical eye eye-slash
git-diff clock-counter-clockwise lock lock-open cloud-slash squares-four
sort-ascending funnel star note note-pencil bookmark book-open keyboard export
tray-arrow-down spinner buildings
""".split()


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    package = Path(sys.argv[1])
    style = (package / "src" / "regular" / "style.css").read_text(encoding="utf-8")
    known = {
        name: int(code, 16)
        for name, code in re.findall(
            r'\.ph\.ph-([a-z0-9-]+):before\s*\{\s*content:\s*"\\([0-9a-f]+)"', style
        )
    }
    missing = [n for n in NAMES if n not in known]
    icons = {n: known[n] for n in NAMES if n in known}

    font = TTFont(package / "src" / "regular" / "Phosphor.ttf", recalcTimestamp=False)
    options = subset.Options()
    options.layout_features = []
    options.drop_tables += ["GSUB", "GPOS", "GDEF"]
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.name_IDs = ["*"]
    sub = subset.Subsetter(options)
    sub.populate(unicodes=sorted(icons.values()))
    sub.subset(font)
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH", DEFAULT_EPOCH))
    font["head"].modified = epoch + MAC_EPOCH_OFFSET
    target = OUT / "Phosphor-Subset.ttf"
    font.save(target)
    assert set(icons.values()) <= set(TTFont(target).getBestCmap())

    with open(OUT / "icons.csv", "w", encoding="utf-8", newline="\n") as csv:
        for name in sorted(icons):
            csv.write(f"{name},{icons[name]:04X}\n")
    shutil.copyfile(package / "LICENSE", OUT / "Phosphor-LICENSE.txt")
    print(f"{target.name}: {target.stat().st_size} bytes, {len(icons)} icons")
    print("not in Phosphor:", " ".join(missing) or "none")


if __name__ == "__main__":
    main()
