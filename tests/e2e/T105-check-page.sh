#!/bin/sh
# tests/e2e/T105-check-page.sh: corrections, contexts and the guard as the page's server answers them.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

pid=
# shellcheck disable=SC2154 # lib.sh makes it
trap '[ -z "$pid" ] || kill "$pid"; rm -rf "$work"' EXIT

serve() { # starts it in the background, sets $pid and $url
	"$TACT" --home "$home" serve --listen 127.0.0.1:0 --no-browser >"$work/log" 2>&1 &
	pid=$!
	url=
	for _ in $(seq 200); do
		url=$(sed -n 's/^Tact is at \(http[^ ]*\).*/\1/p' "$work/log")
		[ -z "$url" ] || return 0
		sleep 0.05
	done
	return 1
}
get() { curl -sS --max-time 20 -H "Authorization: Bearer $bearer" "$@"; }
post() { # post PATH JSON: prints the answer
	get -H 'Content-Type: application/json' -d "$2" "$url/api/$1"
}
page() { get -o "$work/page" -w '%{http_code}' "$url/$1"; }

"$SAMPLE" --seed 5 --out "$work/sample"
tact import "$work/sample/x.zip" "$work/sample/linkedin.zip" >/dev/null
ok "it starts" serve
bearer=$(curl -sS -H 'Content-Type: application/json' -d '{"password": "lantern over wet cobbles"}' "$url/api/first" | jq -r .session)
home_account=$(tact accounts --json | jq '[.[] | select(.network == "x")][0].id')
sells='We are thrilled to announce version 4.2 of our analytics platform, with 30 % faster dashboards! Book a demo today.'

# the check, and what it is told
is "two places are judged" "$(post write/check "$(jq -n --arg t "$sells" '{text: $t}')" | jq '.checks | length >= 2')" true
id=$(post corrections "$(jq -n --arg t "$sells" '{kind: "isnt", fact: "topic:politics", text: $t}')" | jq -r .learned.id)
is "a correction is kept" "$(get "$url/api/learned" | jq -r '.learned[0] | .kind, .fact' | tr '\n' ' ')" "isnt topic:politics "
is "what is given away can't be silenced" "$(post corrections '{"kind": "fine", "fact": "phone", "context": "personal"}' | jq -r .status)" 400
is "the page of what was learned" "$(page learned) $(grep -c 'politics' "$work/page" | awk '{ print ($1 > 0) }')" "200 1"
post "corrections/$id/revoke" '{}' >/dev/null
is "it is taken back" "$(get "$url/api/learned" | jq '[.learned[] | select(.taken_back == null)] | length')" 0

# the voice of a context, and how strict it is
personal=$(get "$url/api/contexts" | jq '[.contexts[] | select(.name == "personal")][0].id')
post "contexts/$personal" '{"unwelcome": ["politics"], "avoid": "synergy, game changer", "emoji": 2, "promotion": 20, "guard": "ask"}' >/dev/null
is "settings are kept" "$(get "$url/api/contexts" | jq -r --argjson id "$personal" '.contexts[] | select(.id == $id) | "\(.guard) \(.promotion) \(.unwelcome[0])"')" "ask 20 politics"
is "a mistake is told" "$(post "contexts/$personal" '{"unwelcome": ["weather"]}' | jq -r .status)" 400
is "the page of contexts" "$(page contexts) $(grep -c 'synergy' "$work/page" | awk '{ print ($1 > 0) }')" "200 1"
is "a word to avoid is told of" "$(post write/check '{"text": "This synergy is nice"}' | jq '[.checks[] | select(.context == "personal") | .findings[] | select(.kind == "avoided")] | length > 0')" true

# the guard
asked=$(post write/ready "$(jq -n --arg t "$sells" --argjson a "$home_account" '{text: $t, account: [$a]}')")
draft=$(echo "$asked" | jq -r .draft)
is "it asks first" "$(echo "$asked" | jq -r '"\(.ready) \(.asks) \(.holds)"')" "false true false"
is "its page says why" "$(page "drafts/$draft/ready") $(grep -c 'One moment' "$work/page")" "200 1"
is "without a reason it does not go on" "$(post "drafts/$draft/ready" '{"go": "on"}' | jq -r .status)" 400
post "drafts/$draft/ready" '{"go": "on", "reason": "They asked me to"}' >"$work/body"
is "with one it does" "$(jq -r '.status // "fine"' "$work/body")" fine
is "the reason is remembered" "$(get "$url/api/write?draft=$draft" | jq -r '[.. | .reason? // empty | select(. == "They asked me to")] | length > 0')" true
is "the page of writing shows it" "$(page "write?draft=$draft") $(grep -c 'They asked me to' "$work/page" | awk '{ print ($1 > 0) }')" "200 1"
