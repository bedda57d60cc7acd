#!/bin/sh
# tools/check-style.sh: first lines, banned functions, sizes, SQL that is put together.
set -eu
cd "$(dirname -- "$0")/.."
bad=0
say() {
	echo "$1"
	bad=1
}
files=$(git ls-files -co --exclude-standard 'src/*.[ch]' 'tools/*.[ch]' 'classifier/*.[ch]' 'tests/*.[ch]' 'bench/*.[ch]')

for f in $files; do
	[ -f "$f" ] || continue
	name=${f#src/}
	first=$(head -n 1 "$f")
	case $first in
	"/* $name: "*) ;;
	*) say "$f: the first line is not \"/* $name: what it is for …\"" ;;
	esac
	head -n 6 "$f" | grep -q 'SPDX-License-Identifier: AGPL-3.0-or-later' ||
		say "$f: no SPDX line near the top"
	case $f in
	src/*)
		lines=$(wc -l <"$f")
		[ "$lines" -le 800 ] || say "$f: $lines lines; look for the second subject in it"
		;;
	esac
done

while read -r word instead; do
	case $word in "#"* | "") continue ;; esac
	hits=$(echo "$files" | xargs grep -nE "(^|[^_a-zA-Z0-9>.])$word *\(" 2>/dev/null | grep -vE '^[^:]*:[0-9]+: *(/\*|\*)' || :)
	[ -z "$hits" ] || say "$hits
	$word is banned here: use $instead"
done <tools/banned.txt

# only literals and tables of literals reach the database
hits=$(grep -nE 'sql_(ask|run|one|exec)\(' src/store/*.c | grep -E '(printf|buf_cstr)' | grep -v 'migrate.c' || :)
[ -z "$hits" ] || say "$hits
	SQL is never put together from values"

# a path of somebody's machine has no place in the project
hits=$(git ls-files -co --exclude-standard | grep -vE '^(LICENSE|tools/check-style.sh)$' | xargs grep -nE '/work/|/home/[a-z]+/' 2>/dev/null || :)
[ -z "$hits" ] || say "$hits
	a path of one machine"
exit $bad
