#!/bin/sh
# tests/e2e/T050-crash.sh: kill -9 in the middle of an import: all of it or none, and it says which.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

"$SAMPLE" --seed 5 --out "$work/a"
"$SAMPLE" --seed 5 --out "$work/big" --network x --posts 150000
tact import "$work/a/linkedin.zip" >/dev/null
tact export "$work/before" >/dev/null
n=0
for wait in 0.02 0.1 0.3 0.5 0.8; do
	"$TACT" --home "$home" import "$work/big/x.zip" >/dev/null 2>&1 &
	pid=$!
	sleep "$wait"
	if kill -9 "$pid" 2>/dev/null; then
		n=$((n + 1))
	fi
	wait "$pid" 2>/dev/null
	tact imports >"$work/out" 2>"$work/err"
	state=$(tact imports --json | jq -r '.[-1].state')
	case $state in
	done) [ "$(tact imports --json | jq -r '.[-1].network')" = x ] && break ;;
	interrupted) has "after $wait s: the next start says that nothing was kept" "was interrupted and nothing of it was kept" ;;
	esac
	rm -rf "$work/after" && tact export "$work/after" >/dev/null
	is "after $wait s: the home is as it was" "$(cd "$work/before" && for f in *.json people.vcf; do [ "$f" = imports.json ] || cmp -s "$f" "../after/$f" || echo "$f"; done)" ""
done
is "it was killed at least twice" "$([ "$n" -ge 2 ] && echo yes)" yes
ok "and then it comes in" tact import "$work/big/x.zip"
is "whole" "$(tact imports --json | jq '.[-1].records.posts')" 150000

# two at once: one waits for the other, nobody loses anything
home=$work/two
"$TACT" --home "$home" import "$work/a/linkedin.zip" >/dev/null 2>&1 &
"$TACT" --home "$home" import "$work/a/facebook.zip" >/dev/null 2>&1 &
wait
is "two imports at once both come in" "$(tact imports --json | jq -c '[.[].state]')" '["done","done"]'
done_testing
