#!/bin/sh
# tests/e2e/T040-bad-input.sh: bad archives: one clear sentence, an exit status, and no trace.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

"$SAMPLE" --seed 4 --out "$work/a"
cd "$work" || exit 1
head -c 20000 a/linkedin.zip >cut.zip
head -c 20000 a/mastodon.tar.gz >cut.tar.gz
head -c 5000 /dev/zero | tr '\0' 'x' >noise.zip
: >empty.zip
printf 'PK\003\004 and then nothing of the kind' >liar.zip
mkdir -p html/your_activity_across_facebook/messages/inbox/ann_1
echo '<html><body>hi</body></html>' >html/your_activity_across_facebook/messages/inbox/ann_1/message_1.html
mkdir -p insta/connections/followers_and_following
echo '[]' >insta/connections/followers_and_following/followers_1.json
echo 'a,b' >table.csv
mkdir -p bomb/data && head -c 200000000 /dev/zero >bomb/data/tweets.js && (cd bomb && zip -q ../bomb.zip -r data) && rm -r bomb
mkdir -p endless/data && { printf 'window.YTD.tweets.part0 = ["'; head -c 40000000 /dev/zero | tr '\0' 'x'; } >endless/data/tweets.js
printf 'window.YTD.account.part0 = [{"account":{"accountId":"1","username":"a"}}]' >endless/data/account.js
(cd a && zip -q -P secret ../locked.zip linkedin.zip)

for bad in cut.zip cut.tar.gz noise.zip empty.zip liar.zip missing.zip html insta table.csv bomb.zip endless locked.zip /dev/null; do
	fails 3 "$bad is refused in one sentence" tact import "$bad"
	echo "# $(cat "$work/err")"
done
is "nothing of it left a trace" "$(tact imports --json)" "[]"
is "in no table" "$(tact export "$work/x" | awk -F': ' '{ n += $2 } END { print n }')" 4 # the owner and three contexts
fails 3 "one bad among good: the good ones come in" tact import cut.zip a/linkedin.zip
is "and stay" "$(tact imports --json | jq length)" 1
fails 64 "no archive at all" tact import
fails 64 "an unknown option" tact import --frobnicate x
fails 64 "an unknown command" tact frobnicate
fails 3 "a home that is a file" "$TACT" --home a/linkedin.zip accounts
done_testing
