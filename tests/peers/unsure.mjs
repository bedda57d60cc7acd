// tests/peers/unsure.mjs: a server of the Mastodon kind on whose answers nobody can rely: it drops them,
// sends them late or twice, fails after the work is done, or dies. What it was told is kept in a file.
// Pictures are kept with the post that shows them, their bytes in base64.
// use: node unsure.mjs --port N --state FILE [--seed N] [--keyed] [--honest]
//   --keyed   honours Idempotency-Key;  --honest  always answers (to sign in)
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const option = (name, otherwise) => {
	const at = process.argv.indexOf(name)
	return at < 0 ? otherwise : process.argv[at + 1]
}
const has = name => process.argv.includes(name)
const port = Number(option('--port')), file = option('--state')
const keyed = has('--keyed')
let honest = has('--honest')

// a small generator, so that a run can be had again
let seed = Number(option('--seed', Date.now() % 100000))
const random = () => {
	seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff
	return seed / 0x7fffffff
}

const posts = existsSync(file)
	? readFileSync(file, 'utf8').split('\n').filter(Boolean).map(line => JSON.parse(line))
	: []
const me = { id: '7', username: 'una', acct: 'una', display_name: 'Una', url: `http://127.0.0.1:${port}/@una` }
const escape = s => s.replace(/[&<>]/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c])
const status = p => ({
	id: p.id, uri: `http://127.0.0.1:${port}/users/una/statuses/${p.id}`, url: `http://127.0.0.1:${port}/@una/${p.id}`,
	created_at: p.at, account: me, content: `<p>${escape(p.text)}</p>`, visibility: 'public', spoiler_text: '',
	media_attachments: [], in_reply_to_id: p.parent ?? null, favourites_count: 0, reblogs_count: 0,
})

function keep(body, key) {
	const known = keyed && posts.find(p => p.key === key)
	if (known) return known
	const post = { id: String(1000 + posts.length), text: body.status, parent: body.in_reply_to_id, poll: body.poll, key, at: new Date().toISOString() }
	if (body.media_ids?.length) post.media = body.media_ids.map(id => media[Number(id) - 1])
	posts.push(post)
	appendFileSync(file, JSON.stringify(post) + '\n')
	return post
}

// The parts of a multipart body: [[name, bytes], …]
const media = []
function partsOf(body, type) {
	const mark = Buffer.from('\r\n--' + /boundary="?([^";]+)/.exec(type)[1]), out = []
	const all = Buffer.concat([Buffer.from('\r\n'), body])
	for (let at = all.indexOf(mark), next; at >= 0; at = next) {
		next = all.indexOf(mark, at + mark.length)
		const begin = all.indexOf('\r\n\r\n', at)
		if (next < 0 || begin < 0) break
		const name = /name="([^"]+)"/.exec(all.subarray(at, begin).toString())?.[1]
		out.push([name, all.subarray(begin + 4, next)])
	}
	return out
}

const json = (res, code, value, headers = {}) => {
	res.writeHead(code, { 'Content-Type': 'application/json', ...headers })
	res.end(JSON.stringify(value))
}

// what may go wrong with a publication, each about as often
const troubles = [
	(req, res, work) => json(res, 200, status(work())),
	(req, res, work) => json(res, 200, status(work())),
	(req, res, work) => json(res, 200, status(work())),
	(req, res, work) => { work(); req.socket.destroy() }, // done, and no answer
	(req) => req.socket.destroy(), // not done, and no answer
	(req, res, work) => { req.socket.destroy(); setTimeout(work, 300 + random() * 700) }, // done after all
	(req, res, work) => setTimeout(() => json(res, 200, status(work())), 500), // late
	(req, res, work) => { // twice
		const text = JSON.stringify(status(work()))
		const answer = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`
		req.socket.write(answer + answer, () => req.socket.destroy())
	},
	(req, res, work) => { // half of an answer
		const text = JSON.stringify(status(work()))
		req.socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${text.length}\r\n\r\n${text.slice(0, text.length / 2)}`, () => req.socket.destroy())
	},
	(req, res, work) => { work(); json(res, 500, { error: 'something broke behind it' }) },
	(req, res, work) => { work(); res.writeHead(502); res.end('<html>bad gateway') },
	(req, res) => json(res, 503, { error: 'not now' }, { 'Retry-After': '1' }),
	(req, res) => json(res, 429, { error: 'Too many requests' }, { 'Retry-After': '1' }),
	(req, res, work) => { work(); process.exit(9) }, // dies behind it
	() => process.exit(9), // dies before it
]

createServer((req, res) => {
	const pieces = []
	req.on('data', d => pieces.push(d))
	req.on('error', () => {})
	res.on('error', () => {})
	req.on('end', () => {
		const raw = Buffer.concat(pieces), body = raw.toString()
		const at = new URL(req.url, 'http://x')
		if (req.method === 'POST' && at.pathname === '/honest') { honest = true; return json(res, 200, {}) }
		if (at.pathname === '/api/v1/apps') return json(res, 200, { client_id: 'c', client_secret: 's' })
		if (at.pathname === '/oauth/token') return json(res, 200, { access_token: 'the-key-to-unas-account', token_type: 'Bearer', scope: 'read write' })
		if (at.pathname.endsWith('/verify_credentials')) return json(res, 200, me)
		if (at.pathname === '/api/v2/instance') return json(res, 200, { configuration: { statuses: { max_characters: 500 } } })
		if (at.pathname === '/api/v1/accounts/7/statuses') {
			const before = at.searchParams.get('max_id')
			const list = posts.filter(p => !before || Number(p.id) < Number(before)).slice(-40).reverse()
			const next = list.length === 40 ? { Link: `<http://127.0.0.1:${port}/api/v1/accounts/7/statuses?limit=40&max_id=${list.at(-1).id}>; rel="next"` } : {}
			return json(res, 200, list.map(status), next)
		}
		if (/^\/api\/v1\/(timelines\/home|notifications|lists|accounts\/7\/follow(ing|ers))$/.test(at.pathname)) return json(res, 200, [])
		if (req.method === 'GET' && at.pathname.startsWith('/api/v1/statuses/')) {
			const post = posts.find(p => p.id === at.pathname.split('/').at(-1))
			return post ? json(res, 200, status(post)) : json(res, 404, { error: 'Record not found' })
		}
		if (req.method === 'POST' && at.pathname === '/api/v2/media') {
			const parts = Object.fromEntries(partsOf(raw, req.headers['content-type']))
			const id = String(media.push({ alt: parts.description?.toString() ?? '', bytes: parts.file.toString('base64') }))
			return json(res, 200, { id, type: 'image', url: `http://127.0.0.1:${port}/media/${id}` })
		}
		if (req.method === 'POST' && at.pathname === '/api/v1/statuses') {
			const work = () => keep(JSON.parse(body), req.headers['idempotency-key'])
			const trouble = honest ? troubles[0] : troubles[Math.floor(random() * troubles.length)]
			return trouble(req, res, work)
		}
		json(res, 404, { error: 'Record not found' })
	})
}).listen(port, '127.0.0.1', () => console.log('ready'))
