// tests/peers/losing.mjs: stands before another server and loses its answers. use: losing.mjs PORT URL WORD
// The file $LOSE says how many answers are lost next: what was asked by a POST to a path with WORD is done, and nothing comes back.
import http from 'node:http'
import { readFileSync, writeFileSync } from 'node:fs'

const [port, to, word] = process.argv.slice(2)
const state = process.env.LOSE
const left = () => {
	try {
		return Number(readFileSync(state, 'utf8'))
	} catch {
		return 0
	}
}
http.createServer((q, r) => {
	const ask = http.request(new URL(q.url, to), { method: q.method, headers: q.headers }, (a) => {
		const n = left()
		if (q.method === 'POST' && q.url.includes(word) && n > 0) {
			a.resume().on('end', () => {
				writeFileSync(state, String(n - 1))
				q.socket.destroy()
			})
			return
		}
		r.writeHead(a.statusCode, a.headers)
		a.pipe(r)
	})
	ask.on('error', () => q.socket.destroy())
	q.pipe(ask)
}).listen(Number(port), '127.0.0.1')
