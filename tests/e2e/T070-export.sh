#!/bin/sh
# tests/e2e/T070-export.sh: everything out again: valid JSON, and vCards that read back.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

tact demo --no-serve >/dev/null
ok "export" tact export "$work/out-dir"
is "every file is valid JSON" "$(for f in "$work"/out-dir/*.json; do jq -e 'type == "array"' "$f" >/dev/null || echo "$f"; done)" ""
is "posts are all there" "$(jq length "$work/out-dir/posts.json")" \
	"$(tact imports --json | jq '[.[].records | .posts + .messages] | add')"
is "ids beyond 2^53 are strings" "$(jq -r '.[0].id | type' "$work/out-dir/posts.json")" string
fails 3 "nothing is overwritten" tact export "$work/out-dir"
people=$(grep -c BEGIN:VCARD "$work/out-dir/people.vcf")
home=$work/again
ok "the vCards read back" tact import --json "$work/out-dir/people.vcf"
is "all of them" "$(jq '.imports[0].records.identities' "$work/out")" "$people"
is "with nothing unread" "$(jq '.imports[0].unread' "$work/out")" 0
is "the schema document names every table" "$(for f in "$work"/out-dir/*.json; do t=$(basename "$f"); grep -qF "$t" docs/output-schema.md || echo "$t"; done)" ""
done_testing
