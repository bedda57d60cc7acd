#!/bin/sh
# tests/e2e/T120-backup.sh: a home into one file while it is written to, and back; damage is told.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

export_of() { # export_of HOME DIR
	"$TACT" --home "$1" export "$2" >/dev/null
}
same() { # same DIR DIR: prints what differs
	diff -rq "$1" "$2" | head -n 5
}

tact demo --no-serve >/dev/null
printf 'the key of this home: 32 bytes!!' >"$home/key"
ok "backup" tact backup "$work/one"
has "says what is in it" "kept files"
ok "it is whole" tact backup --check "$work/one"
is "nobody else may read it" "$(stat -c %a "$work/one")" 600
fails 3 "it is never replaced" tact backup "$work/one"
ok "but with --force" tact backup --force --json "$work/one"
is "counts are told" "$(jq -r '.engine, (.rows > 1000), .missing, .damaged' "$work/out" | xargs)" "$engine true 0 0"
is "nothing is left beside it" "$(find "$work" -name '*.part*' -o -name '.backup-snapshot*')" ""

export_of "$home" "$work/before"
ok "restore" "$TACT" --home "$work/a/b/new" restore "$work/one"
export_of "$work/a/b/new" "$work/after"
is "everything is as it was" "$(same "$work/before" "$work/after")" ""
is "the key too" "$(cat "$work/a/b/new/key")" "the key of this home: 32 bytes!!"
is "search works" "$("$TACT" --home "$work/a/b/new" search meeting --json | jq '.posts | length')" \
	"$(tact search meeting --json | jq '.posts | length')"
fails 3 "a home that holds data is left alone" tact restore "$work/one"
has "and --force is named" "--force"
printf x >"$home/mine"
ok "with --force it is moved aside" tact restore --force "$work/one"
is "and is all there" "$(cat "$home".before-*/mine)" x
rm -rf "$home".before-*

if [ "$engine" = sqlite ]; then # a database that is not there is refused by PostgreSQL itself
	fails 3 "a home that is not there is not made and backed up" "$TACT" --home "$work/typo" backup "$work/nothing"
	is "nor is a file" "$(ls -d "$work/typo" "$work/nothing" 2>/dev/null)" ""
fi

# a server has it open
"$TACT" --home "$home" serve --listen 127.0.0.1:0 >"$work/serve" 2>&1 &
pid=$!
for _ in 1 2 3 4 5 6 7 8 9 10; do
	grep -q http "$work/serve" && break
	sleep 0.3
done
if [ "$engine" = sqlite ]; then # PostgreSQL replaces what others have open in one transaction
	fails 3 "a home that a server has open is left alone" tact restore --force "$work/one"
	has "and says why" "stop it first"
fi
ok "but it can be backed up" tact backup --force "$work/one"
kill "$pid"
wait "$pid" 2>/dev/null

# sealed
sealed() { printf 'correct horse\n' | "$TACT" "$@"; }
ok "encrypted" sealed --home "$home" backup --encrypt "$work/sealed"
is "nothing of it is seen" "$(grep -c manifest "$work/sealed")" 0
ok "it is whole" sealed backup --check "$work/sealed"
ok "and comes back" sealed --home "$work/unsealed" restore "$work/sealed"
export_of "$work/unsealed" "$work/after2"
is "as it was" "$(same "$work/before" "$work/after2")" ""
wrong() { printf 'wrong horse\n' | "$TACT" "$@"; }
fails 3 "a wrong passphrase" wrong --home "$work/none" restore "$work/sealed"
has "is told" "passphrase is wrong"
fails 64 "none" "$TACT" --home "$work/none" restore "$work/sealed" </dev/null

# damage: one sentence, no home
size=$(stat -c %s "$work/one")
for cut in 0 1 100 1000 $((size / 2)) $((size - 5000)) $((size - 300)); do
	head -c "$cut" "$work/one" >"$work/cut"
	fails 3 "cut off after $cut bytes" "$TACT" --home "$work/none" restore "$work/cut"
done
size=$(stat -c %s "$work/sealed")
for cut in 20 87 88 200 $((size / 2)) $((size - 1)); do
	head -c "$cut" "$work/sealed" >"$work/cut"
	fails 3 "a sealed one cut off after $cut bytes" sealed --home "$work/none" restore "$work/cut"
done
(cat "$work/sealed"; printf x) >"$work/cut"
fails 3 "a sealed one with a byte more" sealed backup --check "$work/cut"
fails 3 "no backup at all" "$TACT" --home "$work/none" restore "$0"
fails 3 "no file" "$TACT" --home "$work/none" restore "$work/nowhere"
printf '2\n' >"$work/tact-backup"
tar -C "$work" --zstd -cf "$work/newer" tact-backup
fails 3 "of a newer tact" "$TACT" --home "$work/none" restore "$work/newer"
has "says so" "newer"
printf '1\n' >"$work/tact-backup"
for evil in ../evil /evil media/../evil media/zz/x; do
	tar -C "$work" --zstd -P --transform "s|^before/README.txt|$evil|" -cf "$work/evil.tar" tact-backup before/README.txt
	fails 3 "a member called $evil" "$TACT" --home "$work/none" restore "$work/evil.tar"
done
ln -s /etc/passwd "$work/tact.db"
tar -C "$work" --zstd -cf "$work/link" tact-backup tact.db
fails 3 "a link as the database" "$TACT" --home "$work/none" restore "$work/link"
is "no home was made of any" "$(find "$work" -maxdepth 1 -name 'none*')" ""

# a picture that went, one that changed
one=$(find "$home/media" -type f | sort | head -n 1)
two=$(find "$home/media" -type f | sort | tail -n 1)
rm "$one"
printf x >>"$two"
ok "a home with a lost and a damaged picture" tact backup --force "$work/lost"
has "says how many" "1 kept file was not there, 1 kept file was damaged"
ok "and the rest is whole" tact backup --check "$work/lost"
done_testing
