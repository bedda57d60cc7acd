#!/bin/sh
# bench/chaos.sh: two processes on one PostgreSQL; 200 imports and undos, and twenty times one of
# the two dies with -9 at some moment. Then everything is there, and nothing twice.
# use: bench/chaos.sh   JOBS=200 KILLS=20 SEED=1
# Wants: PostgreSQL, curl, jq. Its own server in a temporary folder; ends what it starts.
set -eu
cd "$(dirname -- "$0")/.."
jobs=${JOBS:-200}
kills=${KILLS:-20}
rand=${SEED:-1}
tact=${TACT:-$PWD/build/release/tact}
sample=${SAMPLE:-$PWD/build/release/tact-sample}
owners=10
dir=$(mktemp -d)
chmod 755 "$dir"
home=$dir/home
pid1=
pid2=
killer=
# shellcheck disable=SC2317 # by the traps
end() {
	[ -z "$killer" ] || kill "$killer" 2>/dev/null || :
	for p in $pid1 $pid2 $(cat "$dir/pid1" "$dir/pid2" 2>/dev/null); do kill -9 "$p" 2>/dev/null || :; done
	tests/postgres.sh stop "$dir/pg"
	rm -rf "$dir"
}
trap end EXIT
trap 'exit 1' INT TERM
export TACT_LEASE_S=2
TACT_DB=$(tests/postgres.sh start "$dir/pg")
export TACT_DB

chance() { # N → 0..N-1, the same for the same SEED
	rand=$(((rand * 1103515245 + 12345) % 2147483648))
	drawn=$((rand / 65536 % $1))
}
port=$((30000 + $$ % 20000))
serve() { # 1|2
	: >"$dir/log$1"
	"$tact" --home "$home" serve --listen "127.0.0.1:$((port + $1))" --url http://tact.example --no-browser >>"$dir/log$1" 2>&1 &
	eval "pid$1=$!"
	until grep -q '^Tact is at' "$dir/log$1"; do
		kill -0 $! || { cat "$dir/log$1" && exit 1; }
		sleep 0.02
	done
}
url() { echo "http://127.0.0.1:$((port + $1))"; }
api() { # PROCESS OWNER PATH WORDS… → the body
	one=$1 who=$2 path=$3
	shift 3
	curl -s --max-time 30 -H "Authorization: Bearer $(cat "$dir/session$who")" "$@" "$(url "$one")/api$path"
}
tried=0
sure() { # as api, at either of them until one says 200; what it did twice counts once
	at=$1
	shift
	until [ "$(api "$at" "$@" -o "$dir/body" -w '%{http_code}')" = 200 ]; do
		case $(jq -r '.status // 0' "$dir/body" 2>/dev/null) in
		409) return 0 ;; # an undo that was done meanwhile
		esac
		tried=$((tried + 1))
		at=$((3 - at))
		sleep 0.1
	done
}

# who there is, and what comes in: archives of their own, each another one
password='lantern over wet cobbles'
echo "$password" | "$tact" --home "$home" password >/dev/null
serve 1
serve 2
for who in $(seq $owners); do
	echo "$password" | "$tact" --home "$home" owner add "o$who@example.org" --name "Owner $who" >/dev/null
	curl -s -H 'Content-Type: application/json' -d "{\"email\": \"o$who@example.org\", \"password\": \"$password\"}" "$(url 1)/api/sign-in" | jq -r .session >"$dir/session$who"
done
uploads=$((jobs * 4 / 5))
undos=$((jobs - uploads))
mkdir "$dir/in"
for n in $(seq "$uploads"); do
	set -- x mastodon linkedin facebook
	shift $((n % 4))
	"$sample" --seed $((n + 100)) --network "$1" --posts $((200 + n % 7 * 400)) --out "$dir/in/$n"
	for f in "$dir/in/$n"/*; do mv "$f" "$dir/in/$n/$n-${f##*/}"; done
done

# the killer: at a moment that nobody knows, whichever it is, and it starts again at once
killer() {
	rand=$((rand + 7))
	for k in $(seq "$kills"); do
		chance 1200
		sleep "$(echo "$drawn" | awk '{ printf "%.3f", 0.15 + $1 / 1000 }')"
		chance 2
		which=$((drawn + 1))
		kill -9 "$(cat "$dir/pid$which")" 2>/dev/null || :
		sleep 0.1
		"$tact" --home "$home" serve --listen "127.0.0.1:$((port + which))" --url http://tact.example --no-browser >>"$dir/log$which" 2>&1 &
		echo $! >"$dir/pid$which"
		echo "$k" >"$dir/killed"
		until curl -s -o /dev/null "$(url "$which")/health"; do sleep 0.05; done
	done
}
echo "$pid1" >"$dir/pid1"
echo "$pid2" >"$dir/pid2"
start=$(date +%s)
killer 2>/dev/null &
killer=$!

