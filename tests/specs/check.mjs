// tests/specs/check.mjs: every request of a log against its network's specification, as TAP. use: check.mjs SPECS LOG [COUNTS]
import { writeFileSync } from 'node:fs'
import { Atproto } from './atproto.mjs'
import { KNOWN } from './known.mjs'
import { Mastodon } from './mastodon.mjs'
import { OAuth, proof } from './oauth.mjs'
import { exchange, readLog } from './exchange.mjs'
import { WRONG } from './wrong.mjs'

const [specs, log, counts] = process.argv.slice(2)
const networks = {
	mastodon: new Mastodon(`${specs}/mastodon/mastodon-openapi.json`),
	bluesky: new Atproto(`${specs}/atproto/lexicons.json`),
}
const oauth = new OAuth()

/** A real server's answers that a test plays come without a file; the path tells whose they are. */
function named(raw) {
	if (raw.file !== 'text') return raw
	const file = raw.path.startsWith('/xrpc/') ? 'bluesky' : /^\/api\/v\d\//.test(raw.path) ? 'mastodon' : 'text'
	return { ...raw, file, reply: undefined }
}

/** Who says how this exchange has to look; null: nobody publishes it. */
function specification(e) {
	if (e.file === 'bluesky' && !e.pathname.startsWith('/xrpc/')) return oauth
	return networks[e.file] ?? null
}

/** {operation, request: [what is wrong], reply: […], held, complete}, or null. */
function judge(raw) {
	let e
	try {
		e = exchange(raw)
	} catch (x) {
		return { operation: null, request: [`${raw.method} ${raw.path}: ${x.message}`], reply: [], held: false }
	}
	const spec = specification(e)
	if (!spec) return null
	const { operation, found, wrong } = spec.request(e)
	if (spec !== oauth && e.header('DPoP')) wrong.push(...proof(e))
	if (!operation) return { operation, request: wrong, reply: [], held: false }
	const reply = spec.reply(e, found)
	return { operation, request: wrong, reply: reply.wrong, held: reply.held, complete: reply.complete }
}

let n = 0
function ok(name, faults) {
	n++
	console.log(`${faults.length ? 'not ok' : 'ok'} ${n} - ${name}`)
	for (const f of faults) console.log(`#   ${f}`)
}

const { lines, exchanges } = readLog(log)
const used = new Set()
/** Without what is known and why. */
function unknownOnly(raw, operation, kind, faults) {
	return faults.filter((f) => {
		const k = KNOWN.find((k) => k.file === raw.file && k.what === kind && (!k.scenario || k.scenario === raw.scenario) &&
			(!k.operation || k.operation === operation) && k.says.test(f))
		if (k) used.add(k)
		return !k
	})
}

const rows = new Map()
const sum = { requests: 0, replies: 0, complete: 0, others: 0, unrecognised: 0 }
for (const raw of exchanges.map(named)) {
	const j = judge(raw)
	if (!j) {
		sum.others++
		continue
	}
	sum.requests++
	if (!j.operation) sum.unrecognised++
	if (j.held) sum.replies++
	if (j.complete) sum.complete++
	const key = `${raw.file}: ${j.operation ?? 'not recognised'}`
	const row = rows.get(key) ?? { times: 0, faults: new Set() }
	row.times++
	for (const f of unknownOnly(raw, j.operation, 'request', j.request)) row.faults.add(`request, "${raw.scenario}" (line ${raw.line}): ${f}`)
	for (const f of unknownOnly(raw, j.operation, 'reply', j.reply)) row.faults.add(`recorded reply, "${raw.scenario}" (line ${raw.line}): ${f}`)
	rows.set(key, row)
}
for (const [name, row] of [...rows].sort()) ok(`${name}, ${row.times} exchanges`, [...row.faults])
for (const file of ['mastodon', 'bluesky']) {
	ok(`there are requests to ${file}`, exchanges.some((e) => e.file === file) ? [] : ['none was logged'])
}
ok('every known deviation is still one', KNOWN.filter((k) => !used.has(k)).map((k) => `${k.file}, ${k.scenario ?? k.operation}: ${k.why}`))

// the check can fail: each of these is wrong in one thing
for (const w of WRONG) {
	const j = judge(w)
	const said = j ? [...j.request, ...j.reply] : []
	ok(`refused: ${w.name}`, w.right ? (said.length ? said : []) : said.some((s) => w.says.test(s)) ? [] : [`it was not: ${said.join('; ')}`])
}
console.log(`1..${n}`)
const text = `${sum.requests} different requests (of ${lines} logged) of ${[...rows].length} operations held against the specifications, ` +
	`${sum.unrecognised} not recognised; ${sum.replies} recorded replies, ${sum.complete} of them with all that is required; ` +
	`${sum.others} requests to networks that publish none.`
console.log(`# ${text}`)
if (counts) writeFileSync(counts, `${text}\n`)
process.exit(0)
