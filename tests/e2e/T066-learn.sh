#!/bin/sh
# tests/e2e/T066-learn.sh: tact learn and tact learned: what is taught counts, and can be taken back.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

echo 'Please vote for our council on Sunday, every vote counts in this election.' >"$work/vote"
topic() { tact check --json --to facebook "$work/vote" | jq -r '.checks[0].topics[0].topic'; }
verdict() { tact check --json --to linkedin "$work/vote" | jq -r '.checks[0].verdict'; }

ok "nothing yet" tact learned
has "says how" "tact learn"
share() { tact check --json --to facebook "$work/vote" | jq '[.checks[0].topics[] | select(.topic == "politics") | .p] | add // 0'; }
is "as the model reads it" "$(topic)" politics
before=$(verdict)
was=$(share)
ok "it is not about politics" tact learn isnt politics "$work/vote"
has "in plain words" "is not about politics"
is "that counts" "$(jq -n "$was - $(share) > 0.05")" true
is "and is told" "$(tact check --json --to facebook "$work/vote" | jq -c '.checks[0].taught')" '["topic:politics"]'
ok "from standard input" sh -c "cat '$work/vote' | '$TACT' --home '$home' learn is topic:charity"
ok "the list" tact learned
has "numbered" "   2  "
has "with the text" "Please vote for"
ok "forgotten" tact learned --forget 1
ok "and the other" tact learned --forget 2
is "no trace is left" "$(topic) $(verdict)" "politics $before"
fails 3 "forgotten already" tact learned --forget 2
is "the list is empty" "$(tact learned --json)" '[]'
is "but nothing is lost" "$(tact learned --json --all | jq -c '[.[] | [.id, .kind, .fact, .taken_back != null]]')" \
	'[[1,"isnt","topic:politics",true],[2,"is","topic:charity",true]]'
ok "never here" tact learn never politics --in Personal
is "is kept out there" "$(tact check --json --to facebook "$work/vote" | jq -r '.checks[0].verdict')" keep_out
is "and nowhere else" "$(verdict)" "$before"
ok "fine here after all" tact learn fine politics --in personal
is "the last word counts" "$(tact check --json --to facebook "$work/vote" | jq -r '.checks[0].verdict')" fits
fails 64 "what a text gives away" tact learn fine phone
has "says why" "always told"
fails 64 "a topic that is none" tact learn is cars "$work/vote"
fails 64 "no word of ours" tact learn perhaps pets "$work/vote"
fails 64 "no text" sh -c "printf '' | '$TACT' --home '$home' learn is pets"
fails 64 "of a text, in a context" tact learn is pets "$work/vote" --in personal
fails 3 "no such context" tact learn fine pets --in nowhere
fails 3 "a file that is not there" tact learn is pets "$work/nothing"
fails 64 "no number" tact learned --forget it
done_testing
