#!/bin/sh
# tests/replay.sh: each fuzz target over its seed corpus. use: tests/replay.sh PROGRAM…
set -eu
status=0
for program in "$@"; do
	name=$(basename "$program")
	log=$(mktemp)
	if find "tests/fuzz/corpus/${name#fuzz_}" -type f -print0 2>/dev/null |
		xargs -0 -r "$program" >"$log" 2>&1; then
		n=$(grep -c '^ok' "$log" || :)
		echo "ok - $name: $n inputs"
		[ -z "${RESULTS:-}" ] || echo "1 0" >>"$RESULTS"
	else
		cat "$log"
		echo "not ok - $name"
		[ -z "${RESULTS:-}" ] || echo "0 1" >>"$RESULTS"
		status=1
	fi
	rm -f "$log"
done
exit $status
