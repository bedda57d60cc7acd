#!/bin/sh
# tests/e2e/T200-owners.sh: several owners on the command line: nothing of one reaches another.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

mark=Quillfeather
one=$work/one.vcf
printf 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bea %s\r\nEMAIL:bea@mail.example\r\nEND:VCARD\r\n' "$mark" >"$one"
mkdir "$work/in"
"$SAMPLE" --seed 3 --out "$work/in" >/dev/null

ok "a home begins with one owner" tact owners
has "who is the host" "host"
ok "whoever is there imports" tact import "$one"
ok "an archive with posts too" tact import "$work"/in/*mastodon*
echo "bramble over old stones" >"$work/pw"
ok "a second one is added" sh -c '"$0" --home "$1" owner add Ann@Example.org --name Ann <"$2"' "$TACT" "$home" "$work/pw"
has "with the e-mail in small letters" "ann@example.org"
fails 3 "not twice" sh -c '"$0" --home "$1" owner add ann@example.org --name Ann <"$2"' "$TACT" "$home" "$work/pw"
fails 64 "not without a name" sh -c '"$0" --home "$1" owner add b@example.org <"$2"' "$TACT" "$home" "$work/pw"
fails 64 "not with what is no e-mail" sh -c '"$0" --home "$1" owner add nobody --name B <"$2"' "$TACT" "$home" "$work/pw"
fails 64 "nor with a short password" sh -c 'echo short | "$0" --home "$1" owner add b@example.org --name B' "$TACT" "$home"
ok "both are listed" tact owners --json
is "as JSON" "$(jq -r '[.[] | .id, .email] | join(" ")' "$work/out")" "1  2 ann@example.org"
fails 3 "an owner that there is not" tact --owner nobody@example.org people
fails 3 "nor by number" tact --owner 77 people

# every command, as the other owner, with whatever numbers the first one's things have
import=$(tact imports --json | jq '.[0].id')
person=$(tact people "$mark" --json | jq '.[0].id')
account=$(tact accounts --json | jq '.[0].id')
before=$(tact export "$work/before" >/dev/null 2>&1 && cat "$work"/before/* 2>/dev/null | grep -v session | cksum)
mine() { # runs a command as Ann; what it says must not have a word of the other's
	"$TACT" --home "$home" --owner ann@example.org "$@" >"$work/all" 2>&1 </dev/null
	grep -qiE "$mark|bea@mail|mastodon" "$work/all" && return 1
	return 0
}
for words in "accounts" "accounts --json" "account $account" "account $account --context personal" "people" "people --json" \
	"people $mark" "person $person" "person $person --json" "search $mark" "search the --json" "imports" "imports --json" \
	"imports $import" "undo $import" "context" "context personal" "learned" "learned --json" "rebuild" "check $one"; do
	# shellcheck disable=SC2086 # words
	ok "nothing of another: tact $words" mine $words
done
ok "nothing of another: tact export" mine export "$work/ann"
ok "nothing in what was exported" sh -c '! grep -rqi "$1" "$2"' - "$mark" "$work/ann"
after=$(tact export "$work/after" >/dev/null 2>&1 && cat "$work"/after/* 2>/dev/null | grep -v session | cksum)
is "and the first one's is as it was" "$after" "$before"
ok "the first still finds it" tact people "$mark"
has "by name" "$mark"

ok "Ann imports the same" tact --owner 2 import "$one"
ok "and finds it" tact --owner 2 people "$mark"
has "in her own" "$mark"
ok "Ann takes it back" tact --owner 2 undo "$(tact --owner 2 imports --json | jq '.[0].id')"
ok "the first has it still" tact people "$mark"
has "as before" "$mark"

ok "Ann is closed" tact owner close ann@example.org
fails 3 "not twice" tact owner close ann@example.org
fails 3 "the last host can't be" tact owner close 1
ok "and reopened" tact owner reopen 2
fails 64 "nothing else can be done to an owner" tact owner frobnicate 2
ok "somebody is invited" tact invite cal@example.org --url https://tact.example.org
has "by a link" "https://tact.example.org/join/"
fails 3 "not who is here" tact invite ann@example.org
fails 64 "nor what is no e-mail" tact invite cal
ok "the second step can be removed on the machine" tact --owner 2 password --drop-second
done_testing
