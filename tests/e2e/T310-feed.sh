#!/bin/sh
# T310-feed.sh: feeds of one's own site and of others: added by address, read, asked only for what is new.
# shellcheck disable=SC2154 # lib.sh makes what is missing here
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

peer=$(cd "$(dirname "$0")/../peers" && pwd)/site.mjs
command -v node >/dev/null || { ok 'SKIP: node is not installed' true; done_testing; exit 0; }
mkdir -p "$work/site" "$home"
server=''
# shellcheck disable=SC2154 # lib.sh makes it
trap 'kill $server 2>/dev/null; rm -rf "$work"' EXIT

feed() { # ITEMS…: a feed with these
	echo '<?xml version="1.0"?><rss version="2.0"><channel><title>Kim</title><link>https://kim.example/</link>'
	for item in "$@"; do
		echo "<item><guid>https://kim.example/$item</guid><link>https://kim.example/$item</link>"
		echo "<pubDate>Mon, 15 Jan 2024 0$((${#item} % 10)):00:00 GMT</pubDate><description>About $item</description></item>"
	done
	echo '</channel></rss>'
}
texts() { tact search "$1" --json | jq -r '[.. | .text? // empty] | length'; }

feed soup tea >"$work/site/feed.xml"
echo '<!DOCTYPE html><link rel="alternate" type="application/rss+xml" href="/feed.xml"><p>Kim' >"$work/site/index.html"
printf '{"version": "https://jsonfeed.org/version/1.1", "title": "Ana", "home_page_url": "https://ana.example/",
 "items": [{"id": "https://ana.example/1", "url": "https://ana.example/1", "content_text": "Lanterns of Ana",
 "date_published": "2024-01-15T08:00:00Z"}]}' >"$work/site/ana.json"
node "$peer" "$work/site" >"$work/port" 2>"$work/site.log" &
server=$!
for _ in $(seq 100); do [ -s "$work/port" ] && break; sleep 0.05; done
site=http://127.0.0.1:$(cat "$work/port")

ok 'a site is added by its address alone' tact account add web --door feed --server "$site"
ok 'it is read' tact sync
has 'two items came' '2 items, 2 new'
ok 'what is in it can be found' test "$(texts 'About soup')" -ge 1
tact sync --now >/dev/null 2>&1
is 'the second time nothing is sent again' "$(tail -n 1 "$work/requests")" 'GET /feed.xml 304'
feed soup tea lamps >"$work/site/feed.xml"
ok 'a third item comes' tact sync --now
has 'only that one is new' '3 items, 1 new'

ok 'a feed of somebody else is followed' tact account add web --door follow --server "$site/ana.json"
ok 'it is read too' tact sync
ok 'its words are there' test "$(texts 'Lanterns of Ana')" -ge 1

echo '<rss version="2.0"><channel><title>Kim</title><item><guid>9</guid><description>cut' >"$work/site/feed.xml"
tact sync --now >"$work/out" 2>&1
ok 'a feed that is cut off harms nobody' test "$(texts 'About soup')" -ge 1
echo '<h1>An error page</h1>' >"$work/site/feed.xml"
tact sync --now >"$work/out" 2>&1
has 'a feed that is none is said so' 'is no feed'
mv "$work/site/feed.xml" "$work/site/feed.xml.gone"
tact sync --now >"$work/out" 2>&1
has 'one that is gone for good is said so' 'gone for good'
done_testing
