#!/bin/sh
# tests/e2e/T300-once.sh: nothing is lost and nothing is sent twice, through a server that drops answers, is late,
# answers twice or dies, while tact itself is killed at any moment. ONCE=1000 for more of it.
# shellcheck disable=SC2016,SC2154 # what is quoted is another shell's; lib.sh makes the rest
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

many=${ONCE:-25}
peer=$(cd "$(dirname "$0")/../peers" && pwd)/unsure.mjs
command -v node >/dev/null || { ok 'SKIP: node is not installed' true; done_testing; exit 0; }
peers='' killer=''
trap 'kill $peers $killer 2>/dev/null; rm -rf "$work"' EXIT
port() { node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})"; }

sign_in() { # PORT: the code of this server is any
	echo code | tact account add mastodon --server "127.0.0.1:$1" >/dev/null
}
keep_up() { # PORT STATE WORD: a server that is started again when it dies
	while :; do
		node "$peer" --port "$1" --state "$2" --seed $((seed = seed + 1)) "$3" >/dev/null 2>&1 && break
	done &
	peers="$peers $!"
}
once() { # WHAT WORD: publishes $many texts through a server of that kind
	where=$(port) state=$work/state-$1 seed=$((1 + $(printf %s "$1" | wc -c)))
	home=$work/home-$1
	node "$peer" --port "$where" --state "$state" --honest >/dev/null &
	honest=$!
	for _ in $(seq 100); do curl -fs "http://127.0.0.1:$where/api/v2/instance" >/dev/null && break; sleep 0.1; done
	sign_in "$where"
	kill $honest
	wait $honest 2>/dev/null
	for i in $(seq "$many"); do
		echo "Number $i of what goes out once" | tact post --to mastodon --queue --json >/dev/null || return 1
	done
	sleep 10
	keep_up "$where" "$state" "$2"
	export TACT_LOOK_MS=600
	round=0 left=1
	while [ $round -lt $((many * 3)) ]; do
		round=$((round + 1))
		"$TACT" --home "$home" outbox --send --json >"$work/out" 2>/dev/null &
		sending=$!
		# kill -9 at any moment of two in three runs
		case $((round % 3)) in 0) : ;; *) sleep "0.$((round * 37 % 10))$((round % 7))"; kill -9 $sending 2>/dev/null ;; esac
		wait $sending 2>/dev/null
		[ $((round % 10)) != 0 ] || left=$(tact outbox --json | jq '.publications | length')
		[ "$left" != 0 ] || break
		sleep 0.2
	done
	# what was refused often waits longer and longer by now: the server is well again, and its owner says so
	# shellcheck disable=SC2086 # several numbers
	kill $peers 2>/dev/null
	pkill -f "$peer --port $where" 2>/dev/null
	sleep 0.3
	node "$peer" --port "$where" --state "$state" "$2" --honest >/dev/null &
	peers=$!
	sleep 1
	for id in $(tact outbox --json | jq '.publications[] | select(.state == "pending" or .state == "failed") | .id'); do
		tact outbox --again "$id" >/dev/null
	done
	for _ in $(seq 30); do
		tact outbox --send >/dev/null 2>&1
		[ "$(tact outbox --json | jq '.publications | length')" != 0 ] || break
		sleep 0.7
	done
	kill $peers
	peers=
	unset TACT_LOOK_MS
	tact outbox --all --json >"$work/all"
	ok "$1: all of them went out" test "$(jq '[.publications[] | select(.state == "sent")] | length' "$work/all")" = "$many"
	ok "$1: none of them twice" test "$(jq -r .text "$state" | sort | uniq -d | wc -l)" = 0
	ok "$1: none of them is missing there" test "$(jq -r .text "$state" | sort -u | wc -l)" = "$many"
	ok "$1: each has the address of its own post" test \
		"$(jq -r '.publications[] | "\(.url | split("/") | last) \(.text)"' "$work/all" | sort | cksum)" = \
		"$(jq -r '"\(.id) \(.text)"' "$state" | sort | cksum)"
}

once keyed --keyed
once plain --plain
done_testing
