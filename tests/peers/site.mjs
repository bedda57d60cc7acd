// tests/peers/site.mjs: serves a folder on loopback, with ETag and conditional answers, for tests of feeds.
// use: node tests/peers/site.mjs DIR [--port N] [--tls FOLDER]    prints its port; every request is a line in DIR/../requests
// SPDX-License-Identifier: AGPL-3.0-or-later
import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { extname, join, normalize } from 'node:path'

const folder = process.argv[2]
const at = process.argv.indexOf('--port')
const tls = process.argv.indexOf('--tls')
const certificates = tls < 0 ? '' : process.argv[tls + 1]
const types = { '.html': 'text/html', '.xml': 'application/rss+xml', '.json': 'application/feed+json' }

const answerTo = (request, answer) => {
	let path = normalize(new URL(request.url, 'http://x').pathname)
	if (path.endsWith('/')) path += 'index.html'
	const file = join(folder, path)
	let status = 404
	let body = 'not found'
	const headers = { 'Content-Type': 'text/plain' }
	if (existsSync(`${file}.gone`)) status = 410
	else if (existsSync(file)) {
		body = readFileSync(file)
		headers['Content-Type'] = types[extname(file)] ?? 'application/octet-stream'
		headers.ETag = `"${createHash('sha1').update(body).digest('hex')}"`
		status = request.headers['if-none-match'] === headers.ETag ? 304 : 200
	}
	appendFileSync(join(folder, '..', 'requests'), `${request.method} ${path} ${status}\n`)
	answer.writeHead(status, headers).end(status === 304 ? undefined : body)
}
const read = (name) => readFileSync(join(certificates, name))
const server = certificates ? createTlsServer({ cert: read('cert.pem'), key: read('key.pem') }, answerTo) : createServer(answerTo)
server.listen(at < 0 ? 0 : Number(process.argv[at + 1]), '127.0.0.1', () => console.log(server.address().port))
