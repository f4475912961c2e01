import { describe, expect } from 'vitest'
import type { TestResponse } from '../support/caller.ts'
import { atKakao, mail } from '../support/people-at-kakao.ts'
import { settle } from '../support/people-of-the-service.ts'
import { usualPassword, visitor } from '../support/steps.ts'
import { testWithLedger } from './ledger.ts'

/*
 * Mallory wants to know whether a person is a member, and by which values. She adds a Kakao account of another
 * person, reads our hints before any proof, and puts hints together to a whole address or number.
 * Defence: a person who shows another member's Kakao account could sign in by it anyway, so a masked hint at that
 * account reveals nothing. A suspended one gets no hint. Before proof, a hint shows only values that the visitor's
 * own provider verified as equal, masked the same way at every door.
 */

const it = testWithLedger({
  personas: [
    atKakao('taken'),
    atKakao('taken-too'),
    atKakao('knows-the-mail', { name: '박말로', email: mail('minji.kim@devlabs.co.kr') }, ['phone']),
    atKakao('says-the-mail', { name: '박말로', email: mail('minji.kim@devlabs.co.kr', false) }, ['phone']),
    atKakao('has-the-number', { name: '김민지', phone: '+82 10-1234-5678' }, ['email']),
    atKakao('has-the-name', { name: '김민지' }, ['email', 'phone']),
  ],
  environment: {
    IEUM_POLICY: JSON.stringify({ consider: ['ci', 'email', 'phone', 'name+birth', 'name'] }),
  },
})
it.beforeAll(async ({ stack }) => {
  await settle(stack, {
    email: 'minji.kim@devlabs.co.kr',
    phone: '+821012345678',
    name: '김민지',
    birth: { year: 1995, monthDay: '0417', calendar: 'solar' },
    password: usualPassword,
  })
  await settle(stack, { email: 'mallory@example.com', password: usualPassword })
  for (const key of ['taken', 'taken-too']) {
    const subject = `${stack.kakao.personas.find((persona) => persona.key === key)?.id}`
    const status = key === 'taken' ? 'active' : 'suspended'
    await settle(stack, { email: `${key}@example.org`, name: '최숨김', kakao: [subject], status })
  }
})

it('a Kakao account of another member gives a masked hint, the same by every flow', async ({ stack }) => {
  const responses: TestResponse[] = []
  for (const flow of ['redirect', 'direct'] as const) {
    const mallory = visitor(stack)
    await mallory.passwordLogin('mallory@example.com')
    responses.push(await mallory.startLink('taken', {}, flow))
  }
  for (const { body, text } of responses) {
    expect(Object.keys(body).toSorted()).toEqual([
      'candidates',
      'expiresIn',
      'mergeToken',
      'needs',
      'outcome',
    ])
    const methods = ['email_code', 'kakao']
    expect(body['candidates']).toEqual([
      { email: 't*****@example.org', name: '최**', joinedMonth: '2023-05', methods },
    ])
    expect(text).not.toMatch(/taken@|숨김|memberId/)
    const [, claims = ''] = `${body['mergeToken']}`.split('.')
    const said = Object.keys(JSON.parse(Buffer.from(claims, 'base64url').toString())).toSorted()
    expect(said).toEqual(['aud', 'exp', 'iat', 'iss', 'jti', 'pending'])
  }
})

it('a suspended member gives no hint', async ({ stack }) => {
  for (const flow of ['redirect', 'direct'] as const) {
    const mallory = visitor(stack)
    await mallory.passwordLogin('mallory@example.com')
    const response = await mallory.startLink('taken-too', {}, flow)
    expect(response).toMatchObject({ status: 403, body: { code: 'merge_not_allowed' } })
    expect(response.text).not.toMatch(/taken|example\.org|숨김|suspended|mask|\*/)
  }
})

describe('before proof', () => {
  const secrets = /minji\.|inji|1234|5678|민지|1995|0417|MEMBER/

  it.for([
    ['knows-the-mail', [{ email: 'm*****@devlabs.co.kr' }]],
    ['has-the-number', [{ phone: '***-****-**78', name: '김**' }]],
  ] as const)(
    '%s sees only values that Kakao verified as equal, masked',
    async ([persona, hints], { stack }) => {
      const asked = (await visitor(stack).redirect(persona)).body
      const usual = { joinedMonth: '2023-05', methods: ['password', 'email_code', 'sms_code'] }
      expect(asked['candidates']).toEqual(hints.map((hint) => ({ ...hint, ...usual })))
      expect(JSON.stringify(asked['candidates'])).not.toMatch(secrets)
    },
  )

  it('has-the-name sees nothing', async ({ stack }) => {
    const { body } = await visitor(stack).redirect('has-the-name')
    expect(body).toMatchObject({ outcome: 'link_proof_required', candidates: [] })
  })

  it('says-the-mail is asked to sign up, as if nobody had the address', async ({ stack }) => {
    const { body } = await visitor(stack).redirect('says-the-mail')
    expect(body).toMatchObject({ outcome: 'registration_required', verify: ['email'], missing: [] })
    expect(body).not.toHaveProperty('candidates')
  })

  it('a link token and its response contain nothing of the member', async ({ stack }) => {
    const asked = await visitor(stack).direct('has-the-number')
    const [, claims = ''] = `${asked.body['linkToken']}`.split('.')
    expect(Buffer.from(claims, 'base64url').toString()).not.toMatch(/member|minji|1234|민지/i)
    expect(asked.text).not.toContain('minji.kim')
    expect(asked.text).not.toContain('memberId')
  })

  it.for(['GET /me', 'GET /me/consents', 'POST /unlink'])(
    '%s reveals nothing without a token',
    async (door, { stack }) => {
      const [method = '', path = ''] = door.split(' ')
      const body = method === 'POST' ? { body: { provider: 'kakao' } } : {}
      expect((await visitor(stack).call(method, path, body)).status).toBe(401)
    },
  )
})
