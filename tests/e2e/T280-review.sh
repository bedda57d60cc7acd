#!/bin/sh
# tests/e2e/T280-review.sh: who is one person, as the owner says: merge, split, review, and all of it taken back.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
book=${SAMPLE%/*}/tact-addressbook

ok "no questions in an empty home" tact review
has "says so" "Nothing to answer"
"$book" --people 200 --out "$work/book" >/dev/null
tact import "$work/book/archives"/* >/dev/null
ok "questions as a list" tact review --limit 3
has "in words" "one person"
has "with what speaks for it" "++"
tact review --json --limit 500 >"$work/review.json"
is "as JSON" "$(jq -r 'keys | join(" ")' "$work/review.json")" "all same sides"
is "all of them" "$(jq '.all == (.same | length) and .all > 2' "$work/review.json")" true
is "the likeliest first" "$(jq '[.same[].bits] == ([.same[].bits] | sort | reverse)' "$work/review.json")" true
is "every reason has its words" "$(jq 'all(.same[].why.reasons[]; .says | length > 3)' "$work/review.json")" true
a=$(jq '.same[0].a.id' "$work/review.json")
b=$(jq '.same[0].b.id' "$work/review.json")
people() { tact people --json; }
people >"$work/before.json"

word() { jq -r .word "$work/out"; }
person() { jq -r .person "$work/out"; }
ok "the two are one" tact review --same "$a" "$b" --json
id=$(person)
word=$(word)
is "with the identities of both" "$(tact person "$id" --json | jq '.identities | length')" \
	"$(jq --argjson a "$a" --argjson b "$b" '[.[] | select(.id == $a or .id == $b) | .identities[]] | length' "$work/before.json")"
is "the question is gone" "$(tact review --json --limit 500 | jq --argjson a "$a" --argjson b "$b" 'any(.same[]; .a.id == $a and .b.id == $b)')" false
ok "the person says why" tact person "$id"
has "and that it was you" "What you said"
ok "it stays through a rebuild" tact rebuild
is "as one person" "$(tact person "$id" --json | jq '.words | length')" 1
ok "and is taken back" tact person "$id" --take-back "$word"
people >"$work/after.json"
is "exactly" "$(cmp "$work/before.json" "$work/after.json" && echo same)" same
fails 3 "only once" tact person "$id" --take-back "$word"

ok "the two are not one" tact review --apart "$a" "$b" --json
is "it is not asked again" "$(tact review --json --limit 500 | jq --argjson a "$a" --argjson b "$b" 'any(.same[]; .a.id == $a and .b.id == $b)')" false
ok "until that is taken back" tact person "$a" --take-back "$(word)"
is "then it is" "$(tact review --json --limit 500 | jq --argjson a "$a" --argjson b "$b" 'any(.same[]; .a.id == $a and .b.id == $b)')" true

id=$(jq '[.[] | select((.owner | not) and (.identities | length > 2))][0].id' "$work/before.json")
one=$(jq --argjson id "$id" '.[] | select(.id == $id) | .identities[-1].id' "$work/before.json")
ok "an identity is somebody else" tact split "$id" "$one" --json
is "who stands apart now" "$(tact person "$id" --json | jq --argjson one "$one" 'any(.identities[]; .id == $one)')" false
ok "and comes back" tact person "$id" --take-back "$(word)"
people >"$work/after.json"
is "exactly as it was" "$(cmp "$work/before.json" "$work/after.json" && echo same)" same

ok "two are merged by number" tact merge "$a" "$b"
has "says how to take it back" "--take-back"
word=$(sed -nE 's/^Kept as word ([0-9]+).*/\1/p' "$work/out")
id=$(sed -nE 's/.*of person ([0-9]+)\. .*/\1/p' "$work/out")
ok "which does" tact person "$id" --take-back "$word"
ok "this is you" tact person "$a" --me
has "and says its number" "This is you: word"
word=$(sed -nE 's/.*word ([0-9]+)\..*/\1/p' "$work/out" | head -n 1)
me=$(tact people --json | jq '.[] | select(.owner) | .id')
is "the owner has that identity" "$(tact person "$me" --json | jq --argjson one "$a" 'any(.identities[]; .id == $one)')" true
ok "and loses it again" tact person "$me" --take-back "$word"
people >"$work/after.json"
is "as if nothing was said" "$(cmp "$work/before.json" "$work/after.json" && echo same)" same

fails 64 "a name is no number" tact merge "$a" karel
fails 64 "one is not two" tact merge "$a"
fails 64 "nor for a script" tact review --same "$a"
fails 64 "one or the other" tact review --same "$a" --apart "$a" "$b"
fails 64 "a limit that is none" tact review --limit few
fails 3 "somebody who is not there" tact merge "$a" 999999999
fails 3 "an identity that is not theirs" tact split "$a" 999999999
fails 3 "a word that was never said" tact person "$a" --take-back 999999
done_testing
