#!/bin/sh
# tests/e2e/T057-restart.sh: the server is stopped, and killed, in the middle of a large archive: it goes
# on where it stood when it is there again.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
export TACT_MARK_RECORDS=2000 TACT_LEASE_S=1
pid=
# shellcheck disable=SC2154 # lib.sh makes it
trap '[ -z "$pid" ] || kill -9 "$pid" 2>/dev/null; rm -rf "$work"' EXIT

echo "$password" | tact password >/dev/null
"$SAMPLE" --seed 5 --network x --posts 120000 --out "$work/big"

posts() { get "$url/api/networks" | jq '[.imports[] | select(.archive == "x.zip") | .records.posts] | last // 0'; }
more_than() { # waits until so many posts are kept
	for _ in $(seq 600); do
		[ "$(posts)" -gt "$1" ] && return
		sleep 0.02
	done
}

serve
is "a large archive is given" "$(get -o /dev/null -w '%{http_code}' -F archive=@"$work/big/x.zip" "$url/api/imports")" 200
more_than 0
kill -TERM "$pid"
wait "$pid" 2>/dev/null
serve
first=$(posts)
is "stopped and started: some of it is there" "$([ "$first" -gt 0 ] && [ "$first" -lt 120000 ] && echo yes)" yes
more_than "$first"
kill -9 "$pid"
wait "$pid" 2>/dev/null
serve
second=$(posts)
is "killed and started: it had gone on" "$([ "$second" -gt "$first" ] && [ "$second" -lt 120000 ] && echo yes)" yes
for _ in $(seq 1200); do
	[ "$(get "$url/api/jobs" | jq -r '.jobs[0].state')" = "done" ] && break
	sleep 0.1
done
is "then it is done by itself" "$(get "$url/api/jobs" | jq -r '.jobs[0].state')" "done"
is "whole, and once" "$(get "$url/api/networks" | jq -c '[.imports[] | [.state, .records.posts]]')" '[["done",120000]]'
is "and is found" "$(get "$url/api/search?q=the" | jq '.posts | length > 0')" true
kill -TERM "$pid"
wait "$pid" 2>/dev/null
pid=
done_testing
