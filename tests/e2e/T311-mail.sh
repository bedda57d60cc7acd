#!/bin/sh
# T311-mail.sh: e-mail from a real mail server: signed in to, read once, page by page, whoever wrote what.
# shellcheck disable=SC2154 # lib.sh makes what is missing here
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

peers=$(cd "$(dirname "$0")/../peers" && pwd)
for need in /usr/sbin/dovecot /usr/bin/python3 /usr/lib/python3/dist-packages/aiosmtpd/smtp.py; do
	[ -e "$need" ] || { ok "SKIP: dovecot-imapd and python3-aiosmtpd are not installed ($need)" true; done_testing; exit 0; }
done
smtp=''
# dovecot wants a short path, and to go into it as another
box=$(mktemp -d /tmp/tact-mail-XXXXXX)
# shellcheck disable=SC2154 # lib.sh makes it
pid=''
trap '"$peers/dovecot.sh" stop "$box"; kill $smtp $pid 2>/dev/null; sleep 0.2; rm -rf "$work" "$box"' EXIT
port() { /usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
imap_at=$(port) smtp_at=$(port)
mkdir -p "$work/smtp"
SENT=create "$peers/dovecot.sh" start "$box" "$imap_at" kim@example.org 'pass word'
"$peers/smtp.py" "$smtp_at" "$work/smtp" kim@example.org 'pass word' >"$work/smtp.log" 2>&1 &
smtp=$!
for _ in $(seq 100); do grep -q ready "$work/smtp.log" && break; sleep 0.05; done

letter() { # NUMBER FROM TO SUBJECT [FIELD]
	printf 'From: %s\r\nTo: %s\r\nSubject: %s\r\nMessage-ID: <n%s@example.org>\r\nDate: Mon, 15 Jan 2024 08:00:%02d +0000\r\n' \
		"$2" "$3" "$4" "$1" "$(($1 % 60))"
	[ -z "${5:-}" ] || printf '%s\r\n' "$5"
	printf '\r\nLetter number %s about %s\r\n\r\nFrom here on it is quoted Tue Nov 14 22:13:20 2023\r\n' "$1" "$4"
}
add() { echo 'pass word' | tact account add email --name "${1:-kim@example.org}" --server "${2:-127.0.0.1:$imap_at 127.0.0.1:$smtp_at}"; }
posts() { tact search "$1" --json | jq -r '[.posts[]?, .hits[]?, .results[]?] | length'; }

mkdir "$work/mail"
i=1
while [ $i -le 120 ]; do
	letter $i 'Bo Berg <bo@example.org>' kim@example.org lanterns >"$work/mail/$i.eml"
	i=$((i + 1))
done
# somebody who writes that they are the owner, and that it was sent
letter 121 'Eve <eve@example.org>' 'eve@example.org, eve@example.org, eve@example.org' cobbles 'X-Gmail-Labels: Sent' >"$work/mail/121.eml"
letter 122 'Kim <kim@example.org>' 'Ana <ana@example.org>' soup >"$work/sent.eml"
"$peers/dovecot.sh" put "$box" INBOX "$work"/mail/*.eml
"$peers/dovecot.sh" put "$box" Sent "$work/sent.eml"

echo wrong >"$work/wrong"
fails 3 'another password is refused' sh -c "\"$TACT\" --home \"$home\" account add email --name kim@example.org --server '127.0.0.1:$imap_at 127.0.0.1:$smtp_at' <\"$work/wrong\""
has 'and it is said why' 'does not know this name and password'
ok 'name, password and servers are all it takes' add
ok 'the mail is read' tact sync --json
is 'all of it' "$(jq -r '[.accounts[]?, .[]? | objects | .items? // empty] | add' "$work/out")" 122
ok 'again' tact sync --now --json
is 'nothing is read twice' "$(jq -r '[.accounts[]?, .[]? | objects | .items? // empty] | add' "$work/out")" 0
tact search lanterns >"$work/out"
has 'a line that looks like a beginning is none' 'From here on'
tact search cobbles >"$work/out"
has 'who writes that they are the owner is not' 'Eve: cobbles'
ok 'nothing was marked as seen' test "$(find "$box/mail/cur" "$box/mail/new" -name '*:2,*S*' | wc -l)" = 0
letter 123 'Ana <ana@example.org>' kim@example.org tea >"$work/new.eml"
"$peers/dovecot.sh" put "$box" INBOX "$work/new.eml"
ok 'one more comes' tact sync --now --json
is 'only that one is read' "$(jq -r '[.accounts[]?, .[]? | objects | .items? // empty] | add' "$work/out")" 1

# Writing: a new letter, and an answer to one
post() { tact post --to email:kim@example.org "$@"; }
sent() { cat "$work"/smtp/*.eml 2>/dev/null; }
printf 'The kettle is on at four.\n---\nBring a cup.\n' >"$work/note.txt"
fails 64 'a mail without anybody to go to is refused' post "$work/note.txt"
has 'in a sentence that says what to do' 'give at least one e-mail address'
fails 64 'what is no address is refused' post "$work/note.txt" --to-address 'ana@example.org, not an address'
has 'by its name' '"not an address" is no e-mail address'
fails 64 'nobody adds a field through an address' post "$work/note.txt" --to-address "$(printf 'ana@example.org\r\nBcc: eve@example.org')"
fails 64 'nor through a title' post "$work/note.txt" --to-address ana@example.org --title "$(printf 'Tea\r\nBcc: eve@example.org')"
has 'and it is said why' 'a title is one line'
is 'nothing of that was sent' "$(sent | wc -c)" 0
ok 'a mail is written' post "$work/note.txt" --title 'Tea at four, naïve as it is' --to-address 'Ana <ana@example.org>' --to-address bo@example.org
has 'with whom it goes to' 'to ana@example.org, bo@example.org: Tea at four'
is 'it arrived once' "$(find "$work/smtp" -name '*.eml' | wc -l)" 1
is 'at both, from the owner' "$(tr '\n' ' ' <"$work/smtp/1.to")" 'kim@example.org ana@example.org bo@example.org '
cp "$work/smtp/1.eml" "$work/out"
is 'with its subject' "$(/usr/bin/python3 - "$work/smtp/1.eml" <<'PY'
import email, email.policy, sys
m = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
print(m["Subject"], "|", m["To"], "|", m["Bcc"], "|", m.get_content().replace("\n", "/").replace("\r", ""))
PY
)" 'Tea at four, naïve as it is | ana@example.org, bo@example.org | None | The kettle is on at four./---/Bring a cup./'
tea=$(tact search 'from:ana tea' --json | jq -r '[.posts[]?, .hits[]?, .results[]?][0].id')
[ "$tea" != null ] || tea=$(tact search tea --json | jq -r '[.posts[]?, .hits[]?, .results[]?] | map(select(.own != true))[0].id')
printf 'Gladly, at four.' >"$work/answer.txt"
ok 'a mail is answered' tact reply "$tea" "$work/answer.txt"
is 'to who wrote it' "$(tr '\n' ' ' <"$work/smtp/2.to")" 'kim@example.org ana@example.org '
cp "$work/smtp/2.eml" "$work/out"
has 'under the same subject' 'Subject: Re: tea'
has 'as an answer to it' 'In-Reply-To: <n123@example.org>'
has 'in its thread' 'References: <n123@example.org>'
ok 'what was sent is read again' tact sync --now --json
tact search kettle --json >"$work/out"
is 'and is one message' "$(jq '[.posts[]?, .hits[]?, .results[]?] | length' "$work/out")" 1

# The same on the page
printf '%s\n%s\n' "$password" "$password" | tact password >/dev/null 2>&1
serve
account=$(tact accounts --json | jq '[.[] | select(.network == "email")][0].id')
get "$url/write?reply=$tea" >"$work/out"
has 'a mailbox is a place to write from' 'data-letter'
has 'with whom it goes to' 'name="addresses"'
has 'and what the other was about' '>tea<'
write() { get -H 'Content-Type: application/json' -d "$1" "$url/api/drafts" | jq .draft; }
draft=$(write "{\"text\": \"Gladly.\", \"account\": $account, \"reply\": $tea}")
is 'an answer goes to who wrote it' "$(get "$url/api/drafts/$draft/send" | jq -r '.accounts[0] | "\(.title) | \(.addresses)"')" 'Re: tea | ana@example.org'
draft=$(write "{\"text\": \"Gladly.\", \"account\": $account, \"title\": \"Cups\", \"addresses\": \"bo@example.org, someone\"}")
is 'what is no address is said before it goes' "$(get "$url/api/drafts/$draft/send" | jq -r '.accounts[0].says[0]')" '"someone" is no e-mail address: correct it, or take it out.'
get "$url/drafts/$draft/send" >"$work/out"
has 'on the page too' 'is no e-mail address'
has 'with what it is about' 'Cups'
kill "$pid"
wait "$pid" 2>/dev/null

"$peers/dovecot.sh" stop "$box"
sleep 0.3
tact sync --now >"$work/out" 2>&1
has 'a server that is away is said so' 'takes no connection'
done_testing
