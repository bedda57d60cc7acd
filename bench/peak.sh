#!/bin/sh
# bench/peak.sh: runs a command and prints its seconds and the peak megabytes that it and its
# children hold together (resident, shared pages counted once each: PSS), looked at ten times a second.
# use: bench/peak.sh COMMAND…
set -eu
"$@" >/dev/null &
pid=$!
start=$(date +%s.%N)
peak=0
while kill -0 "$pid" 2>/dev/null; do
	now=$(for p in $pid $(pgrep -P "$pid" || true); do
		cat "/proc/$p/smaps_rollup" 2>/dev/null || true
	done | awk '/^Pss:/ { n += $2 } END { print n + 0 }')
	[ "$now" -le "$peak" ] || peak=$now
	sleep 0.1
done
wait "$pid"
echo "$start $(date +%s.%N) $peak" | awk '{ printf "%.1f s, %.0f MB\n", $2 - $1, $3 / 1024 }'
