#!/bin/sh
# tests/e2e/T304-micropub.sh: a site of one's own by Micropub, served by Indiekit's endpoints: both ways in, writing, a picture,
# other words, a lost answer, an end, and a list that begins with the oldest.
# shellcheck disable=SC2016,SC2154 # what is quoted is another shell's; lib.sh makes the rest
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

peer=$(cd "$(dirname "$0")/../peers/micropub" && pwd)
command -v npm >/dev/null || { ok 'SKIP: npm is not installed' true; done_testing; exit 0; }
if ! cmp -s "$peer/package-lock.json" "$peer/node_modules/.made-by"; then
	(cd "$peer" && npm ci --silent && cp package-lock.json node_modules/.made-by) >&2
fi
mkdir -p "$work/site"
server=
trap 'kill $server 2>/dev/null; rm -rf "$work"' EXIT
node "$peer/server.mjs" "$work/site" >"$work/port" 2>"$work/site.log" &
server=$!
for _ in $(seq 200); do [ -s "$work/port" ] && break; sleep 0.05; done
site=http://127.0.0.1:$(cat "$work/port")

entry() { # JSON of properties: as another program of the owner's posts it
	curl -fsS -o /dev/null -H 'Authorization: Bearer let-me-in' -H 'Content-Type: application/json' -d "{\"type\":[\"h-entry\"],\"properties\":$1}" "$site/micropub"
}
properties() { curl -fsS "$site/micropub?q=source" | jq "[.items[].properties] | last | $1"; }
count() { curl -fsS "$site/micropub?q=source" | jq '.items | length'; }
file() { cat "$work"/site/_*/*"$1"*; }
send_out() { # waits until the undo window is over and nothing is on its way
	for _ in $(seq 30); do
		sleep 1
		tact outbox --send >"$work/said" 2>&1
		[ "$(tact outbox --json | jq '.publications | length')" != 0 ] || return 0
	done
}
post() { sh -c 'words=$1; shift; echo "$words" | "$0" --home '"'$home'"' post --to web --yes --queue --json "$@"' "$TACT" "$@"; }
newest() { tact outbox --all --json | jq ".publications | max_by(.id) | $1"; }

for i in $(seq 10 59); do entry "{\"content\":[\"old loaf $i\"],\"published\":[\"2024-01-01T08:$i:00.000Z\"]}"; done

# IndieAuth, as the browser goes: the page that allows it is left out
mkfifo "$work/typed"
tact account add web --door micropub --server "$site" --redirect http://127.0.0.1:9/back <"$work/typed" >"$work/out" 2>"$work/err" &
signing=$!
exec 3>"$work/typed"
for _ in $(seq 100); do grep -qh "$site/auth" "$work/out" "$work/err" && break; sleep 0.05; done
to=$(grep -ho "$site/auth[^ ]*" "$work/out" "$work/err" | head -n 1)
curl -sS -o /dev/null -w '%{redirect_url}\n' "$to" >&3
exec 3>&-
wait $signing
is 'the site lets the owner in, by IndieAuth' "$?" 0
is 'with what it may' "$(tact accounts --json | jq -r '.[0].sign_in | .state + " " + .allowed')" 'ready create update delete media profile'

tact account 1 --context personal >/dev/null
ok 'what it has is read' tact sync
is 'to its end, though it begins with the oldest' "$(sed -n 's/.*: \([0-9]* items, [0-9]* new\)$/\1/p' "$work/out")" '50 items, 50 new'
entry '{"content":["a new loaf of another program"]}'
ok 'and again' tact sync --now
has 'then only what is new is' '51 items, 1 new'

ok 'a post goes out' post 'Grüße 🥐 from the lighthouse, see https://example.org/lamp #lamps'
send_out
is 'in its words' "$(properties '.content[0].value')" '"Grüße 🥐 from the lighthouse, see https://example.org/lamp #lamps"'
is 'with its tags' "$(properties .category)" '[
  "lamps"
]'
is 'where it says' "$(newest .url)" "$(properties '.url[0]')"
first=$(newest .id)

printf '\211PNG\r\n\032\n\0\0\0\rIHDR\0\0\0\3\0\0\0\2\10\2\0\0\0\022\026\361M\0\0\0\020IDATx\234c\370\377\377?\3\034\0\0\103\326\5\373\4\024\065\215\0\0\0\0IEND\256B`\202' >"$work/dot.png"
ok 'a picture goes along' post 'The lamp room.' --picture "$work/dot.png" --alt 'a round lamp'
send_out
is 'with its words' "$(properties '.photo[0].alt')" '"a round lamp"'
ok 'and is there' sh -c 'curl -fsS "$0/$1" | head -c 2 | od -An -tx1 | grep -q "ff d8"' "$site" "$(properties '.photo[0].url' | tr -d '"')"

ok 'a titled one is an article' post 'It was built in 1890, and the keeper still climbs it every evening.' --title 'How the tower came to be'
send_out
is 'under its title' "$(file "$(newest .url | sed 's/.*tact-//; s/"//')" | grep ^title)" 'title: How the tower came to be'

ok 'other words follow' sh -c 'echo "Grüße from the lighthouse, open again." | "$0" --home "$1" outbox --edit "$2"' "$TACT" "$home" "$first"
send_out
is 'there too' "$(curl -fsS "$site/micropub?q=source" | jq '[.items[].properties.content[0] | .value? // . | select(test("open again"))] | length')" 1

is 'and here at once' "$(tact search 'open again' --json | jq '.posts | length')" 1

article=$(tact outbox --all --json | jq '.publications[] | select(.text | startswith("It was built")) | .id')
ok 'words that make a note of an article' sh -c 'echo "How the tower came to be is told on Friday." | "$0" --home "$1" outbox --edit "$2"' "$TACT" "$home" "$article"
send_out
is 'give it another address, which is kept' "$(tact outbox --all --json | jq -r ".publications[] | select(.id == $article) | .url" | grep -c /notes/)" 1

# done there, and the answer never comes: looked for among all it has, and not sent again
n=$(count)
: >"$work/site/lose"
export TACT_LOOK_MS=600
ok 'one is taken, and its answer is lost' post 'Once, whatever happens.'
send_out
unset TACT_LOOK_MS
ok 'truly lost' test ! -e "$work/site/lose"
is 'it is found' "$(newest .state)" '"sent"'
is 'where it stands' "$(newest .url)" "$(properties '.url[0]')"
is 'and is there once' "$(count)" $((n + 1))

where=$(newest .url | tr -d '"')
ok 'it is deleted' tact outbox --delete "$(newest .id)"
send_out
is 'there too' "$(curl -sS -o /dev/null -w '%{http_code}' "$where")" 410
gone() { rm -rf "$work/exported" && tact export "$work/exported" >/dev/null && jq -r '.. | objects | select(.text? == "Once, whatever happens.") | .deleted_ms > 0' "$work/exported/posts.json"; }
is 'and here' "$(gone)" true
ok 'the list of the site has it still' test "$(curl -fsS "$site/micropub?q=source" | grep -c 'Once, whatever happens')" = 1
ok 'and is read' tact sync --now
is 'which does not bring it back' "$(gone)" true

kill $server
wait $server 2>/dev/null
fails 1 'a site that is gone is said' tact sync --now
ok 'what was read stays' tact search loaf
has 'as it was' 'old loaf'
done_testing
