#!/bin/sh
# tools/check-layers.sh: fails where a file includes what tools/layers.txt does not allow.
set -eu
cd "$(dirname -- "$0")/.."
find src -name '*.[ch]' | sort | xargs awk -f tools/check-layers.awk tools/layers.txt
