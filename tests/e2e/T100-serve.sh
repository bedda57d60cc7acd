#!/bin/sh
# tests/e2e/T100-serve.sh: tact serve as programs see it: who may ask, what is refused, how it ends.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

pid=
# shellcheck disable=SC2154 # lib.sh makes it
trap '[ -z "$pid" ] || kill "$pid"; rm -rf "$work"' EXIT

serve() { # serve WORDS…: starts it in the background, sets $pid and $url
	: >"$work/log"
	"$TACT" --home "$home" "$@" >"$work/log" 2>&1 &
	pid=$!
	url=
	for _ in $(seq 200); do
		url=$(sed -n 's/^Tact is at \(http[^ ]*\).*/\1/p' "$work/log")
		[ -z "$url" ] || return 0
		kill -0 "$pid" 2>/dev/null || return 1
		sleep 0.05
	done
	return 1
}

ends() { # ends "sentence": with status 0, on SIGTERM
	code=0
	kill -TERM "$pid"
	wait "$pid" || code=$?
	pid=
	is "$1" "$code" 0
}

get() { curl -sS --max-time 20 -H "Authorization: Bearer $bearer" "$@"; }
status() { curl -sS --max-time 20 -o "$work/body" -w '%{http_code}' "$@"; }
mine() { status -H "Authorization: Bearer $bearer" "$@"; }
page_token() { curl -sS -b "$work/jar" -c "$work/jar" "$url/$1" | sed -n 's/.*data-token="\([0-9a-f]*\)".*/\1/p'; }

set_password() { echo "$1" | tact password; }

password='lantern over wet cobbles'
ok "it starts on a free port, for this machine only" serve serve --listen 127.0.0.1:0 --no-browser
is "its address is this machine's" "${url%:*}" http://127.0.0.1

# before there is a password
is "nothing is shown to a stranger" "$(status "$url/api/timeline")" 403
is "a page leads to the door" "$(curl -sS -o /dev/null -w '%{http_code} %{redirect_url}' "$url/people?q=a%26b")" "303 $url/sign-in?next=%2Fpeople%3Fq%3Da%2526b"
is "a short password is refused" "$(status -H 'Content-Type: application/json' -d '{"password": "short"}' "$url/api/first")" 400
bearer=$(curl -sS -H 'Content-Type: application/json' -d "{\"password\": \"$password\"}" "$url/api/first" | jq -r .session)
is "the first password opens a session" "${#bearer}" 66
is "a second first password is refused" "$(status -H 'Content-Type: application/json' -d '{"password": "another one here"}' "$url/api/first")" 409
is "a wrong password" "$(status -H 'Content-Type: application/json' -d '{"password": "not this one"}' "$url/api/sign-in")" 403
bearer=$(curl -sS -H 'Content-Type: application/json' -d "{\"password\": \"$password\"}" "$url/api/sign-in" | jq -r .session)
is "signing in gives a session of its own" "${#bearer}" 66

# a life to look at
"$SAMPLE" --seed 3 --out "$work/sample"
is "an archive comes in" "$(mine -F archive=@"$work/sample/x.zip" "$url/api/imports")" 200
for _ in $(seq 200); do
	[ "$(get "$url/api/jobs" | jq .busy)" = false ] && break
	sleep 0.05
done

# pictures, and a part of one: what a player asks for when somebody jumps in a film
media=$(get "$url/api/timeline?media=1" | jq -r '[.posts[].attachments[].media | select(. != "")][0]')
is "a picture of an archive was kept" "${#media}" 64
is "it comes whole" "$(mine "$url/media/$media")" 200
cp "$work/body" "$work/whole"
is "from somewhere on" "$(mine -H 'Range: bytes=100-' "$url/media/$media")" 206
is "it is the rest" "$(tail -c +101 "$work/whole" | cmp - "$work/body" && echo same)" same
is "a piece" "$(mine -H 'Range: bytes=0-9' "$url/media/$media") $(wc -c <"$work/body")" "206 10"
is "what is no range is the whole" "$(mine -H 'Range: bytes=99999999-' "$url/media/$media") $(wc -c <"$work/body")" "200 $(wc -c <"$work/whole")"
is "no other file is a picture" "$(mine "$url/media/..%2Ftact.db") $(mine "$url/media/lock")" "404 404"
is "it was read" "$(get "$url/api/jobs" | jq -r '.jobs[0] | .state, .name')" "done
x.zip"

