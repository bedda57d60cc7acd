#!/bin/sh
# tests/e2e/T220-processes.sh: two processes on one PostgreSQL and one home: one dies with -9 in the
# middle of imports, twice; all came in once, and a session of one is a session of the other.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
if [ -z "${TACT_TEST_DB:-}" ] || [ -z "${TACT_REAL:-}" ]; then
	echo "# SKIP several processes want PostgreSQL (TACT_TEST_DB)"
	done_testing
	exit 0
fi

pid1=
pid2=
url1=
url2=
deaths=0
# shellcheck disable=SC2154 # lib.sh makes it
trap 'for p in $pid1 $pid2; do kill -9 $p 2>/dev/null; done; rm -rf "$work"' EXIT
export TACT_LEASE_S=2
base=$((20000 + $$ % 20000))

serve() { # serve 1|2: starts that process, sets pid and url of it
	for _ in $(seq 20); do
		: >"$work/log$1"
		"$TACT" --home "$home" serve --listen "127.0.0.1:$((base + $1))" --url http://tact.example --no-browser >"$work/log$1" 2>&1 &
		eval "pid$1=$!"
		eval "url$1=http://127.0.0.1:$((base + $1))"
		for _ in $(seq 400); do
			grep -q '^Tact is at' "$work/log$1" && return 0
			grep -q 'taken by another' "$work/log$1" && break
			sleep 0.05
		done
		base=$((base + 10))
	done
	return 1
}
dies() { # dies 1|2: as in a power cut
	eval "kill -9 \$pid$1"
	eval "wait \$pid$1" 2>/dev/null
	deaths=$((deaths + 1))
}

# what is to come in: three owners with five archives each
password='lantern over wet cobbles'
echo "$password" | tact password
for who in ann ben cat; do
	echo "$password" | tact owner add "$who@example.org" --name "$who" >/dev/null
done
seed=40
for who in ann ben cat; do
	mkdir -p "$work/in/$who"
	seed=$((seed + 1))
	"$SAMPLE" --seed "$seed" --out "$work/sample" && mv "$work/sample/linkedin.zip" "$work/sample/phone.vcf" "$work/in/$who"
	for n in x mastodon facebook; do
		"$SAMPLE" --seed "$seed" --network "$n" --posts 300 --out "$work/in/$who"
	done
	rm -rf "$work/sample"
done
archives=$(cd "$work/in" && find . -type f | sort -t/ -k3)
many=$(echo "$archives" | wc -l)

ok "one process" serve 1
ok "another one on the same database" serve 2
is "both are well" "$(curl -sS "$url1/health") $(curl -sS "$url2/api/health")" 'ok {"ok":true}'
for who in ann ben cat; do
	curl -sS -H 'Content-Type: application/json' -d "{\"email\": \"$who@example.org\", \"password\": \"$password\"}" "$url1/api/sign-in" | jq -r .session >"$work/$who"
done

# a session, and the token of a form
page_token() { curl -sS -b "$work/jar" -c "$work/jar" "$1" | sed -n 's/.*data-token="\([0-9a-f]*\)".*/\1/p'; }
is "signed in at one" "$(curl -sS -o /dev/null -w '%{http_code}' -c "$work/jar" -d "email=ann@example.org" -d "password=$password" -d "token=$(page_token "$url1/sign-in")" "$url1/sign-in")" 303
is "is signed in at the other" "$(curl -sS -o /dev/null -w '%{http_code}' -b "$work/jar" "$url2/timeline")" 200
token=$(page_token "$url1/write")
is "a form of one is taken by the other" "$(curl -sS -o /dev/null -w '%{http_code}' -b "$work/jar" -d text=hello -d "token=$token" "$url2/drafts")" 303
is "what was written there is here" "$(curl -sS -b "$work/jar" "$url1/api/write" | jq -r '.drafts[0].text')" hello

# archives, to one and the other; whoever gets no answer asks the other
put() { # URL OWNER FILE → status
	curl -sS --max-time 30 -o "$work/body" -w '%{http_code}' -H "Authorization: Bearer $(cat "$work/$2")" -F "archive=@$work/in/$2/$3" "$1/api/imports" 2>/dev/null
}
n=0
taken=0
for a in $archives; do
	a=${a#./}
	n=$((n + 1))
	if [ $((n % 2)) = 1 ]; then one=$url1 && two=$url2; else one=$url2 && two=$url1; fi
	if [ "$(put "$one" "${a%/*}" "${a#*/}")" = 200 ] || [ "$(put "$two" "${a%/*}" "${a#*/}")" = 200 ]; then
		taken=$((taken + 1))
	fi
	case $n in
	5) dies 1 ;;
	7) serve 1 ;;
	10) dies 2 ;;
	12) serve 2 ;;
	esac
