// tests/specs/atproto.mjs: Bluesky's calls and records by its lexicons.
import { readFileSync } from 'node:fs'
import { Lexicons, jsonToLex } from '@atproto/lexicon'

const TID = /^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/
// of every call (atproto.com/specs/xrpc), and what servers put in between say
const ERRORS = ['InvalidRequest', 'ExpiredToken', 'InvalidToken', 'AuthenticationRequired', 'RateLimitExceeded', 'UpstreamFailure',
	'MethodNotImplemented', 'InternalServerError', 'use_dpop_nonce', 'AuthMissing', 'Forbidden']

export class Atproto {
	constructor(path) {
		this.lex = new Lexicons(JSON.parse(readFileSync(path, 'utf8')))
	}

	/** Fields that a definition does not know; unions and references by their $type. */
	unknown(def, value, base, at, out) {
		if (!def || value === null || typeof value !== 'object') return out
		if (def.type === 'ref') return this.byUri(def.ref, value, at, out)
		if (def.type === 'union') {
			if (typeof value.$type !== 'string') {
				out.push(`${at} has no $type`)
				return out
			}
			return this.byUri(value.$type.includes(':') ? value.$type : `lex:${value.$type}`, value, at, out)
		}
		// what is unknown to the lexicon: a record, a view's embed of one, or a document of another standard
		if (def.type === 'unknown') return /\.(record|value)$/.test(at) ? this.record(value, at, out) : out
		if (def.type === 'array' && Array.isArray(value)) {
			value.forEach((v, i) => this.unknown(def.items, v, base, `${at}[${i}]`, out))
		} else if (def.type === 'object' && def.properties) {
			for (const [k, v] of Object.entries(value)) {
				if (k === '$type') continue
				if (!def.properties[k]) out.push(`${at}.${k} is in no lexicon`)
				else this.unknown(def.properties[k], v, base, `${at}.${k}`, out)
			}
		}
		return out
	}

	byUri(uri, value, at, out) {
		const def = this.lex.getDef(uri)
		if (!def) {
			out.push(`${at}: nothing is called ${uri}`)
			return out
		}
		return this.unknown(def.type === 'record' ? def.record : def, value, uri, at, out)
	}

	/** A record of somebody: by the lexicon of its $type. */
	record(value, at, out) {
		if (typeof value.$type !== 'string') {
			out.push(`${at} has no $type`)
			return out
		}
		const def = this.lex.getDef(`lex:${value.$type}`)
		if (def?.type !== 'record') return out // other programs keep records of their own
		try {
			this.lex.assertValidRecord(value.$type, jsonToLex(value))
		} catch (x) {
			out.push(`${at}: ${x.message}`)
		}
		return this.unknown(def.record, value, value.$type, at, out)
	}

	params(nsid, def, e) {
		const out = []
		const known = def.parameters?.properties ?? {}
		const given = {}
		for (const [name, text] of e.query) {
			const p = known[name]
			if (!p) {
				out.push(`query: ${name} is no parameter of it`)
				continue
			}
			const type = p.type === 'array' ? p.items.type : p.type
			const value = type === 'integer' ? Number(text) : type === 'boolean' ? text === 'true' : text
			if (type === 'boolean' && !/^(true|false)$/.test(text)) out.push(`query: ${name} is neither true nor false`)
			if (p.type === 'array') (given[name] ??= []).push(value)
			else if (name in given) out.push(`query: ${name} twice`)
			else given[name] = value
		}
		try {
			this.lex.assertValidXrpcParams(nsid, given)
		} catch (x) {
			out.push(`query: ${x.message}`)
		}
		return out
	}

	input(nsid, def, e) {
		const { kind, media, value } = e.content
		if (!def.input) return kind === 'none' ? [] : ['body: this call has none']
		if (def.input.encoding !== '*/*' && media !== def.input.encoding) {
			return [`body: ${media || 'without a type'} where it takes ${def.input.encoding}`]
		}
		if (kind === 'none') return ['body: it is missing']
		if (!def.input.schema) return media ? [] : ['body: without a type']
		const out = []
		try {
			this.lex.assertValidXrpcInput(nsid, jsonToLex(value))
		} catch (x) {
			out.push(`body: ${x.message}`)
		}
		this.unknown(def.input.schema, value, nsid, 'body', out)
		if (value.record) {
			if (value.record.$type !== value.collection) out.push(`body: a ${value.record.$type} in ${value.collection}`)
			const key = this.lex.getDef(`lex:${value.collection}`)?.key
			if (value.rkey && key === 'tid' && !TID.test(value.rkey)) out.push(`body: ${value.rkey} is no key of ${value.collection}`)
		}
		return out
	}

	request(e) {
		const nsid = e.pathname.slice('/xrpc/'.length)
		const def = this.lex.getDef(`lex:${nsid}`)
		if (def?.type !== 'query' && def?.type !== 'procedure') return { operation: null, wrong: [`${nsid} is no call`] }
		const method = def.type === 'query' ? 'GET' : 'POST'
		const wrong = [...this.params(nsid, def, e)]
		if (e.method !== method) wrong.push(`${e.method} where it is ${method}`)
		wrong.push(...(def.type === 'query' ? (e.content.kind === 'none' ? [] : ['body: a query has none']) : this.input(nsid, def, e)))
		const auth = e.header('Authorization')
		if (auth && !/^(Bearer|DPoP) \S+$/.test(auth)) wrong.push('header: Authorization is neither Bearer nor DPoP')
		if (auth.startsWith('DPoP ') && !e.header('DPoP')) wrong.push('header: a DPoP token without its proof')
		return { operation: nsid, found: { nsid, def }, wrong }
	}

	reply(e, { nsid, def }) {
		if (e.reply === undefined) return { wrong: [], complete: false, held: false }
		let data
		try {
			data = JSON.parse(e.reply)
		} catch {
			return { wrong: ['reply: no JSON'], complete: false, held: true }
		}
		const out = []
		if (e.status >= 400) {
			const known = [...ERRORS, ...(def.errors ?? []).map((x) => x.name)]
			if (!known.includes(data.error)) out.push(`reply: ${data.error} is no error of it`)
			for (const k of Object.keys(data)) if (!['error', 'message'].includes(k)) out.push(`reply.${k} is in no error`)
			return { wrong: out, complete: !out.length, held: true }
		}
		if (!def.output) return { wrong: e.reply === '' ? [] : ['reply: this call has none'], complete: true, held: true }
		try {
			this.lex.assertValidXrpcOutput(nsid, jsonToLex(data))
		} catch (x) {
			out.push(`reply: ${x.message}`)
		}
		this.unknown(def.output.schema, data, nsid, 'reply', out)
		return { wrong: out, complete: !out.length, held: true }
	}
}
