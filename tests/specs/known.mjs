// tests/specs/known.mjs: where requests or recorded replies are not as described, knowingly; one that is no more is a failure.
const other = 'plays a server that is out of order or not what it says'
export const KNOWN = [
	{
		file: 'mastodon', what: 'request', scenario: 'session renewed', says: /^body/,
		why: 'renewing is RFC 6749, 6: Mastodon itself gives no refresh tokens, others of its API do',
	},
	{ file: 'mastodon', what: 'reply', scenario: 'session renewed', says: /refresh_token|expires_in/, why: 'the same' },
	{ file: 'mastodon', what: 'reply', scenario: 'notifications', says: /type must be equal/, why: 'a kind that is not known yet' },
	{ file: 'mastodon', what: 'reply', scenario: 'snac', says: /no JSON/, why: 'snac has no /api/v2/instance' },
	{ file: 'mastodon', what: 'reply', scenario: 'a server that lets no program delete', says: /no JSON/, why: 'snac again' },
	{ file: 'mastodon', what: 'reply', scenario: 'no json', says: /no JSON/, why: other },
	{ file: 'mastodon', what: 'reply', scenario: 'out of order', says: /no JSON/, why: other },
	{ file: 'bluesky', what: 'reply', scenario: 'no json', says: /no JSON/, why: other },
	{ file: 'bluesky', what: 'reply', scenario: 'out of order', says: /no JSON/, why: other },
	{ file: 'bluesky', what: 'reply', scenario: 'a gate that is missing', says: /no JSON/, why: other },
	{ file: 'bluesky', what: 'reply', scenario: 'no answer', says: /no JSON/, why: other },
	{
		file: 'bluesky', what: 'reply', scenario: 'no app view', says: /has no \$type/,
		why: 'records come from any program, and a server keeps them as they are',
	},
]
