#!/bin/sh
# tests/e2e/T230-copy.sh: a home that moves arrives whole, and nothing is written over.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

# whichever engine `tact` runs on here: its program alone, without what names a database
program=${TACT_REAL:-$TACT}
plain() { env -u TACT_DB "$program" --home "$work/plain" "$@"; }
"$SAMPLE" --seed 4 --out "$work/in" >/dev/null
env -u TACT_DB "$program" --home "$work/first" import "$work/in/x.zip" "$work/in/facebook.zip" "$work/in/phone.vcf" >/dev/null
env -u TACT_DB "$program" --home "$work/first" export "$work/before" >/dev/null

ok "from a folder to a folder" plain copy --json --from "$work/first" --to "$work/second"
is "with its rows and files" "$(jq -r '(.rows > 1000), .mended, (.files > 0), .missing, (.tables | length > 40)' "$work/out" | xargs)" "true 0 true 0 true"
env -u TACT_DB "$program" --home "$work/second" export "$work/after" >/dev/null
is "nothing is lost or changed" "$(diff -rq "$work/before" "$work/after")" ""
ok "search works there" env -u TACT_DB "$program" --home "$work/second" search choir
fails 3 "never over what is there" plain copy --from "$work/first" --to "$work/second"
has "says so" "holds something already"
fails 64 "not onto itself" plain copy --from "$work/first" --to "$work/first"
fails 64 "both sides are wanted" plain copy --from "$work/first"
fails 3 "from where nobody listens" plain copy --from "postgres://nobody@127.0.0.1:1/none" --to "$work/third"
has "says what" "can't be reached"

if [ "$engine" = postgres ]; then
	for psql in /usr/lib/postgresql/*/bin/psql; do :; done
	name=copy$$
	"$psql" -q "$TACT_TEST_DB" -c "CREATE DATABASE $name"
	address=$(printf %s "$TACT_TEST_DB" | sed "s|/tact?|/$name?|")
	ok "into PostgreSQL" plain copy --json --from "$work/first" --to "$address"
	jq -c '.tables' "$work/out" >"$work/there"
	ok "and back" plain copy --json --from "$address" --to "$work/fourth"
	is "row for row" "$(jq -c '.tables' "$work/out")" "$(cat "$work/there")"
	env -u TACT_DB "$program" --home "$work/fourth" export "$work/back" >/dev/null
	is "and file for file" "$(diff -rq "$work/before" "$work/back")" ""
	fails 3 "never over what is there, there too" plain copy --from "$work/first" --to "$address"
else
	echo "# SKIP PostgreSQL is not what this runs on (TACT_TEST_DB)"
fi
done_testing
