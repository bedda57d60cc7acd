// tests/peers/micropub/server.mjs: Indiekit's Micropub and media endpoints on loopback, before a folder as the site.
// use: node server.mjs DIR    prints its port. The token is "let-me-in"; DIR has the site's files as Indiekit writes them.
// While the file DIR/lose is there, the next new post is taken and its answer is lost.
// SPDX-License-Identifier: AGPL-3.0-or-later
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { dirname, join } from 'node:path'
import express from 'express'
import { MediaEndpoint } from '@indiekit/endpoint-media'
import { MicropubEndpoint } from '@indiekit/endpoint-micropub'
import { JekyllPreset } from '@indiekit/preset-jekyll'

const folder = process.argv[2]
const token = 'let-me-in'
const preset = new JekyllPreset()

// what Indiekit asks of MongoDB
const collection = () => {
	const rows = []
	const at = (filter) => rows.findIndex((row) => row.properties.url === filter['properties.url'])
	const list = (found) => ({ map: (f) => list(found.map(f)), toArray: async () => found })
	return {
		insertOne: async (row) => rows.push(structuredClone(row)),
		findOne: async (filter) => structuredClone(rows[at(filter)] ?? null),
		replaceOne: async (filter, row) => (rows[at(filter)] = structuredClone(row)),
		find: () => list(structuredClone(rows))
	}
}
// what it asks of a store
const write = async (path, content) => {
	mkdirSync(dirname(join(folder, path)), { recursive: true })
	writeFileSync(join(folder, path), content)
	return true
}
const store = { createFile: write, updateFile: write, deleteFile: async (path) => (rmSync(join(folder, path)), true) }

const publication = {
	categories: [],
	postTypes: preset.postTypes,
	postTemplate: (properties) => preset.postTemplate(properties),
	posts: collection(),
	media: collection(),
	slugSeparator: '-',
	store,
	storeMessageTemplate: ({ action, postType }) => `${action} ${postType}`,
	syndicationTargets: [],
	timeZone: 'UTC'
}

// IndieAuth: a sign-in without a page to allow it on; a code is good once, with the word that its asker alone knows
const codes = new Map()
const digest = (text) => createHash('sha256').update(text).digest('base64url')
const authorize = (request, response) => {
	const { redirect_uri, state, code_challenge, code_challenge_method } = request.query
	if (code_challenge_method !== 'S256') return response.status(400).json({ error: 'invalid_request' })
	const code = digest(String(Math.random()))
	codes.set(code, { ...request.query })
	const to = new URL(redirect_uri)
	for (const [name, value] of Object.entries({ code, state, iss: publication.me })) to.searchParams.set(name, value)
	return response.redirect(302, to.href)
}
const exchange = (request, response) => {
	const asked = codes.get(request.body.code)
	codes.delete(request.body.code)
	const good = asked && asked.client_id === request.body.client_id && asked.redirect_uri === request.body.redirect_uri &&
		digest(String(request.body.code_verifier)) === asked.code_challenge
	if (!good) return response.status(400).json({ error: 'invalid_grant' })
	return response.json({ access_token: token, token_type: 'Bearer', scope: asked.scope, me: publication.me })
}

const indieauth = () => (request, response, next) => {
	if (request.headers.authorization !== `Bearer ${token}`) return response.status(401).json({ error: 'unauthorized' })
	publication.bearerToken = token
	publication.accessToken = { me: publication.me, scope: 'create update delete media' }
	return next()
}
const lose = (request, response, next) => {
	const marker = join(folder, 'lose')
	if (request.method === 'POST' && existsSync(marker)) {
		rmSync(marker)
		response.end = () => request.socket.destroy()
	}
	next()
}
// a page of microformats for each post, as its template would make it
const page = async (request, response) => {
	const post = await publication.posts.findOne({ 'properties.url': new URL(request.path, publication.me).href })
	if (!post) return response.status(404).send('not found')
	if (post.lastAction === 'delete') return response.status(410).send('gone')
	const escape = (text) => String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)
	const { content, name, published, photo = [] } = post.properties
	return response.send(`<!DOCTYPE html><article class="h-entry">${name ? `<h1 class="p-name">${escape(name)}</h1>` : ''}
<div class="e-content">${content?.html ?? escape(content ?? '')}</div><time class="dt-published" datetime="${published}"></time>
${photo.map((p) => `<img class="u-photo" src="${p.url}" alt="${escape(p.alt ?? '')}">`).join('')}</article>`)
}

const app = express()
const application = { middleware: { authenticate: indieauth(), indieauth } }
app.use(express.json(), express.urlencoded({ extended: true }), lose)
app.get('/', (_, response) => response.send('<!DOCTYPE html><link rel="micropub" href="/micropub">' +
	'<link rel="authorization_endpoint" href="/auth"><link rel="token_endpoint" href="/token"><title>Kim</title>'))
app.get('/auth', authorize)
app.post('/token', exchange)
app.use((_, response, next) => {
	response.locals.application = application
	next()
})
app.use('/micropub', new MicropubEndpoint().routes(application, publication))
app.use('/media', new MediaEndpoint().routes(application, publication))
app.get(/^\/media\//, (request, response) => response.send(readFileSync(join(folder, request.path))))
app.get(/./, page)
// express tells errors of four parameters
app.use((error, _request, response, _next) => response.status(error.status ?? 500).json({ error: error.name, error_description: error.message }))

const server = app.listen(0, '127.0.0.1', () => {
	publication.me = application.url = `http://127.0.0.1:${server.address().port}/`
	publication.mediaEndpoint = `${publication.me}media`
	console.log(server.address().port)
})
