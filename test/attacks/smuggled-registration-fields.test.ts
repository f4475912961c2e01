import { describe, expect } from 'vitest'
import { recordedConsentsRow } from '../../lib/store/rows/member/history.ts'
import { readRow } from '../../lib/store/rows/row.ts'
import { type Visitor, visitor } from '../support/steps.ts'
import { testWithLedger } from './ledger.ts'

/*
 * Mallory adds unknown fields to the form: an id, a status, a role, "my address is verified", "I agreed last year".
 * If the body were spread into the member, she would write her own record.
 * Defence: a strict schema reads the body, so an unknown field is an error that names it. All other data of a member
 * comes from the provider and from our own clock.
 */

let mallory: Visitor
const it = testWithLedger()
it.beforeAll(async ({ stack }) => {
  mallory = visitor(stack)
  await mallory.redirect('sora')
})

const smuggled: Readonly<Record<string, unknown>> = {
  id: '01920000-0000-7000-8000-000000000000',
  memberId: '01920000-0000-7000-8000-000000000000',
  externalId: 'admin-1',
  status: 'active',
  version: 7,
  roles: ['admin'],
  email: 'minji.kim@example.com',
  emailVerified: true,
  phone: '+821000001001',
  phoneVerified: true,
  ci: 'x'.repeat(88),
  ways: ['password'],
  identities: [{ provider: 'kakao', subject: '2100000001' }],
  sub: '2100000001',
  createdAt: '2001-01-01T00:00:00Z',
  marketingConsentAt: '2001-01-01T00:00:00Z',
  authTime: 0,
  amr: ['mfa'],
  locale: 'en',
  clientId: 'app',
  pendingId: 'x',
  kind: 'member',
  PK: 'MEMBER#x',
  ttl: 1,
}

describe('a form with an unknown field', () => {
  it.for(Object.keys(smuggled))('called %s is refused, and nothing is written', async (name, { ledger }) => {
    const response = await ledger.unchangedBy(() => mallory.register({ [name]: smuggled[name] }))
    expect(response).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    expect(response.body['errors']).toEqual([{ pointer: `/${name}`, detail: '알 수 없는 항목입니다.' }])
  })

  it('in one of its consents is refused, so the time of a consent is ours', async ({ ledger }) => {
    for (const extra of [{ at: '2001-01-01T00:00:00Z' }, { source: 'kakao_sync' }, { required: false }]) {
      const consents = [{ tag: 'marketing', version: '2026-01', agreed: true, ...extra }]
      const response = await ledger.unchangedBy(() => mallory.register({ consents }))
      expect(response).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    }
  })

  it('from every object’s prototype, or repeated, is refused', async ({ ledger }) => {
    const { registerToken, identity } = mallory.outcome
    const { codeVerifier } = mallory.secret
    const whole = JSON.stringify({ registerToken, codeVerifier, ...Object(identity) }).slice(1, -1)
    for (const more of [
      '"__proto__": {"status": "active"}',
      '"constructor": {}',
      '"subject": "2100000001"',
      '"codeVerifier": "x"',
    ]) {
      for (const body of [`{${whole}, ${more}}`, `{${more}, ${whole}}`]) {
        const response = await ledger.unchangedBy(() => mallory.call('POST', '/register', { body }))
        expect(response).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
      }
    }
  })

  it('keeps the token, and the member has the values of the provider and the clock', async ({ ledger }) => {
    const before = Date.now()
    expect((await mallory.register()).status).toBe(201)
    const { body } = await mallory.me()
    expect(body).toMatchObject({
      status: 'active',
      email: 'sora.lee@example.com',
      emailVerified: false,
      locale: 'ko',
      methods: ['sms_code', 'kakao'],
    })
    expect(Date.parse(`${body['createdAt']}`)).toBeGreaterThanOrEqual(before)
    const events = await ledger.items('event')
    const consents = events.flatMap((event) => readRow(recordedConsentsRow, event).consents)
    expect(consents.length).toBeGreaterThan(0)
    for (const { at } of consents) expect(Math.abs(Number(at) - before)).toBeLessThan(60_000)
  })
})
