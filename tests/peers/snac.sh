#!/bin/sh
# tests/peers/snac.sh: a real server of the Mastodon API, snac2, on loopback.
# use: tests/peers/snac.sh install DIR    unpacks Debian's backport into DIR (once)
#      tests/peers/snac.sh start DIR PORT USER…   makes a server in DIR/data with these people;
#                                         prints "USER PASSWORD" lines; its process id is in DIR/pid
#      tests/peers/snac.sh stop DIR
set -eu

# it refuses to run as root
nobody=
[ "$(id -u)" != 0 ] || nobody='setpriv --reuid=65534 --regid=65534 --clear-groups'
# shellcheck disable=SC2086 # a list of words
as_nobody() { $nobody "$@"; }

case $1 in
install)
	dir=$2
	[ ! -x "$dir/usr/bin/snac" ] || exit 0
	mkdir -p "$dir/apt/lists/partial" "$dir/apt/cache/archives/partial"
	# backports from wherever this machine gets its Debian
	# shellcheck disable=SC2016 # apt's own words
	apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Created-By: Packages' 2>/dev/null |
		awk '$2 == "bookworm" { print $1; exit }' >"$dir/apt/uri"
	[ -s "$dir/apt/uri" ] || { echo "no archive of Debian 12 is set up here" >&2; exit 1; }
	echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(cat "$dir/apt/uri") bookworm-backports main" >"$dir/apt/list"
	set -- -qq -o "Dir::Etc::sourcelist=$dir/apt/list" -o Dir::Etc::sourceparts=- \
		-o "Dir::State::lists=$dir/apt/lists" -o "Dir::Cache=$dir/apt/cache" -o APT::Sandbox::User=root
	apt-get "$@" update
	(cd "$dir/apt" && apt-get "$@" download snac2)
	dpkg-deb -x "$dir"/apt/snac2_*.deb "$dir"
	;;
start)
	dir=$2 port=$3
	shift 3
	rm -rf "$dir/data"
	mkdir -p "$dir/data-parent"
	chmod 755 "$dir"
	[ "$(id -u)" != 0 ] || chown 65534:65534 "$dir/data-parent"
	data=$dir/data-parent/data
	rm -rf "$data"
	printf '127.0.0.1\n%s\n127.0.0.1:%s\n\n\n' "$port" "$port" | as_nobody "$dir/usr/bin/snac" init "$data" >/dev/null
	jq '.protocol = "http" | .disable_email_notifications = true | .disable_inbox_collection = true | .num_threads = 8' \
		"$data/server.json" >"$dir/server.json"
	as_nobody cp "$dir/server.json" "$data/server.json"
	for user in "$@"; do
		echo "$user $(as_nobody "$dir/usr/bin/snac" adduser "$data" "$user" | sed -n 's/.*password is //p; s/^.*User password: *//p' | tail -1)"
	done
	# not through the function: its process id would be a shell's
	# shellcheck disable=SC2086
	$nobody "$dir/usr/bin/snac" httpd "$data" >"$dir/log" 2>&1 &
	echo $! >"$dir/pid"
	for _ in $(seq 100); do
		if curl -fsS "http://127.0.0.1:$port/api/v1/instance" >/dev/null 2>&1; then exit 0; fi
		sleep 0.1
	done
	echo "snac did not start" >&2
	exit 1
	;;
stop)
	kill "$(cat "$2/pid")" 2>/dev/null || true
	;;
*)
	echo "use: tests/peers/snac.sh install|start|stop DIR …" >&2
	exit 64
	;;
esac