for path in timeline 'timeline?kind=message' people 'search?q=bike' networks overview write jobs networks/x imports/1 openapi.json; do
	kind=$(get -o "$work/body" -w '%{http_code} %{content_type}' "$url/api/$path")
	is "/api/$path is JSON" "$kind $(jq -r type "$work/body")" "200 application/json object"
done
id=$(get "$url/api/timeline" | jq -r '.posts[0].id')
is "one post" "$(get "$url/api/posts/$id" | jq -r --arg id "$id" '[.posts[] | select(.id == $id)] | length')" 1
is "an unknown one is told in JSON" "$(mine "$url/api/posts/1") $(jq -r '.status' "$work/body")" "404 404"

# what a session without a token may do, and what it may not
is "a bearer needs no token" "$(mine -H 'Content-Type: application/json' -d '{"text": "hello"}' "$url/api/drafts")" 200
draft=$(jq -r .draft "$work/body")
is "what was written is there" "$(get "$url/api/write" | jq -r '.drafts[0].text')" hello
is "a field that nobody knows" "$(mine -H 'Content-Type: application/json' -d '{"text": "a", "colour": "red"}' "$url/api/drafts")" 400
is "it is named" "$(jq -r .error "$work/body" | grep -c colour)" 1
is "what is no JSON" "$(mine -H 'Content-Type: application/json' -d '{"text": ' "$url/api/drafts")" 400
is "a number that is none" "$(mine "$url/api/timeline?before=x")" 400
is "a kind of post that is none" "$(mine "$url/api/timeline?kind=song")" 400
head -c 5000000 /dev/zero | tr '\0' a >"$work/large"
is "a form that is too large" "$(mine --data-urlencode "text@$work/large" "$url/api/drafts")" 413
{ printf '{"text": "' && cat "$work/large" && printf '"}'; } >"$work/large.json"
is "JSON that is too large" "$(mine -H 'Content-Type: application/json' -d @"$work/large.json" "$url/api/drafts")" 413
is "POST where only GET is" "$(mine -d a=b "$url/api/timeline")" 405
is "GET where only POST is" "$(mine "$url/api/drafts")" 405
is "a method that nobody has" "$(mine -X DELETE "$url/api/drafts/$draft")" 405
is "HEAD has no body" "$(curl -sS -I -H "Authorization: Bearer $bearer" "$url/" | head -n 1 | tr -d '\r')" "HTTP/1.1 200 OK"

# other sites, and names that are not ours
is "a cookie's session" "$(status -c "$work/jar" -d "password=$password" -d "token=$(page_token sign-in)" "$url/sign-in")" 303
token=$(page_token write)
is "a cookie wants a token" "$(status -b "$work/jar" -d text=x "$url/drafts")" 403
is "a wrong one is none" "$(status -b "$work/jar" -d text=x -d token=00000000000000000000000000000000 "$url/drafts")" 403
is "with its token it may" "$(status -b "$work/jar" -d text=x -d "token=$token" "$url/drafts")" 303
is "from another site nothing, token or not" "$(status -b "$work/jar" -H 'Origin: https://evil.example' -d text=x -d "token=$token" "$url/drafts")" 403
is "from a page without an origin neither" "$(status -b "$work/jar" -H 'Origin: null' -d text=x -d "token=$token" "$url/drafts")" 403
is "nor where the browser says cross-site" "$(status -b "$work/jar" -H 'Sec-Fetch-Site: cross-site' -d text=x -d "token=$token" "$url/drafts")" 403
is "nobody signs in from another site" "$(status -H 'Origin: https://evil.example' -H 'Content-Type: application/json' -d "{\"password\": \"$password\"}" "$url/api/sign-in")" 403
is "a name that is not ours (DNS rebinding)" "$(mine -H 'Host: evil.example' "$url/api/timeline")" 403
is "nor one that looks like it" "$(mine -H 'Host: 127.0.0.1.evil.example' "$url/api/timeline")" 403
is "localhost is ours" "$(mine -H 'Host: localhost:80' "$url/api/timeline")" 200
is "a bearer that is made up" "$(status -H 'Authorization: Bearer 0123456789012345678901234567890123456789012345678901234567890123' "$url/api/timeline")" 403

