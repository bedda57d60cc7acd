#!/bin/sh
# tests/peers/dovecot.sh: a real IMAP server, Debian's dovecot, on loopback, with a folder of its own.
# use: tests/peers/dovecot.sh start DIR PORT USER PASSWORD    its process id is in DIR/pid
#      tests/peers/dovecot.sh stop DIR
#      tests/peers/dovecot.sh put DIR MAILBOX FILE…           puts messages there as if they had come
# With TLS=FOLDER (cert.pem and key.pem are in it) it wants STARTTLS, and PORT + 1 is encrypted from the first byte.
# Packages: dovecot-imapd. Runs as whoever calls it; nothing of the system's own mail is touched.
set -eu
# root's own programs may not be on everybody's path
PATH=$PATH:/usr/sbin

case $1 in
start)
	dir=$2 port=$3 user=$4 password=$5
	rm -rf "$dir/run" "$dir/state"
	mkdir -p "$dir/run" "$dir/state" "$dir/mail/cur" "$dir/mail/new" "$dir/mail/tmp"
	me=$(id -un) group=$(id -gn)
	if [ "$(id -u)" = 0 ]; then # it gives no mail to root
		me=nobody group=nogroup
		chmod 755 "$dir"
		chown -R nobody:nogroup "$dir/mail"
	fi
	echo "$user:{PLAIN}$password::::::" >"$dir/passwd"
	chmod 644 "$dir/passwd"
	tls='ssl = no' imaps=0 plain=no
	if [ -n "${TLS:-}" ]; then
		tls="ssl = required
		ssl_cert = <$TLS/cert.pem
		ssl_key = <$TLS/key.pem"
		imaps=$((port + 1)) plain=yes
	fi
	cat >"$dir/dovecot.conf" <<-CONF
		base_dir = $dir/run
		state_dir = $dir/state
		instance_name = tact-test
		log_path = $dir/log
		protocols = imap
		listen = 127.0.0.1
		$tls
		disable_plaintext_auth = $plain
		default_internal_user = $me
		default_internal_group = $group
		default_login_user = $me
		first_valid_uid = 1
		service imap-login {
		  chroot =
		  inet_listener imap {
		    port = $port
		  }
		  inet_listener imaps {
		    port = $imaps
		    ssl = yes
		  }
		}
		service anvil {
		  chroot =
		}
		service stats {
		  chroot =
		}
		passdb {
		  driver = passwd-file
		  args = $dir/passwd
		}
		userdb {
		  driver = static
		  args = uid=$me gid=$group home=$dir/mail
		}
		mail_location = maildir:$dir/mail
		namespace inbox {
		  inbox = yes
		  mailbox Sent {
		    special_use = \\Sent
		    auto = ${SENT:-no}
		  }
		}
	CONF
	dovecot -c "$dir/dovecot.conf"
	for _ in $(seq 100); do [ ! -s "$dir/run/master.pid" ] || break; sleep 0.05; done
	cp "$dir/run/master.pid" "$dir/pid"
	;;
stop)
	kill "$(cat "$2/pid")" 2>/dev/null || true
	;;
put)
	dir=$2 box=$3
	shift 3
	case $box in INBOX) to=$dir/mail ;; *) to=$dir/mail/.$box ;; esac
	mkdir -p "$to/cur" "$to/new" "$to/tmp"
	n=$(find "$to/new" "$to/cur" -type f | wc -l)
	for file in "$@"; do
		n=$((n + 1))
		cp "$file" "$to/new/$((1700000000 + n)).M1P$n.test"
	done
	[ "$(id -u)" != 0 ] || chown -R nobody:nogroup "$to"
	;;
*)
	echo "use: tests/peers/dovecot.sh start|stop|put DIR …" >&2
	exit 64
	;;
esac
