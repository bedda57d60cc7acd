#!/bin/sh
# bench/page.sh: the pages at 10,000 to 1,000,000 posts, and the timeline against snac2's in the
# same run. use: bench/page.sh   POSTS="10000 100000 1000000" SECONDS_EACH=5
# Wants: wrk, curl, jq; snac2 comes from Debian's backports into a temporary folder, and where it
# can't be had the rest is measured all the same. Loopback only; ends what it starts.
set -eu
cd "$(dirname -- "$0")/.."
posts=${POSTS:-10000 100000 1000000}
each=${SECONDS_EACH:-5}
tact=$PWD/build/release/tact
sample=$PWD/build/release/tact-sample
dir=${BENCH_DIR:-$(mktemp -d)}
pids=
end() {
	for p in $pids; do kill "$p" 2>/dev/null || :; done
	[ -n "${BENCH_DIR:-}" ] || rm -rf "$dir"
}
trap end EXIT INT TERM
now() { date +%s.%N; }

rate() { # URL TOKEN CONNECTIONS → requests a second, p50, p99
	wrk -t1 -c"$3" -d"${each}s" --latency -H "Authorization: Bearer $2" "$1" |
		awk '/Requests\/sec/ { r = $2 } $1 == "50%" { a = $2 } $1 == "99%" { b = $2 }
		     /Non-2xx/ { bad = " (" $0 ")" } END { print r, a, b bad }'
}

# ours ---------------------------------------------------------------------------------------
serve() { # HOME → sets url, token, pid
	start=$(now)
	"$tact" --home "$1" serve --listen 127.0.0.1:0 --no-browser >"$dir/log" &
	pid=$!
	pids="$pids $pid"
	until grep -q http "$dir/log" 2>/dev/null; do sleep 0.002; done
	url=$(grep -o 'http://[0-9.:]*' "$dir/log")
	curl -s -o /dev/null "$url/sign-in"
	first=$(now | awk -v s="$start" '{ printf "%.0f", ($1 - s) * 1000 }')
	token=$(curl -s -H 'Content-Type: application/json' -d '{"password":"a bench password"}' "$url/api/sign-in" | jq -r .session)
}

pages() { # every page, and how long the server takes for it
	person=$(curl -s -H "Authorization: Bearer $token" "$url/api/people" | jq -r '.people[1].id')
	post=$(curl -s -H "Authorization: Bearer $token" "$url/api/timeline" | jq -r '.posts[3].id')
	message=$(curl -s -H "Authorization: Bearer $token" "$url/api/timeline?kind=message" | jq -r '.posts[3].id')
	old=$(curl -s -H "Authorization: Bearer $token" "$url/api/timeline?year=2021" | jq -r '.posts[3].id')
	for p in / /timeline "/timeline?before=$old" "/timeline?kind=reply&year=2020" "/timeline?media=1" \
		"/timeline?kind=article" "/timeline?topic=food" "/posts/$post" "/posts/$message" /people "/people?q=an" \
		"/people?q=zzzz" "/people/$person" "/search?q=the" "/search?q=the&order=best" \
		"/search?q=choir+from:me+year:2020" "/search?q=the+kind:message" /write /networks /imports/1 /networks/linkedin; do
		rate "$url$p" "$token" 1 | awk -v p="$p" '{ printf "| `%s` | %d | %s | %s %s |\n", p, $1, $2, $3, $4 }'
	done
}

ours() { # N
	[ -e "$dir/$1/x.zip" ] || "$sample" --seed 7 --out "$dir/$1" --network x --posts "$1"
	if [ ! -e "$dir/home$1/tact.db" ]; then
		"$tact" --home "$dir/home$1" import "$dir/$1/x.zip" >/dev/null
		echo 'a bench password' | "$tact" --home "$dir/home$1" password >/dev/null
	fi
	serve "$dir/home$1"
	echo
	echo "## $1 posts"
	echo "from process start to the first page: $first ms"
	echo "| page | a second, one after the other | p50 | p99 |"
	echo "| --- | --- | --- | --- |"
	save=$each
	each=2
	pages
	each=$save
	awk '/VmRSS/ { printf "resident after all pages: %.0f MB\n", $2 / 1024 }' "/proc/$pid/status"
}

