#!/bin/sh
# tests/e2e/T090-people.sh: what one reads of people, imports and searches without --json.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

ok "nobody yet" tact people
has "says what to do" "tact import"
ok "no imports yet" tact imports
has "says so" "Nothing is imported yet"
tact demo --no-serve >/dev/null
ok "people as a list" tact people --limit 5
is "as long as asked for" "$(wc -l <"$work/out")" 5
fails 1 "nobody of that name" tact people xylophonequartz
has "is said" "Nobody is called that"
id=$(tact people --json | jq '[.[] | select(.owner | not) | select([.identities[].network] | unique | length > 2)][0].id')
ok "one person whole" tact person "$id"
has "what is known" "What is known"
has "with its source" "— LinkedIn"
has "why it is one person" "the same e-mail address"
ok "the owner" tact person "$(tact people --json | jq '.[] | select(.owner) | .id')"
has "is one over all accounts" "both are your own accounts"
fails 3 "a person who is not there" tact person 999999
fails 64 "a name is no number" tact person karel
fails 64 "a limit that is none" tact people --limit few
ok "imports with their counts" tact imports
has "in words" "people"
printf 'BEGIN:VCARD\nVERSION:3.0\nNOTE:nobody\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:Ann\nEND:VCARD\n' >"$work/half.vcf"
ok "an archive of which one record can't be read" tact import "$work/half.vcf"
has "says how many stayed raw" "1 record could not be read"
id=$(tact imports --json | jq '.[-1].id')
ok "one import whole" tact imports "$id"
has "shows the record as it stands" "NOTE:nobody"
has "with its reason" "without a name"
fails 3 "an import that never was" tact imports 999
ok "search as text" tact search choir
has "names the network" "Mastodon"
done_testing
