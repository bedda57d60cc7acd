#!/bin/sh
# tests/e2e/T303-pds.sh: a real server of Bluesky's protocol, not ours: an app password, writing, a thread, an answer,
# a picture, a lost answer, deletion, a server that goes. PDS_DIR names one that tests/peers/pds.sh installed.
# shellcheck disable=SC2016,SC2154 # what is quoted is another shell's; lib.sh makes the rest
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

peers=$(cd "$(dirname "$0")/../peers" && pwd)
if [ -z "${PDS_DIR:-}" ]; then
	echo 'SKIP: PDS_DIR does not name a PDS (tests/peers/README.md)'
	ok 'SKIP: there is no PDS here' true
	done_testing
	exit 0
fi
losing=
trap '"$peers/pds.sh" stop "$PDS_DIR" 2>/dev/null; kill $losing 2>/dev/null; rm -rf "$work"' EXIT
ok 'a server starts' "$peers/pds.sh" start "$PDS_DIR"
read -r at _ password <"$work/out"
call() { # METHOD JSON [TOKEN]
	curl -fsS -X POST "$at/xrpc/$1" -H 'Content-Type: application/json' ${3:+-H "Authorization: Bearer $3"} -d "$2"
}
jwt=$(call com.atproto.server.createSession "{\"identifier\":\"kim.test\",\"password\":\"$password\"}" | jq -r .accessJwt)
call com.atproto.server.createAppPassword '{"name":"tact"}' "$jwt" | jq -r .password >"$work/app"
bob=$(call com.atproto.server.createAccount '{"handle":"bob.test","email":"bob@example.test","password":"hunter3-hunter3"}' | jq -r .did)
records() { curl -fsS "$at/xrpc/com.atproto.repo.listRecords?repo=kim.test&collection=app.bsky.feed.post&limit=100"; }
newest() { records | jq -r ".records[0]$1"; }
later() { sleep 10; tact outbox --send; }

# answers go through one that can lose them
port=$(node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})")
LOSE=$work/lose node "$peers/losing.mjs" "$port" "$at" createRecord &
losing=$!
for _ in $(seq 50); do curl -fs "http://127.0.0.1:$port/xrpc/_health" >/dev/null && break; sleep 0.1; done

fails 3 'a password that is none is refused' sh -c 'echo wrong-wrong | "$0" --home "$1" account add bluesky --door password --server "http://127.0.0.1:$2" --name kim.test' "$TACT" "$home" "$port"
ok 'an app password signs in' sh -c '"$0" --home "$1" account add bluesky --door password --server "http://127.0.0.1:$2" --name kim.test <"$3"' "$TACT" "$home" "$port" "$work/app"
has 'and says as whom' 'bluesky:kim.test'
ok 'what is there is read, without an app view' tact sync

ok 'a post goes out' sh -c 'echo "Grüße @bob.test 🥐 see https://example.org/bread and #bread" | "$0" --home "$1" post --to bluesky --json' "$TACT" "$home"
is 'it is there' "$(newest .value.text)" 'Grüße @bob.test 🥐 see https://example.org/bread and #bread'
is 'whoever is named is named by what they are' "$(newest '.value.facets[] | .features[] | select(.did) | .did')" "$bob"
is 'with each facet where its bytes are' "$(records | jq -r '.records[0].value | .text as $t | .facets[].index' | jq -sc 'map([.byteStart, .byteEnd])')" '[[8,17],[27,52],[57,63]]'
first=$(newest .uri)
id=$(tact outbox --all --json | jq '.publications[0].id')

printf '\211PNG\r\n\032\n\0\0\0\rIHDR\0\0\0\3\0\0\0\2\10\2\0\0\0\022\026\361M\0\0\0\020IDATx\234c\370\377\377?\3\034\0\0\103\326\5\373\4\024\065\215\0\0\0\0IEND\256B`\202' >"$work/dot.png"
ok 'a picture goes along' sh -c 'echo "The loaf." | "$0" --home "$1" post --to bluesky --picture "$2" --alt "a round loaf" --json' "$TACT" "$home" "$work/dot.png"
is 'with its words' "$(newest '.value.embed.images[0].alt')" 'a round loaf'
is 'and its shape' "$(newest '.value.embed.images[0].aspectRatio | "\(.width)x\(.height)"')" 3x2
did=$(curl -fsS "$at/xrpc/com.atproto.identity.resolveHandle?handle=kim.test" | jq -r .did)
blob=$(newest '.value.embed.images[0].image.ref["$link"]')
ok 'as a JPEG without what a camera wrote' sh -c 'curl -fsS "$0/xrpc/com.atproto.sync.getBlob?did=$1&cid=$2" | head -c 2 | od -An -tx1 | grep -q "ff d8"' "$at" "$did" "$blob"

