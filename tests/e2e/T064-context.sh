#!/bin/sh
# tests/e2e/T064-context.sh: tact context: topics, voice and guard, and that the check hears them.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

ok "all contexts" tact context
is "there are three" "$(tact context --json | jq -c '[.[].name]')" '["personal","professional","company"]'
has "with their guard" "guard: tell"
ok "much at once" tact context Professional --welcome "pets, Career" --unwelcome politics \
	--use "we, team" --avoid "cheap, best ever" --formality formal --language "en, de" \
	--emoji 2 --promotion 20% --guard ask
has "is shown" "at most 2"
is "and kept" "$(tact context professional --json | jq -c 'del(.id,.colour)')" \
	'{"name":"professional","mindset":"professional","welcome":["career","pets"],"unwelcome":["politics"],"use":["we","team"],"avoid":["cheap","best ever"],"formality":"formal","languages":["en","de"],"emoji":2,"promotion":0.2,"guard":"ask"}'
ok "one thing alone" tact context professional --emoji 0
is "leaves the others" "$(tact context professional --json | jq -c '[.emoji, .guard, .avoid]')" '[0,"ask",["cheap","best ever"]]'
is "the others' are their own" "$(tact context personal --json | jq -c '[.welcome, .guard]')" '[[],"tell"]'
echo 'Our new release is cheap and we are proud of it. The team worked hard.' >"$work/draft"
is "the check hears the voice" \
	"$(tact check --json --to linkedin "$work/draft" | jq -c '[.checks[0].findings[] | select(.spans[0] == [19,24])] | length')" 1
ok "taken back" tact context professional --welcome "" --unwelcome "" --use "" --avoid "" \
	--formality any --language any --emoji any --promotion usual --guard tell
is "it is as it was" "$(tact context professional --json | jq -c '[.welcome, .use, .avoid, .formality, .languages, .emoji, .promotion, .guard]')" '[[],[],[],"any",[],null,null,"tell"]'
fails 3 "no such context" tact context nowhere
has "names those that there are" "professional"
fails 64 "a topic that is none" tact context personal --welcome cars
has "names them" "nightlife"
fails 64 "a guard that is none" tact context personal --guard loud
fails 64 "a language that is none" tact context personal --language english
fails 64 "too many emoji" tact context personal --emoji 1000
fails 64 "half a share" tact context personal --promotion half
fails 64 "no name" tact context --guard ask
is "nothing was changed" "$(tact context personal --json | jq -c '[.welcome, .guard, .emoji]')" '[[],"tell",null]'
done_testing
