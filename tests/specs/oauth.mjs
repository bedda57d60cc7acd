// tests/specs/oauth.mjs: what surrounds Bluesky's calls: signing in by OAuth and the directory of DIDs.
// No schema of these is published: the rules are of the RFCs and of atproto.com/specs/oauth and /did.
import Ajv from 'ajv/dist/2020.js'

const text = { type: 'string', minLength: 1 }
const url = { type: 'string', pattern: '^https?://' }
const did = { type: 'string', pattern: '^did:[a-z]+:[A-Za-z0-9._:%-]+$' }
const form = (required, extra = {}) => ({ type: 'object', required, properties: { ...Object.fromEntries(required.map((k) => [k, text])), ...extra }, additionalProperties: false })

const ERROR = { type: 'object', required: ['error'], properties: { error: text, error_description: text } }
const PUSHED = form(['client_id', 'response_type', 'redirect_uri', 'scope', 'state', 'code_challenge', 'code_challenge_method'], {
	response_type: { const: 'code' },
	code_challenge_method: { const: 'S256' },
	code_challenge: { type: 'string', pattern: '^[A-Za-z0-9_-]{43}$' },
	scope: { type: 'string', pattern: '(^| )atproto( |$)' },
	login_hint: text,
	client_assertion: text,
	client_assertion_type: text,
})
const TOKEN = {
	oneOf: [
		form(['grant_type', 'client_id', 'code', 'redirect_uri', 'code_verifier'], {
			grant_type: { const: 'authorization_code' },
			code_verifier: { type: 'string', pattern: '^[A-Za-z0-9._~-]{43,128}$' },
		}),
		form(['grant_type', 'client_id', 'refresh_token'], { grant_type: { const: 'refresh_token' } }),
	],
}
const OPERATIONS = [
	{
		name: 'GET /.well-known/oauth-protected-resource (RFC 9728)', method: 'GET', path: /^\/\.well-known\/oauth-protected-resource$/,
		reply: { type: 'object', required: ['resource', 'authorization_servers'], properties: { resource: url, authorization_servers: { type: 'array', items: url, minItems: 1, maxItems: 1 } } },
	},
	{
		name: 'GET /.well-known/oauth-authorization-server (RFC 8414)', method: 'GET', path: /^\/\.well-known\/oauth-authorization-server$/,
		reply: {
			type: 'object',
			required: ['issuer', 'authorization_endpoint', 'token_endpoint', 'pushed_authorization_request_endpoint', 'require_pushed_authorization_requests',
				'dpop_signing_alg_values_supported', 'authorization_response_iss_parameter_supported', 'client_id_metadata_document_supported',
				'response_types_supported', 'grant_types_supported', 'code_challenge_methods_supported', 'token_endpoint_auth_methods_supported', 'scopes_supported'],
			properties: {
				issuer: url, authorization_endpoint: url, token_endpoint: url, pushed_authorization_request_endpoint: url, revocation_endpoint: url,
				require_pushed_authorization_requests: { const: true },
				authorization_response_iss_parameter_supported: { const: true },
				client_id_metadata_document_supported: { const: true },
				dpop_signing_alg_values_supported: { type: 'array', contains: { const: 'ES256' } },
				response_types_supported: { type: 'array', contains: { const: 'code' } },
				grant_types_supported: { type: 'array', contains: { const: 'refresh_token' } },
				code_challenge_methods_supported: { type: 'array', contains: { const: 'S256' } },
				token_endpoint_auth_methods_supported: { type: 'array', contains: { const: 'none' } },
				scopes_supported: { type: 'array', contains: { const: 'atproto' } },
			},
		},
	},
	{
		name: 'POST /oauth/par (RFC 9126)', method: 'POST', path: /^\/oauth\/par$/, dpop: true, body: PUSHED,
		reply: { type: 'object', required: ['request_uri', 'expires_in'], properties: { request_uri: text, expires_in: { type: 'integer' } }, additionalProperties: false },
	},
	{
		name: 'POST /oauth/token (RFC 6749)', method: 'POST', path: /^\/oauth\/token$/, dpop: true, body: TOKEN,
		reply: {
			type: 'object', required: ['access_token', 'token_type', 'scope', 'sub'],
			properties: { access_token: text, token_type: { const: 'DPoP' }, expires_in: { type: 'integer' }, refresh_token: text, scope: { type: 'string', pattern: '(^| )atproto( |$)' }, sub: did },
		},
	},
	{
		name: 'GET /did:… (the directory of DIDs)', method: 'GET', path: /^\/did:[a-z]+:[^/]+$/,
		reply: {
			type: 'object', required: ['id'],
			properties: {
				id: did, alsoKnownAs: { type: 'array', items: { type: 'string', pattern: '^at://' } },
				service: { type: 'array', items: { type: 'object', required: ['id', 'type', 'serviceEndpoint'], properties: { id: { type: 'string', pattern: '#' }, type: text, serviceEndpoint: url } } },
			},
		},
	},
]

