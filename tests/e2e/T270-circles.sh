#!/bin/sh
# tests/e2e/T270-circles.sh: circles of people, how somebody stands to the owner, and what is kept.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

ok "no circles yet" tact circles
has "says what makes one" "three people who share something"
tact demo --no-serve >/dev/null
ok "circles as a list" tact circles
has "a family" "Family"
has "with its context" "personal"
tact circles --json >"$work/circles.json"
is "as JSON" "$(jq -r 'type' "$work/circles.json")" array
is "at most 60" "$(jq 'length <= 60 and length >= 5' "$work/circles.json")" true
is "three people or more in each" "$(jq 'all(.[]; .size >= 3)' "$work/circles.json")" true
id=$(jq '[.[] | select(.name == "Choir")][0].id' "$work/circles.json")
ok "one circle" tact circles "$id"
has "its people with what goes back and forth" "you wrote"
is "as many people as it says" "$(tact circles "$id" --json | jq '.size == (.people | length)')" true
ok "another name for it" tact circles "$id" --name "Singing together"
has "shows at once" "Singing together"
has "and is kept" "kept"
tact rebuild >/dev/null
is "also after a rebuild" "$(tact circles "$id" --json | jq -r '.name + " " + .named_from')" "Singing together decided"
who=$(tact circles "$id" --json | jq '.people[0].id')
ok "a person of it" tact person "$who"
has "says how strong the tie is" "they wrote"
has "says the circle" "Singing together"
has "says which side, and why" "personal"
is "as JSON too" "$(tact person "$who" --json | jq -r '.circles[0].name, .context.is')" "Singing together
personal"
is "five are closest" "$(tact people --json | jq '[.[] | select(.layer == 5)] | length')" 5
is "nobody is both and without a reason" "$(tact people --json | jq '[.[] | select(.context.is != null and .context.why == null)] | length')" 0
tact people --json | jq -c '[.[] | [.id, .context, .layer, .exchange.from_them, .circle]]' >"$work/first"
tact rebuild >/dev/null
tact people --json | jq -c '[.[] | [.id, .context, .layer, .exchange.from_them, .circle]]' >"$work/second"
ok "a rebuild gives the same" cmp "$work/first" "$work/second"
ok "what to ask" tact people --ask
has "is a question" "privately, from work, or both?"
has "says how to answer" "--world"
who=$(grep -o 'tact person [0-9]*' "$work/out" | head -n 1 | grep -o '[0-9]*$')
ok "the answer" tact person "$who" --world personal
has "stands above every guess" "personal: as you said"
fails 64 "a world that is none" tact person "$who" --world mars
is "people by context" "$(tact people --context personal --json | jq 'length > 20 and all(.[]; .context.is == "personal")')" true
is "people by kind" "$(tact people --kind family --json | jq 'length > 5 and all(.[]; .kinds | index("family"))')" true
fails 64 "a context that is none" tact people --context mars
fails 64 "a kind that is none" tact people --kind martian
fails 3 "a circle that is not there" tact circles 999999
fails 64 "a name is no number" tact circles choir
fails 64 "a name for no circle" tact circles --name Choir
fails 64 "an empty name" tact circles "$id" --name " "
done_testing
