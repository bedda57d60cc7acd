#!/bin/sh
# tests/e2e/T222-restart.sh: PostgreSQL goes away under load and comes back: whoever asks meanwhile is
# told in one sentence, nobody waits long, and all goes on by itself. With a server of its own.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
postgres=$(dirname "$0")/../postgres.sh
if [ -z "${TACT_TEST_DB:-}" ] || [ -z "${TACT_REAL:-}" ]; then
	echo "# SKIP a restart of the database wants PostgreSQL (TACT_TEST_DB)"
	done_testing
	exit 0
fi
TACT=$TACT_REAL
pid=
# shellcheck disable=SC2154 # lib.sh makes it
trap '[ -z "$pid" ] || kill -9 "$pid" 2>/dev/null; "$postgres" stop "$work/pg"; rm -rf "$work"' EXIT
chmod 755 "$work"
TACT_DB=$("$postgres" start "$work/pg")
export TACT_DB TACT_LEASE_S=2

echo "$password" | tact password >/dev/null
serve
status() { get -o "$work/body" -D "$work/head" -w '%{http_code}' "$@"; }
"$SAMPLE" --seed 3 --out "$work/sample"
"$SAMPLE" --seed 5 --network x --posts 20000 --out "$work/big"
is "a small archive" "$(status -F archive=@"$work/sample/linkedin.zip" "$url/api/imports")" 200
for _ in $(seq 200); do
	[ "$(get "$url/api/jobs" | jq .busy)" = false ] && break
	sleep 0.05
done
is "a page of it" "$(status "$url/people")" 200
is "the process is well" "$(status "$url/health") $(cat "$work/body")" "200 ok"

# readers that never stop, each with the page and how long it took
reader() { # PATH FILE
	while [ ! -e "$work/enough" ]; do
		get -o /dev/null -w '%{http_code} %{time_total}\n' "$url$1" 2>&1
		sleep 0.02
	done >"$work/$2"
}
reader /timeline r1 &
r1=$!
reader /api/people r2 &
r2=$!

is "a large archive is under way" "$(status -F archive=@"$work/big/x.zip" "$url/api/imports")" 200
for _ in $(seq 200); do
	[ "$(get "$url/api/jobs" | jq -r '.jobs[0].state')" = reading ] && break
	sleep 0.02
done
sleep 0.3
ok "the database dies" "$postgres" crash "$work/pg"
is "a page says so" "$(status "$url/timeline")" 503
is "in one sentence" "$(grep -c 'the database can.*t be reached just now\|the database is being restarted' "$work/body")" 1
is "and when to come again" "$(grep -ci '^retry-after: [0-9]' "$work/head")" 1
is "JSON says so" "$(status "$url/api/timeline") $(jq -r '.status, (.error | test("^the database (can.t be reached|is being restarted)"))' "$work/body" | tr '\n' ' ')" "503 503 true "
is "and when to come again" "$(grep -ci '^retry-after: [0-9]' "$work/head")" 1
is "health says so" "$(status "$url/health") $(grep -c 'database' "$work/body")" "503 1"
is "what would change something says so" "$(status -d text=hello "$url/api/drafts")" 503
is "an archive is not taken in" "$(status -F archive=@"$work/sample/facebook.zip" "$url/api/imports")" 503
is "files of the program come all the same" "$(status "$url/favicon.ico")" 200
sleep 1
ok "the database comes back" "$postgres" start "$work/pg"
for _ in $(seq 200); do
	[ "$(status "$url/health")" = 200 ] && break
	sleep 0.05
done
bad=
for path in / /timeline /people /write /networks /api/timeline "/api/search?q=the" /health; do
	code=$(status "$url$path")
	[ "$code" = 200 ] || bad="$bad $path $code $(head -c 200 "$work/body")"
done
is "every page is there again, in the same process" "$bad$(kill -0 "$pid" && echo alive)" alive
is "whoever was signed in still is" "$(get "$url/api/account" | jq -r .id)" 1
is "an archive is taken in" "$(status -F archive=@"$work/sample/mastodon.tar.gz" "$url/api/imports")" 200
for _ in $(seq 400); do
	[ "$(get "$url/api/jobs" | jq .busy)" = false ] && break
	sleep 0.1
done
is "what was under way is done, once" "$(get "$url/api/jobs" | jq -r '[.jobs[] | .state + " " + .name] | sort | join(", ")')" "done linkedin.zip, done mastodon.tar.gz, done x.zip"
is "and is there whole" "$(tact imports --json | jq -c '[.[] | [.archive, .state, .records.posts > 0]]' | tr -d '"')" "[[linkedin.zip,done,true],[x.zip,done,true],[mastodon.tar.gz,done,true]]"
(unset TACT_DB && "$TACT" --home "$work/plain" import "$work/big/x.zip" >/dev/null)
is "with every post" "$(tact imports --json | jq '.[] | select(.archive == "x.zip") | .records.posts')" "$(unset TACT_DB && "$TACT" --home "$work/plain" imports --json | jq '.[0].records.posts')"
echo "$TACT_DB" >"$work/address"
is "the address of the database may stand in a file" "$(unset TACT_DB && TACT_DB_FILE=$work/address tact owners --json | jq length)" 1
fails 64 "where there is such a file" env -u TACT_DB "TACT_DB_FILE=$work/nowhere" "$TACT" --home "$home" owners
: >"$work/enough"
wait "$r1" "$r2"
is "nobody got anything but a page or the reason" "$(cut -d' ' -f1 "$work/r1" "$work/r2" | sort -u | tr '\n' ' ')" "200 503 "
slow=$(cut -d' ' -f2 "$work/r1" "$work/r2" | sort -g | tail -n 1)
is "and nobody waited long (the slowest $slow s of $(cat "$work/r1" "$work/r2" | wc -l))" "$(echo "$slow" | awk '{ print ($1 < 20) }')" 1
code=0
kill -TERM "$pid"
wait "$pid" || code=$?
pid=
is "it ends well" "$code" 0
is "and said nothing" "$(grep -v '^Tact is at' "$work/log")" ""
done_testing
