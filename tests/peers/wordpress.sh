#!/bin/sh
# tests/peers/wordpress.sh: a real WordPress (Debian's, with PHP and MariaDB) on loopback, unpacked into a folder.
# use: tests/peers/wordpress.sh install DIR           unpacks the packages into DIR (once, 60 MB to load)
#      tests/peers/wordpress.sh start DIR PORT USER    a new site; prints the user's application password
#      tests/peers/wordpress.sh stop DIR
# Nothing of it is installed, and nothing but DIR is written to.
set -eu

as_nobody() { # neither MariaDB nor PHP should run as root
	if [ "$(id -u)" = 0 ]; then setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; else "$@"; fi
}
libs() { echo "$dir/usr/lib/x86_64-linux-gnu"; }
# shellcheck disable=SC2046 # a list of words
php() {
	as_nobody env LD_LIBRARY_PATH="$(libs)" "$dir/usr/bin/php8.2" -n -d "extension_dir=$(echo "$dir"/usr/lib/php/2*)" \
		$(for e in mysqlnd mysqli pdo xml dom simplexml xmlreader xmlwriter ctype tokenizer fileinfo exif iconv phar posix; do
			for so in "$dir"/usr/lib/php/2*/"$e.so"; do [ ! -e "$so" ] || echo "-d extension=$e"; done
		done) -d "mysqli.default_socket=$dir/data/socket" "$@"
}

