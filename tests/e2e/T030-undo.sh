#!/bin/sh
# tests/e2e/T030-undo.sh: an import taken back leaves the home as it was before.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

"$SAMPLE" --seed 3 --out "$work/a"
"$SAMPLE" --seed 3 --out "$work/more" --network x --posts 3000
same() { # the tables of truth but the list of imports, which keeps that one was undone
	(cd "$1" && for f in *.json people.vcf; do
		[ "$f" = imports.json ] || cmp -s "$f" "../${2##*/}/$f" || echo "$f"
	done)
}

tact import "$work/a/linkedin.zip" "$work/a/x.zip" >/dev/null
tact export "$work/before" >/dev/null
ok "a larger archive of the same account comes in" tact import "$work/more/x.zip"
id=$(tact imports --json | jq '.[-1].id')
is "it brings something new" "$(tact imports --json | jq '.[-1].new > 0')" true
ok "undo takes it back" tact undo "$id"
tact export "$work/after" >/dev/null
is "and the home is as it was" "$(same "$work/before" "$work/after")" ""
fails 3 "twice is once too often" tact undo "$id"
fails 3 "an import that never was" tact undo 99
fails 64 "not a number" tact undo x
ok "what was undone can come again" tact import "$work/more/x.zip"
is "as an import of its own" "$(tact imports --json | jq '.[-1].id > '"$id")" true
for i in $(tact imports --json | jq '.[] | select(.state == "done") | .id'); do
	tact undo "$i" >/dev/null || echo "# undo $i failed"
done
is "with all taken back nobody is left" "$(tact people --json | jq length)" 0
is "and no account" "$(tact accounts --json | jq length)" 0
fails 1 "and nothing is found" tact search choir
done_testing
