// bench/sync-server.mjs: a server of the Mastodon kind with N posts on its home timeline, made before
// anybody asks, so that what is measured is the reading. use: node sync-server.mjs PORT N
import { createServer } from 'node:http'

const port = Number(process.argv[2]), n = Number(process.argv[3]), base = `http://127.0.0.1:${port}`
const words = 'bread oven dough patience table garden river morning letter binding paper needle thread copper lantern window'.split(' ')
let seed = 7
const pick = list => list[(seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff) % list.length]
const account = i => ({
	id: String(100 + i), username: `p${i}`, acct: `p${i}@far${i % 40}.example`, display_name: `Person ${i}`, locked: false, bot: false,
	created_at: '2023-01-01T00:00:00.000Z', note: `<p>Likes ${pick(words)} and ${pick(words)}.</p>`, url: `https://far${i % 40}.example/@p${i}`,
	uri: `https://far${i % 40}.example/users/p${i}`, avatar: '', avatar_static: '', header: '', header_static: '', followers_count: 9, following_count: 9,
	statuses_count: 99, emojis: [], fields: [{ name: 'Site', value: `<a href="https://p${i}.example">https://p${i}.example</a>`, verified_at: null }],
})
const me = { ...account(0), id: '1', username: 'una', acct: 'una', url: `${base}/@una` }
const people = Array.from({ length: 300 }, (_, i) => account(i))
const statuses = Array.from({ length: n }, (_, i) => {
	const who = people[i % 300], id = String(1000000 + n - i)
	const text = Array.from({ length: 25 }, () => pick(words)).join(' ')
	return {
		id, created_at: new Date(Date.now() - i * 60000).toISOString(), in_reply_to_id: i % 9 ? null : String(1000000 + n - i - 3), in_reply_to_account_id: null,
		sensitive: false, spoiler_text: '', visibility: 'public', language: 'en', uri: `${who.uri}/statuses/${id}`, url: `${who.url}/${id}`, replies_count: 1,
		reblogs_count: 2, favourites_count: 3, content: `<p>${text} <a href="https://news.example/${id}">https://news.example/${id}</a></p>`, reblog: null,
		account: who, media_attachments: i % 5 ? [] : [{ id, type: 'image', url: `https://far.example/${id}.jpg`, remote_url: null, preview_url: null, description: `a ${pick(words)}`, meta: {} }],
		mentions: [], tags: [], emojis: [], card: null, poll: null, edited_at: null, favourited: false, reblogged: false,
	}
})
const pages = new Map()
for (let at = 0; at < n; at += 40) {
	const list = statuses.slice(at, at + 40)
	const next = at + 40 < n ? `<${base}/api/v1/timelines/home?limit=40&max_id=${list.at(-1).id}>; rel="next"` : ''
	pages.set(at ? statuses[at - 1].id : '', { body: Buffer.from(JSON.stringify(list)), next })
}
createServer((req, res) => {
	const at = new URL(req.url, base)
	const json = (value, headers = {}) => {
		res.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8', ...headers })
		res.end(Buffer.isBuffer(value) ? value : JSON.stringify(value))
	}
	if (req.method === 'POST' && at.pathname === '/api/v1/apps') return json({ client_id: 'c', client_secret: 's' })
	if (at.pathname === '/oauth/token') return json({ access_token: 't', token_type: 'Bearer', scope: 'read write' })
	if (at.pathname.endsWith('/verify_credentials')) return json(me)
	if (at.pathname.endsWith('/instance')) return json({ domain: 'bench', uri: 'bench', version: '4.3.0', api_versions: { mastodon: 2 }, configuration: { statuses: { max_characters: 500 }, urls: { streaming: base } } })
	const page = at.pathname === '/api/v1/timelines/home' && pages.get(at.searchParams.get('max_id') ?? '')
	return page ? json(page.body, page.next ? { Link: page.next } : {}) : json([])
}).listen(port, '127.0.0.1', () => console.log('ready'))
