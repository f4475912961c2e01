import { describe, expect } from 'vitest'
import { type Visitor, visitor } from '../support/steps.ts'
import { type Ledger, testWithLedger } from './ledger.ts'

/*
 * Mallory signs in with an own Kakao account and gets a register token that is really hers. In the form she names
 * another person: Minji's number at Kakao, or a provider that she never used. If ieum took the person from the form,
 * Mallory would own a member that Minji's sign-in leads to.
 * Defence: the member is the person of the stored provider profile. The form has to name the same person, or it is
 * refused, so a client that mixed up two visits learns of it.
 */

let mallory: Visitor
const it = testWithLedger()
it.beforeAll(async ({ stack }) => {
  mallory = visitor(stack)
  await mallory.redirect('eunbi')
})

const send = (ledger: Ledger, over: Readonly<Record<string, unknown>>) =>
  ledger.unchangedBy(() => mallory.register(over))

const mismatch = { status: 400, body: { code: 'register_token_subject_mismatch' } }

describe('a register token with another identity beside it', () => {
  it.for(['2100000001', ' 2100000009', '2100000009 ', '02100000009', '2100000009.0', '%32100000009'])(
    'registers nobody as the subject %j',
    async (subject, { ledger }) => {
      expect(await send(ledger, { subject })).toMatchObject(mismatch)
    },
  )

  it('registers nobody for a subject that is not text', async ({ ledger }) => {
    for (const subject of [2_100_000_009, null, ['2100000009'], undefined, '']) {
      const errors = [{ pointer: '/subject' }]
      expect(await send(ledger, { subject })).toMatchObject({
        status: 400,
        body: { code: 'invalid_request', errors },
      })
    }
  })

  it('registers nobody at another provider', async ({ ledger }) => {
    for (const provider of ['google', 'naver', 'KAKAO', 'kakao ', '', null, undefined, '__proto__']) {
      const response = await send(ledger, { provider })
      expect(response.status).toBe(400)
      expect(['invalid_request', 'register_token_subject_mismatch']).toContain(response.body['code'])
    }
  })

  it('does not work with the visit of another person', async ({ stack, ledger }) => {
    const minji = visitor(stack)
    await minji.redirect('minji')
    const { registerToken, identity } = minji.outcome
    expect(await send(ledger, { registerToken })).toMatchObject({
      status: 401,
      body: { code: 'invalid_token' },
    })
    expect(await send(ledger, { ...Object(identity) })).toMatchObject(mismatch)
  })

  it('still registers the person of the provider, with the provider’s data', async () => {
    expect((await mallory.register()).status).toBe(201)
    expect((await mallory.me()).body).toMatchObject({
      email: 'eunbi.oh@example.com',
      identities: [{ provider: 'kakao', subject: '2100000009' }],
    })
  })
})
