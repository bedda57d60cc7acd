#!/bin/sh
# tests/e2e/T290-match.sh: the matcher on records with a known truth: made ones, and public ones.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
here=$(dirname "$0")/../..
match=$here/build/bench-people
book=${SAMPLE%/*}/tact-addressbook
if [ ! -x "$match" ]; then
	echo "ok 1 - SKIP: make build/bench-people first"
	echo "1..1"
	exit 0
fi

figure() { # figure precision|recall|F1, of the last run
	sed -n "s/.*$1 \([0-9.]*\).*/\1/p" "$work/err" | head -n 1
}
least() { # least "sentence" precision|recall|F1 LEAST
	is "$1" "$(awk -v v="$(figure "$2")" -v least="$3" 'BEGIN { print (v >= least) ? "fits" : v }')" fits
}

fails 64 "without fields it says how it is used" "$match" --records "$work/none.csv"
printf 'column,role,separator\nname,shoe size,\n' >"$work/fields.csv"
printf 'name\nAna\n' >"$work/one.csv"
fails 64 "a role that is none is refused" "$match" --fields "$work/fields.csv" --records "$work/one.csv"
has "and named" "shoe size"
printf 'column,role,separator\nname,name,\n' >"$work/fields.csv"
printf 'column,role,separator\nnaem,name,\n' >"$work/typo.csv"
fails 64 "a column that the records have not is refused" "$match" --fields "$work/typo.csv" --records "$work/one.csv"
has "by its name" "naem"
fails 64 "and a file that is not there" "$match" --fields "$work/fields.csv" --records "$work/none.csv"
ok "one record is one person" "$match" --fields "$work/fields.csv" --records "$work/one.csv"
is "in a line of its own" "$(tail -n 1 "$work/out")" "0,1,1,"
printf 'name\n' >"$work/empty.csv"
ok "none is nobody" "$match" --fields "$work/fields.csv" --records "$work/empty.csv"

"$book" --people 800 --out "$work/book"
ok "made people are matched" "$match" --sure --fields "$work/book/fields.csv" --records "$work/book/records.csv"
least "whoever is merged without a question is one person" precision 0.998
sed 1d "$work/out" | sort -t, -k4,4 >"$work/found"
sed 1d "$work/book/records.csv" | cut -d, -f1-3 | sort >"$work/true"
is "no impersonator is merged with anybody" "$(join -t, -1 4 -2 1 "$work/found" "$work/true" | awk -F, '
	{ n[$2]++; odd[$2] += $6 == "impersonator" } END { for (c in n) if (odd[c] && n[c] > 1) print c }')" ""
ok "and likely ones" "$match" --fields "$work/book/fields.csv" --records "$work/book/records.csv"
least "are most of all" recall 0.93

sets=${TACT_SHARED:-}/linkage
if [ -z "${TACT_SHARED:-}" ] || [ ! -d "$sets" ]; then
	echo "# SKIP: the public sets of record linkage are not here (TACT_SHARED)"
else
	for f in 4a 4b; do
		awk -F, '{ sub(/\r$/, "") } NR == 1 { print $0 ",truth"; next } { split($1, p, "-"); print $0 "," p[2] }' \
			"$sets/febrl/dataset$f.csv" >"$work/febrl$f.csv"
	done
	ok "FEBRL 4 is matched" "$match" --fields "$here/bench/fields/febrl.csv" --records "$work/febrl4a.csv" "$work/febrl4b.csv"
	least "as well as published" F1 0.9995
	ok "and without the number" "$match" --fields "$here/bench/fields/febrl-without-number.csv" --records "$work/febrl4a.csv" "$work/febrl4b.csv"
	least "nearly so" F1 0.9985
	ok "historical_50k is matched" "$match" --fields "$here/bench/fields/historical_50k.csv" --records "$sets/historical_50k/historical_50k.csv"
	least "F1" F1 0.88
	least "at a precision" precision 0.98
fi
done_testing
