#!/bin/sh
# tests/e2e/T060-check.sh: tact check as scripts use it: inputs, exit statuses, contexts, rules.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

mkdir "$work/drafts"
echo 'We are hiring a C developer for our storage team, apply by Friday.' >"$work/drafts/1-job.txt"
echo 'Had the best lasagne with grandma and the kids on Sunday.' >"$work/drafts/2-lunch.txt"
echo 'My card is 4111 1111 1111 1111, exp 12/27, please order it for me.' >"$work/drafts/3-card.txt"

fails 2 "a folder: the worst verdict decides" tact check --to linkedin "$work/drafts"
has "each draft is named" "2-lunch.txt"
mkdir -p "$work/drafts/more/.git"
cp "$work/drafts/3-card.txt" "$work/drafts/more/.git/4.md"
cp "$work/drafts/3-card.txt" "$work/drafts/more/5.c"
fails 2 "what is no draft is passed over" tact check --to facebook "$work/drafts"
is "also in the folders in it" "$(grep -c '^/' "$work/out")" 3
mv "$work/drafts/more/5.c" "$work/drafts/more/5.Markdown"
is "folders are looked through" "$(tact check --json --to facebook "$work/drafts" | jq -c '[.checks[].file | split("/")[-1]]')" \
	'["1-job.txt","2-lunch.txt","3-card.txt","5.Markdown"]'
is "several files" "$(tact check --json --to x "$work/drafts/1-job.txt" "$work/drafts/3-card.txt" | jq -r '.checks | length')" 2
fails 2 "a payment number is kept out everywhere" tact check --to facebook "$work/drafts/3-card.txt"
ok "a job offer fits LinkedIn" tact check --to linkedin "$work/drafts/1-job.txt"
fails 1 "lunch does not" tact check --to linkedin "$work/drafts/2-lunch.txt"
is "standard input" "$(echo 'Lovely weekend at the lake with the kids' | tact check --json --to facebook | jq -r '.checks[0].verdict')" fits
is "the contract's members" \
	"$(tact check --json --to linkedin "$work/drafts/3-card.txt" | jq -c '.checks[0] | [has("account","network","context","verdict","topics","tone","findings","audience","better")] | all')" true
is "a finding shows its bytes" \
	"$(tact check --json --to linkedin "$work/drafts/3-card.txt" | jq -c '.checks[0].findings[0] | [.kind, .severity, .spans[0]]')" '["card","stop",[11,30]]'
is "no finding speaks of scores" "$(tact check --to linkedin "$work/drafts" | grep -ciE 'score|probab|classif')" 0
is "empty text fits" "$(printf '' | tact check --json --to linkedin | jq -r '.checks[0].verdict')" fits
is "binary junk is survived" "$(head -c 3000 "$TACT" | tact check --json --to x | jq -r '.checks | length')" 1
fails 3 "a missing file" tact check "$work/none"
fails 3 "an unknown account" tact check --to myspace "$work/drafts/1-job.txt"
head -c 2000000 /dev/zero | tr '\0' 'a' >"$work/huge"
fails 3 "a book is no draft" tact check "$work/huge"

cat >"$work/post.md" <<'EOF'
---
title: Call me on my card 4111 1111 1111 1111
card: 4111 1111 1111 1111
---
Text with [a link](https://x.example/4111111111111111) and

```
card = 4111 1111 1111 1111
```
EOF
fails 2 "a title counts" tact check --json --to web "$work/post.md"
is "front matter, code and addresses don't, and spans are those of the file" \
	"$(jq -c '[.checks[0].findings[] | select(.kind == "card") | .spans[0]]' "$work/out")" '[[30,49]]'
fails 3 "a picture, one day" tact check "$work/none.jpg"
fails 64 "--limit alone" tact check --limit 3
fails 64 "--account takes no file" tact check --account x "$work/post.md"
ok "explained" tact check --explain --to linkedin "$work/drafts/1-job.txt"
has "with the words" '"hiring"'
has "and the rule" "rule "
is "the members of a check" \
	"$(tact check --json --to linkedin "$work/drafts/2-lunch.txt" | jq -c '.checks[0] | [has("kinds","readers","taught"), (.audience.groups | has("prospects","clients","colleagues","friends","family")), (.findings[0] | has("fact"))] | all')" true
printf '[each]\nours | any | topic career | keep_out | - | jobs are announced by the office\n' >"$work/ours.txt"
fails 2 "a company's rules go before" tact check --rules "$work/ours.txt" --to linkedin "$work/drafts/1-job.txt"
has "in its words" "announced by the office"
fails 3 "rules that are not there" tact check --rules "$work/nothing" "$work/drafts/1-job.txt"

printf '[each]\n[first]\nno-jobs | any | main career | think_twice | - | you wanted a week without jobs\nelse | any | always | fits | - | it may go\n' >"$home/rules.txt"
fails 1 "the owner's own rules replace the table" tact check --to linkedin "$work/drafts/1-job.txt"
has "with their own words" "a week without jobs"
printf '[each]\nbroken row\n' >"$home/rules.txt"
fails 3 "a broken table says where" tact check --to linkedin "$work/drafts/1-job.txt"
has "the line" "line 2"
done_testing
