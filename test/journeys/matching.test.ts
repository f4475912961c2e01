import { describe, expect } from 'vitest'
import type { KakaoPersona } from '../../lib/stand-ins/kakao/persona.ts'
import { atKakao, mail } from '../support/people-at-kakao.ts'
import { asItIs, type OldMember, settle } from '../support/people-of-the-service.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * A service with members adds Kakao. A new visitor from Kakao who may already be a member is asked. Nobody is linked
 * without consent, and unverified values match nobody.
 */

const birth = { year: 1990, monthDay: '0412', calendar: 'solar' } as const
const born = { birthyear: '1990', birthday: '0412', birthdayType: 'SOLAR' } as const

const cast: readonly KakaoPersona[] = [
  atKakao('full', { name: '김 하나' }),
  atKakao('deactivated'),
  atKakao('by-phone', { phone: '+82 10-0000-4001' }),
  atKakao('by-other-name', { name: '박하나' }),
  atKakao('unverified', { email: mail('unverified@example.com', false) }),
  atKakao('imported'),
  atKakao('by-birth', { name: '이누리', ...born }),
  atKakao('several', { name: '최두리', phone: '+82 10-0000-4002' }),
  atKakao('suspended-fully'),
  atKakao('suspended-partly', { name: '정가람' }),
  atKakao('namesake', { name: '한겨레' }),
]

/** The members of the service, by the matching persona. */
const members: Readonly<Record<string, OldMember>> = {
  full: { email: 'full@example.com', name: '김하나', password: usualPassword },
  deactivated: { email: 'deactivated@example.com', name: '김하나', status: 'deactivated' },
  'by-phone': { phone: '+821000004001', name: '김하나', email: 'p@example.com', password: usualPassword },
  'by-other-name': { email: 'by-other-name@example.com', name: '김하나', password: usualPassword },
  unverified: { email: 'unverified@example.com', name: '김하나', password: usualPassword },
  imported: {
    email: 'imported@example.com',
    emailVerified: false,
    name: '김하나',
    password: usualPassword,
  },
  'by-birth': { email: 'b@example.com', name: '이누리', birth, password: usualPassword },
  several: { email: 'several@example.com', name: '최두리', password: usualPassword },
  'several-too': { phone: '+821000004002', name: '누구', email: 's@example.com', password: usualPassword },
  'suspended-fully': { email: 'suspended-fully@example.com', name: '김하나', status: 'suspended' },
  'suspended-partly': { email: 'suspended-partly@example.com', name: '김하나', status: 'suspended' },
  namesake: { email: 'n@example.com', name: '한겨레', password: usualPassword },
}

