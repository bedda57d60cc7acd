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

done_testing() { echo "1..$count"; }
