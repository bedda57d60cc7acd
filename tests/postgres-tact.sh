#!/bin/sh
# tests/postgres-tact.sh: the program under test on PostgreSQL: as `tact`, each home with a schema of
# its own in the database of TACT_TEST_DB, so that the same tests run on both engines.
set -eu
home=
for word in "$@"; do
	case $word in
	--home=*) home=${word#--home=} ;;
	--home) home=next ;;
	*) [ "$home" != next ] || home=$word ;;
	esac
	case $word in --*) ;; *) [ "$home" = "$word" ] || break ;; esac
done
schema=h$(printf %s "${home:-none}" | md5sum | cut -c1-16)
"$(ls /usr/lib/postgresql/*/bin/psql | tail -1)" -q "$TACT_TEST_DB" -c "SET client_min_messages = error; CREATE SCHEMA IF NOT EXISTS $schema"
TACT_DB="$TACT_TEST_DB&options=-csearch_path%3D$schema"
export TACT_DB
exec "$TACT_REAL" "$@"