const byFlow = (['redirect', 'direct'] as const).map((flow) => ({
  flow,
  it: testWithStack({ personas: cast }),
}))
describe.each(byFlow)('by the $flow flow', ({ flow, it }) => {
  const ids = new Map<string, Awaited<ReturnType<typeof settle>>>()
  it.beforeAll(async ({ stack }) => {
    for (const [key, known] of Object.entries(members)) ids.set(key, await settle(stack, known))
  })
  it.afterEach(({ stack }) => expectSoundTable(stack))

  const memberOf = (key: string) => {
    const member = ids.get(key)
    if (member === undefined) throw new Error(`nobody resembles ${key}`)
    return member
  }
  const isLinkedTo = async (stack: TestStack, persona: string, key: string): Promise<void> => {
    expect(await visitor(stack)[flow](persona)).toMatchObject({
      status: 200,
      body: { outcome: 'signed_in', created: false, member: { id: memberOf(key).id } },
    })
  }
  /** The member signs in by the old password, and then consents to link. */
  const proves = async (who: Visitor, identifier: string) => {
    expect(await who.passwordLogin(identifier)).toMatchObject({ status: 200 })
    const linked = await who.link()
    if (linked.status === 200) expect(linked.body['member']).toEqual((await who.me()).body)
    return linked
  }

  it('row 5: an equal verified address and name need consent, and nothing else', async ({ stack }) => {
    const who = visitor(stack)
    expect(await who[flow]('full')).toMatchObject({
      status: 200,
      body: {
        outcome: 'link_confirmation_required',
        candidates: [
          {
            email: 'f*****@example.com',
            name: '김**',
            joinedMonth: '2023-05',
            methods: ['password', 'email_code'],
          },
        ],
      },
    })
    expect(await who.link()).toMatchObject({
      status: 200,
      body: { outcome: 'signed_in', created: false, member: { id: memberOf('full').id } },
    })
    expect((await who.me()).body).toMatchObject({ methods: ['password', 'email_code', 'kakao'] })
    expect(stack.kakao.isConnected('full')).toBe(true)
    await isLinkedTo(stack, 'full', 'full')
  })

  it('row 5: a mail notifies the member of the new sign-in method', async ({ stack }) => {
    const sent = (await stack.outbox()).filter(({ to }) => to === 'full@example.com')
    expect(sent).toHaveLength(1)
  })

  it('row 6: a deactivated member is told the status, and the connection stays pending', async ({
    stack,
  }) => {
    const who = visitor(stack)
    expect(await who[flow]('deactivated')).toMatchObject({
      status: 401,
      body: { code: 'member_deactivated', user_mapping: 'DEACTIVATION_USER' },
    })
    expect(stack.kakao.isConnected('deactivated')).toBe(true)
  })

  it('row 7: a phone number alone needs proof, such as the old password', async ({ stack }) => {
    const who = visitor(stack)
    const asked = await who[flow]('by-phone')
    expect(asked).toMatchObject({
      status: 200,
      body: {
        outcome: 'link_proof_required',
        mayRegister: true,
        candidates: [{ phone: '***-****-**01', name: '김**' }],
      },
    })
    expect(asked.text).not.toContain('p*****')
    expect(await proves(who, 'p@example.com')).toMatchObject({ status: 200, body: { outcome: 'linked' } })
    await isLinkedTo(stack, 'by-phone', 'by-phone')
  })

  it('row 7: an equal address with another name needs proof, and the hint shows no name', async ({
    stack,
  }) => {
    const who = visitor(stack)
    const { body } = await who[flow]('by-other-name')
    expect(body).toMatchObject({
      outcome: 'link_proof_required',
      candidates: [{ email: 'b*****@example.com' }],
    })
    expect(JSON.stringify(body['candidates'])).not.toContain('name')
    expect((await who.link({}, { bearer: undefined })).body).toMatchObject({
      code: 'insufficient_user_authentication',
    })
    expect(await proves(who, 'by-other-name@example.com')).toMatchObject({ body: { outcome: 'linked' } })
    await isLinkedTo(stack, 'by-other-name', 'by-other-name')
  })

  it('row 7: an address that Kakao never verified gives no hint', async ({ stack }) => {
    const who = visitor(stack)
    const asked = await who[flow]('unverified')
    expect(asked.body).toMatchObject({ outcome: 'link_proof_required', candidates: [] })
    expect(await proves(who, 'unverified@example.com')).toMatchObject({ body: { outcome: 'linked' } })
    await isLinkedTo(stack, 'unverified', 'unverified')
  })

  it('row 7: an imported member links by the old password, and Kakao verifies the address', async ({
    stack,
  }) => {
    const who = visitor(stack)
    expect((await who[flow]('imported')).body['outcome']).toBe('link_proof_required')
    expect(await proves(who, 'imported@example.com')).toMatchObject({
      body: {
        outcome: 'linked',
        member: { emailVerified: true, methods: ['password', 'email_code', 'kakao'] },
      },
    })
    await isLinkedTo(stack, 'imported', 'imported')
  })

  it('row 7: a name with a birth date needs proof, and gives no hint', async ({ stack }) => {
    const who = visitor(stack)
    expect((await who[flow]('by-birth')).body).toMatchObject({
      outcome: 'link_proof_required',
      candidates: [],
    })
    expect(await proves(who, 'b@example.com')).toMatchObject({ body: { outcome: 'linked' } })
    await isLinkedTo(stack, 'by-birth', 'by-birth')
  })

  it('row 8: a name alone gives no hint, and the namesake may prove to be the member', async ({ stack }) => {
    const who = visitor(stack)
    const asked = await who[flow]('namesake')
    expect(asked.body).toMatchObject({
      outcome: 'link_proof_required',
      candidates: [],
      mayRegister: true,
    })
    expect(asked.text).not.toContain(memberOf('namesake').id)
    expect(await proves(who, 'n@example.com')).toMatchObject({ body: { outcome: 'linked' } })
    await isLinkedTo(stack, 'namesake', 'namesake')
  })

  it('row 9: each of several members has a hint, and the one who proves the account is linked', async ({
    stack,
  }) => {
    const who = visitor(stack)
    const { body } = await who[flow]('several')
    expect(body).toMatchObject({ outcome: 'link_proof_required' })
    const hints = JSON.stringify(body['candidates'])
    expect(body['candidates']).toHaveLength(2)
    expect(hints).toContain('s*****@example.com')
    expect(hints).toContain('***-****-**02')
    expect(await proves(who, 's@example.com')).toMatchObject({ body: { outcome: 'linked' } })
    await isLinkedTo(stack, 'several', 'several-too')
    expect((await asItIs(stack, memberOf('several'))).version).toBe(1)
  })

  it.for(['suspended-fully', 'suspended-partly'])(
    'row 10: %s looks like any other partial match, and cannot be proven',
    async (persona, { stack }) => {
      const who = visitor(stack)
      const asked = await who[flow](persona)
      expect(asked).toMatchObject({ status: 200, body: { outcome: 'link_proof_required' } })
      expect(asked.text).not.toContain('suspended"')
      expect((await who.link({}, { bearer: undefined })).status).toBe(401)
      expect((await asItIs(stack, memberOf(persona))).ways).toEqual(['email'])
    },
  )
})
