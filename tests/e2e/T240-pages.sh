#!/bin/sh
# tests/e2e/T240-pages.sh: every page there is, for oneself and for a company, and the forms of an
# account as a browser without scripts sends them.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

pid=
# shellcheck disable=SC2154 # lib.sh makes it
trap '[ -z "$pid" ] || kill "$pid"; rm -rf "$work"' EXIT
status() { curl -sS --max-time 30 -o "$work/body" -w '%{http_code}' -H "Authorization: Bearer $bearer" "$@"; }
form() { # form PATH FIELD=VALUE…: as a browser without scripts sends it
	where=$1
	shift
	words=
	for field in "$@"; do words=$words${words:+&}$field; done
	status -d "$words" "$url$where"
}
shows() { # shows "sentence" TEXT: the last page has it
	ok "$1" grep -qF -- "$2" "$work/body"
}

"$SAMPLE" --seed 3 --out "$work/in" >/dev/null
tact import "$work/in/linkedin.zip" "$work/in/mastodon.tar.gz" "$work/in/phone.vcf" >/dev/null
password='lantern-over-wet-cobbles'
echo "$password" | tact password >/dev/null
"$TACT" --home "$home" serve --listen 127.0.0.1:0 --no-browser >"$work/log" 2>&1 &
pid=$!
url=
for _ in $(seq 200); do
	url=$(sed -n 's/^Tact is at \(http[^ ]*\).*/\1/p' "$work/log")
	[ -z "$url" ] || break
	sleep 0.05
done
sign_in() { curl -sS -H 'Content-Type: application/json' -d "{\"email\": \"$1\", \"password\": \"$2\"}" "$url/api/sign-in" | jq -r .session; }
bearer=$(sign_in "" "$password")

# every address that is asked for without a number
every_page() { # "sentence": each is there, as a page and as JSON
	bad=
	awk '$2 == "GET" && $4 !~ /:/ { print substr($4, 2, length($4) - 2) }' docs/who-may-do-what.md >"$work/pages"
	while read -r path; do
		case $path in /sign-in | /favicon.ico | /openapi.json | /account/second.svg | /assets/* | /connect/back) continue ;; esac
		code=$(status "$url$path")
		case $code in 200 | 403) ;; *) bad="$bad $path:$code" ;; esac
		case $path in /keys | /contexts.css | /health | /media/* | /oauth/*) continue ;; esac
		[ "$path" != / ] || path=/overview
		code=$(status "$url/api$path")
		case $code in 200 | 403) ;; *) bad="$bad /api$path:$code" ;; esac
	done <"$work/pages"
	is "$1" "$bad" ""
}
cd "$(dirname "$0")/../.." || exit 1
every_page "every page, by whoever is alone here"
for more in "/people?q=a" "/people?world=both" "/people?relation=friend&network=linkedin" "/people?context=professional" "/search?q=choir+from:me" \
	"/search?q=the&order=best" "/search?q=kind:message+a" "/search?q=zzzz" "/timeline?media=1" "/timeline?kind=reply" "/timeline?topic=food" \
	"/timeline?context=personal&own=1" "/?context=professional" "/networks/linkedin" "/imports/1" "/people/$(tact people --json | jq '.[1].id')"; do
	is "a page: $more" "$(status "$url$more")" 200
done
is "no such person" "$(status "$url/people/999999")" 404
is "nobody is on the way back from a network" "$(status "$url/connect/back?state=nobodys&code=1")" 404
is "no such guide" "$(status "$url/networks/nowhere")" 404

# an account
is "a name and an e-mail" "$(form /account name=Wren email=wren@example.org password=$password)" 303
is "an e-mail that is none" "$(form /account name=Wren email=nobody password=$password)" 400
is "not with another password" "$(form /account name=Wren email=w@example.org password=wrong)" 400
is "a new password wants the old one" "$(form /account/password old=wrong password=bramble-over-stones again=bramble-over-stones)" 400
is "and the same twice" "$(form /account/password old=$password password=bramble-over-stones again=other-stones-here)" 400
is "then it is changed" "$(form /account/password old=$password password=bramble-over-stones again=bramble-over-stones)" 303
password=bramble-over-stones
is "a second step begins" "$(form /account/second password=$password)" 303
status "$url/account" >/dev/null
shows "with a picture" "/account/second.svg"
is "which is there" "$(status "$url/account/second.svg")" 200
is "a wrong code" "$(form /account/second/confirm code=000000)" 400
is "it is given up" "$(form /account/second/drop password=$password)" 303
is "a key for a program" "$(form /account/keys name=phone days=30 scope=read scope=write)" 200
key=$(grep -o 'tact_[0-9]*_[0-9a-f]*' "$work/body" | head -n 1)
is "opens what it is for" "$(curl -sS -o /dev/null -w '%{http_code}' -H "Authorization: Bearer $key" "$url/api/timeline")" 200
is "and no more" "$(curl -sS -o /dev/null -w '%{http_code}' -H "Authorization: Bearer $key" "$url/api/account")" 403
is "it is revoked" "$(form /account/keys/1/revoke)" 303
is "and opens nothing" "$(curl -sS -o /dev/null -w '%{http_code}' -H "Authorization: Bearer $key" "$url/api/timeline")" 403
other=$(sign_in wren@example.org $password)
is "another session" "$(curl -sS -o /dev/null -w '%{http_code}' -H "Authorization: Bearer $other" "$url/api/timeline")" 200
is "is ended" "$(form /account/sessions/end-others)" 303
is "and is over" "$(curl -sS -o /dev/null -w '%{http_code}' -H "Authorization: Bearer $other" "$url/api/timeline")" 403

# others, and a company
is "somebody is invited" "$(form /owners/invite email=ann@example.org)" 200
join=$(grep -o '/join/[0-9a-f]*' "$work/body" | head -n 1)
is "the link leads in" "$(curl -sS -o "$work/body" -w '%{http_code}' "$url$join")" 200
is "an invitation to nobody" "$(form /owners/invite email=nobody)" 400
is "a company is made" "$(form /companies name=Fernlight)" 303
every_page "every page, for the company"
company=$(status "$url/api/company" >/dev/null && jq -r '.id // .company.id // empty' "$work/body")
is "it has another name" "$(form /company name=Fernlight-Works)" 303
is "a member is invited" "$(form /company/invite email=ben@example.org role=writer)" 200
is "in a role that there is" "$(form /company/invite email=ben@example.org role=king)" 400
is "the last admin stays" "$(form /company/leave)" 409
context=$(status "$url/api/contexts" >/dev/null && jq -r '.contexts[0].id' "$work/body")
is "it has hours" "$(form "/contexts/$context/hours" day=mon day=tue from=9:00 to=17:00 utc=60 summer=europe)" 303
is "hours that are none" "$(form "/contexts/$context/hours" day=mon from=25:00 to=17:00 utc=60 summer=europe)" 400
is "a draft is kept" "$(form /drafts text=We-opened-an-office)" 303
is "its pages" "$(status "$url/approvals")" 200
is "what is one's own is elsewhere" "$(status "$url/account")" 403
is "back to oneself" "$(form /act-for owner=0)" 303
every_page "every page, by one of several"
is "out again" "$(form /sign-out)" 303
is "and nothing is left" "$(curl -sS -o /dev/null -w '%{http_code}' -H "Authorization: Bearer $bearer" "$url/api/timeline")" 403
echo "# company $company"
done_testing
