# tests/e2e/lib.sh: what the end-to-end tests share. Each test is a sentence and a command.
# shellcheck shell=sh
set -u
export LC_ALL=C.UTF-8
count=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
home=$work/home
TACT=${TACT:?the program to test}
SAMPLE=${SAMPLE:?the sample generator}
# what keeps the data: tests/postgres-tact.sh runs the same tests on PostgreSQL
engine=sqlite
# shellcheck disable=SC2034 # tests ask for it
[ -z "${TACT_REAL:-}" ] || engine=postgres

tact() { "$TACT" --home "$home" "$@"; }

ok() { # ok "sentence" command…: it must succeed
	count=$((count + 1))
	say=$1
	shift
	if "$@" >"$work/out" 2>"$work/err"; then
		echo "ok $count - $say"
	else
		echo "not ok $count - $say (exit $?)"
		sed 's/^/# /' "$work/out" "$work/err" | head -n 40
	fi
}

fails() { # fails CODE "sentence" command…: it must exit with CODE and say one line on stderr
	count=$((count + 1))
	want=$1
	say=$2
	shift 2
	code=0
	"$@" >"$work/out" 2>"$work/err" || code=$?
	lines=$(wc -l <"$work/err")
	if [ "$code" -eq "$want" ] && { [ "$want" -lt 3 ] || [ "$lines" -eq 1 ]; }; then
		echo "ok $count - $say"
	else
		echo "not ok $count - $say (exit $code, $lines lines)"
		sed 's/^/# /' "$work/out" "$work/err" | head -n 40
	fi
}

is() { # is "sentence" ACTUAL EXPECTED
	count=$((count + 1))
	if [ "$2" = "$3" ]; then
		echo "ok $count - $1"
	else
		echo "not ok $count - $1"
		printf '# have: %s\n# want: %s\n' "$2" "$3" | head -n 20
	fi
}

has() { # has "sentence" TEXT: the last output (both streams) has it
	count=$((count + 1))
	if cat "$work/out" "$work/err" | grep -qF -- "$2"; then
		echo "ok $count - $1"
	else
		echo "not ok $count - $1"
		sed 's/^/# /' "$work/out" "$work/err" | head -n 40
	fi
}

# starts a server of $home on any port and signs in: $pid, $url and $bearer; get asks as its owner
password='lantern over wet cobbles'
# shellcheck disable=SC2034 # tests ask for what it sets
serve() {
	: >"$work/log" # what the one before said is no sign of this one
	"$TACT" --home "$home" serve --listen 127.0.0.1:0 --no-browser >"$work/log" 2>&1 &
	pid=$!
	for _ in $(seq 400); do
		grep -q '^Tact is at' "$work/log" && break
		sleep 0.05
	done
	url=$(sed -n 's/^Tact is at \(http[^ ]*\).*/\1/p' "$work/log")
	bearer=$(curl -sS -H 'Content-Type: application/json' -d "{\"password\": \"$password\"}" "$url/api/sign-in" | jq -r .session)
}
get() { curl -sS --max-time 25 -H "Authorization: Bearer $bearer" "$@"; }

done_testing() { echo "1..$count"; }
