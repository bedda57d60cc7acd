#!/bin/sh
# tests/e2e/T124-forget.sh: an owner who goes takes everything along.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

tact demo --no-serve >/dev/null
fails 64 "not without being sure" tact forget-owner 1 </dev/null
has "what would go is told" "posts and messages"
fails 3 "nobody by that name" tact forget-owner nobody@example.org --yes
ok "forget" tact forget-owner 1 --yes
is "no post is left" "$(tact search meeting --json | jq -c '[.posts, .people]')" "[[],[]]"
is "nor a file" "$(find "$home" -path '*media*' -type f)" ""
is "nor a word on the disk" "$(cat "$home"/tact.db* | grep -acF Lindqvist)" 0
printf 'BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ann Example\r\nEMAIL:ann@example.org\r\nEND:VCARD\r\n' >"$work/a.vcf"
ok "what is left is a home" tact import "$work/a.vcf"
done_testing
