#!/bin/sh
# tests/e2e/T080-help.sh: help, man page and completion, all from the same rows.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

ok "help alone" tact help
for c in $(tact help | awk '/^  [a-z]/ { print $1 }'); do
	ok "help $c" tact help "$c"
	has "$c has an example" "example:"
done
ok "--help behind a command" tact import --help
has "is that command's help" "tact import"
fails 64 "help for what there is not" tact help frobnicate
tact help --mdoc >"$work/tact.1"
ok "the man page is sound" mandoc -T lint -W error "$work/tact.1"
ok "it can be shown" mandoc -T utf8 "$work/tact.1"
has "with every command" "tact undo 3"
tact completion >"$work/completion"
is "completion offers commands" \
	"$(bash -c '. '"$work"'/completion; COMP_WORDS=(tact imp); COMP_CWORD=1; _tact; echo "${COMPREPLY[*]}"')" "import imports"
is "completion offers options" \
	"$(bash -c '. '"$work"'/completion; COMP_WORDS=(tact --home /x check --j); COMP_CWORD=4; _tact; echo "${COMPREPLY[0]}"')" "--json"
ok "version" tact version
ok "the licences come along" tact version --licenses
has "AGPL" "GNU AFFERO GENERAL PUBLIC LICENSE"
has "and the others" "libarchive"
done_testing
