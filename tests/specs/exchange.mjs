// tests/specs/exchange.mjs: the log of tests/unit/double.c, taken apart; each exchange once.
import { readFileSync } from 'node:fs'

const header = (e, name) => {
	const found = Object.entries(e.headers).find(([k]) => k.toLowerCase() === name.toLowerCase())
	return found ? found[1] : ''
}

/** Names and values in their order; a value without a name is under "". */
const form = (text) => [...new URLSearchParams(text)]

function multipart(bytes, type) {
	const boundary = /boundary="?([^";]+)/.exec(type)?.[1]
	if (!boundary) throw new Error('multipart without a boundary')
	const text = bytes.toString('latin1')
	const parts = text.split(`--${boundary}`)
	if (!parts.at(-1).startsWith('--')) throw new Error('multipart without an end')
	return parts.slice(1, -1).map((part) => {
		const at = part.indexOf('\r\n\r\n')
		const head = part.slice(0, at)
		const name = /[; ]name="([^"]*)"/.exec(head)?.[1]
		if (name === undefined) throw new Error('a part without a name')
		return [name, Buffer.from(part.slice(at + 4, -2), 'latin1').toString('utf8')]
	})
}

/** Adds what a request carries: {kind: none|json|form|multipart|bytes, value}. */
export function bodyOf(e) {
	const bytes = e.body_base64 ? Buffer.from(e.body_base64, 'base64') : Buffer.from(e.body ?? '', 'utf8')
	const type = header(e, 'Content-Type')
	const media = type.split(';')[0].trim().toLowerCase()
	if (!bytes.length) return { kind: 'none', media, value: null, bytes }
	if (media === 'application/json') return { kind: 'json', media, value: JSON.parse(bytes.toString('utf8')), bytes }
	if (media === 'application/x-www-form-urlencoded') return { kind: 'form', media, value: form(bytes.toString('utf8')), bytes }
	if (media === 'multipart/form-data') return { kind: 'multipart', media, value: multipart(bytes, type), bytes }
	return { kind: 'bytes', media, value: null, bytes }
}

/** One exchange for the checks: what can not be taken apart at all is a fault of the request. */
export function exchange(e) {
	const url = new URL(e.path, 'http://double.example')
	return {
		...e,
		pathname: url.pathname,
		query: form(url.search.slice(1)),
		header: (name) => header(e, name),
		content: bodyOf(e),
	}
}

/** The exchanges of a log, each once: tests play a scenario again for every byte that is cut off. */
export function readLog(path) {
	const seen = new Set()
	const out = []
	let lines = 0
	for (const line of readFileSync(path, 'utf8').split('\n')) {
		if (!line) continue
		lines++
		const same = line.replace(/127\.0\.0\.1:\d+/g, 'base')
		if (seen.has(same)) continue
		seen.add(same)
		out.push(JSON.parse(line))
	}
	return { lines, exchanges: out }
}
