#!/bin/sh
# tests/e2e/T301-live.sh: a network from sign-in to the answer: read, write, undo, move, edit, delete, by hand.
# shellcheck disable=SC2016,SC2154 # what is quoted is another shell's; lib.sh makes the rest
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

peer=$(cd "$(dirname "$0")/../peers" && pwd)/unsure.mjs
command -v node >/dev/null || { ok 'SKIP: node is not installed' true; done_testing; exit 0; }
port=$(node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})")
node "$peer" --port "$port" --state "$work/there" --honest >/dev/null &
there=$!
trap 'kill $there 2>/dev/null; rm -rf "$work"' EXIT
for _ in $(seq 100); do curl -fs "http://127.0.0.1:$port/api/v2/instance" >/dev/null && break; sleep 0.1; done
texts() { [ ! -e "$work/there" ] || jq -r .text "$work/there"; }
later() { # sends what the undo window held back
	sleep 10
	tact outbox --send
}

ok 'the networks that one can sign in to are listed' tact account add
has 'with what each wants' 'Name your server'
fails 64 'a server is wanted' sh -c 'echo x | "$0" --home "$1" account add mastodon' "$TACT" "$home"
fails 3 'a server that is not there is said' sh -c 'echo x | "$0" --home "$1" account add mastodon --server 127.0.0.1:1' "$TACT" "$home"
fails 3 'a private address that nobody named is not asked' sh -c 'echo x | "$0" --home "$1" account add mastodon --server https://10.0.0.1' "$TACT" "$home"
ok 'a code signs in' sh -c 'echo code | "$0" --home "$1" account add mastodon --server "127.0.0.1:$2"' "$TACT" "$home" "$port"
has 'and says as whom' 'mastodon:una@'
ok 'its health is shown' tact accounts
has 'with its server' "signed in at http://127.0.0.1:$port"
has 'and what it may do there' 'allowed there: read write'
is 'as JSON too' "$(tact accounts --json | jq -r '.[0].sign_in | "\(.state) \(.allowed)"')" 'ready read write'
ok 'what opens it is nowhere to be read' sh -c '! grep -rq "the-key-to-unas" "$1"' sh "$home"

ok 'a text is published after ten seconds' sh -c 'echo "Fresh bread from the oven at the bakery." | "$0" --home "$1" post --to mastodon' "$TACT" "$home"
has 'with its address' 'sent'
is 'it is there once' "$(texts)" 'Fresh bread from the oven at the bakery.'
ok 'and on the timeline' tact search bread
has 'under its own name' 'Fresh bread'
ok 'a sync brings nothing twice' tact sync --now --json
is 'it is one post' "$(tact search bread --json | jq '.posts | length')" 1

ok 'what the check doubts is not sent' sh -c 'echo "My password is hunter2hunter2 and I am away all August, the house is empty." | "$0" --home "$1" post --to mastodon; test $? -gt 0' "$TACT" "$home"
is 'nothing went out' "$(texts | wc -l)" 1
ok 'it can be queued' sh -c 'echo "The second loaf." | "$0" --home "$1" post --to mastodon --queue --json' "$TACT" "$home"
id=$(jq '.publications[0].id' "$work/out")
ok 'and taken back' tact outbox --undo "$id"
later
is 'then it never goes' "$(texts | wc -l)" 1
ok 'a moment is given' sh -c 'echo "The third loaf." | "$0" --home "$1" post --to mastodon --at "+2d" --json' "$TACT" "$home"
id=$(jq '.publications[0].id' "$work/out")
fails 64 'a moment that is none is said' tact schedule "$id" someday
ok 'it is moved' tact schedule "$id" 'tomorrow 9:00'
ok 'and listed' tact schedule --json
is 'as it is' "$(jq '.publications | length' "$work/out")" 1
ok 'it goes at once when its owner says so' tact outbox --again "$id" --send
is 'and is there' "$(texts | tail -1)" 'The third loaf.'
fails 3 'what is out can not be taken back' tact outbox --undo "$id"
ok 'a long text is a thread' sh -c 'for i in $(seq 30); do echo "Sentence number $i is about dough and patience."; done | "$0" --home "$1" post --to mastodon --queue --json' "$TACT" "$home"
is 'of three parts' "$(jq '.publications | length' "$work/out")" 3
later >/dev/null
is 'in their order' "$(texts | tail -30 | grep -o '([0-9]/3)' | tr '\n' ' ')" '(1/3) (2/3) (3/3) '
is 'each answers the one before' "$(tail -1 "$work/there" | jq -r .parent)" "$(tail -2 "$work/there" | head -1 | jq -r .id)"

