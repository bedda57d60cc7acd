#!/bin/sh
# tests/postgres-tact.sh: the program under test on PostgreSQL: as `tact`, each home with a database of
# its own on the server of TACT_TEST_DB, so that the same tests run on both engines.
set -eu
home=${TACT_HOME:-none}
take=
for word in "$@"; do
	[ -z "$take" ] || home=$word
	take=
	case $word in
	--home=*) home=${word#--home=} ;;
	--home) take=yes ;;
	esac
done
name=h$(printf %s "$home" | md5sum | cut -c1-20)
TACT_DB=$(printf %s "$TACT_TEST_DB" | sed "s|/tact?|/$name?|")
export TACT_DB
for psql in /usr/lib/postgresql/*/bin/psql; do :; done
if [ -z "$("$psql" -qAt "$TACT_TEST_DB" -c "SELECT 1 FROM pg_database WHERE datname = '$name'")" ]; then
	"$psql" -q "$TACT_TEST_DB" -c "CREATE DATABASE $name" 2>/dev/null || : # another was faster
fi
exec "$TACT_REAL" "$@"