# how answers are sent
for path in / /sign-in /assets/app.css /nothing /api/timeline /api/nothing /contexts.css; do
	get -o /dev/null -D "$work/head" "$url$path"
	is "headers of $path" "$(grep -ciE "^(content-security-policy: default-src 'none';|x-content-type-options: nosniff|x-frame-options: deny|referrer-policy: same-origin|cross-origin-)" "$work/head")" 6
done
is "nothing inline, nothing from elsewhere" "$(grep -i '^content-security-policy' "$work/head" | grep -ciE "unsafe|\*|http|data:")" 0
tag=$(get -o /dev/null -D - "$url/timeline" | sed -n 's/^ETag: \(.*\)\r$/\1/p')
is "a page that did not change is not sent again" "$(get -o /dev/null -w '%{http_code} %{size_download}' -H "If-None-Match: $tag" "$url/timeline")" "304 0"
plain=$(get "$url/timeline" | cksum)
is "gzip is the same page" "$(get --compressed "$url/timeline" | cksum)" "$plain"
is "and is less" "$(get -H 'Accept-Encoding: gzip' "$url/timeline" | wc -c | awk '{ print ($1 < 12000) }')" 1

# two at once
"$SAMPLE" --seed 4 --network x --posts 40000 --person 1 --out "$work/large-x"
is "a large archive" "$(mine -F archive=@"$work/large-x/x.zip" "$url/api/imports")" 200
slowest=0
reads=0
while [ "$(get "$url/api/jobs" | jq .busy)" = true ] && [ "$reads" -lt 500 ]; do # each asks twice
	took=$(get -o /dev/null -w '%{time_total}' "$url/api/timeline")
	slowest=$(printf '%s\n%s\n' "$slowest" "$took" | sort -g | tail -n 1)
	reads=$((reads + 1))
done
is "reading goes on while it comes in ($reads reads, the slowest $slowest s)" "$(echo "$slowest $reads" | awk '{ print ($1 < 1 && $2 > 3) }')" 1
is "it came in" "$(get "$url/api/jobs" | jq -r '.jobs[0].state')" "done"

# ports, and ways to end
fails 3 "a port that is taken" timeout 10 "$TACT" --home "$home" serve --listen "${url#http://}" --no-browser
has "is said in words" "is taken by another program"
fails 64 "an address that is none" timeout 10 "$TACT" --home "$home" serve --listen nowhere:80 --no-browser
ends "SIGTERM ends it well"
is "nothing was said on the way" "$(grep -vc '^Tact is at' "$work/log")" 0

home=$work/other
fails 64 "a home without a password is for this machine only" timeout 10 "$TACT" --home "$home" serve --listen 0.0.0.0:0 --no-browser
has "it says what to do" "tact password"
ok "a password from standard input" set_password "$password"
fails 64 "a short one is refused" set_password short
ok "then it may be for others too" serve serve --listen 0.0.0.0:0 --no-browser
is "with that password" "$(status -H 'Content-Type: application/json' -d "{\"password\": \"$password\"}" "http://127.0.0.1:${url##*:}/api/sign-in")" 200
session=$(jq -r .session "$work/body")
ok "a new password" set_password "another of them"
is "ends every session" "$(status -H "Authorization: Bearer $session" "http://127.0.0.1:${url##*:}/api/timeline")" 403
ends "and again"

at=127.0.0.1:${url##*:}
ok "behind a proxy it starts under its name" serve serve --listen "$at" --url https://tact.example --no-browser
is "and says it" "$url" https://tact.example
is "that name is ours then" "$(status -H 'Host: tact.example' "http://$at/sign-in")" 200
is "others are not" "$(status -H 'Host: evil.example' "http://$at/sign-in")" 403
done_testing
