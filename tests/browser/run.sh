#!/bin/sh
# tests/browser/run.sh: the pages in a real browser, as TAP for tests/tap.sh. use: run.sh [TEST…]
# TACT names the program, SAMPLE the generator of archives. Chromium comes from tools/packages.sh test, the driver from package-lock.json.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
cd "$here"
TACT=${TACT:-$here/../../build/release/tact}
SAMPLE=${SAMPLE:-$here/../../build/release/tact-sample}
export TACT SAMPLE
if ! cmp -s package-lock.json node_modules/.made-by; then
	npm ci --silent >&2
	cp package-lock.json node_modules/.made-by
fi
[ $# -gt 0 ] || set -- *.test.mjs
exec node --test --test-reporter=tap "$@"
