#!/usr/bin/env bash
# Types into the real window and kills it, again and again; after each kill the file and the safe copies must read,
# and no more than five seconds of typing may be gone. By the real clock, so it takes its time.
#   tests/kill/window.sh [KILLS] [PROGRAM]      20 and target/debug/nendo if left out
set -euo pipefail
kills=${1:-20} program=$(realpath "${2:-target/debug/nendo}")
for need in Xvfb xdotool openbox "$program"; do
  command -v "$need" >/dev/null || { echo "skipped: there is no $need here"; exit 0; }
done
work=$(mktemp -d); pids=()
cleanup() { for pid in "${pids[@]}"; do kill -9 "$pid" 2>/dev/null || true; done; rm -rf "$work"; }
trap cleanup EXIT
export NENDO_STATE_DIR="$work/state" NENDO_CONFIG_DIR="$work/config" LIBGL_ALWAYS_SOFTWARE=1 WINIT_UNIX_BACKEND=x11
unset WAYLAND_DISPLAY
Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp 3>"$work/display" >/dev/null 2>&1 & pids+=($!)
for _ in $(seq 50); do [[ -s $work/display ]] && break; sleep .1; done
DISPLAY=:$(cat "$work/display"); export DISPLAY
# Without a window manager no window gets the keyboard.
openbox >/dev/null 2>&1 & pids+=($!)
plan="$work/plan.ron"
printf '(\n format: "nendo-plan",\n version: 1,\n title: "t",\n nodes: [\n  (title: "x"),\n ],\n)\n' >"$plan"
"$program" fmt "$plan"

torn=0 lost=0 copies=0
for ((kill = 1; kill <= kills; kill++)); do
  rm -rf "$work/state"
  cp "$plan" "$work/now.ron"
  "$program" "$work/now.ron" >"$work/log" 2>&1 & window=$!; pids+=("$window")
  for _ in $(seq 100); do xdotool search --onlyvisible --pid "$window" >/dev/null 2>&1 && break; sleep .1; done
  sleep 2
  # The tour of the first start ends; then the first item of the outline, and its title.
  xdotool key Escape; sleep .5
  xdotool mousemove 100 242 click 1; sleep .7; xdotool key F2; sleep .7
  typed=$(mktemp -p "$work")
  # One letter each tenth of a second, numbered so that what is gone can be counted.
  ( at=0; while :; do at=$((at + 1)); xdotool key a; echo "$(date +%s%3N)" >>"$typed"; sleep .06; done ) & typist=$!; pids+=("$typist")
  wait_ms=$((2000 + RANDOM % 9000)); sleep "$(printf '%d.%03d' $((wait_ms / 1000)) $((wait_ms % 1000)))"

  kill -9 "$window"; ended=$(date +%s%3N)
  kill -9 "$typist" 2>/dev/null || true; wait "$window" "$typist" 2>/dev/null || true
  "$program" outline "$work/now.ron" >/dev/null || { echo "kill $kill: the file is torn"; torn=$((torn + 1)); }
  kept=0
  for copy in "$work"/state/recovery/*.ron; do
    [[ -e $copy ]] || continue
    copies=$((copies + 1))
    title=$("$program" outline "$copy") || { echo "kill $kill: a safe copy is torn"; torn=$((torn + 1)); continue; }
    kept=$(grep -o a <<<"$title" | wc -l)
  done
  # The first letter that is gone was typed at this time.
  first=$(sed -n "$((kept + 1))p" "$typed")
  gone=$(( ${first:-$ended} < ended ? ended - ${first:-$ended} : 0 ))
  echo "kill $kill after $wait_ms ms: $(wc -l <"$typed") typed, $kept kept, $gone ms gone"
  ((gone <= 5000)) || { echo "kill $kill: more than five seconds of typing are gone"; lost=$((lost + 1)); }
done
echo "$kills kills: $torn torn, $lost with more than five seconds gone, $copies safe copies read"
((torn == 0 && lost == 0 && copies > 0))
