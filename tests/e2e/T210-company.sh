#!/bin/sh
# tests/e2e/T210-company.sh: a company on the command line and as programs see it: members, approval,
# hours, and nothing of a member's own.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

pid=
# shellcheck disable=SC2154 # lib.sh makes it
trap '[ -z "$pid" ] || kill "$pid"; rm -rf "$work"' EXIT

password='bramble over old stones'
person() { # person EMAIL NAME
	echo "$password" | "$TACT" --home "$home" owner add "$1" --name "$2"
}
ok "a home" tact owners
ok "Ada" person ada@example.org Ada
ok "Ben" person ben@example.org Ben
ok "Wren" person wren@example.org Wren
ok "no company yet" tact company list
has "says how to make one" "tact company add"

ok "Ada has a company" tact company add Fernlight --admin ada@example.org
has "which she looks after" "Ada looks after it"
fails 64 "not without an admin" tact company add Other
fails 3 "nor with one who is not here" tact company add Other --admin nobody@example.org
fails 64 "nor without a name" tact company add " " --admin ada@example.org
fails 64 "a name in pieces is told" tact company add Fern light --admin ada@example.org
ok "Ben approves" tact company member Fernlight ben@example.org approver
ok "Wren writes" tact company member fernlight wren@example.org writer
fails 64 "there are three roles" tact company member Fernlight wren@example.org king
fails 64 "one of them is wanted" tact company member Fernlight wren@example.org
fails 3 "no such company" tact company member Acme wren@example.org writer
fails 3 "no such person" tact company member Fernlight nobody@example.org writer
fails 3 "a company keeps an admin" tact company member Fernlight ada@example.org writer
has "in a sentence" "always has an administrator"
fails 3 "who can't be removed" tact company member Fernlight ada@example.org --remove
fails 64 "nothing else" tact company frobnicate
ok "all are listed" tact company list --json
company=$(jq -r '.[0].id' "$work/out")
is "with their roles" "$(jq -r '.[0].members | map(.name + " " + .role) | join(", ")' "$work/out")" "Ada admin, Ben approver, Wren writer"
ok "it has its own context" tact --owner "$company" context
is "and no other" "$(grep -c '^[a-z]' "$work/out")" 1
"$SAMPLE" --seed 3 --out "$work/in" >/dev/null
ok "it imports an archive" tact --owner "$company" import "$work/in/linkedin.zip"
ok "and another" tact --owner "$company" import "$work/in/facebook.zip"
ok "its accounts" tact --owner "$company" accounts --json
is "are all the company's" "$(jq -r '[.[].context] | unique | join(",")' "$work/out")" company
account=$(jq '.[] | select(.network == "linkedin").id' "$work/out")

# as programs see it
: >"$work/log"
"$TACT" --home "$home" serve --listen 127.0.0.1:0 --no-browser >"$work/log" 2>&1 &
pid=$!
for _ in $(seq 200); do
	url=$(sed -n 's/^Tact is at \(http[^ ]*\).*/\1/p' "$work/log")
	[ -z "$url" ] || break
	sleep 0.05
done
call() { # call WHO METHOD PATH [JSON]: the status; the body in $work/body
	eval "bearer=\$$1"
	# shellcheck disable=SC2154 # set by eval
	curl -sS --max-time 20 -o "$work/body" -w '%{http_code}' -X "$2" -H "Authorization: Bearer $bearer" \
		${4:+-H "Content-Type: application/json" -d "$4"} "$url/api$3"
}
enters() { # enters WHO: prints their session, which acts for the company
	session=$(curl -sS -H 'Content-Type: application/json' -d "{\"email\": \"$1@example.org\", \"password\": \"$password\"}" "$url/api/sign-in" | jq -r .session)
	curl -sS -o /dev/null -H "Authorization: Bearer $session" -H 'Content-Type: application/json' -d "{\"owner\": $company}" "$url/api/act-for"
	echo "$session"
}
# shellcheck disable=SC2034 # by eval
ada=$(enters ada) ben=$(enters ben) wren=$(enters wren)
says() { jq -r "$1" "$work/body"; }

