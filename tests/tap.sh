#!/bin/sh
# tests/tap.sh: runs test programs that print TAP, shows what failed, counts into $RESULTS.
# use: tests/tap.sh PROGRAM…
set -eu
export CMOCKA_MESSAGE_OUTPUT=TAP
export ASAN_OPTIONS="${ASAN_OPTIONS:-detect_leaks=1}"
status=0
for program in "$@"; do
	log=$(mktemp)
	code=0
	"$program" >"$log" 2>&1 || code=$?
	passed=$(grep -c '^ok' "$log" || :)
	# cmocka says "not ok … # SKIP" of what was skipped
	failed=$(grep '^not ok' "$log" | grep -vc '# SKIP' || :)
	# a program that died without saying which test it was is a failure of its own
	if [ "$code" -ne 0 ] && [ "$failed" -eq 0 ]; then
		failed=1
	fi
	name=$(basename "$program" .sh)
	if [ "$failed" -gt 0 ]; then
		cat "$log"
		echo "not ok - $name: $passed passed, $failed failed (exit $code)"
		status=1
	else
		grep -i '^ *# skip\b\|^SKIP' "$log" || :
		echo "ok - $name: $passed passed"
	fi
	[ -z "${RESULTS:-}" ] || echo "$passed $failed" >>"$RESULTS"
	rm -f "$log"
done
exit $status