done
is "all were taken in" "$taken of $many" "$many of $many"

busy() {
	for who in ann ben cat; do
		[ "$(curl -sS -H "Authorization: Bearer $(cat "$work/$who")" "$url2/api/jobs" | jq .busy)" = false ] || return 0
	done
	return 1
}
for _ in $(seq 300); do
	busy || break
	sleep 0.1
done
is "one of them died $deaths times, and every job ended" "$(for who in ann ben cat; do curl -sS -H "Authorization: Bearer $(cat "$work/$who")" "$url1/api/jobs" | jq -r '.jobs[].state'; done | sort | uniq -c | grep -vE 'done|known')" ""
undo=$(tact --owner ben@example.org imports --json | jq '.[] | select(.archive == "x.zip") | .id')
for url in "$url1" "$url2"; do
	curl -sS -o /dev/null -X POST -H "Authorization: Bearer $(cat "$work/ben")" "$url/api/imports/$undo/undo"
done
for _ in $(seq 300); do
	busy || break
	sleep 0.1
done
is "taken back twice at once is taken back once" "$(tact --owner ben@example.org imports --json | jq -r --arg id "$undo" '.[] | select(.id == ($id | tonumber)) | .state')" undone
is "and no job of it was refused" "$(curl -sS -H "Authorization: Bearer $(cat "$work/ben")" "$url1/api/jobs" | jq -c '[.jobs[] | select(.state == "refused")]')" '[]'
is "and it comes in again" "$(put "$url1" ben x.zip)" 200
for _ in $(seq 300); do
	busy || break
	sleep 0.1
done

# the same, one after the other, in SQLite: in the order in which they came in
for who in ann ben cat; do
	tact --owner "$who@example.org" imports --json >"$work/imports"
	is "$who: every archive came in exactly once" "$(jq -r '.[] | select(.state == "done") | .archive' "$work/imports" | sort | tr '\n' ' ')" "$(find "$work/in/$who" -type f -printf '%f\n' | sort | tr '\n' ' ')"
	is "$who: and none is half there" "$(jq -r '[.[] | select(.state != "done" and .state != "undone")] | length' "$work/imports")" 0
	jq -r '.[] | "\(.id) \(.archive) \(.state)"' "$work/imports" | sort -n | while read -r id archive state; do
		(unset TACT_DB && "$TACT_REAL" --home "$work/plain-$who" import "$work/in/$who/$archive")
		[ "$state" = "done" ] || (unset TACT_DB && "$TACT_REAL" --home "$work/plain-$who" undo "$id")
	done >/dev/null
	"$TACT_REAL" --home "$work/plain-$who" export "$work/e1-$who" >/dev/null
	tact --owner "$who@example.org" export "$work/e2-$who" >/dev/null
	# ids of posts tell owners apart (docs/decisions/002-ids-of-posts.md): all else is the same
	for e in e1 e2; do
		jq -cS '.[] | del(.id)' "$work/$e-$who/posts.json" | sort >"$work/posts" && mv "$work/posts" "$work/$e-$who/posts.json"
		jq -cS '.[] | del(.post_id)' "$work/$e-$who/attachments.json" | sort >"$work/posts" && mv "$work/posts" "$work/$e-$who/attachments.json"
	done
	is "$who: what is there is what one process would have made" "$(cd "$work/e1-$who" && find . -type f ! -name README.txt | sort | while read -r f; do case $f in ./imports.json | ./owners.json | ./jobs.json | ./audit.json | ./drafts.json) ;; *) cmp -s "$f" "$work/e2-$who/$f" || echo "$f" ;; esac done)" ""
	is "$who: with as many records" "$(jq -c '[.[] | {id, archive, state, counts}]' "$work/e2-$who/imports.json")" "$(jq -c '[.[] | {id, archive, state, counts}]' "$work/e1-$who/imports.json")"
done

# an upload that was cut off in between is swept when it is a day old
find "$home/incoming" -mindepth 1 -exec touch -d '2 days ago' {} +
dies 1
ok "it starts again" serve 1
for _ in $(seq 300); do
	[ -z "$(ls "$home/incoming")" ] && break
	sleep 0.1
done
is "nothing is left where archives wait" "$(ls "$home/incoming")" ""
is "nothing was said by either" "$(grep -hv '^Tact is at' "$work/log1" "$work/log2")" ""
done_testing
