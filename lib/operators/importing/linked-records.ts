import type { Consent } from '../../domain/consent/consent.ts'
import type { LinkedIdentity } from '../../domain/member/member.ts'
import { defined } from '../../domain/values/defined.ts'
import { isProviderId, isSubject, providerIds } from '../../domain/values/identity.ts'
import type { Fault } from './record.ts'
import { readBoolean, readList, readMoment, readObject, readText } from './values.ts'

/** A transaction has a hundred writes, and a record with more entries than this is faulty. */
const maxEntries = { identities: 10, consents: 30 } as const

type Read<Value> = { readonly value: Value } | { readonly fault: Fault }

const fault = (pointer: string, detail: string) => ({ fault: { pointer, detail } })

function readEach<Value>(
  field: unknown,
  name: 'identities' | 'consents',
  read: (part: unknown) => Value | string,
): Read<readonly Value[]> {
  if (field === undefined) return { value: [] }
  const list = readList(field)
  if (list === undefined) return fault(`/${name}`, 'must be a list')
  if (list.length > maxEntries[name])
    return fault(`/${name}`, `must have at most ${maxEntries[name]} entries`)
  const values: Value[] = []
  for (const [index, part] of list.entries()) {
    const value = read(part)
    if (typeof value === 'string') return fault(`/${name}/${index}`, value)
    values.push(value)
  }
  return { value: values }
}

/**
 * Reads identities: `kakao:1234567890`, or `{"provider": "kakao", "subject": "1234567890", "linkedAt": "…"}`.
 * `joinedAt` is the default time. Gives the identities or a fault.
 */
export function readIdentities(field: unknown, joinedAt: Date): Read<readonly LinkedIdentity[]> {
  const seen = new Set<string>()
  return readEach(field, 'identities', (part) => {
    const [, provider, subject] = /^([a-z]+):(\S+)$/.exec(typeof part === 'string' ? part : '') ?? []
    const whole = readObject(part)
    const named = provider ?? whole?.['provider']
    const id = subject ?? readText(whole?.['subject'], 255)
    if (!isProviderId(named)) return `must have a provider: ${providerIds.join(', ')}`
    if (!isSubject(id)) return 'must have a subject as text, since a number may have lost digits'
    if (seen.size === seen.add(`${named}:${id}`).size) return 'must not occur twice'
    const at = whole?.['linkedAt']
    const linkedAt = at === undefined ? joinedAt : readMoment(at)
    if (linkedAt === undefined) return 'must have a linkedAt such as 2019-05-17T10:00:00Z'
    const label = readText(whole?.['label'], 100)
    return { provider: named, subject: id, ...defined({ label }), linkedAt }
  })
}

const tagForm = /^[A-Za-z0-9_.-]{1,64}$/
const versionForm = /^[\x21-\x7e]{1,64}$/

/**
 * Reads consents: `marketing:2024-01:yes:2024-03-01T00:00:00Z`, or `{"tag", "version", "agreed", "at"}`.
 * `joinedAt` is the default time. Gives the consents or a fault.
 */
export const readConsents = (field: unknown, joinedAt: Date): Read<readonly Consent[]> =>
  readEach(field, 'consents', (part) => {
    const short = /^([^:]+):([^:]+):([^:]+)(?::(.+))?$/.exec(typeof part === 'string' ? part : '')
    const whole = readObject(part)
    const [tag, version, answer, when] =
      short?.slice(1) ?? ['tag', 'version', 'agreed', 'at'].map((of) => whole?.[of])
    const agreed = readBoolean(answer)
    const at = when === undefined || when === null ? joinedAt : readMoment(when)
    if (typeof tag !== 'string' || !tagForm.test(tag))
      return 'must have a tag of letters, digits, dots and dashes'
    if (typeof version !== 'string' || !versionForm.test(version)) return 'must have a version'
    if (agreed === undefined) return 'must say yes or no'
    if (at === undefined) return 'must have a time such as 2019-05-17T10:00:00Z'
    return { tag, version, agreed, at, source: 'import' }
  })
