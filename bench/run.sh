#!/bin/sh
# bench/run.sh: every figure of docs/performance.md, ours and the rival's in the same run.
# use: bench/run.sh [import|sizes|search|check|people|match|start|sync]…  POSTS="10000 100000 1000000"
# Wants: sqlite3, for the check fasttext, for sync node and npm, and for match the public sets (TACT_SHARED); says which is
# missing and goes on.
set -eu
cd "$(dirname -- "$0")/.."
posts=${POSTS:-10000 100000 1000000}
tact=$PWD/build/release/tact
sample=$PWD/build/release/tact-sample
dir=${BENCH_DIR:-$(mktemp -d)}
trap 'rm -rf "$dir"' EXIT
[ $# -gt 0 ] || set -- import sizes search check people match start sync

make_archive() { # N → $dir/N/x.zip
	[ -e "$dir/$1/x.zip" ] || "$sample" --seed 7 --out "$dir/$1" --network x --posts "$1"
}

# wall seconds, peak KB
timed() {
	/usr/bin/env time -f '%e %M' -o "$dir/time" "$@" >/dev/null
	cat "$dir/time"
}

bench_import() {
	echo "| posts | tact s | peak MB | sqlite3 s | ratio |"
	echo "| --- | --- | --- | --- | --- |"
	for n in $posts; do
		make_archive "$n"
		rm -rf "${dir:?}/home$n"
		ours=$(timed "$tact" --home "$dir/home$n" import "$dir/$n/x.zip")
		rows=$dir/rows
		rm -rf "$rows" && mkdir "$rows"
		# the very rows that the import made, for the shell to load into the very tables
		for t in accounts identities facts connections threads members posts attachments reactions; do
			sqlite3 "$dir/home$n/tact.db" -cmd '.mode csv' "SELECT * FROM $t ORDER BY rowid" >"$rows/$t.csv"
		done
		{
			echo 'PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;'
			sed 's/INT64/INTEGER/g;s/REAL64/REAL/g;s/BYTES/BLOB/g;s/TABLE_END/STRICT/g' src/store/migrations/*.sql
			echo "CREATE VIRTUAL TABLE post_search USING fts5(text, content='', tokenize='unicode61 remove_diacritics 2');"
			echo '.mode csv'
			for f in "$rows"/*.csv; do
				t=$(basename "$f" .csv)
				if [ -s "$f" ]; then echo ".import $f $t"; fi
			done
			echo "INSERT INTO post_search (rowid, text) SELECT id, title || char(10) || summary || char(10) || text FROM posts ORDER BY id;"
		} >"$dir/load.sql"
		rm -f "$dir"/base.db*
		theirs=$(timed sqlite3 "$dir/base.db" ".read $dir/load.sql")
		echo "$n $ours $theirs" | awk '{ printf "| %d | %.2f | %.0f | %.2f | %.2f |\n", $1, $2, $3 / 1024, $4, $2 / $4 }'
		rm -f "$dir"/base.db*
	done
}

# an archive of 5 GB with pictures, an outbox of 2,000,000 posts, one thread of 1,000,000 messages
bench_sizes() {
	"$sample" --network x --posts 200000 --pictures-mb "${PICTURES_MB:-5000}" --seed 4 --out "$dir/large"
	echo "pictures, $(du -h "$dir/large/x.zip" | cut -f1): $(bench/peak.sh "$tact" --home "$dir/home-large" import "$dir/large/x.zip")"
	rm -rf "$dir/large" "$dir/home-large"
	"$sample" --network mastodon --posts 2000000 --seed 4 --out "$dir/outbox"
	echo "an outbox of 2,000,000: $(bench/peak.sh "$tact" --home "$dir/home-outbox" import "$dir/outbox/mastodon.tar.gz")"
	rm -rf "$dir/outbox" "$dir/home-outbox"
	mkdir "$dir/thread"
	awk 'BEGIN {
		print "{\"personal_information\":{\"user_id\":1,\"first_name\":\"Kim\",\"username\":\"kim\"},\"chats\":{\"list\":[{\"name\":\"Ana\",\"type\":\"personal_chat\",\"id\":2,\"messages\":["
		for (i = 1; i <= 1000000; i++)
			printf "%s{\"id\":%d,\"type\":\"message\",\"date\":\"2024-01-01T00:00:00\",\"date_unixtime\":\"%d\",\"from\":\"%s\",\"from_id\":\"user%d\",\"text\":\"Message %d of a long talk about the harbour and the choir\",\"text_entities\":[]}\n", (i > 1 ? "," : ""), i, 1500000000 + i * 120, (i % 2 ? "Kim" : "Ana"), 2 - i % 2, i
		print "]}]}}"
	}' >"$dir/thread/result.json"
	echo "a thread of 1,000,000: $(bench/peak.sh "$tact" --home "$dir/home-thread" import "$dir/thread")"
	rm -rf "$dir/thread" "$dir/home-thread"
}

bench_search() {
	for n in $posts; do
		make_archive "$n"
		[ -e "$dir/home$n/tact.db" ] || "$tact" --home "$dir/home$n" import "$dir/$n/x.zip" >/dev/null
		db=$dir/home$n/tact.db
		sqlite3 "$db" "CREATE VIRTUAL TABLE temp.v USING fts5vocab(main, post_search, row); SELECT term, doc FROM temp.v" >"$dir/vocab"
		common=$(sort -t'|' -k2,2nr "$dir/vocab" | head -n 1 | cut -d'|' -f1)
		rare=$(awk -F'|' '$2 >= 5 && $2 <= 40 && length($1) > 3 { print $1; exit }' "$dir/vocab")
		echo
		echo "$n posts"
		build/release/bench-search "$dir/home$n" "$common" "${rare:-zebra}"
	done
}

bench_check() {
	make_archive 100000
	[ -e "$dir/home100000/tact.db" ] || "$tact" --home "$dir/home100000" import "$dir/100000/x.zip" >/dev/null
	sqlite3 "$dir/home100000/tact.db" "SELECT replace(text, char(10), ' ') FROM posts WHERE length(text) > 20 LIMIT 50000" >"$dir/texts"
	build/release/bench-check "$dir/texts"
	if command -v fasttext >/dev/null; then
		# a usual classifier of short texts: word pairs, parts of words, one against all
		awk -F'\t' 'NR > 1 && $1 !~ /^#/ { split($1, t, ";"); print "__label__" t[1], $NF }' classifier/posts.tsv >"$dir/train"
		fasttext supervised -input "$dir/train" -output "$dir/ft" -dim 50 -wordNgrams 2 -minn 3 -maxn 5 -minCount 3 -epoch 5 -lr 0.3 -bucket 500000 -loss ova -thread 1 >/dev/null 2>&1
		t=$(timed fasttext predict "$dir/ft.bin" "$dir/texts" 1)
		echo "$(wc -l <"$dir/texts") $t" | awk '{ printf "fasttext predict, one head of 20 topics: %.0f a second with loading\n", $1 / $2 }'
	else
		echo "fasttext is not installed: no rival for the check"
	fi
}

bench_people() {
	"$sample" --seed 9 --out "$dir/people" --network linkedin --posts 1000 --people 100000
	rm -rf "${dir:?}/homep"
	t=$(timed "$tact" --home "$dir/homep" import "$dir/people/linkedin.zip")
	echo "import of 100,000 people, matching included: $(echo "$t" | awk '{ printf "%.1f s, %.0f MB", $1, $2 / 1024 }')"
	t=$(timed "$tact" --home "$dir/homep" rebuild)
	echo "rebuild of people and search: $(echo "$t" | awk '{ printf "%.1f s", $1 }')"
}

bench_match() {
	match=$PWD/build/release/bench-people
	sets=${TACT_SHARED:-../shared}/linkage
	if [ -d "$sets" ]; then
		for f in 4a 4b; do # the number in rec_id is the truth
			awk -F, '{ sub(/\r$/, "") } NR == 1 { print $0 ",truth"; next } { split($1, p, "-"); print $0 "," p[2] }' \
				"$sets/febrl/dataset$f.csv" >"$dir/febrl$f.csv"
		done
		echo "historical_50k"
		{ "$match" --fields bench/fields/historical_50k.csv --records "$sets/historical_50k/historical_50k.csv" >"$dir/out"; } 2>&1
		for fields in febrl febrl-without-number; do
			echo "FEBRL 4, $fields"
			{ "$match" --fields "bench/fields/$fields.csv" --records "$dir/febrl4a.csv" "$dir/febrl4b.csv" >"$dir/out"; } 2>&1
		done
	else
		echo "SKIP: the public sets of record linkage are not here (TACT_SHARED)"
	fi
	for people in 2000 2850 8500 28500; do
		"$PWD/build/release/tact-addressbook" --people $people --out "$dir/book"
		for how in --sure --likely; do
			echo "address-book set of $people people, $how"
			{ "$match" "$how" --fields "$dir/book/fields.csv" --records "$dir/book/records.csv" >"$dir/out"; } 2>&1
		done
	done
}

bench_start() {
	n=${posts##* }
	make_archive "$n"
	[ -e "$dir/home$n/tact.db" ] || "$tact" --home "$dir/home$n" import "$dir/$n/x.zip" >/dev/null
	echo "We are thrilled to announce version 4.2" >"$dir/draft"
	for what in "check $dir/draft" "search choir" "accounts"; do
		best=9
		for _ in 1 2 3 4 5 6 7 8 9 10; do
			start=$(date +%s.%N)
			# shellcheck disable=SC2086 # words
			"$tact" --home "$dir/home$n" $what >/dev/null || :
			best=$(date +%s.%N | awk -v s="$start" -v b="$best" '{ t = $1 - s; print t < b ? t : b }')
		done
		echo "tact ${what%% *} from a cold start, home of $n posts: $(echo "$best" | awk '{ printf "%.0f ms", $1 * 1000 }')"
	done
}

bench_sync() { bench/sync.sh; }

for b in "$@"; do
	echo
	echo "## $b"
	"bench_$b"
done