ok 'a long text is a thread' sh -c 'for i in $(seq 12); do echo "Sentence number $i is about dough and patience."; done | "$0" --home "$1" post --to bluesky --queue --json' "$TACT" "$home"
parts=$(jq '.publications | length' "$work/out")
ok 'of several parts' test "$parts" -gt 1
later >"$work/said"
is 'each answers the one before' "$(newest .value.reply.parent.uri)" "$(records | jq -r '.records[1].uri')"
is 'and the first is the root' "$(newest .value.reply.root.uri)" "$(records | jq -r ".records[$((parts - 1))].uri")"
ok 'the names are those of the server' test "$(records | jq -r '.records[].uri' | sort -u | wc -l)" = $((parts + 2))

ok 'it is read back' tact sync --now
is 'as one post each' "$(tact search dough --json | jq '.posts | length')" "$parts"
is 'also what was said first' "$(tact search bread --json | jq '.posts | length')" 1
printf 'With butter.\n' >"$work/answer"
ok 'it is answered' tact reply "$(tact search bread --json | jq -r '.posts[0].id')" "$work/answer" --queue
later >"$work/said"
is 'as its answer' "$(newest .value.reply.parent.uri)" "$first"
is 'with the name of the record as it is' "$(newest .value.reply.parent.cid)" "$(records | jq -r ".records[] | select(.uri == \"$first\").cid")"

# done there, and the answer never comes: looked for, and not sent again
n=$(records | jq '.records | length')
echo 1 >"$work/lose"
export TACT_LOOK_MS=600
echo 'Once, whatever happens.' | tact post --to bluesky --json >"$work/out" 2>"$work/err"
for _ in $(seq 10); do
	sleep 1
	tact outbox --send >"$work/said" 2>&1
	[ "$(tact outbox --json | jq '.publications | length')" != 0 ] || break
done
is 'an answer that was lost is looked for' "$(tact outbox --all --json | jq -r '.publications[] | select(.text | startswith("Once")) | .state')" sent
is 'and nothing is there twice' "$(records | jq '.records | length')" $((n + 1))
# killed while it waits
echo 'Again once.' | tact post --to bluesky --queue --json >"$work/out"
sleep 10
kill -STOP $losing
tact outbox --send >"$work/said" 2>&1 &
sending=$!
sleep 1
kill -9 $sending
kill -CONT $losing
wait $sending 2>/dev/null
for _ in $(seq 10); do
	sleep 1
	tact outbox --send >"$work/said" 2>&1
	[ "$(tact outbox --json | jq '.publications | length')" != 0 ] || break
done
unset TACT_LOOK_MS
is 'what was killed goes on' "$(tact outbox --all --json | jq -r '.publications[] | select(.text | startswith("Again")) | .state')" sent
is 'and is there once' "$(records | jq '[.records[] | select(.value.text == "Again once.")] | length')" 1
is 'as all is that says where it is' "$(tact outbox --all --json | jq '[.publications[] | select(.state == "sent") | .url] | unique | length')" "$(records | jq '.records | length')"

fails 64 'this network changes nothing that is out, and that is said at once' sh -c 'echo "Other words." | "$0" --home "$1" outbox --edit "$2"' "$TACT" "$home" "$id"
ok 'it is deleted' sh -c '"$0" --home "$1" outbox --delete "$2" && sleep 10 && "$0" --home "$1" outbox --send' "$TACT" "$home" "$id"
is 'there too' "$(records | jq "[.records[] | select(.uri == \"$first\")] | length")" 0

"$peers/pds.sh" stop "$PDS_DIR"
for _ in $(seq 50); do curl -fs "$at/xrpc/_health" >/dev/null || break; sleep 0.1; done
fails 1 'a server that is gone is said' tact sync --now
ok 'what was read stays' tact search dough
has 'as it was' 'patience'
done_testing
