#!/bin/sh
# tests/e2e/T055-resume.sh: a long import stops anywhere, goes on from there, and is the same then.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
export TACT_MARK_RECORDS=3000

"$SAMPLE" --seed 6 --out "$work/a"
"$SAMPLE" --seed 6 --out "$work/big" --network x --posts 60000
# with pictures that some posts name, beside an archive that another import brings first
mkdir "$work/x" && (cd "$work/x" && unzip -q "$work/big/x.zip")

home=$work/straight
ok "straight through" tact import "$work/a/x.zip" "$work/x"
tact export "$work/straight.out" >/dev/null
home=$work/home
tact import "$work/a/x.zip" >/dev/null

# begins it and waits until something of it is kept
begin() {
	"$TACT" --home "$home" import "$work/x" >"$work/out" 2>"$work/err" &
	pid=$!
	for _ in $(seq 300); do
		kept=$(tact imports --json 2>/dev/null | jq '.[-1] | select(.state == "reading") | .records.posts // 0')
		[ "${kept:-0}" -gt "$1" ] && break
		kill -0 "$pid" 2>/dev/null || break
		sleep 0.01
	done
}

begin 0
kill -9 "$pid"
wait "$pid" 2>/dev/null
fails 0 "killed: the next start says that it goes on" tact imports
has "from where it stood" "goes on from where it stood"
is "its import is paused" "$(tact imports --json | jq -r '.[-1].state')" paused
some=$(tact imports --json | jq '.[-1].records.posts')
is "and has some posts" "$([ "$some" -gt 0 ] && [ "$some" -lt 60000 ] && echo yes)" yes
fails 3 "no other archive comes between" tact import "$work/a/facebook.zip"
has "and is told why" "stopped before its end"
fails 3 "the index of words is not made anew meanwhile" tact rebuild
is "nothing of it is found yet" "$(tact search --json xylophonequartz 2>/dev/null | jq '.posts | length')" 0

begin "$some"
kill -INT "$pid"
code=0
wait "$pid" || code=$?
is "Ctrl-C: it stops" "$code" 3
has "and says what is kept" "goes on from there"
more=$(tact imports --json | jq '.[-1].records.posts')
is "it had gone on, not begun anew" "$([ "$more" -gt "$some" ] && echo yes)" yes
is "still one import" "$(tact imports --json | jq length)" 2

ok "and again, to the end" tact import "$work/x"
is "whole" "$(tact imports --json | jq -c '.[-1] | [.state, .records.posts]')" '["done",60000]'
tact export "$work/resumed.out" >/dev/null
is "the same as straight through" "$(cd "$work/straight.out" && for f in *.json people.vcf; do [ "$f" = imports.json ] || [ "$f" = owners.json ] || cmp -s "$f" "../resumed.out/$f" || echo "$f"; done)" ""
is "counts are the same too" "$(tact imports --json | jq -c '.[-1] | [.records, .unread]')" "$(home=$work/straight tact imports --json | jq -c '.[-1] | [.records, .unread]')"
word=$(tact search --json the | jq '.posts | length')
is "and a search finds the same" "$word" "$(home=$work/straight && tact search --json the | jq '.posts | length')"
ok "it can be undone" tact undo 2
ok "and made anew" tact rebuild

# taken back before its end
home=$work/back
tact import "$work/a/x.zip" >/dev/null
tact export "$work/before" >/dev/null
begin 0
kill -9 "$pid"
wait "$pid" 2>/dev/null
tact imports >/dev/null 2>&1
ok "what stopped can be taken back" tact undo 2
tact export "$work/after" >/dev/null
is "and nothing of it is left" "$(cd "$work/before" && for f in *.json people.vcf; do [ "$f" = imports.json ] || [ "$f" = owners.json ] || cmp -s "$f" "../after/$f" || echo "$f"; done)" ""
ok "then others come in again" tact import "$work/a/facebook.zip"

# an archive that turns out to be broken after some of it was kept
home=$work/broken
tact import "$work/a/linkedin.zip" >/dev/null
tact export "$work/before2" >/dev/null
(cd "$work/x" && zip -q -0 "$work/bad.zip" data/account.js data/profile.js data/tweets.js data/like.js)
at=$(grep -abo '"fullText"' "$work/bad.zip" | tail -n 1 | cut -d: -f1)
printf '!' | dd of="$work/bad.zip" bs=1 seek="$at" conv=notrunc 2>/dev/null
fails 3 "one that is broken near its end" tact import "$work/bad.zip"
has "says so" "damaged"
is "and is in no list" "$(tact imports --json | jq length)" 1
tact export "$work/after2" >/dev/null
is "leaves nothing" "$(cd "$work/before2" && for f in *.json people.vcf; do [ "$f" = imports.json ] || [ "$f" = owners.json ] || cmp -s "$f" "../after2/$f" || echo "$f"; done)" ""
done_testing
