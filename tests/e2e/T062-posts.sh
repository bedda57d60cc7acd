#!/bin/sh
# tests/e2e/T062-posts.sh: tact check --account: what was posted, held against the place of today.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

fails 3 "no such account" tact check --account x
tact demo --no-serve >/dev/null
fails 2 "old posts with a verdict" tact check --account linkedin --limit 3
has "says of how many" "would make one think today; the worst 3"
fails 2 "as JSON" tact check --account linkedin --limit 1000 --json
cp "$work/out" "$work/all"
is "the contract's members" \
	"$(jq -c '.posts | all(has("id","at","kind","verdict","severity","sentence","rule","text","url"))' "$work/all")" true
is "as many as are doubtful" "$(jq '.doubtful == (.posts | length) and .looked_at > .doubtful' "$work/all")" true
is "worst first" "$(jq '[.posts[] | [{keep_out: 0, think_twice: 1}[.verdict], {stop: 0, warn: 1, info: 2}[.severity], -(.at[:19] + "Z" | fromdate)]] as $v | $v == ($v | sort)' "$work/all")" true
is "a limit takes the worst" "$(tact check --account linkedin --limit 3 --json | jq -c '[.posts[].id]')" "$(jq -c '[.posts[:3][].id]' "$work/all")"
is "none is somebody else's" "$(jq -r '[.posts[].kind] | index("message")' "$work/all")" null
tact check --account linkedin --json >"$work/again"
tact check --account linkedin --json >"$work/and-again"
ok "the same every time" cmp "$work/again" "$work/and-again"
fails 64 "a limit that is none" tact check --account linkedin --limit many
fails 64 "with --to" tact check --account linkedin --to x
done_testing
