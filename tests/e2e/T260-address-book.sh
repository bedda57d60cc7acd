#!/bin/sh
# tests/e2e/T260-address-book.sh: the address-book set: the same bytes, its shares, and that it imports.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
book=${SAMPLE%/*}/tact-addressbook

fails 64 "without a folder it says what is missing" "$book"
has "in one sentence" "--out is missing"
fails 64 "a number that is none is refused" "$book" --people many --out "$work/no"
fails 64 "and a word that is no option" "$book" --persons 30 --out "$work/no"
fails 64 "and an option without its value" "$book" --out
ok "a set is made" "$book" --out "$work/a"
"$book" --seed 1 --people 2000 --out "$work/same"
is "the same seed gives the same bytes" "$(diff -rq "$work/a" "$work/same")" ""
"$book" --seed 2 --out "$work/other"
fails 1 "another seed gives others" cmp -s "$work/a/records.csv" "$work/other/records.csv"
"$book" --people 20 --out "$work/small"
is "as few as twenty are all there" "$(sed 1d "$work/small/records.csv" | cut -d, -f2 | sort -u | wc -l)" 20

# The first four columns never need quotes: id, person, kind, network.
front() { sed 1d "$work/a/records.csv" | cut -d, -f1-4; }
between() { # between LEAST MOST VALUE
	awk -v least="$1" -v most="$2" -v v="$3" 'BEGIN { print (v >= least && v <= most) ? "fits" : v }'
}
is "2,000 people" "$(front | cut -d, -f2 | sort -u | wc -l)" 2000
is "ids are unique" "$(front | cut -d, -f1 | sort | uniq -d)" ""
is "every identity has its truth" "$(front | grep -cvE '^r[0-9]{7},p[0-9]{6},[a-z_]+,(linkedin|facebook|mastodon|x|contacts)$')" 0
is "nobody stands twice on one network" "$(front | cut -d, -f2,4 | sort | uniq -d)" ""
is "3.3 to 3.8 identities each" "$(between 3.3 3.8 "$(front | awk -F, '{ n++; p[$2] } END { print n / length(p) }')")" fits
while read -r kind least most; do
	is "$kind: $least to $most people" \
		"$(between "$least" "$most" "$(front | awk -F, -v k="$kind" '$3 == k { p[$2] } END { print length(p) }')")" fits
done <<'KINDS'
namesake 180 220
relative 54 66
impersonator 18 22
changed_name 90 110
transliterated 200 400
KINDS
is "an impersonator has one identity" "$(front | awk -F, '$3 == "impersonator" { p[$2]++ } END { for (k in p) if (p[k] > 1) print k }')" ""
is "every column has its role" "$(sed 1d "$work/a/fields.csv" | cut -d, -f1 | paste -sd,)" "$(head -n 1 "$work/a/records.csv")"

# of the pairs of identities of one person, those with an address in common
share=$(sed -nE 's/^[^,]*,(p[0-9]+),[^,]*,[a-z]+,("([^"]|"")*"|[^,"]*),[^,]*,([^,]*),.*/\1 \4/p' "$work/a/records.csv" |
	awk '{ n[$1]++; delete seen
		for (i = 2; i <= NF; i++) if ($i != "|" && !(tolower($i) in seen)) { seen[tolower($i)]; has[$1, tolower($i)]++ } }
		END { for (p in n) pairs += n[p] * (n[p] - 1) / 2
		for (k in has) shared += has[k] * (has[k] - 1) / 2
		print 100 * shared / pairs }')
is "about 35 of a hundred pairs share an address" "$(between 30 40 "$share")" fits

ok "the archives import" tact import --json "$work/a/archives"/*
is "all five" "$(jq -r '[.imports[].network] | sort | join(" ")' "$work/out")" "contacts facebook linkedin mastodon x"
is "nothing is unread" "$(jq '[.imports[].unread] | add' "$work/out")" 0
tact people --json >"$work/people.json"
for network in contacts facebook linkedin mastodon x; do
	keys=$(sed 1d "$work/a/truth.csv" | sed 's/,p[0-9]*$//' | sort -u | grep -c "^$network,")
	is "$network: as many identities as the truth has keys" \
		"$(jq --arg n "$network" '[.[] | select(.owner | not) | .identities[] | select(.network == $n)] | length' "$work/people.json")" "$keys"
done
is "a handle that the truth names is found" \
	"$(jq -r '[.[].identities[] | select(.network == "mastodon") | .handle] | sort | .[0]' "$work/people.json")" \
	"$(grep '^mastodon,' "$work/a/truth.csv" | cut -d, -f2 | sort | head -n 1)"
done_testing
