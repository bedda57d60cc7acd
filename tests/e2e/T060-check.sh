#!/bin/sh
# tests/e2e/T060-check.sh: tact check as scripts use it: inputs, exit statuses, contexts, rules.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

mkdir "$work/drafts"
echo 'We are hiring a C developer for our storage team, apply by Friday.' >"$work/drafts/1-job"
echo 'Had the best lasagne with grandma and the kids on Sunday.' >"$work/drafts/2-lunch"
echo 'My card is 4111 1111 1111 1111, exp 12/27, please order it for me.' >"$work/drafts/3-card"

fails 2 "a folder: the worst verdict decides" tact check --to linkedin "$work/drafts"
has "each draft is named" "2-lunch"
fails 2 "a payment number is kept out everywhere" tact check --to facebook "$work/drafts/3-card"
ok "a job offer fits LinkedIn" tact check --to linkedin "$work/drafts/1-job"
fails 1 "lunch does not" tact check --to linkedin "$work/drafts/2-lunch"
is "standard input" "$(echo 'Lovely weekend at the lake with the kids' | tact check --json --to facebook | jq -r '.checks[0].verdict')" fits
is "the contract's members" \
	"$(tact check --json --to linkedin "$work/drafts/3-card" | jq -c '.checks[0] | [has("account","network","context","verdict","topics","tone","findings","audience","better")] | all')" true
is "a finding shows its bytes" \
	"$(tact check --json --to linkedin "$work/drafts/3-card" | jq -c '.checks[0].findings[0] | [.kind, .severity, .spans[0]]')" '["card","stop",[11,30]]'
is "no finding speaks of scores" "$(tact check --to linkedin "$work/drafts" | grep -ciE 'score|probab|classif')" 0
is "empty text fits" "$(printf '' | tact check --json --to linkedin | jq -r '.checks[0].verdict')" fits
is "binary junk is survived" "$(head -c 3000 "$TACT" | tact check --json --to x | jq -r '.checks | length')" 1
fails 3 "a missing file" tact check "$work/none"
fails 3 "an unknown account" tact check --to myspace "$work/drafts/1-job"
head -c 2000000 /dev/zero | tr '\0' 'a' >"$work/huge"
fails 3 "a book is no draft" tact check "$work/huge"

printf '[each]\n[first]\nno-jobs | any | main career | think_twice | - | you wanted a week without jobs\nelse | any | always | fits | - | it may go\n' >"$home/rules.txt"
fails 1 "the owner's own rules replace the table" tact check --to linkedin "$work/drafts/1-job"
has "with their own words" "a week without jobs"
printf '[each]\nbroken row\n' >"$home/rules.txt"
fails 3 "a broken table says where" tact check --to linkedin "$work/drafts/1-job"
has "the line" "line 2"
done_testing