printf 'Which of the two on Sunday?\n' >"$work/which"
fails 64 'a poll of one choice is refused' tact post "$work/which" --to mastodon --choice Bread
has 'in a sentence' 'needs two choices at least'
fails 64 'a time that is none too' tact post "$work/which" --to mastodon --choice Bread --choice Cake --open-for soon
ok 'a poll is asked' tact post "$work/which" --to mastodon --choice Bread --choice Cake --open-for 6h --answers nobody --queue
ok 'as it is shown before' tact post "$work/which" --to mastodon --choice Bread --choice Cake --open-for 6h --answers nobody --at +3d
has 'with its choices' '( ) Cake'
has 'how long it is open' 'open for 6 hours'
has 'and what that network can not do' 'On Mastodon everybody may answer'
ok 'it goes at once' tact outbox --again "$(tact outbox --json | jq '[.publications[] | select(.state == "pending")] | max_by(.due) | .id')" --send
is 'with them' "$(tail -1 "$work/there" | jq -c .poll)" '{"options":["Bread","Cake"],"expires_in":21600,"multiple":false}'
ok 'drafts are kept' sh -c 'echo "A template for every week" | "$0" --home "$1" draft --to mastodon --template' "$TACT" "$home"
ok 'and listed' tact draft --list
has 'as what they are' 'template: A template'
printf 'Sold out by noon.\n' >"$work/answer"
ok 'from the account to which it came' tact reply "$(tact search bread --json | jq -r '.posts[0].id')" "$work/answer" --queue --json
later >/dev/null
is 'as its answer' "$(tail -1 "$work/there" | jq -r .parent)" "$(head -1 "$work/there" | jq -r .id)"

"$SAMPLE" --seed 3 --network linkedin --out "$work/li" >/dev/null
ok 'an archive of a network that lets nobody post' tact import "$work"/li/*
ok 'is posted to by hand' sh -c 'echo "We are hiring a baker, full time." | "$0" --home "$1" post --to linkedin --json' "$TACT" "$home"
is 'from the outbox' "$(jq -r '.publications[0].state' "$work/out")" handed_off
id=$(jq '.publications[0].id' "$work/out")
fails 64 'its address is one' tact outbox --there "$id" --url nonsense
ok 'and it is done' tact outbox --there "$id" --url https://www.linkedin.com/feed/update/1
is 'nothing waits any more' "$(tact outbox --json | jq '.publications | length')" 0
ok 'it can be meant for later' sh -c 'echo "We look for a second baker." | "$0" --home "$1" post --to linkedin --at +3h --json' "$TACT" "$home"
is 'then it waits for its time' "$(jq -r '.publications[0].state' "$work/out")" pending
id=$(jq '.publications[0].id' "$work/out")
ok 'and when that has come' tact outbox --again "$id"
ok 'nothing is sent' tact outbox --send
is 'but it is the owner'"'"'s to post' "$(tact outbox --json | jq -r '.publications[].state')" handed_off
ok 'which they do' tact outbox --there "$id"
ok 'other words for what was posted by hand' sh -c 'echo "We found a second baker." | "$0" --home "$1" outbox --edit "$2" --json' "$TACT" "$home" "$id"
id=$(tact outbox --json | jq '.publications[0].id')
ok 'are due' tact outbox --again "$id"
ok 'and nobody is asked to sign in' tact outbox --send
is 'they are the owner'"'"'s to write there too' "$(tact outbox --json | jq -r '.publications[].state')" handed_off
ok 'which is done' tact outbox --there "$id"
ok 'a draft begins in one context' sh -c 'echo "Our oven is for hire." | "$0" --home "$1" draft --to linkedin --json' "$TACT" "$home"
draft=$(jq .draft "$work/out")
fails 64 'it does not go to another one unasked' tact post "$draft" --to linkedin --to mastodon --queue
has 'which is said' 'began in professional; it now also goes to personal: Mastodon una'
ok 'but where that is meant' tact post "$draft" --to linkedin --to mastodon --queue --meant
ok 'which is said once' tact post "$draft" --to linkedin --to mastodon --queue
ok 'a sign-in is given back' tact account mastodon --sign-out
fails 64 'then nothing goes out there' sh -c 'echo hello there | "$0" --home "$1" post --to mastodon' "$TACT" "$home"
done_testing
