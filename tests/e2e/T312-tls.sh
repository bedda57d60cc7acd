#!/bin/sh
# T312-tls.sh: nothing is read or sent over TLS but with a certificate that is good: sites, IMAP, SMTP.
# shellcheck disable=SC2016,SC2154 # what is quoted is another shell's; lib.sh makes the rest
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

peers=$(cd "$(dirname "$0")/../peers" && pwd)
for need in /usr/sbin/dovecot /usr/bin/python3 /usr/lib/python3/dist-packages/aiosmtpd/smtp.py /usr/bin/openssl; do
	[ -e "$need" ] || { ok "SKIP: openssl, dovecot-imapd and python3-aiosmtpd are not installed ($need)" true; done_testing; exit 0; }
done
command -v node >/dev/null || { ok 'SKIP: node is not installed' true; done_testing; exit 0; }
smtp='' site=''
box=$(mktemp -d /tmp/tact-mail-XXXXXX)
trap '"$peers/dovecot.sh" stop "$box"; kill $smtp $site 2>/dev/null; sleep 0.2; rm -rf "$work" "$box"' EXIT

# an authority of the test's own, and what it signed
key() { openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1" -out "$2" -subj "/CN=$3" 2>/dev/null; }
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$work/ca.key" -out "$work/ca.pem" -days 2 \
	-subj '/CN=An authority of tests' 2>/dev/null
certificate() { # FOLDER NAME DAYS
	mkdir -p "$box/$1"
	key "$box/$1/key.pem" "$work/request" "$1"
	echo "subjectAltName=$2" >"$work/ext"
	openssl x509 -req -in "$work/request" -CA "$work/ca.pem" -CAkey "$work/ca.key" -CAcreateserial -days "$3" \
		-extfile "$work/ext" -out "$box/$1/cert.pem" 2>/dev/null
	chmod -R a+rX "$box/$1"
}
certificate good IP:127.0.0.1 2
certificate elsewhere DNS:elsewhere.example 2
certificate over IP:127.0.0.1 -1

# sites
mkdir "$work/site"
printf '{"version": "https://jsonfeed.org/version/1.1", "title": "Kim", "home_page_url": "https://kim.example/",
 "items": [{"id": "https://kim.example/1", "url": "https://kim.example/1", "content_text": "Lanterns of Kim",
 "date_published": "2024-01-15T08:00:00Z"}]}' >"$work/site/feed.json"
serve() { # FOLDER: the site with that certificate
	[ -z "$site" ] || kill "$site"
	: >"$work/port"
	node "$peers/site.mjs" "$work/site" --tls "$box/$1" >"$work/port" 2>/dev/null &
	site=$!
	for _ in $(seq 100); do [ -s "$work/port" ] && break; sleep 0.05; done
	at=https://127.0.0.1:$(cat "$work/port")/feed.json
}
serve good
fails 3 'a site whose certificate nobody known signed is not read' tact account add web --door feed --server "$at"
has 'and it is said why' 'its certificate is not good'
export SSL_CERT_FILE="$work/ca.pem"
ok 'where its authority is known, it is' tact account add web --door feed --server "$at"
ok 'and read' tact sync
ok 'to the word' sh -c '"$0" --home "$1" search lanterns | grep -q Kim' "$TACT" "$home"
for wrong in elsewhere over; do
	serve $wrong
	fails 3 "a certificate that is $wrong is none" tact account add web --door feed --server "$at"
	has 'that too is said' 'its certificate is not good'
done

# mail
port() { /usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
imap_at=$(port) smtp_at=$(port)
mkdir "$work/smtp"
TLS=$box/good SENT=create "$peers/dovecot.sh" start "$box" "$imap_at" kim@example.org 'pass word'
"$peers/smtp.py" "$smtp_at" "$work/smtp" kim@example.org 'pass word' --tls "$box/good" >"$work/smtp.log" 2>&1 &
smtp=$!
for _ in $(seq 100); do grep -q ready "$work/smtp.log" && break; sleep 0.05; done
printf 'From: Bo <bo@example.org>\r\nTo: kim@example.org\r\nSubject: tea\r\nMessage-ID: <n1@example.org>\r\nDate: Mon, 15 Jan 2024 08:00:00 +0000\r\n\r\nCome at four.\r\n' >"$work/1.eml"
"$peers/dovecot.sh" put "$box" INBOX "$work/1.eml"
add() { # IMAP-SCHEME PORT SMTP-SCHEME
	echo 'pass word' | tact account add email --name kim@example.org --server "$1://127.0.0.1:$2 $3://127.0.0.1:$smtp_at"
}
(
	unset SSL_CERT_FILE
	add imaps $((imap_at + 1)) smtp
) >"$work/out" 2>&1
has 'no password goes to a server that can not prove itself' 'its certificate is not good'
ok 'it is not in its log' sh -c '! grep -q "Login" "$0"' "$box/log"
ok 'encrypted from the first byte' add imaps $((imap_at + 1)) smtp
ok 'the mail is read' tact sync
ok 'all of it' sh -c '"$0" --home "$1" search tea | grep -q "Come at four"' "$TACT" "$home"
ok 'encrypted after STARTTLS' add imap "$imap_at" smtp
ok 'that is read as well' tact sync email --now
ok 'a letter goes out after STARTTLS' sh -c 'echo "I come at four." | "$0" --home "$1" post --to email --title Tea --to-address bo@example.org --queue --json' "$TACT" "$home"
ok 'to a server that has proved itself' tact outbox --again "$(jq '.publications[0].id' "$work/out")"
ok 'with its password' tact outbox --send
ok 'and is there' grep -q 'I come at four' "$work/smtp/1.eml"
ok 'every login was encrypted' sh -c 'grep -q "Login: .*TLS" "$0" && ! grep "Login: " "$0" | grep -vq TLS' "$box/log"
done_testing
