// tests/specs/wrong.mjs: requests and replies that are right but for one thing; check.mjs must refuse each.
const bearer = { Authorization: 'Bearer t1' }
const JSON_TYPE = { 'Content-Type': 'application/json' }
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' }
const b64 = (o) => Buffer.from(JSON.stringify(o)).toString('base64url')
const cid = 'bafyreib5wccr4htgragitppvqryiw2xfam4rbu5z3732j4xplmvc236awm'
const at = '2024-01-15T08:00:00.000Z'

const one = (file) => (name, says, method, path, { headers = bearer, body = '', ...more } = {}) => ({
	file, scenario: 'wrong', name: `${file}: ${name}`, says, method, path, line: 0, status: 200,
	headers: { ...headers, ...(typeof body === 'object' ? JSON_TYPE : {}) }, body: typeof body === 'object' ? JSON.stringify(body) : body, ...more,
})
const m = one('mastodon')
const b = one('bluesky')

const post = { $type: 'app.bsky.feed.post', text: 'Hello', createdAt: at }
const create = (record, more = {}) => ({ body: { repo: 'did:plc:kim', collection: 'app.bsky.feed.post', rkey: '3mb0000000000'.replace(/0/g, '2'), record, ...more } })
const CREATE = '/xrpc/com.atproto.repo.createRecord'
const TIMELINE = '/xrpc/app.bsky.feed.getTimeline?limit=100'
const proof = (claims, head = {}) =>
	`${b64({ typ: 'dpop+jwt', alg: 'ES256', jwk: { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' }, ...head })}.${b64({ jti: '1', iat: 1, htm: 'POST', htu: 'http://a.example/oauth/token', ...claims })}.s`
const token = (fields, more = {}) => ({ headers: { ...FORM, DPoP: proof({}) }, body: new URLSearchParams(fields).toString(), ...more })
const renewal = { grant_type: 'refresh_token', client_id: 'c', refresh_token: 'r' }
const MULTIPART = { ...bearer, 'Content-Type': 'multipart/form-data; boundary=b' }

