#!/bin/sh
# tests/postgres.sh: a PostgreSQL of the tests' own, in a folder of its own; no system service.
# use: tests/postgres.sh start DIR    prints the address of its database
#      tests/postgres.sh stop DIR     ends it and removes the folder
#      tests/postgres.sh crash DIR    ends it at once, as a power cut would; start goes on with it
set -eu
dir=$2
for b in /usr/lib/postgresql/*/bin; do bin=$b; done

# the server refuses to run as root
as() {
	if [ "$(id -u)" = 0 ]; then
		setpriv --reuid=postgres --regid=postgres --clear-groups "$@"
	else
		"$@"
	fi
}

case $1 in
start)
	if [ ! -d "$dir/data" ]; then
		mkdir -p "$dir"
		[ "$(id -u)" != 0 ] || chown postgres "$dir"
		as "$bin/initdb" -D "$dir/data" -U tact -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/initdb.log"
		# nothing here outlives the tests: no waiting for the disk
		as tee -a "$dir/data/postgresql.conf" >/dev/null <<-END
			listen_addresses = ''
			unix_socket_directories = '$dir'
			fsync = ${TACT_PG_FSYNC:-off}
			synchronous_commit = ${TACT_PG_FSYNC:-off}
			full_page_writes = ${TACT_PG_FSYNC:-off}
			max_connections = 200
			shared_buffers = ${TACT_PG_BUFFERS:-256MB}
			max_wal_size = 4GB
			autovacuum_naptime = 10s
		END
	fi
	rm -f "$dir/data/postmaster.pid"
	as "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w -t 60 start >/dev/null
	"$bin/psql" -qAt -h "$dir" -U tact -d postgres -c "SELECT 1 FROM pg_database WHERE datname = 'tact'" | grep -q 1 ||
		"$bin/createdb" -h "$dir" -U tact tact
	echo "postgres://tact@/tact?host=$dir"
	;;
stop)
	[ ! -f "$dir/data/postmaster.pid" ] || as "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null
	rm -rf "$dir"
	;;
crash) as "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null ;;
*)
	echo "use: tests/postgres.sh start|stop|crash DIR" >&2
	exit 64
	;;
esac
