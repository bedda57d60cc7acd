#!/bin/sh
# tests/e2e/T122-backup-busy.sh: backups while imports and undos run: each is one moment of the home.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

"$SAMPLE" --seed 5 --out "$work/a"
"$SAMPLE" --seed 5 --out "$work/big" --network x --posts 60000
tact import "$work/a/linkedin.zip" >/dev/null
tact export "$work/before" >/dev/null

tact import "$work/big/x.zip" >/dev/null 2>&1 &
pid=$!
n=0
while kill -0 "$pid" 2>/dev/null && [ "$n" -lt 5 ]; do
	n=$((n + 1))
	sleep 0.2
	ok "a backup meanwhile" tact backup "$work/b$n"
done
wait "$pid"
is "there was time for two" "$([ "$n" -ge 2 ] && echo yes)" yes
is "the import came in" "$(tact imports --json | jq -r '.[-1].state')" "done"
i=0
while [ "$i" -lt "$n" ]; do
	i=$((i + 1))
	"$TACT" --home "$work/h$i" restore "$work/b$i" >/dev/null
	"$TACT" --home "$work/h$i" export "$work/e$i" >/dev/null 2>&1
	state=$("$TACT" --home "$work/h$i" imports --json 2>/dev/null | jq -r '.[-1] | .network + .state')
	case $state in
	xdone) is "backup $i has the import whole" "$(jq length "$work/e$i/posts.json")" \
		"$("$TACT" --home "$work/h$i" imports --json | jq '[.[].records | .posts + .messages] | add')" ;;
	*) is "backup $i has nothing of the import" "$(for f in posts identities connections; do cmp -s "$work/before/$f.json" "$work/e$i/$f.json" || echo "$f"; done)" "" ;;
	esac
done

# killed at any moment: nothing of that name, and the next one is fine
for wait in 0.02 0.1 0.2 0.4; do
	"$TACT" --home "$home" backup "$work/killed" >/dev/null 2>&1 &
	pid=$!
	sleep "$wait"
	kill -9 "$pid" 2>/dev/null
	wait "$pid" 2>/dev/null
	if [ -e "$work/killed" ]; then
		ok "after $wait s it was there already, and whole" tact backup --check "$work/killed"
	fi
	rm -f "$work/killed"
done
ok "the next backup" tact backup "$work/killed"
ok "is whole" tact backup --check "$work/killed"
is "and nothing is left of those that died" "$(find "$work" -name '*.part' -o -name '.backup-snapshot*')" ""

# pictures of an import that is taken back while a backup runs
home=$work/pictures
tact demo --no-serve >/dev/null
facebook=$(tact imports --json | jq '.[] | select(.network == "facebook") | .id')
tact backup "$work/p" >"$work/p.out" 2>&1 &
pid=$!
ok "an undo meanwhile" tact undo "$facebook"
wait "$pid"
is "the backup lost no picture" "$(grep -c 'not there' "$work/p.out")" 0
ok "and is whole" tact backup --check "$work/p"
done_testing