draft() { # draft WHO TEXT: sets $id
	call "$1" POST /write/ready "{\"text\": \"$2\", \"account\": $account}" >/dev/null
	id=$(says .draft)
}
fits="We opened our new office in Rotterdam and are hiring two engineers."
doubted="Had the best lasagne with grandma and the kids on Sunday."
draft wren "$doubted"
is "a writer may not approve" "$(call wren POST "/drafts/$id/approve" '{}')" 403
is "but asks" "$(call wren POST "/drafts/$id/ask" '{}')" 200
is "it waits" "$(call ben GET /approvals)" 200
is "with what the check said" "$(says '.approvals | map(.verdict + " " + .asked_by) | join(",")')" "think_twice Wren"
asked=$(says '.approvals[0].id')
is "words that are changed are not those" "$(call wren POST /drafts "{\"draft\": $id, \"text\": \"$doubted Yes.\", \"account\": $account}")" 200
is "the approver who looked at them is told" "$(call ben POST "/drafts/$id/approve" "{\"approval\": $asked}")" 409
is "nothing waits" "$(call ben GET /approvals >/dev/null && says '.approvals | length')" 0
is "it is asked anew" "$(call wren POST "/drafts/$id/ask" '{}')" 200
is "and approved by another" "$(call ben POST "/drafts/$id/approve" '{}')" 200
is "once" "$(call ada POST "/drafts/$id/approve" '{}')" 409
draft ben "$doubted Again."
is "one's own that is doubted is not" "$(call ben POST "/drafts/$id/approve" '{"reason": "because"}')" 409
draft ada "$doubted And again."
is "not an admin's either" "$(call ada POST "/drafts/$id/approve" '{"reason": "because"}')" 409
draft ben "$fits"
is "one's own that fits is" "$(call ben POST "/drafts/$id/approve" '{}')" 200
draft wren "My card is 4111 1111 1111 1111."
is "what is to be kept out is no approver's" "$(call ben POST "/drafts/$id/approve" '{"reason": "because"}')" 409
is "an admin gives a reason" "$(call ada POST "/drafts/$id/approve" '{}')" 400
is "and lets it out" "$(call ada POST "/drafts/$id/approve" '{"reason": "a test card"}')" 200
is "no number of a card stands in what happened" "$(call ada GET /audit >/dev/null && grep -c 4111 "$work/body")" 0

tomorrow=$(LC_ALL=C date -u -d '+2 days' +%a | tr '[:upper:]' '[:lower:]')
is "hours are set" "$(call ada POST /contexts/3/hours "{\"day\": [\"$tomorrow\"], \"from\": \"9:00\", \"to\": \"17:00\"}")" 200
is "not by an approver" "$(call ben POST /contexts/3/hours '{}')" 403
draft ben "$fits Twice."
is "what is approved outside of them" "$(call ben POST "/drafts/$id/approve" '{}')" 200
call ben GET "/drafts/$id/ready" >/dev/null
is "is due when they begin" "$(says .approval.due)" "$(date -u -d '+2 days' +%Y-%m-%d)T09:00:00.000Z"

# a post is taken along: the company sees nothing of it
is "Wren acts for herself" "$(call wren POST /act-for '{"owner": 0}')" 200
is "the company's posts are there" "$(call wren GET /company-posts)" 200
post=$(says '.companies[0].posts[0].id')
is "one is taken along" "$(call wren POST /company-posts/take "{\"company\": $company, \"post\": $post}")" 200
own=$(says .draft)
is "not by who is no member" "$(call wren POST /company-posts/take "{\"company\": 1, \"post\": $post}")" 404
is "it says where she works" "$(call wren POST /write/disclose "{\"draft\": $own, \"text\": \"So glad.\", \"disclosure\": 0}")" 200
call wren GET /write >/dev/null
is "in words" "$(says '.drafts[0].text')" "So glad.

I work at Fernlight."
is "the company does not see it" "$(call ada GET "/drafts/$own/ready")" 404
is "nor keeps what she was" "$(call wren GET "/drafts/$id/ready")" 404

ok "Wren is removed on the machine" tact company member Fernlight wren@example.org --remove
is "and acts for it no more" "$(call wren POST /act-for "{\"owner\": $company}")" 404
call ada GET /audit >/dev/null
is "what happened says so" "$(says '.events[0].verb + " " + .events[0].subject')" "member.removed Wren"
done_testing
