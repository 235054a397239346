#!/usr/bin/env bash
# Saves into a file system of its own that is shut down at random instants, as when the power goes; after each the
# file must be whole and no older than the last save that was acknowledged.
#   tests/kill/shutdown.sh [TIMES]     30 if left out; as root, where loop devices may be mounted
set -euo pipefail
times=${1:-30}
skip() { echo "skipped: $1"; exit 0; }
[[ $(id -u) == 0 ]] || skip "only root may mount"
command -v mkfs.ext4 >/dev/null && command -v python3 >/dev/null || skip "needs mkfs.ext4 and python3"
cd "$(dirname "$0")/../.."
loop=$(cargo test --no-run --test kill --message-format=json 2>/dev/null | grep -o '"executable":"[^"]*/kill-[^"]*"' | tail -n 1 | cut -d'"' -f4)
work=$(mktemp -d); disk="$work/disk"
cleanup() { umount -l "$disk" 2>/dev/null || true; rm -rf "$work"; }
trap cleanup EXIT
mkdir "$disk"; truncate -s 64M "$work/image"; mkfs.ext4 -q "$work/image"
mount -o loop "$work/image" "$disk" 2>/dev/null || skip "no loop device can be mounted here"
mkdir "$disk/t"
python3 - "$disk/t/計画.ron" <<'PY'
import sys
nodes = "".join(f'  (title: "事業 {n}"),\n' for n in range(60))
open(sys.argv[1], "w").write(f'(\n format: "nendo-plan",\n version: 1,\n title: "0",\n nodes: [\n{nodes} ],\n)\n')
PY
sync
torn=0 lost=0 acknowledged=0
for ((time = 1; time <= times; time++)); do
  NENDO_KILL_TEST_FOLDER="$disk/t" NENDO_KILL_TEST_SEED=$time "$loop" child --exact --ignored --nocapture --test-threads=1 >"$work/said" 2>/dev/null & child=$!
  sleep "$((1 + RANDOM % 2)).$((RANDOM % 10))"
  # EXT4_IOC_SHUTDOWN without a flush of the log: what is not on the medium is gone.
  python3 - "$disk" <<'PY' || skip "this file system cannot be shut down"
import fcntl, os, struct, sys
handle = os.open(sys.argv[1], os.O_RDONLY)
fcntl.ioctl(handle, 0x8004587D, struct.pack("I", 2))
PY
  kill -9 "$child" 2>/dev/null || true; wait "$child" 2>/dev/null || true
  umount "$disk"; mount -o loop "$work/image" "$disk"
  saved=$(grep -a '^@saved ' "$work/said" | tail -n 1 | cut -d' ' -f2 || true)
  title=$(grep -o 'title: "[0-9]*"' "$disk/t/計画.ron" | head -n 1 | tr -dc 0-9)
  tail -n 1 "$disk/t/計画.ron" | grep -q '^)$' && [[ -n $title ]] || { echo "shutdown $time: the file is torn"; torn=$((torn + 1)); continue; }
  if [[ -n $saved ]]; then
    acknowledged=$((acknowledged + 1))
    ((title >= saved)) || { echo "shutdown $time: $saved was acknowledged, the file holds $title"; lost=$((lost + 1)); }
  fi
done
echo "$times shutdowns: $torn torn, $lost of $acknowledged acknowledged saves lost"
((torn == 0 && lost == 0))
