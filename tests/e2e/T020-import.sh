#!/bin/sh
# tests/e2e/T020-import.sh: archives in: the contract's JSON, twice the same, newer, all samples.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

"$SAMPLE" --seed 2 --out "$work/a"
ok "all archives at once" tact import --json "$work/a/linkedin.zip" "$work/a/facebook.zip" "$work/a/x.zip" "$work/a/mastodon.tar.gz" "$work/a/google-contacts.csv" "$work/a/phone.vcf"
cp "$work/out" "$work/imports.json"
is "each has the members that scripts rely on" \
	"$(jq -c '[.imports[] | has("id") and has("archive") and has("network") and has("account") and has("unread") and has("seconds") and (.records | has("identities") and has("connections") and has("posts") and has("messages") and has("reactions") and has("attachments"))] | all' "$work/imports.json")" true
is "nothing is unread" "$(jq '[.imports[].unread] | add' "$work/imports.json")" 0

tact export "$work/before" >/dev/null
ok "the same archive again" tact import "$work/a/linkedin.zip"
has "says that nothing is new" "nothing new"
mkdir "$work/unpacked" && (cd "$work/unpacked" && unzip -q "$work/a/linkedin.zip")
ok "unpacked to a folder it is the same" tact import "$work/unpacked"
has "and nothing is new either" "nothing new"
tact export "$work/after" >/dev/null
is "and nothing changed" "$(diff -rq "$work/before" "$work/after")" ""

ok "search finds posts and people" tact search choir
ok "search as JSON" tact search --json --best choir
is "with posts" "$(jq '.posts | length > 0' "$work/out")" true
fails 1 "what nobody wrote is not found" tact search xylophonequartz
ok "one person whole" tact person "$(tact people --json | jq '[.[] | select(.identities | length > 1)][0].id')"
has "with the reasons why it is one" "Why this is one person"

ok "a context is chosen" tact account mastodon --context professional
is "and kept" "$(tact accounts --json | jq -r '.[] | select(.network == "mastodon") | .context')" professional
fails 64 "a new context wants to know what it is like" tact account x --context choir
ok "then it is made" tact account x --context choir --like personal

ok "rebuild" tact rebuild
is "leaves everything as it was" "$(tact search --json choir | jq '.posts | length > 0')" true

if [ -z "${TACT_SHARED:-}" ]; then
	echo "# SKIP the public samples are not here"
else
	d=$TACT_SHARED/data
	home=$work/shared
	ok "every LinkedIn era" tact import "$d"/linkedin/cleanroom/*.zip
	ok "Facebook layouts" tact import "$d"/facebook/cleanroom/*.zip "$d"/facebook/msgvault/json_* "$d"/facebook/msgvault/e2ee_simple
	ok "X eras" tact import "$d"/x/cleanroom/*.zip "$d"/x/cleanroom/twitter-2020-old "$d"/x/cleanroom/grailbird-2016
	ok "Mastodon and its lists" tact import "$d"/mastodon/cleanroom/*.zip "$d"/mastodon/cleanroom/csv
	ok "vCards" tact import "$d"/vcard/cleanroom/*.vcf "$d"/vcard/ez-vcard/*.vcf
	ok "contacts as CSV" tact import "$d"/contacts-csv/cleanroom/*.csv
	is "somebody is found in both" \
		"$(tact people 'elodie munoz' --json | jq '[.[].identities[].network] | unique | contains(["linkedin", "facebook"])')" true
fi
done_testing
