#!/bin/sh
# tests/peers/pds.sh: a real server of Bluesky's protocol (without an app view), on loopback, from npm.
# use: tests/peers/pds.sh install DIR    puts @atproto/dev-env into DIR (once)
#      tests/peers/pds.sh start DIR      prints "http://localhost:PORT HANDLE PASSWORD", for TACT_PDS
#      tests/peers/pds.sh stop DIR
set -eu

case ${1-} in
install)
	[ ! -d "$2/node_modules/@atproto/dev-env" ] || exit 0
	mkdir -p "$2"
	cd "$2"
	echo '{"name":"peer","private":true,"type":"commonjs"}' >package.json
	npm install --no-audit --no-fund @atproto/pds @atproto/dev-env @did-plc/server @did-plc/lib @atproto/api
	# newer npm runs no scripts of packages by itself, and better-sqlite3 is compiled by one
	npm install-scripts approve better-sqlite3 2>/dev/null || :
	npm rebuild better-sqlite3
	;;
start)
	cd "$2"
	cat >start.cjs <<'END'
// dev-env listens on all addresses: not here
const net = require('net')
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (...a) {
	if (a[0] && typeof a[0] === 'object')
		return listen.call(this, { ...a[0], host: '127.0.0.1' }, ...a.slice(1))
	const then = a.find(x => typeof x === 'function')
	return listen.call(this, a[0] || 0, '127.0.0.1', ...(then ? [then] : []))
}
const start = async () => {
	const { TestNetworkNoAppView } = await import('@atproto/dev-env')
	const n = await TestNetworkNoAppView.create({})
	const who = { email: 'kim@example.test', handle: 'kim.test', password: 'hunter2-hunter2' }
	await n.pds.getClient().api.com.atproto.server.createAccount(who, { encoding: 'application/json' })
	console.log(`READY ${n.pds.url} ${who.handle} ${who.password}`)
}
start().catch(e => {
	console.error(e)
	process.exit(1)
})
END
	: >log
	nohup node start.cjs >log 2>&1 &
	echo $! >pid
	for _ in $(seq 60); do
		sed -n 's/^READY //p' log | grep . && exit 0
		sleep 1
	done
	cat log >&2
	exit 1
	;;
stop) kill "$(cat "$2/pid")" ;;
*)
	sed -n '2,6p' "$0" >&2
	exit 2
	;;
esac
