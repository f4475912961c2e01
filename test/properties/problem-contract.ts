import * as v from 'valibot'
import type { Locale } from '../../lib/domain/values/locale.ts'
import { isProblemCode, type ProblemCode, problems } from '../../lib/domain/values/problem.ts'
import type { LocalResponse } from '../../lib/local/gateway/exchange.ts'

/** A problem on the wire (RFC 9457), with every allowed member and no other. */
const problemSchema = v.strictObject({
  type: v.pipe(v.string(), v.url()),
  title: v.pipe(v.string(), v.nonEmpty()),
  status: v.pipe(v.number(), v.integer()),
  code: v.custom<ProblemCode>(isProblemCode),
  detail: v.pipe(v.string(), v.nonEmpty(), v.maxLength(500)),
  instance: v.pipe(v.string(), v.startsWith('urn:ieum:request:')),
  errors: v.optional(
    v.array(v.strictObject({ pointer: v.pipe(v.string(), v.regex(/^(\/|$)/)), detail: v.string() })),
  ),
  user_mapping: v.optional(v.string()),
  items: v.optional(v.array(v.string())),
  mailSentTo: v.optional(v.string()),
  restorableUntil: v.optional(v.string()),
  rejoinFrom: v.optional(v.string()),
  retryAfter: v.optional(v.number()),
})

/** A response on the wire. */
export interface Seen {
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
  readonly text: string
}

/** Reads a response of the laptop's gateway. */
export const seen = ({ status, headers, body }: LocalResponse): Seen => ({
  status,
  headers: new Map(headers.map(([name, value]) => [name.toLowerCase(), value])),
  text: body.toString(),
})

/** The breaches of the contract in a response to bad input, in a language. Empty for a proper response. */
export function breachesOf({ status, headers, text }: Seen, locale: Locale): readonly string[] {
  const always = [
    ...(status < 500 ? [] : [`answers ${status}`]),
    ...(headers.has('x-request-id') ? [] : ['has no x-request-id']),
    ...(headers.get('x-content-type-options') === 'nosniff' ? [] : ['may be sniffed']),
    ...(headers.has('cache-control') ? [] : ['does not say whether it may be kept']),
    ...(/node_modules|\.ts:\d|^\s+at /m.test(text) ? ['tells its insides'] : []),
  ]
  return status < 400 ? always : [...always, ...problemBreaches({ status, headers, text }, locale)]
}

/** Whether a sentence is in a language. */
const isIn = (locale: Locale, sentence: string): boolean => /[가-힣]/.test(sentence) === (locale === 'ko')

function problemBreaches({ status, headers, text }: Seen, locale: Locale): readonly string[] {
  const type = headers.get('content-type') ?? ''
  // A person's browser that cannot be redirected gets a page.
  if (type === 'text/html; charset=utf-8') return []
  if (type !== 'application/problem+json') return [`is of the type ${type}`]
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), problemSchema), text)
  if (!read.success) return read.issues.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`)
  const { code, type: address, title, status: told, instance, detail, errors = [] } = read.output
  const sentences = [detail, ...errors.map((error) => error.detail)]
  const expected = problems[code]
  return [
    ...(told === status && expected.status === status ? [] : [`${code} is told as ${told} and ${status}`]),
    ...(new URL(address).pathname === `/problems/${code}` && title === expected.title
      ? []
      : [`${code} is called ${address}`]),
    ...(instance === `urn:ieum:request:${headers.get('x-request-id')}` ? [] : ['names another request']),
    ...sentences
      .filter((sentence) => !isIn(locale, sentence))
      .map((sentence) => `is not in ${locale}: ${sentence}`),
    ...(status !== 401 || !code.endsWith('_token') || headers.has('www-authenticate')
      ? []
      : ['does not say how to authenticate']),
  ]
}
