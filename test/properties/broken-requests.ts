import fc from 'fast-check'
import type { Header, LocalRequest } from '../../lib/local/gateway/exchange.ts'
import { codePoint } from '../support/any-text.ts'
import type { ValidInput } from './valid-inputs.ts'

/** Texts that are known to break programs. */
const nasty = [
  '',
  ' ',
  '\0',
  '\r\nset-cookie: a=b',
  '\u202e\u2066\ufeff',
  '\ud800',
  'İıſK',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'undefined',
  'NaN',
  '[object Object]',
  '../../etc/passwd',
  '%00%2f%zz',
  "' OR '1'='1",
  '%s%n{0}',
  ':v',
  '#a',
  'MEMBER#x',
  '<svg onload=alert(1)>',
  '{"$gt":""}',
  'a.b.c',
  'a.b.c.d.e',
  '....',
  'eyJhbGciOiJub25lIn0.e30.',
  'v'.repeat(43),
  'a'.repeat(9000),
  '가'.repeat(3000),
]

const texts = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...nasty) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.string({ unit: codePoint, maxLength: 60 }) },
)

const values: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: texts },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom(null, true, 0, -0, 1e308, [], {}, [null], [[]], [{}]) },
)

/** Takes a record, and gives others with broken, missing and new fields. */
function broken<Value>(record: Readonly<Record<string, Value>>, bad: fc.Arbitrary<Value>) {
  const fates = Object.entries(record).map(([name, value]) =>
    fc.oneof(
      { weight: 4, arbitrary: fc.constant([[name, value] as const]) },
      { weight: 2, arbitrary: bad.map((other) => [[name, other] as const]) },
      { weight: 1, arbitrary: fc.constant([]) },
    ),
  )
  const extras = fc.array(fc.tuple(texts, bad), { maxLength: 2 })
  return fc
    .tuple(fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, extras), ...fates)
    .map((parts) => parts.flat())
}

/** A body that is broken in its fields, as a document, or as text. */
function bodies(body: Readonly<Record<string, unknown>>): fc.Arbitrary<string> {
  const fields = broken<unknown>(body, values).map((entries) => JSON.stringify(Object.fromEntries(entries)))
  const cut = fc
    .tuple(fc.constant(JSON.stringify(body)), fc.nat({ max: 200 }))
    .map(([text, at]) => text.slice(0, at))
  const twice = fc.constant(JSON.stringify(body)).map((text) => text.replace('{', '{"codeVerifier":"x",'))
  const document = fc.oneof(
    values.map((value) => JSON.stringify(value)),
    texts,
  )
  return fc.oneof(
    { weight: 6, arbitrary: fields },
    { weight: 1, arbitrary: cut },
    { weight: 1, arbitrary: twice },
    { weight: 1, arbitrary: document },
  )
}

const jsonTypes = ['application/json', 'application/json; charset=utf-8']
const oddHeaders = fc.record(
  {
    'content-type': fc.oneof(
      fc.constantFrom(...jsonTypes, 'text/plain', 'application/json; charset=x'),
      texts,
    ),
    authorization: fc.oneof(
      texts,
      texts.map((text) => `Bearer ${text}`),
    ),
    'accept-language': fc.oneof(texts, fc.constantFrom('en', 'ko;q=2', 'en;q=0.5,ko', ',;=,')),
    accept: fc.constantFrom('*/*', 'application/json', 'text/html'),
    origin: fc.oneof(texts, fc.constant('null')),
    'x-forwarded-for': texts,
    'user-agent': texts,
  },
  { requiredKeys: [] },
)

const encoded = (entries: readonly (readonly [string, string])[]): string =>
  entries.map(([name, value]) => `${percent(name)}=${percent(value)}`).join('&')

/** Encodes like an encoder. A lone surrogate, which has no encoding, becomes the replacement character. */
const percent = (text: string): string => encodeURIComponent(text.toWellFormed())

const providers = fc.oneof(
  { weight: 6, arbitrary: fc.constant('kakao') },
  { weight: 1, arbitrary: texts.map(percent) },
)

/** Requests to one door: its valid input, broken in any part. */
export function brokenRequests(door: string, input: ValidInput): fc.Arbitrary<LocalRequest> {
  const [method = '', path = ''] = door.split(' ')
  const { query = {}, body, form, headers = {}, cookies = {} } = input
  const noBody = form === undefined ? fc.oneof(fc.constant(''), texts) : broken(form, texts).map(encoded)
  const id = input.path?.['id'] ?? ''
  const rawQuery = fc.oneof(
    { weight: 6, arbitrary: broken(query, texts).map(encoded) },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme-ascii', maxLength: 40 }) },
  )
  return fc
    .record({
      provider: providers,
      rawQuery,
      body: body === undefined ? noBody : bodies(body),
      headers: broken(headers, texts),
      odd: fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, oddHeaders),
      cookies: broken(cookies, texts),
    })
    .map(({ provider, rawQuery: asked, body: sent, headers: own, odd, cookies: held }) => ({
      method,
      target: `${path.replace('{provider}', () => provider).replace('{id}', () => id)}?${asked}`,
      httpVersion: '1.1',
      headers: headersOf(own, odd, held),
      sourceIp: '127.0.0.1',
      body: Buffer.from(sent),
      receivedAt: new Date(),
    }))
}

type Pairs = readonly (readonly [string, string])[]

function headersOf(own: Pairs, odd: Readonly<Record<string, string>>, cookies: Pairs): readonly Header[] {
  const all = new Map([['content-type', 'application/json'], ...own, ...Object.entries(odd)])
  if (cookies.length > 0) all.set('cookie', cookies.map(([name, value]) => `${name}=${value}`).join('; '))
  return [...all]
}