case $1 in
install)
	dir=$2
	[ ! -x "$dir/usr/bin/php8.2" ] || exit 0
	mkdir -p "$dir/debs"
	names=$(apt-get install -y --no-install-recommends -s mariadb-server mariadb-client php8.2-cli php8.2-mysql php8.2-xml |
		awk '$1 == "Inst" { print $2 }')
	# shellcheck disable=SC2086 # a list of words
	(cd "$dir/debs" && apt-get download -qq $names wordpress php-getid3)
	for deb in "$dir"/debs/*.deb; do dpkg-deb -x "$deb" "$dir"; done
	;;
start)
	dir=$2 port=$3 user=$4
	chmod 755 "$dir"
	rm -rf "$dir/data" "$dir/site"
	mkdir -p "$dir/data" "$dir/site"
	cp -r "$dir"/usr/share/wordpress/. "$dir/site"
	rm -f "$dir/site/wp-config.php"
	# what Debian takes from other packages
	[ ! -d "$dir/usr/share/php/getid3" ] || { rm -rf "$dir/site/wp-includes/ID3"; cp -r "$dir/usr/share/php/getid3" "$dir/site/wp-includes/ID3"; }
	rm -rf "$dir/site/wp-content"
	mkdir -p "$dir/site/wp-content/themes/plain" "$dir/site/wp-content/uploads"
	cp -r "$dir"/var/lib/wordpress/wp-content/. "$dir/site/wp-content" 2>/dev/null || true
	echo '/* Theme Name: plain */' >"$dir/site/wp-content/themes/plain/style.css"
	echo '<!DOCTYPE html><html><head><?php wp_head(); ?></head><body><?php while (have_posts()) { the_post(); the_content(); } ?></body></html>' \
		>"$dir/site/wp-content/themes/plain/index.php"
	cat >"$dir/site/wp-config.php" <<-CONFIG
		<?php
		define('DB_NAME', 'wp'); define('DB_USER', 'root'); define('DB_PASSWORD', ''); define('DB_HOST', 'localhost:$dir/data/socket');
		define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
		define('WP_ENVIRONMENT_TYPE', 'local'); // application passwords without https
		define('WP_HTTP_BLOCK_EXTERNAL', true); define('DISABLE_WP_CRON', true); define('AUTOMATIC_UPDATER_DISABLED', true);
		define('WP_DEFAULT_THEME', 'plain'); define('WP_DEBUG', false); define('WP_DEBUG_DISPLAY', false);
		foreach (['AUTH_KEY', 'SECURE_AUTH_KEY', 'LOGGED_IN_KEY', 'NONCE_KEY', 'AUTH_SALT', 'SECURE_AUTH_SALT', 'LOGGED_IN_SALT', 'NONCE_SALT'] as \$k) define(\$k, 'test' . \$k);
		\$table_prefix = 'wp_';
		if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
		require_once ABSPATH . 'wp-settings.php';
	CONFIG
	cat >"$dir/site/install-test.php" <<-'INSTALL'
		<?php
		define('WP_INSTALLING', true);
		[, $url, $user] = $argv;
		$_SERVER['HTTP_HOST'] = parse_url($url, PHP_URL_HOST) . ':' . parse_url($url, PHP_URL_PORT);
		require __DIR__ . '/wp-load.php';
		require ABSPATH . 'wp-admin/includes/upgrade.php';
		function wp_mail() { return true; }
		wp_install('Kim & tea', $user, 'kim@example.org', true, '', 'a long test password');
		update_option('siteurl', $url); update_option('home', $url);
		update_option('template', 'plain'); update_option('stylesheet', 'plain');
		update_option('permalink_structure', getenv('PRETTY') === 'no' ? '' : '/%postname%/');
		flush_rewrite_rules();
		update_option('timezone_string', 'Europe/Berlin');
		echo WP_Application_Passwords::create_new_application_password(1, ['name' => 'Tact'])[0], "\n";
	INSTALL
	cat >"$dir/site/router.php" <<-'ROUTER'
		<?php
		$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
		if ($path !== '/' && is_file(__DIR__ . $path)) return false;
		$_SERVER['SCRIPT_NAME'] = '/index.php';
		require __DIR__ . '/index.php';
	ROUTER
	[ "$(id -u)" != 0 ] || chown -R 65534:65534 "$dir/data" "$dir/site"
	as_nobody env LD_LIBRARY_PATH="$(libs)" "$dir/usr/bin/mariadb-install-db" --no-defaults --basedir="$dir/usr" \
		--datadir="$dir/data/db" --auth-root-authentication-method=normal --skip-test-db >"$dir/data/log" 2>&1
	(
		exec </dev/null >>"$dir/data/log" 2>&1
		as_nobody env LD_LIBRARY_PATH="$(libs)" "$dir/usr/sbin/mariadbd" --no-defaults --basedir="$dir/usr" \
			--datadir="$dir/data/db" --socket="$dir/data/socket" --skip-networking --pid-file="$dir/data/db.pid" \
			--innodb-buffer-pool-size=32M
	) &
	for _ in $(seq 200); do [ -S "$dir/data/socket" ] && break; sleep 0.1; done
	LD_LIBRARY_PATH="$(libs)" "$dir/usr/bin/mariadb" --no-defaults --user=root --socket="$dir/data/socket" -e 'CREATE DATABASE wp CHARACTER SET utf8mb4'
	php "$dir/site/install-test.php" "http://127.0.0.1:$port" "$user" 2>>"$dir/data/log" | tail -n 1
	(
		exec </dev/null >>"$dir/data/log" 2>&1
		php -d upload_max_filesize=16M -d post_max_size=20M -S "127.0.0.1:$port" -t "$dir/site" "$dir/site/router.php"
	) &
	echo $! >"$dir/data/php.pid"
	for _ in $(seq 100); do
		if curl -fsS -o /dev/null "http://127.0.0.1:$port/?rest_route=/" 2>/dev/null; then exit 0; fi
		sleep 0.1
	done
	echo "WordPress did not start: see $dir/data/log" >&2
	exit 1
	;;
stop)
	dir=$2
	# what was started in between are its children
	pid=$(cat "$dir/data/php.pid" 2>/dev/null || true)
	[ -z "$pid" ] || { for child in $(ps -o pid= --ppid "$pid"); do kill "$child" 2>/dev/null || true; done; kill "$pid" 2>/dev/null || true; }
	kill "$(cat "$dir/data/db.pid")" 2>/dev/null || true
	;;
*)
	echo "use: tests/peers/wordpress.sh install|start|stop DIR …" >&2
	exit 64
	;;
esac