export const WRONG = [
	{ ...m('a right one passes', /./, 'GET', '/api/v1/timelines/home?limit=40'), right: true, name: 'nothing, where all is right' },
	m('no such path', /no operation/, 'GET', '/api/v1/timelines/house'),
	m('the wrong method', /no operation/, 'PUT', '/api/v1/timelines/home'),
	m('a part of the path is empty', /no operation/, 'GET', '/api/v1/statuses/'),
	m('an unknown parameter', /query: count is no parameter/, 'GET', '/api/v1/timelines/home?count=40'),
	m('a number that is none', /no whole number/, 'GET', '/api/v1/timelines/home?limit=many'),
	m('more than is given at once', /more than 80/, 'GET', '/api/v1/notifications?limit=100'),
	m('a parameter twice', /twice/, 'GET', '/api/v1/timelines/home?limit=1&limit=2'),
	m('nobody signed in', /Bearer is missing/, 'GET', '/api/v1/timelines/home', { headers: {} }),
	m('a body that does not belong', /this operation has none/, 'GET', '/api/v1/timelines/home', { body: { a: 1 } }),
	m('a body that is missing', /body: it is missing/, 'POST', '/api/v1/statuses'),
	m('an unknown field', /body\.text is in no description/, 'POST', '/api/v1/statuses', { body: { status: 'a', text: 'a' } }),
	m('a field of the wrong type', /must be string/, 'POST', '/api/v1/statuses', { body: { status: 7 } }),
	m('a number where there is a list', /must be array/, 'POST', '/api/v1/statuses', { body: { status: 'a', media_ids: 77 } }),
	m('an audience that there is none of', /allowed values/, 'POST', '/api/v1/statuses', { body: { status: 'a', visibility: 'friends' } }),
	m('neither words nor pictures', /required property/, 'POST', '/api/v1/statuses', { body: { language: 'en' } }),
	m('JSON that is none', /JSON/, 'POST', '/api/v1/statuses', { headers: { ...bearer, ...JSON_TYPE }, body: '{' }),
	m('a type that is not taken', /text\/plain where it takes/, 'POST', '/api/v1/statuses', { headers: { ...bearer, 'Content-Type': 'text/plain' }, body: 'Hello' }),
	m('a key where none is read', /Idempotency-Key/, 'GET', '/api/v1/lists', { headers: { ...bearer, 'Idempotency-Key': 'k' } }),
	m('a picture without the file', /'file'/, 'POST', '/api/v2/media', {
		headers: MULTIPART, body: '--b\r\nContent-Disposition: form-data; name="description"\r\n\r\na dot\r\n--b--\r\n',
	}),
	m('multipart without an end', /without an end/, 'POST', '/api/v2/media', {
		headers: MULTIPART, body: '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nx\r\n',
	}),
	m('a form without a field', /'redirect_uris'/, 'POST', '/api/v1/apps', { headers: FORM, body: 'client_name=Tact' }),
	m('a reply with an unknown field', /reply\[0\]\.titel/, 'GET', '/api/v1/lists', { reply: '[{"id": "1", "titel": "Family"}]' }),
	m('a reply of the wrong type', /must be string/, 'GET', '/api/v1/lists', { reply: '[{"id": 1}]' }),
	m('a reply that is no JSON', /reply: no JSON/, 'GET', '/api/v1/lists', { reply: '<h1>Hello</h1>' }),
	m('a reply with no date', /date-time/, 'GET', '/api/v1/statuses/1', { reply: '{"id": "1", "created_at": "yesterday"}' }),

	{ ...b('', /./, 'POST', CREATE, create(post)), right: true, name: 'nothing, where a record is right' },
	b('no such call', /is no call/, 'GET', '/xrpc/app.bsky.feed.getTimeLine?limit=100'),
	b('the wrong method', /POST where it is GET/, 'POST', TIMELINE),
	b('an unknown parameter', /query: count/, 'GET', '/xrpc/app.bsky.feed.getTimeline?count=100'),
	b('more than is given at once', /limit.*100/, 'GET', '/xrpc/app.bsky.feed.getTimeline?limit=101'),
	b('a parameter that is missing', /uris/, 'GET', '/xrpc/app.bsky.feed.getPosts'),
	b('a parameter twice', /twice/, 'GET', `${TIMELINE}&limit=2`),
	b('nobody of that name', /actor/, 'GET', '/xrpc/app.bsky.actor.getProfile?actor=no%20one'),
	b('a body in a query', /a query has none/, 'GET', TIMELINE, { body: { a: 1 } }),
	b('a body that is missing', /body: (it is missing|without a type)/, 'POST', CREATE),
	b('a form where JSON is taken', /where it takes application\/json/, 'POST', CREATE, { headers: { ...bearer, ...FORM }, body: 'repo=a' }),
	b('an unknown field', /body\.validates/, 'POST', CREATE, create(post, { validates: true })),
	b('a record with an unknown field', /body\.record\.lang is in no lexicon/, 'POST', CREATE, create({ ...post, lang: 'en' })),
	b('a record without a date', /createdAt/, 'POST', CREATE, create({ ...post, createdAt: undefined })),
	b('a record that is too long', /300|graphemes/, 'POST', CREATE, create({ ...post, text: 'é'.repeat(301) })),
	b('a record with no type', /no \$type/, 'POST', CREATE, create({ ...post, $type: undefined })),
	b('a record of another collection', /a app.bsky.feed.like in|subject/, 'POST', CREATE, create({ ...post, $type: 'app.bsky.feed.like' })),
	b('a key that is none', /is no key/, 'POST', CREATE, create(post, { rkey: 'hello' })),
	b('a facet that begins before the text', /byteStart|minimum|less/, 'POST', CREATE, create({
		...post, facets: [{ index: { byteStart: -1, byteEnd: 3 }, features: [{ $type: 'app.bsky.richtext.facet#tag', tag: 'tea' }] }],
	})),
	b('an answer to nothing that is there', /cid/, 'POST', CREATE, create({ ...post, reply: { root: { uri: 'at://did:plc:bo/app.bsky.feed.post/3k8888888882z', cid: 'x' }, parent: {} } })),
	b('a picture without its words', /alt/, 'POST', CREATE, create({
		...post, embed: { $type: 'app.bsky.embed.images', images: [{ image: { $type: 'blob', ref: { $link: cid }, mimeType: 'image/png', size: 1 } }] },
	})),
	b('a sign-in without a password', /password/, 'POST', '/xrpc/com.atproto.server.createSession', { headers: {}, body: { identifier: 'kim.example' } }),
	b('a bound token without its proof', /without its proof/, 'GET', TIMELINE, { headers: { Authorization: 'DPoP t1' } }),
	b('a reply with an unknown field', /reply\.feeds/, 'GET', TIMELINE, { reply: '{"feed": [], "feeds": 1}' }),
	b('a reply that is not whole', /feed/, 'GET', TIMELINE, { reply: '{}' }),
	b('an error that there is none of', /is no error/, 'GET', TIMELINE, { status: 400, reply: '{"error": "Oops"}' }),

	{ ...b('', /./, 'POST', '/oauth/token', token(renewal)), right: true, name: 'nothing, where a renewal is right' },
	b('no such address', /no operation/, 'GET', '/.well-known/oauth'),
	b('a token without a proof', /DPoP is missing/, 'POST', '/oauth/token', token(renewal, { headers: FORM })),
	b('a proof of another method', /of a GET/, 'POST', '/oauth/token', token(renewal, { headers: { ...FORM, DPoP: proof({ htm: 'GET' }) } })),
	b('a proof of another address', /DPoP: of http/, 'POST', '/oauth/token', token(renewal, { headers: { ...FORM, DPoP: proof({ htu: 'http://a.example/oauth/par' }) } })),
	b('a proof with the private key', /no public key/, 'POST', '/oauth/token', token(renewal, {
		headers: { ...FORM, DPoP: proof({}, { jwk: { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', d: 'd' } }) },
	})),
	b('a renewal without its token', /refresh_token/, 'POST', '/oauth/token', token({ grant_type: 'refresh_token', client_id: 'c' })),
	b('an unknown field in a form', /additional/, 'POST', '/oauth/token', token({ ...renewal, password: 'p' })),
	b('a reply with a token for nobody', /'sub'/, 'POST', '/oauth/token', token(renewal, { reply: '{"access_token": "t", "token_type": "DPoP", "scope": "atproto"}' })),
]
