// tests/specs/mastodon.mjs: Mastodon's API by its OpenAPI description.
import { readFileSync } from 'node:fs'
import Ajv from 'ajv/dist/2020.js'

const FORMATS = {
	uri: (s) => URL.canParse ? URL.canParse(s) : /^[a-z][a-z0-9+.-]*:/i.test(s),
	'date-time': (s) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(s),
	date: (s) => /^\d{4}-\d\d-\d\d$/.test(s),
	email: (s) => /^[^@\s]+@[^@\s]+$/.test(s),
	'iso-639-1': (s) => /^[a-z]{2,3}(-[A-Za-z]+)?$/.test(s),
	scopes: (s) => /^[a-z:_]+( [a-z:_]+)*$/.test(s),
	binary: true,
}

/** A description in which nothing is required: doubles keep of a reply what is read. */
function lenient(node) {
	if (Array.isArray(node)) return node.map(lenient)
	if (node === null || typeof node !== 'object') return node
	const out = {}
	for (const [k, v] of Object.entries(node)) {
		if (k === 'required' && Array.isArray(v)) continue
		out[k === 'oneOf' ? 'anyOf' : k] = lenient(v)
	}
	return out
}

const pointer = (...parts) =>
	'#/' + parts.map((p) => encodeURIComponent(p.replace(/~/g, '~0').replace(/\//g, '~1'))).join('/')

export class Mastodon {
	constructor(path) {
		this.spec = JSON.parse(readFileSync(path, 'utf8'))
		// a post of words and media is both a TextStatus and a MediaStatus: "one of" means any
		for (const item of Object.values(this.spec.paths)) {
			for (const operation of Object.values(item)) {
				for (const { schema } of Object.values(operation?.requestBody?.content ?? {})) {
					if (schema?.oneOf) {
						schema.anyOf = schema.oneOf
						delete schema.oneOf
					}
				}
			}
		}
		const options = { strict: false, allErrors: true, formats: FORMATS, logger: false }
		this.ajv = new Ajv({ ...options, coerceTypes: false })
		this.coercing = new Ajv({ ...options, coerceTypes: 'array' })
		this.lenient = new Ajv(options)
		for (const a of [this.ajv, this.coercing]) a.addSchema(this.spec, 'spec')
		this.lenient.addSchema(lenient(this.spec), 'spec')
		this.operations = Object.entries(this.spec.paths).flatMap(([template, item]) =>
			Object.entries(item)
				.filter(([method]) => ['get', 'post', 'put', 'patch', 'delete'].includes(method))
				.map(([method, operation]) => ({ template, method, operation })))
	}

	/** The operation of a method and a path; literal parts win over {id}. */
	find(method, pathname) {
		const parts = pathname.split('/')
		const fits = this.operations.filter((o) => {
			const t = o.template.split('/')
			return o.method === method.toLowerCase() && t.length === parts.length &&
				t.every((p, i) => (p.startsWith('{') ? parts[i] !== '' : p === parts[i]))
		})
		const holes = (o) => o.template.split('{').length
		return fits.sort((a, b) => holes(a) - holes(b))[0]
	}

	resolve(schema) {
		while (schema?.$ref) {
			schema = schema.$ref.slice(2).split('/').reduce((at, part) => at?.[part.replace(/~1/g, '/').replace(/~0/g, '~')], this.spec)
		}
		return schema ?? {}
	}

	/** Fields of `data` that no schema knows. */
	unknown(schemas, data, at, out) {
		const all = []
		const open = (s) => {
			s = this.resolve(s)
			all.push(s)
			for (const k of ['allOf', 'anyOf', 'oneOf']) (s[k] ?? []).forEach(open)
		}
		schemas.forEach(open)
		if (Array.isArray(data)) {
			const items = all.map((s) => s.items).filter(Boolean)
			data.forEach((d, i) => this.unknown(items, d, `${at}[${i}]`, out))
		} else if (data && typeof data === 'object' && all.some((s) => s.properties)) {
			if (all.some((s) => s.additionalProperties)) return out
			for (const [k, v] of Object.entries(data)) {
				const inner = all.map((s) => s.properties?.[k] ?? s.properties?.[`${k}[]`]).filter(Boolean)
				const types = inner.map((x) => this.resolve(x).type).filter(Boolean)
				if (!inner.length) out.push(`${at}.${k} is in no description`)
				// where several descriptions are open, each lets pass what only another one describes
				else if (types.length && typeof v === 'number' && !types.flat().some((t) => /integer|number/.test(t))) out.push(`${at}.${k} must be ${types}`)
				else this.unknown(inner, v, `${at}.${k}`, out)
			}
		}
		return out
	}

	held(ajv, schemaPointer, data, what) {
		const valid = ajv.getSchema(`spec${schemaPointer}`)
		if (!valid) throw new Error(`no schema at ${schemaPointer}`)
		if (valid(data)) return []
		return valid.errors.map((x) => `${what}${x.instancePath} ${x.message}`)
	}

	parameters(found, e) {
		const out = []
		const all = (found.operation.parameters ?? []).map((p) => this.resolve(p))
		const inQuery = all.filter((p) => p.in === 'query')
		for (const [name, value] of e.query) {
			const p = inQuery.find((q) => q.name === name || q.name === `${name}[]`)
			if (!p) {
				out.push(`query: ${name} is no parameter of it`)
				continue
			}
			const schema = this.resolve(p.schema)
			if (schema.type === 'integer' && !/^-?\d+$/.test(value)) out.push(`query: ${name} is no whole number`)
			if (schema.type === 'boolean' && !/^(true|false|1|0)$/.test(value)) out.push(`query: ${name} is neither true nor false`)
			if (schema.enum && !schema.enum.includes(value)) out.push(`query: ${name} is none of ${schema.enum}`)
			// limits are said in words only
			const most = /\b[Mm]ax(?:imum)?\.? (\d+)/.exec(p.description ?? '')
			if (most && Number(value) > Number(most[1])) out.push(`query: ${name} is more than ${most[1]}`)
		}
		for (const p of inQuery) {
			if (p.required && !e.query.some(([n]) => n === p.name)) out.push(`query: ${p.name} is missing`)
		}
		const names = e.query.map(([n]) => n).filter((n) => !n.endsWith('[]'))
		if (new Set(names).size !== names.length) out.push('query: a parameter twice')
		return out
	}

	/** A form as the object that it stands for: a[] and a[b] are lists and objects. */
	asObject(pairs) {
		const out = {}
		for (const [name, value] of pairs) {
			const [, base, inner] = /^([^[]*)(?:\[([^\]]*)\])?/.exec(name)
			if (inner === undefined) out[base] = value
			else if (inner === '') (out[base] ??= []).push(value)
			else (out[base] ??= {})[inner] = value
		}
		return out
	}

	body(found, e) {
		const want = this.resolve(found.operation.requestBody)
		const kind = e.content.kind
		if (kind === 'none') return want.required ? ['body: it is missing'] : []
		if (!want.content) return ['body: this operation has none']
		const types = Object.keys(want.content)
		// what is described as JSON is taken as a form too (docs.joinmastodon.org/client/intro)
		const type = types.includes(e.content.media) ? e.content.media :
			kind === 'form' && types.includes('application/json') ? 'application/json' : null
		if (!type) return [`body: ${e.content.media || 'without a type'} where it takes ${types}`]
		const data = kind === 'json' ? e.content.value : this.asObject(e.content.value)
		const out = this.unknown([want.content[type].schema], data, 'body', [])
		const at = pointer('paths', found.template, found.method, 'requestBody', 'content', type, 'schema')
		return out.concat(this.held(kind === 'json' ? this.ajv : this.coercing, at, structuredClone(data), 'body'))
	}

	/** What is wrong with a request: {operation, wrong: […]}. */
	request(e) {
		const found = this.find(e.method, e.pathname)
		if (!found) return { operation: null, wrong: [`${e.method} ${e.pathname} is no operation`] }
		const security = found.operation.security ?? this.spec.security ?? []
		const wrong = [...this.parameters(found, e), ...this.body(found, e)]
		const open = !security.length || security.some((s) => !Object.keys(s).length)
		if (!open && !/^Bearer \S+$/.test(e.header('Authorization'))) wrong.push('header: Authorization: Bearer is missing')
		const key = (found.operation.parameters ?? []).map((p) => this.resolve(p)).some((p) => p.name === 'Idempotency-Key')
		if (!key && e.header('Idempotency-Key')) wrong.push('header: Idempotency-Key where none is read')
		return { operation: `${found.method.toUpperCase()} ${found.template}`, found, wrong }
	}

	/** What is wrong with a reply; `complete` where it has all that is required. */
	reply(e, found) {
		if (e.reply === undefined) return { wrong: [], complete: false, held: false }
		const said = this.resolve(found.operation.responses[String(e.status)])
		const content = said.content?.['application/json']
		if (!content) return { wrong: [], complete: false, held: false }
		let data
		try {
			data = JSON.parse(e.reply)
		} catch {
			return { wrong: ['reply: no JSON'], complete: false, held: true }
		}
		const at = found.operation.responses[String(e.status)].$ref
			? found.operation.responses[String(e.status)].$ref + '/content/application~1json/schema'
			: pointer('paths', found.template, found.method, 'responses', String(e.status), 'content', 'application/json', 'schema')
		const wrong = this.unknown([content.schema], data, 'reply', []).concat(this.held(this.lenient, at, data, 'reply'))
		return { wrong, complete: !wrong.length && !this.held(this.ajv, at, data, 'reply').length, held: true }
	}
}
