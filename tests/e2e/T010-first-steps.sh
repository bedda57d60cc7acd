#!/bin/sh
# tests/e2e/T010-first-steps.sh: the first minutes: the demo home, its people, two drafts.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

ok "an empty home lists no accounts, kindly" tact accounts
has "and says what to do" "tact import"
printf 'We are thrilled to announce version 4.2 of our analytics platform, with 30 %% faster dashboards! Book a demo today.\n' >"$work/launch"
printf 'Our little one took her first steps today, so proud and a bit teary!\n' >"$work/steps"
fails 1 "without accounts a draft is held against typical ones" tact check "$work/launch"
has "Facebook has second thoughts" "Think twice"

ok "the demo fills the home" tact demo --no-serve
has "through the ordinary readers" "LinkedIn archive"
is "all five networks and the address book are there" \
	"$(tact accounts --json | jq -r '[.[].network] | unique | join(" ")')" \
	"contacts facebook linkedin mastodon x"
is "nothing of it stayed unread" "$(tact imports --json | jq '[.[].unread] | add')" 0
ok "demo again changes nothing" tact demo --no-serve
has "and says so" "nothing new"
is "people stand on several networks with evidence" \
	"$(tact people --json | jq '[.[] | select(.owner | not) | select([.identities[].network] | unique | length > 1)] | length > 10')" true

fails 1 "product news: fits LinkedIn, think twice on Facebook" tact check --to linkedin --to facebook "$work/launch"
is "verdict on LinkedIn" "$(tact check --json --to linkedin "$work/launch" | jq -r '.checks[0].verdict')" fits
is "verdict on Facebook" "$(tact check --json --to facebook "$work/launch" | jq -r '.checks[0].verdict')" think_twice
is "with the better place" "$(tact check --json --to facebook "$work/launch" | jq -r '.checks[0].better | map(startswith("linkedin")) | any')" true
is "first steps: fits Facebook" "$(tact check --json --to facebook "$work/steps" | jq -r '.checks[0].verdict')" fits
is "first steps: think twice on LinkedIn" "$(tact check --json --to linkedin "$work/steps" | jq -r '.checks[0].verdict')" think_twice
is "the reason counts the people who are there" \
	"$(tact check --json --to facebook "$work/launch" | jq '.checks[0].audience.people > 100')" true
done_testing
