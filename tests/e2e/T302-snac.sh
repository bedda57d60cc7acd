#!/bin/sh
# tests/e2e/T302-snac.sh: a real server of the Mastodon API, not ours: sign-in, reading, writing, answers, a
# deletion there. It comes from Debian's backports and is skipped where they can't be had.
# shellcheck disable=SC2016,SC2154 # what is quoted is another shell's; lib.sh makes the rest
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

peers=$(cd "$(dirname "$0")/../peers" && pwd)
where=${SNAC_DIR:-$work/snac}
if ! { command -v setpriv >/dev/null && command -v jq >/dev/null && "$peers/snac.sh" install "$where"; } >"$work/out" 2>&1; then
	ok 'SKIP: snac2 can not be had here' true
	done_testing
	exit 0
fi
chmod 755 "$work"
port=$(python3 -c 'import socket; s=socket.socket(); s.bind(("127.0.0.1",0)); print(s.getsockname()[1])' 2>/dev/null || echo 18101)
trap '"$peers/snac.sh" stop "$where"; rm -rf "$work"' EXIT
"$peers/snac.sh" start "$where" "$port" ann bob >"$work/people"
at=http://127.0.0.1:$port
as_nobody() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; else "$@"; fi; }
snac() { as_nobody "$where/usr/bin/snac" "$@" 2>/dev/null; }
data=$where/data-parent/data

sign_in() { # NAME: as a person would: allow it in the browser, then paste the code
	password=$(sed -n "s/^$1 //p" "$work/people")
	mkfifo "$work/typed"
	tact account add mastodon --server "127.0.0.1:$port" <"$work/typed" >"$work/said" 2>&1 &
	adding=$!
	exec 7>"$work/typed"
	for _ in $(seq 50); do grep -q client_id "$work/said" && break; sleep 0.1; done
	curl -fsS "$at/oauth/x-snac-login" --data-urlencode "login=$1" --data-urlencode "passwd=$password" \
		--data-urlencode 'redir=urn:ietf:wg:oauth:2.0:oob' \
		--data-urlencode "cid=$(sed -n 's/.*client_id=\([^&]*\).*/\1/p' "$work/said")" >&7
	echo >&7
	exec 7>&-
	wait $adding
	code=$?
	rm "$work/typed"
	return $code
}

ok 'one signs in' sign_in ann
ok 'an empty account is read' tact sync
ok 'a post goes out' sh -c 'echo "A bookbinder is wanted in the old town." | "$0" --home "$1" post --to mastodon' "$TACT" "$home"
ok 'it is there' sh -c 'curl -fsS "$0/ann" | grep -q "A bookbinder is wanted"' "$at"
snac follow "$data" ann "$at/bob" >/dev/null
snac note "$data" bob "@ann@127.0.0.1:$port I know one: my aunt." >/dev/null
snac note "$data" bob 'Nobody is named here.' >/dev/null
for _ in $(seq 120); do # what comes to somebody goes through its queue
	tact sync --now >/dev/null 2>&1
	tact search aunt --json | jq -e '.posts | length > 0' >/dev/null && break
	sleep 0.5
done
ok 'what names one comes in' sh -c '"$0" --home "$1" search aunt --json | jq -e ".posts | length == 1" ' "$TACT" "$home"
is 'from whom it came' "$(tact search aunt --json | jq -r '.posts[0].author')" bob
printf 'Please greet her from me.\n' >"$work/answer"
ok 'it is answered' tact reply "$(tact search aunt --json | jq -r '.posts[0].id')" "$work/answer"
ok 'naming whom it answers' sh -c 'curl -fsS "$0/ann" | grep -q "greet her"' "$at"
ok 'a second sync changes nothing' tact sync --now
id=$(tact outbox --all --json | jq '.publications[] | select(.text | startswith("A bookbinder")) | .id')
ok 'it can be changed there' sh -c 'echo "A bookbinder was found." | "$0" --home "$1" outbox --edit "$2" && sleep 10 && "$0" --home "$1" outbox --send' "$TACT" "$home" "$id"
ok 'and is' sh -c 'curl -fsS -H "Accept: application/activity+json" "$0" | grep -q "A bookbinder was found"' "$(tact outbox --all --json | jq -r '.publications[] | select(.what == "edit") | .url')"
ok 'this server lets no program delete' sh -c '"$0" --home "$1" outbox --delete "$2" && sleep 10 && "$0" --home "$1" outbox --send' "$TACT" "$home" "$id"
has 'and that is said' 'does not let programs delete'
ok 'people are one person each' tact people bob
done_testing
