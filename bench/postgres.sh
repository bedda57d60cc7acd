#!/bin/sh
# bench/postgres.sh: SQLite and PostgreSQL with the same archives in the same run: imports, timeline
# and search; and what 1,000 owners in one database cost the one who asks.
# use: bench/postgres.sh [sizes|owners]…   POSTS="10000 100000 1000000" ROUNDS=3 SECONDS_EACH=1
# Wants: PostgreSQL, wrk, curl, jq. Its own server in a temporary folder, with fsync and 1 GB of
# shared_buffers; loopback only; ends what it starts.
set -eu
cd "$(dirname -- "$0")/.."
posts=${POSTS:-10000 100000 1000000}
rounds=${ROUNDS:-3}
each=${SECONDS_EACH:-1}
tact=${TACT:-$PWD/build/release/tact}
sample=${SAMPLE:-$PWD/build/release/tact-sample}
dir=$(mktemp -d)
chmod 755 "$dir"
pids=
# shellcheck disable=SC2317 # by the traps
end() {
	for p in $pids; do kill "$p" 2>/dev/null || :; done
	tests/postgres.sh stop "$dir/pg"
	rm -rf "$dir"
}
trap end EXIT
trap 'exit 1' INT TERM
unset TACT_DB
TACT_PG_FSYNC=on TACT_PG_BUFFERS=1GB tests/postgres.sh start "$dir/pg" >/dev/null
[ $# -gt 0 ] || set -- sizes owners

address() { echo "postgres://tact@/$1?host=$dir/pg"; }
psql() { command psql -qAt "$(address "$1")"; }
make_archive() { # N → $dir/N/x.zip
	[ -e "$dir/$1/x.zip" ] || "$sample" --seed 7 --out "$dir/$1" --network x --posts "$1"
}
import() { # HOME ARCHIVE [DB] → seconds
	/usr/bin/env time -f %e -o "$dir/time" "$tact" --home "$1" ${3:+--db "$3"} import "$2" >/dev/null
	echo 'a bench password' | "$tact" --home "$1" ${3:+--db "$3"} password >/dev/null
	cat "$dir/time"
}
serve() { # NAME HOME [DB]: sets url and pid of it
	: >"$dir/log-$1"
	"$tact" --home "$2" ${3:+--db "$3"} serve --listen 127.0.0.1:0 --no-browser >"$dir/log-$1" &
	eval "pid_$1=$!"
	pids="$pids $!"
	until grep -q http "$dir/log-$1"; do sleep 0.05; done
	eval "url_$1=$(grep -o 'http://[0-9.:]*' "$dir/log-$1")"
}
stop() { # PID…
	kill "$@"
	wait "$@" || :
}
sign_in() { # URL
	curl -s -H 'Content-Type: application/json' -d '{"password":"a bench password"}' "$1/api/sign-in" | jq -r .session
}
rate() { # URL TOKEN → p50 and p99 in milliseconds
	wrk -t1 -c1 -d"${each}s" --latency -H "Authorization: Bearer $2" "$1" | awk '
		function ms(s) { return s ~ /us$/ ? s / 1000 : s ~ /ms$/ ? s + 0 : s * 1000 }
		$1 == "50%" { a = ms($2) } $1 == "99%" { b = ms($2) }
		/Non-2xx/ { bad = 1 } END { print bad ? "- -" : a " " b }'
}
median() { sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

against() { # PAGE URL1 TOKEN1 URL2 TOKEN2: in turns; a row of the table
	: >"$dir/one" && : >"$dir/two"
	for _ in $(seq "$rounds"); do
		rate "$2$1" "$3" >>"$dir/one"
		rate "$4$1" "$5" >>"$dir/two"
	done
	for f in one two; do
		for c in 1 2; do cut -d' ' -f$c "$dir/$f" | median; done
	done | tr '\n' ' ' | awk -v p="$1" '{ printf "| `%s` | %.2f | %.2f | %.2f | %.2f | %.2f |\n", p, $1, $2, $3, $4, $3 / $1 }'
}
pages() { # URL1 TOKEN1 URL2 TOKEN2 PAGE…
	u1=$1 t1=$2 u2=$3 t2=$4
	shift 4
	old=$(curl -s -H "Authorization: Bearer $t1" "$u1/api/timeline?year=2021" | jq -r '.posts[3].id')
	for p in "$@"; do against "$(echo "$p" | sed "s/OLD/$old/")" "$u1" "$t1" "$u2" "$t2"; done
}

bench_sizes() {
	for n in $posts; do
		make_archive "$n"
		psql postgres <<-END
			CREATE DATABASE n$n
		END
		lite=$(import "$dir/lite$n" "$dir/$n/x.zip")
		big=$(import "$dir/pg$n" "$dir/$n/x.zip" "$(address "n$n")")
		psql "n$n" <<-END
			VACUUM ANALYZE
		END
		serve lite "$dir/lite$n"
		serve pg "$dir/pg$n" "$(address "n$n")"
		echo
		echo "### $n posts"
		echo "$lite $big" | awk '{ printf "import: SQLite %.2f s, PostgreSQL %.2f s: %.2f of its speed\n\n", $1, $2, $1 / $2 }'
		du -sk "$dir/lite$n" | awk '{ printf "%.0f MB in SQLite, ", $1 / 1024 }'
		echo "SELECT pg_database_size('n$n') / 1048576 || ' MB in PostgreSQL'" | psql "n$n"
		echo
		echo "| page | SQLite p50 ms | p99 | PostgreSQL p50 ms | p99 | ratio of p50 |"
		echo "| --- | --- | --- | --- | --- | --- |"
		# shellcheck disable=SC2154 # serve sets them
		pages "$url_lite" "$(sign_in "$url_lite")" "$url_pg" "$(sign_in "$url_pg")" \
			/timeline "/timeline?before=OLD" "/timeline?kind=reply&year=2020" "/timeline?topic=food" / /people \
			"/search?q=choir" "/search?q=the" "/search?q=the&order=best" "/search?q=choir+from:me+year:2020" \
			"/search?q=the+kind:message"
		# shellcheck disable=SC2154 # serve sets them
		stop "$pid_lite" "$pid_pg"
	done
}

# One small life comes in by the program; 998 others are its rows under another number.
more_owners() { # DB HOME
	"$sample" --seed 8 --out "$dir/small" --network linkedin --posts 40 --people 60
	echo 'a bench password' | "$tact" --home "$2" --db "$(address "$1")" owner add small@example.org --name Small >/dev/null
	"$tact" --home "$2" --db "$(address "$1")" --owner 2 import "$dir/small/linkedin.zip" >/dev/null
	psql "$1" <<-'END'
		INSERT INTO owners (owner_id, name, created_ms, kind, email, is_host, closed_ms)
		SELECT g, 'Small', 1, 'person', 'small' || g || '@example.org', 0, 0 FROM generate_series(3, 1000) g;
		SELECT format('INSERT INTO %I (%s) SELECT %s FROM %I t, generate_series(3, 1000) g WHERE t.owner_id = 2', table_name,
		    string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position),
		    string_agg(CASE WHEN column_name = 'owner_id' THEN 'g'
		        WHEN table_name = 'post_search' AND column_name = 'words' THEN
		            'replace(CAST(t.words AS text), ''''''2_'', '''''''' || g || ''_'')::tsvector'
		        ELSE 't.' || quote_ident(column_name) END, ', ' ORDER BY ordinal_position), table_name)
		FROM information_schema.columns c WHERE table_schema = 'public' AND table_name NOT IN ('owners', 'sessions', 'tokens', 'credentials',
		    'second_factors', 'recovery_codes', 'jobs', 'audit') AND EXISTS (SELECT 1 FROM information_schema.columns o
		    WHERE o.table_schema = 'public' AND o.table_name = c.table_name AND o.column_name = 'owner_id')
		GROUP BY table_name
		\gexec
		VACUUM ANALYZE;
	END
}

bench_owners() {
	make_archive 100000
	psql postgres <<-END
		CREATE DATABASE alone
	END
	import "$dir/home" "$dir/100000/x.zip" "$(address alone)" >/dev/null
	serve alone "$dir/home" "$(address alone)"
	# shellcheck disable=SC2154 # serve sets them
	token=$(sign_in "$url_alone")
	# shellcheck disable=SC2154 # serve sets them
	stop "$pid_alone"
	psql alone <<-END
		VACUUM ANALYZE
	END
	psql postgres <<-END
		CREATE DATABASE many TEMPLATE alone
	END
	more_owners many "$dir/home"
	serve alone "$dir/home" "$(address alone)"
	serve many "$dir/home" "$(address many)"
	echo
	echo "### 1,000 owners"
	echo "SELECT count(DISTINCT owner_id) || ' owners with ' || count(*) || ' posts' FROM posts" | psql many
	echo "SELECT 'rows of an owner with ' || (SELECT count(*) FROM posts WHERE owner_id = 3) || ' posts and ' || (SELECT count(*) FROM persons WHERE owner_id = 3) || ' people: ' || (pg_database_size('many') - pg_database_size('alone')) / 999 / 1024 || ' kB; of the one with 100,000 posts: ' || pg_database_size('alone') / 1048576 || ' MB'" | psql many
	echo
	echo "| page | alone p50 ms | p99 | among 1,000 p50 ms | p99 | ratio of p50 |"
	echo "| --- | --- | --- | --- | --- | --- |"
	# shellcheck disable=SC2154 # serve sets them
	pages "$url_alone" "$token" "$url_many" "$token" /timeline "/timeline?before=OLD" / /people "/people?q=an" \
		"/search?q=choir" "/search?q=the" "/search?q=the&order=best" /write /networks
	# shellcheck disable=SC2154 # serve sets them
	stop "$pid_alone" "$pid_many"
}

for b in "$@"; do "bench_$b"; done
