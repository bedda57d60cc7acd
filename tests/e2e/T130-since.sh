#!/bin/sh
# tests/e2e/T130-since.sh: what changed since the archive before, how old archives are, and what is read.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

# archive DIR: a LinkedIn folder with the connections that come on standard input
archive() {
	mkdir -p "$work/$1"
	{
		echo "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
		cat
	} >"$work/$1/Connections.csv"
	cat >"$work/$1/Profile.csv" <<-'CSV'
		First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers
		Mira,Okl,,,,,,,,,,,
	CSV
}
ago() { date -u -d "$1 days ago" "+$2"; }

old=Complete_LinkedInDataExport_$(ago 260 %m-%d-%Y)
new=Complete_LinkedInDataExport_$(ago 200 %m-%d-%Y)
archive "$old" <<'CSV'
Ana,Kos,https://www.linkedin.com/in/ana-kos,,Acme,Engineer,01 Feb 2020
Bo,Berg,https://www.linkedin.com/in/bo-berg,,Birch,Designer,02 Feb 2020
Cy,Cho,https://www.linkedin.com/in/cy-cho,,Clinic,Nurse,03 Feb 2020
Dee,Dahl,https://www.linkedin.com/in/dee-dahl,,Dough,Baker,04 Feb 2020
CSV
archive "$new" <<'CSV'
Ana,Kos,https://www.linkedin.com/in/ana-kos,,Acme,Lead,01 Feb 2020
Bo,Berg-Lang,https://www.linkedin.com/in/bo-berg,,Birch,Designer,02 Feb 2020
Cy,Cho,https://www.linkedin.com/in/cy-cho,,Clinic,Nurse,03 Feb 2020
Eli,Eck,https://www.linkedin.com/in/eli-eck,,Eagle,Pilot,05 Feb 2020
CSV
archive few <<'CSV'
Eli,Eck,https://www.linkedin.com/in/eli-eck,,Eagle,Captain,05 Feb 2020
CSV

ok "two archives of one account come in" tact import "$work/$old" "$work/$new"
ok "the first has nothing before it" tact imports 1 --json
is "and says so" "$(jq -c '.[0].since' "$work/out")" null
ok "the second is held against the first" tact imports 2
has "whose work is another" "1 person with another company or position: Ana Kos (Engineer → Lead; Acme)"
has "whose name is another" "1 person with another name: Bo Berg-Lang (Bo Berg → Bo Berg-Lang)"
has "who is new" "1 new connection: Eli Eck"
has "who is not in it" "1 connection not in this one any more: Dee Dahl"
tact imports 2 --json >"$work/two"
is "the same for scripts" "$(jq -c '.[0].since | [.import, .work, .name, .people, .connections[0].new, .connections[0].gone, .connections[0].fewer]' "$work/two")" "[1,1,1,1,1,1,false]"

ok "a loose list of a few comes in" tact import "$work/few/Connections.csv"
ok "and claims nothing" tact imports 3
has "but says why" "this archive holds fewer, so nothing is said about who is missing"
is "nobody is gone" "$(tact imports 3 --json | jq '.[0].since.connections[0].gone')" 0
tact undo 3 >/dev/null

ok "archives have an age" tact accounts
has "with what a fresh one costs" "(6 months ago). A fresh one takes"
is "for scripts in days" "$(tact accounts --json | jq -c '.[0].archive | [.import, .days, .due, .guide, .remind]')" '[2,200,true,"linkedin","yes"]'
ok "those that are due are listed" tact accounts --stale
ok "an owner may want to hear of it later" tact account linkedin --remind later
fails 1 "then nothing is due" tact accounts --stale
is "and nothing is printed" "$(cat "$work/out")" ""
ok "or never" tact account linkedin --remind never
is "which is a decision" "$(tact account linkedin --json | jq -r .archive.remind)" never
has_decision() { tact export "$work/export" >/dev/null && jq -e 'any(.[]; .verb == "account.remind" and .value == "never" and .revoked_ms == 0)' "$work/export/decisions.json"; }
ok "and kept as one" has_decision
ok "that is taken back" tact account linkedin --remind yes
ok "so that it is due again" tact accounts --stale
fails 64 "there is no fourth answer" tact account linkedin --remind perhaps

printf 'Month,Rent\n1,2\n' >"$work/budget.csv"
fails 3 "what nobody reads is refused" tact import "$work/budget.csv"
has "with all that is read" "LinkedIn archive"
tact help import >"$work/help"
reads() { sed 's/.*it reads: //' "$work/err" | tr -d '\n'; }
is "which is what the help says" "$(tr '\n' ' ' <"$work/help" | grep -cF "What is read: $(reads)")" 1
done_testing
