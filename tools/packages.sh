#!/bin/sh
# tools/packages.sh: installs what is missing, by name, through Debian's package manager.
# use: tools/packages.sh run|test
set -eu

run="gcc libc6-dev make pkg-config libsqlite3-dev libpq-dev libarchive-dev libexpat1-dev libutf8proc-dev libsodium-dev
     libmicrohttpd-dev zlib1g-dev libexif-dev libssl-dev libcurl4-openssl-dev libqrencode-dev libigraph-dev libseccomp-dev libvips-dev"
test="$run libcmocka-dev perl clang clang-format clang-tidy libclang-rt-14-dev cppcheck gcovr
      liblzma-dev libgumbo-dev chromium sqlite3 postgresql-15 shellcheck mandoc jq zip unzip zstd procps curl
      dovecot-imapd python3-aiosmtpd openssl"

case ${1:-run} in
run) want=$run ;;
test) want=$test ;;
*)
	echo "use: tools/packages.sh run|test" >&2
	exit 64
	;;
esac

missing=
for p in $want; do
	if [ "$(dpkg-query -W -f '${Status}' "$p" 2>/dev/null)" != "install ok installed" ]; then
		missing="$missing $p"
	fi
done
# the bundler of assets/ runs on any node from 18 on; one that is not Debian's is kept
command -v node >/dev/null || missing="$missing nodejs"
command -v npm >/dev/null || missing="$missing npm"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
	as_root=
elif command -v sudo >/dev/null; then
	as_root=sudo
else
	echo "These packages are missing:$missing. Install them as root: apt-get install$missing" >&2
	exit 1
fi
echo "Installing what is missing:$missing"
$as_root apt-get update -qq
# shellcheck disable=SC2086 # a list of words
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing \
	</dev/null >/dev/null
