#!/usr/bin/env bash
# Makes the pictures of the READMEs anew: the real window on a virtual screen, and a page of a real PDF.
# Needs (Debian): xvfb imagemagick poppler-utils libgl1 libx11-6 libx11-xcb1 libxcursor1 libxi6 libxkbcommon-x11-0
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release
program=$PWD/target/release/nendo
work=$(mktemp -d)
trap 'kill ${window:-} ${screen:-} 2>/dev/null || true; rm -rf "$work"' EXIT

"$program" export plans/wakaba-shakyo-r7.ron -o "$work/plan.pdf"
pdftoppm -r 70 -f 2 -l 2 -singlefile -png "$work/plan.pdf" docs/pictures/page

Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp 3>"$work/display" >/dev/null 2>&1 &
screen=$!
for _ in $(seq 50); do [[ -s $work/display ]] && break; sleep 0.1; done
export DISPLAY=:$(cat "$work/display") LIBGL_ALWAYS_SOFTWARE=1 NENDO_CONFIG_DIR=$work/config WAYLAND_DISPLAY=
mkdir -p "$work/config"
# Without the hints of the first start.
echo "(tour_seen: true)" >"$work/config/settings.ron"
cp plans/wakaba-shakyo-r7.ron "$work/令和7年度事業計画.ron"
"$program" --lang ja "$work/令和7年度事業計画.ron" >/dev/null 2>&1 &
window=$!
sleep 4
# Choose an item in the outline, so that the editor and the page show it.
if command -v xdotool >/dev/null; then xdotool mousemove 150 478 click 1; sleep 1; fi
import -window root docs/pictures/window.png
# The year.
if command -v xdotool >/dev/null; then xdotool mousemove 592 22 click 1 mousemove 640 790; sleep 2; fi
import -window root docs/pictures/year.png
echo "docs/pictures: window.png year.png page.png"
