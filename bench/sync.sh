#!/bin/sh
# bench/sync.sh: reading a home timeline of 10,000 posts: Tact stores, indexes and shows them; masto.js, the
# usual client library, only reads. Wall and processor seconds and peak memory of both, in one run.
# use: bench/sync.sh [POSTS]   Wants: node and npm.
set -eu
cd "$(dirname -- "$0")/.."
posts=${1:-10000}
tact=$PWD/build/release/tact
dir=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill $server 2>/dev/null; rm -rf "$dir"' EXIT
port=$(node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})")
node bench/sync-server.mjs "$port" "$posts" >"$dir/log" &
server=$!
for _ in $(seq 200); do grep -q ready "$dir/log" && break; sleep 0.1; done
(cd "$dir" && npm init -y >/dev/null && npm install --silent --no-fund --no-audit masto@6 >/dev/null)
cat >"$dir/read.mjs" <<'JS'
import { createRestAPIClient } from 'masto'
const masto = createRestAPIClient({ url: process.argv[2], accessToken: 't' })
let n = 0
for await (const page of masto.v1.timelines.home.list({ limit: 40 })) n += page.length
console.log(n)
JS
timed() { # wall, processor seconds and peak MB
	/usr/bin/env time -f '%e %U %S %M' -o "$dir/time" "$@" >"$dir/out"
	awk '{ printf "%.2f %.2f %.0f", $1, $2 + $3, $4 / 1024 }' "$dir/time"
}
echo code | "$tact" --home "$dir/home" account add mastodon --server "127.0.0.1:$port" >/dev/null
# as many pages as there are, in as many runs as it takes: what it stops at is left to the next
theirs=$(timed node "$dir/read.mjs" "http://127.0.0.1:$port")
read=$(cat "$dir/out")
ours_wall=0 ours_cpu=0 ours_mb=0
while :; do
	# shellcheck disable=SC2046 # three numbers
	set -- $(timed "$tact" --home "$dir/home" sync --json)
	ours_wall=$(echo "$ours_wall $1" | awk '{print $1 + $2}')
	ours_cpu=$(echo "$ours_cpu $2" | awk '{print $1 + $2}')
	ours_mb=$3
	[ "$(jq '.accounts[0].items' "$dir/out")" -gt 0 ] || break
done
kept=$("$tact" --home "$dir/home" imports --json | jq 'map(.records.posts) | add')
echo "| what | posts | wall s | processor s | peak MB |"
echo "| --- | --- | --- | --- | --- |"
echo "| masto.js, bare reading | $read | $(echo "$theirs" | awk '{print $1 " | " $2 " | " $3}') |"
echo "| tact: stored, indexed, people once | $kept | $ours_wall | $ours_cpu | $ours_mb |"
