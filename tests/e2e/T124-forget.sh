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
is "nor a word on the disk" "$(grep -cF Lindqvist "$home"/tact.db*  | grep -cv ':0$')" 0
ok "what is left is a home" tact import --json "$(dirname "$0")/../fuzz/corpus/vcard/$(ls "$(dirname "$0")/../fuzz/corpus/vcard" | head -n 1)"
done_testing
