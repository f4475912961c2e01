import type { Consent } from '../../domain/consent/consent.ts'
import type { LinkedIdentity } from '../../domain/member/member.ts'
import { defined } from '../../domain/values/defined.ts'
import { isProviderId, isSubject, providerIds } from '../../domain/values/identity.ts'
import type { Fault } from './record.ts'
import { readList, readMoment, readObject, readText, readTruth } from './values.ts'

/** A transaction has a hundred writes; whoever has more than this has something else wrong. */
const most = { identities: 10, consents: 30 } as const

type Read<Value> = { readonly value: Value } | { readonly fault: Fault }

const fault = (pointer: string, detail: string) => ({ fault: { pointer, detail } })

function readEach<Value>(
  given: unknown,
  name: 'identities' | 'consents',
  read: (part: unknown) => Value | string,
): Read<readonly Value[]> {
  if (given === undefined) return { value: [] }
  const list = readList(given)
  if (list === undefined) return fault(`/${name}`, 'is no list')
  if (list.length > most[name]) return fault(`/${name}`, `has more than ${most[name]} entries`)
  const values: Value[] = []
  for (const [index, part] of list.entries()) {
    const value = read(part)
    if (typeof value === 'string') return fault(`/${name}/${index}`, value)
    values.push(value)
  }
  return { value: values }
}

/** `kakao:1234567890`, or `{"provider": "kakao", "subject": "1234567890", "linkedAt": "…"}`. */
export function readIdentities(given: unknown, joinedAt: Date): Read<readonly LinkedIdentity[]> {
  const seen = new Set<string>()
  return readEach(given, 'identities', (part) => {
    const [, provider, subject] = /^([a-z]+):(\S+)$/.exec(typeof part === 'string' ? part : '') ?? []
    const whole = readObject(part)
    const named = provider ?? whole?.['provider']
    const id = subject ?? readText(whole?.['subject'], 255)
    if (!isProviderId(named)) return `has no provider that is one of ${providerIds.join(', ')}`
    if (!isSubject(id)) return 'has no subject as text: a number may have lost digits'
    if (seen.size === seen.add(`${named}:${id}`).size) return 'is there twice'
    const at = whole?.['linkedAt']
    const linkedAt = at === undefined ? joinedAt : readMoment(at)
    if (linkedAt === undefined) return 'has a linkedAt that is no time'
    const label = readText(whole?.['label'], 100)
    return { provider: named, subject: id, ...defined({ label }), linkedAt }
  })
}

const tagForm = /^[A-Za-z0-9_.-]{1,64}$/
const versionForm = /^[\x21-\x7e]{1,64}$/

/** `marketing:2024-01:yes:2024-03-01T00:00:00Z`, or `{"tag", "version", "agreed", "at"}`. */
export const readConsents = (given: unknown, joinedAt: Date): Read<readonly Consent[]> =>
  readEach(given, 'consents', (part) => {
    const short = /^([^:]+):([^:]+):([^:]+)(?::(.+))?$/.exec(typeof part === 'string' ? part : '')
    const whole = readObject(part)
    const [tag, version, said, when] =
      short?.slice(1) ?? ['tag', 'version', 'agreed', 'at'].map((of) => whole?.[of])
    const agreed = readTruth(said)
    const at = when === undefined || when === null ? joinedAt : readMoment(when)
    if (typeof tag !== 'string' || !tagForm.test(tag)) return 'has no tag of letters, digits, dots and dashes'
    if (typeof version !== 'string' || !versionForm.test(version)) return 'has no version'
    if (agreed === undefined) return 'says neither yes nor no'
    if (at === undefined) return 'has a time that is none'
    return { tag, version, agreed, at, source: 'import' }
  })