idle() { # OWNER: all jobs are over
	[ "$(api "$((rand % 2 + 1))" "$1" /jobs | jq .busy)" = false ]
}
psql() { command psql -qAt "$TACT_DB" -c "$1"; }
n=0
undone=0
while [ "$n" -lt "$uploads" ] || [ "$undone" -lt "$undos" ]; do
	if [ "$n" -lt "$uploads" ]; then
		n=$((n + 1))
		who=$((n % owners + 1))
		chance 2
		sure $((drawn + 1)) "$who" /imports -F "archive=@$(echo "$dir/in/$n"/*)"
	fi
	# every fifth: an import that is there is taken back
	if [ $((n % 4)) = 0 ] && [ "$undone" -lt "$undos" ]; then
		chance $owners
		who=$((drawn + 1))
		for id in $(psql "SELECT i.id FROM imports i JOIN owners o USING (owner_id) WHERE o.email = 'o$who@example.org' AND i.state = 'done' AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.owner_id = i.owner_id AND j.kind = 'undo' AND j.import_id = i.id) ORDER BY i.id LIMIT 1"); do
			chance 2
			sure $((drawn + 1)) "$who" "/imports/$id/undo" -X POST
			psql "SELECT i.archive FROM imports i JOIN owners o USING (owner_id) WHERE o.email = 'o$who@example.org' AND i.id = $id" >>"$dir/undone"
			undone=$((undone + 1))
		done
	fi
done
wait "$killer" || :
for who in $(seq $owners); do
	for _ in $(seq 600); do
		idle "$who" && break
		sleep 0.2
	done
done
pid1=$(cat "$dir/pid1")
pid2=$(cat "$dir/pid2")
took=$(($(date +%s) - start))

# the counts
bad=0
say() { echo "$1" && bad=1; }
left=$(psql "SELECT count(*) FROM jobs WHERE state IN ('waits', 'reads', 'derives')")
refused=$(psql "SELECT count(*) FROM jobs WHERE state = 'refused'")
known=$(psql "SELECT count(*) FROM jobs WHERE state = 'known'")
again=$(psql "SELECT count(*) FROM jobs WHERE tries > 1")
half=$(psql "SELECT count(*) FROM imports WHERE state IN ('reading', 'interrupted')")
twice=$(psql "SELECT count(*) FROM (SELECT owner_id, archive, digest FROM imports WHERE state = 'done' GROUP BY 1, 2, 3 HAVING count(*) > 1) t")
there=$(psql "SELECT count(*) FROM imports WHERE state = 'done'")
gone=$(psql "SELECT count(*) FROM imports WHERE state = 'undone'")
[ "$left" = 0 ] || say "$left jobs did not end"
[ "$refused" = 0 ] || say "$refused jobs were refused: $(psql "SELECT kind, name, tries, say FROM jobs WHERE state = 'refused'")"
[ "$half" = 0 ] || say "$half imports are half there"
[ "$twice" = 0 ] || say "$twice archives are there twice"
[ "$((there + gone)) $gone" = "$uploads $undos" ] || say "$there are there and $gone were taken back"
[ "$(psql "SELECT archive FROM imports WHERE state = 'undone'" | sort | cksum)" = "$(sort "$dir/undone" | cksum)" ] || say "other imports were taken back than was asked for"

# what is there is what one process makes of the same, one after the other, in the same order
for who in $(seq $owners); do
	"$tact" --home "$home" --owner "o$who@example.org" export "$dir/e2-$who" >/dev/null
	jq -r '.[] | "\(.id) \(.archive) \(.state)"' "$dir/e2-$who/imports.json" | sort -n | while read -r id archive state; do
		(
			unset TACT_DB
			"$tact" --home "$dir/plain$who" import "$dir/in/${archive%%-*}/$archive"
			[ "$state" = "done" ] || "$tact" --home "$dir/plain$who" undo "$id"
		)
	done >/dev/null 2>&1 || :
	(unset TACT_DB && "$tact" --home "$dir/plain$who" export "$dir/e1-$who" >/dev/null)
	for t in posts identities connections facts reactions threads members attachments relations; do
		a=$(jq "length" "$dir/e1-$who/$t.json") b=$(jq "length" "$dir/e2-$who/$t.json")
		[ "$a" = "$b" ] || say "owner $who: $b $t, and $a where nobody died"
	done
	differ=$(jq -cS '.[] | [.network, .kind, .key, .text, .at_ms]' "$dir/e1-$who/posts.json" | sort | cksum)
	[ "$differ" = "$(jq -cS '.[] | [.network, .kind, .key, .text, .at_ms]' "$dir/e2-$who/posts.json" | sort | cksum)" ] || say "owner $who: other posts"
done
# files: cut-off uploads are swept when they are a day old
find "$home/incoming" -mindepth 1 -exec touch -d '2 days ago' {} + 2>/dev/null || :
kill -9 "$pid1" && serve 1
for _ in $(seq 100); do
	[ -n "$(ls "$home/incoming")" ] || break
	sleep 0.1
done
files=$(find "$home/incoming" -type f | wc -l)
[ "$files" = 0 ] || say "$files files are left where archives wait"

echo "$uploads imports and $undos undos with $(cat "$dir/killed") deaths in $took s: $there there, $gone taken back; $again jobs were begun again, $known came twice and were known, $tried requests were asked again; $left open, $refused refused, $half half, $twice twice, $files files left"
[ "$bad" = 0 ] && echo PASS || echo FAIL
exit "$bad"
