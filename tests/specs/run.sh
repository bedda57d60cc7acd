#!/bin/sh
# tests/specs/run.sh: what the networks' unit tests send to their doubles, held against the specifications, as TAP.
# DOUBLES names those tests, TACT_SHARED the folder of the specifications; the validators come from package-lock.json.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
if [ -z "${TACT_SHARED:-}" ] || [ ! -d "$TACT_SHARED/data/_specs" ]; then
	echo 'SKIP: TACT_SHARED does not name the folder of specifications'
	echo '1..0 # SKIP'
	exit 0
fi
specs=$(realpath "$TACT_SHARED/data/_specs")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for t in $DOUBLES; do
	TACT_DOUBLE_LOG=$work/log "$t" >"$work/said" 2>&1 || { # that it failed is said by the unit tests themselves
		cat "$work/said"
		echo "not ok 1 - $(basename "$t") passes"
	}
done
cd "$here"
if ! cmp -s package-lock.json node_modules/.made-by; then
	npm ci --silent >&2
	cp package-lock.json node_modules/.made-by
fi
node check.mjs "$specs" "$work/log" "$here/../../build/specs.txt"
