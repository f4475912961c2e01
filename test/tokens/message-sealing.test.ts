import { describe, expect, test } from 'vitest'
import type { Envelope, Message, SealedMessage } from '../../lib/domain/message/message.ts'
import { ids } from '../../lib/runtime/ids.ts'
import { readKeyRing } from '../../lib/tokens/key-ring.ts'
import { makeKeys } from '../../lib/tokens/make-keys.ts'
import { rotateKeys } from '../../lib/tokens/rotate-keys.ts'
import { createMessageSealing } from '../../lib/tokens/sealing/message-sealing.ts'
import { createVerificationCodes } from '../../lib/tokens/sealing/verification-codes.ts'
import { email, phone } from '../support/people.ts'
import { later, now } from './mints.ts'

const at = new Date('2026-11-22T10:00:00.000Z')
const name = { memberId: ids.member(), deactivationId: ids.deactivation(), tokenId: ids.token() }
const byMail = { channel: 'email', value: email('minji@example.com') } as const
const bySms = { channel: 'sms', value: phone('+821012345678') } as const

const all: readonly Message[] = [
  { kind: 'code', purpose: 'sign_in', keyId: 'kid' },
  { kind: 'login_method_added', method: 'kakao', at },
  { kind: 'login_method_removed', method: 'phone', at },
  { kind: 'signed_out_by_provider', method: 'google', at },
  { kind: 'changed', what: 'password', at },
  { kind: 'merged', into: 'another', at },
  { kind: 'recovered', at },
  { kind: 'withdrawn', until: at },
  { kind: 'reactivation', name },
  { kind: 'restoration', name, until: at },
]
const envelopeOf = ({ kind: of }: Message): Envelope => ({ id: 'id', queue: 'queue', of, locale: 'ko' })

const sealingOf = async (keys = makeKeys(now), moment = now) =>
  createMessageSealing((await readKeyRing(await keys, moment)).sealing)

const isSealed = (text: string): text is SealedMessage => text !== ''
function changed(sealed: SealedMessage, at: number): SealedMessage {
  const [kid = '', body = ''] = sealed.split('.')
  const bytes = Buffer.from(body, 'base64url')
  bytes[at < 0 ? bytes.length + at : at] = (bytes.at(at) ?? 0) ^ 1
  const text = `${kid}.${bytes.toString('base64url')}`
  if (!isSealed(text)) throw new Error('unreachable')
  return text
}

describe('a sealed message', () => {
  test.each(all)('of the kind $kind opens as it was', async (message) => {
    const sealing = await sealingOf()
    for (const to of [byMail, bySms]) {
      const sealed = sealing.seal(envelopeOf(message), { to, message })
      expect(sealing.open(envelopeOf(message), sealed)).toEqual({ to, message })
    }
  })

  test('hides whom it is for, and what it says', async () => {
    const [message = { kind: 'recovered', at }] = all
    const sealed = (await sealingOf()).seal(envelopeOf(message), { to: byMail, message })
    const bytes = Buffer.from(sealed.split('.')[1] ?? '', 'base64url').toString('latin1')
    expect(sealed + bytes).not.toMatch(/minji|sign_in/)
  })

  test.each([
    ['of another row', { id: 'other' }],
    ['of another queue', { queue: 'other' }],
    ['of another kind', { of: 'merged' }],
    ['in another language', { locale: 'en' }],
  ] as const)('does not open as one %s', async (_, over) => {
    const message: Message = { kind: 'recovered', at }
    const sealing = await sealingOf()
    const sealed = sealing.seal(envelopeOf(message), { to: byMail, message })
    expect(sealing.open({ ...envelopeOf(message), ...over }, sealed)).toBeUndefined()
  })

  test.each([0, 20, -1])('does not open when byte %i was changed', async (at) => {
    const message: Message = { kind: 'recovered', at: now }
    const sealing = await sealingOf()
    const sealed = sealing.seal(envelopeOf(message), { to: byMail, message })
    expect(sealing.open(envelopeOf(message), changed(sealed, at))).toBeUndefined()
  })

  test('opens after a rotation of the keys, and under no other keys', async () => {
    const message: Message = { kind: 'recovered', at: now }
    const keys = await makeKeys(now)
    const sealed = (await sealingOf(Promise.resolve(keys))).seal(envelopeOf(message), { to: byMail, message })
    const rotated = Promise.resolve(rotateKeys(keys, await makeKeys(later(3600)), { now: later(3600) }))
    expect((await sealingOf(rotated, later(7200))).open(envelopeOf(message), sealed)?.to).toEqual(byMail)
    expect((await sealingOf()).open(envelopeOf(message), sealed)).toBeUndefined()
  })

  test('has one size for one address, whatever it asks for', async () => {
    const sealing = await sealingOf()
    const sizeOf = () => {
      const message = { kind: 'code', purpose: 'sign_in', keyId: 'kid' } as const
      return sealing.seal({ ...envelopeOf(message), id: ids.record() }, { to: bySms, message }).length
    }
    expect(new Set(Array.from({ length: 20 }, sizeOf)).size).toBe(1)
  })
})

describe('the code of a verification', () => {
  const codesOf = async (keys = makeKeys(now), moment = now) =>
    createVerificationCodes((await readKeyRing(await keys, moment)).sealing)

  test('has six digits, is the same each time, and follows from nothing but the id and the key', async () => {
    const keys = Promise.resolve(await makeKeys(now))
    const [one, again, other] = [await codesOf(keys), await codesOf(keys), await codesOf()]
    const id = ids.verification()
    const code = one.derive(id, one.keyId())
    expect(code).toMatch(/^[0-9]{6}$/)
    expect(again.derive(id, one.keyId())).toBe(code)
    expect(other.derive(id, one.keyId())).toBeUndefined()
  })

  test('stays the same while the keys rotate', async () => {
    const keys = await makeKeys(now)
    const before = await codesOf(Promise.resolve(keys))
    const rotated = rotateKeys(keys, await makeKeys(later(3600)), { now: later(3600) })
    const after = await codesOf(Promise.resolve(rotated), later(7200))
    const id = ids.verification()
    expect(after.derive(id, before.keyId())).toBe(before.derive(id, before.keyId()))
    expect(after.keyId()).not.toBe(before.keyId())
  })

  test('differs between verifications as chance does', async () => {
    const codes = await codesOf()
    const made = Array.from({ length: 500 }, () => codes.derive(ids.verification(), codes.keyId()))
    expect(new Set(made).size).toBeGreaterThan(495)
    const digits = new Set(made.map((code = '') => code[0]))
    expect(digits.size).toBe(10)
  })

  test('is six digits, with leading zeros', async () => {
    const codes = await codesOf()
    const made = Array.from({ length: 2000 }, () => codes.derive(ids.verification(), codes.keyId()) ?? '')
    expect(made.filter((code) => !/^[0-9]{6}$/.test(code))).toEqual([])
    // One in ten starts with a zero. Among two thousand there is none with a probability of 10^-91.
    expect(made.some((code) => code.startsWith('0'))).toBe(true)
    expect(new Set(made).size).toBeGreaterThan(1900)
  })
})