const decoded = (part) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))

/** What is wrong with a proof (RFC 9449, 4.2). */
function proof(e) {
	const parts = e.header('DPoP').split('.')
	if (parts.length !== 3) return ['header: the DPoP proof is no JWT']
	const [head, claims] = [decoded(parts[0]), decoded(parts[1])]
	const out = []
	if (head.typ !== 'dpop+jwt' || head.alg !== 'ES256') out.push('DPoP: neither dpop+jwt nor ES256')
	if (head.jwk?.kty !== 'EC' || head.jwk?.crv !== 'P-256' || !head.jwk.x || !head.jwk.y || head.jwk.d) out.push('DPoP: no public key of P-256')
	if (claims.htm !== e.method) out.push(`DPoP: of a ${claims.htm}`)
	if (new URL(claims.htu).pathname !== e.pathname || new URL(claims.htu).search) out.push(`DPoP: of ${claims.htu}`)
	if (!claims.jti || !Number.isInteger(claims.iat)) out.push('DPoP: without jti or iat')
	if (/^DPoP /.test(e.header('Authorization')) && !claims.ath) out.push('DPoP: without the hash of the token')
	return out
}

export class OAuth {
	constructor() {
		this.ajv = new Ajv({ strict: false, allErrors: true })
	}

	held(schema, data, what) {
		const valid = this.ajv.compile(schema)
		return valid(data) ? [] : valid.errors.map((x) => `${what}${x.instancePath} ${x.message}`)
	}

	request(e) {
		const found = OPERATIONS.find((o) => o.method === e.method && o.path.test(e.pathname))
		if (!found) return { operation: null, wrong: [`${e.method} ${e.pathname} is no operation`] }
		const wrong = e.query.length ? ['query: there is none'] : []
		if (!found.body && e.content.kind !== 'none') wrong.push('body: there is none')
		if (found.body) {
			const names = e.content.kind === 'form' ? e.content.value.map(([n]) => n) : null
			if (!names) wrong.push('body: no form')
			else if (new Set(names).size !== names.length) wrong.push('body: a field twice')
			else wrong.push(...this.held(found.body, Object.fromEntries(e.content.value), 'body'))
		}
		if (found.dpop) wrong.push(...(e.header('DPoP') ? proof(e) : ['header: DPoP is missing']))
		return { operation: found.name, found, wrong }
	}

	reply(e, found) {
		if (e.reply === undefined) return { wrong: [], complete: false, held: false }
		let data
		try {
			data = JSON.parse(e.reply)
		} catch {
			return { wrong: ['reply: no JSON'], complete: false, held: true }
		}
		const wrong = this.held(e.status >= 400 ? ERROR : found.reply, data, 'reply')
		return { wrong, complete: !wrong.length, held: true }
	}
}

export { proof }