# snac2 --------------------------------------------------------------------------------------
get_snac() {
	[ -x "$dir/snac/usr/bin/snac" ] && return 0
	base=$(grep -rhoE '^(URIs: *|deb )https?://[^ ]+/debian/?( |$)' /etc/apt/sources.list /etc/apt/sources.list.d 2>/dev/null |
		head -n 1 | sed -E 's/^(URIs: *|deb )//; s/ *$//')
	mkdir -p "$dir/apt/lists/partial"
	echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $base bookworm-backports main" >"$dir/apt/list"
	set -- -o "Dir::Etc::SourceList=$dir/apt/list" -o Dir::Etc::SourceParts=- -o "Dir::State::Lists=$dir/apt/lists"
	(cd "$dir/apt" && apt-get "$@" update && apt-get "$@" download snac2 && dpkg -x snac2*.deb "$dir/snac") >/dev/null 2>&1
}

start_snac() { # sets stoken
	# snac refuses to run as root
	run_as() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; else "$@"; fi; }
	chmod 755 "$dir"
	mkdir -p "$dir/pub" && chmod 777 "$dir/pub"
	home=$dir/pub/home
	rm -rf "$home"
	printf '127.0.0.1\n8101\n127.0.0.1:8101\n\n\n' | run_as "$dir/snac/usr/bin/snac" init "$home" >/dev/null 2>&1
	jq '.protocol = "http" | .disable_email_notifications = true | .disable_inbox_collection = true | .num_threads = 8' \
		"$home/server.json" >"$dir/server.json" && cat "$dir/server.json" >"$home/server.json"
	password=$(run_as "$dir/snac/usr/bin/snac" adduser "$home" mara 2>&1 </dev/null | sed -n 's/^User password is //p')
	run_as "$dir/snac/usr/bin/snac" httpd "$home" >"$dir/snac.log" 2>&1 &
	pids="$pids $!"
	sleep 1
	app=$(curl -s -d 'client_name=bench&redirect_uris=urn:ietf:wg:oauth:2.0:oob&scopes=read+write' http://127.0.0.1:8101/api/v1/apps)
	code=$(curl -s --data-urlencode login=mara --data-urlencode "passwd=$password" -d 'redir=urn:ietf:wg:oauth:2.0:oob' \
		-d "cid=$(echo "$app" | jq -r .client_id)" http://127.0.0.1:8101/oauth/x-snac-login | tail -n 1)
	stoken=$(curl -s -d grant_type=authorization_code -d "code=$code" -d redirect_uri=urn:ietf:wg:oauth:2.0:oob \
		-d "client_id=$(echo "$app" | jq -r .client_id)" -d "client_secret=$(echo "$app" | jq -r .client_secret)" \
		http://127.0.0.1:8101/oauth/token | jq -r .access_token)
	curl -s -H "Authorization: Bearer $token" "$url/api/timeline" | jq -r '.posts[].text | @json' | head -n 25 | while read -r text; do
		curl -s -o /dev/null -H "Authorization: Bearer $stoken" --data-urlencode "status=$(printf '%s\n' "$text" | jq -r .)" http://127.0.0.1:8101/api/v1/statuses
	done
}

against_snac() { # the same server of ours as last
	stoken=
	if get_snac; then start_snac; fi
	if [ -z "$stoken" ] || [ "$stoken" = null ]; then
		echo "snac2 could not be had: no rival for the page"
		return 0
	fi
	there=$(curl -s -H "Authorization: Bearer $stoken" 'http://127.0.0.1:8101/api/v1/timelines/home?limit=20' | jq length)
	echo
	echo "## Timeline of 20 posts, in turns, 8 connections (snac2 has $there)"
	echo "| | requests a second | p50 | p99 |"
	echo "| --- | --- | --- | --- |"
	for _ in 1 2 3; do
		rate "$url/timeline" "$token" 8 | awk '{ printf "| tact, HTML | %d | %s | %s %s |\n", $1, $2, $3, $4 }'
		rate "$url/api/timeline" "$token" 8 | awk '{ printf "| tact, JSON | %d | %s | %s %s |\n", $1, $2, $3, $4 }'
		rate 'http://127.0.0.1:8101/api/v1/timelines/home?limit=20' "$stoken" 8 | awk '{ printf "| snac2, JSON | %d | %s | %s %s |\n", $1, $2, $3, $4 }'
	done
}

for n in $posts; do
	[ -z "${pid:-}" ] || kill "$pid" 2>/dev/null || :
	ours "$n"
done
against_snac
