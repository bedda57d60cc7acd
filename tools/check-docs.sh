#!/bin/sh
# tools/check-docs.sh: every path and function that the guides name in `code` must exist.
set -eu
cd "$(dirname -- "$0")/.."
bad=0
for doc in README.md ARCHITECTURE.md HACKING.md; do
	# shellcheck disable=SC2016 # the marks of code in Markdown
	grep -o '`[^`]*`' "$doc" | tr -d '`' | sort -u | while read -r word; do
		case $word in
		*' '* | *NAME* | 'module_'* | -* | *'…'* | *'<'* | *'*'* | '$'*) continue ;;
		*'()')
			grep -rqE "(^|[^a-z_])${word%()}\(" src tools classifier ||
				echo "$doc: no function $word"
			;;
		src/* | tools/* | tests/* | docs/* | bench/* | classifier/* | ./*)
			[ -e "$word" ] || echo "$doc: no file $word"
			;;
		*/*.[ch] | */*.txt | */*.sql)
			[ -e "$word" ] || [ -e "src/$word" ] || echo "$doc: no file $word"
			;;
		esac
	done
done >build/docs.log
if [ -s build/docs.log ]; then
	cat build/docs.log
	bad=1
fi
exit $bad
