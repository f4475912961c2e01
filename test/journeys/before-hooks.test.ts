import { aroundAll, describe, expect } from 'vitest'
import { type HooksModule, hooksModule } from '../support/hooks.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { type Visitor, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/** A service that judges a sign-up by the nickname, and a link by the nickname of the member. */
const judge = `(nickname) => {
  switch (nickname) {
    case 'refused': return { refuse: { code: 'invitation_required', detail: '초대가 필요합니다.' } }
    case 'throws': throw new Error('no')
    case 'hangs': return new Promise(() => {})
    case 'nonsense': return { allow: true }
    case 'ill': return { attributes: { position: 'astronaut' } }
    case 'adds': return { attributes: { position: 'developer', interests: null } }
    default: return undefined
  }
}`
const hooks = `
  beforeRegister(facts) {
    Reflect.set(facts.member, 'email', 'forged@example.com')
    return (${judge})(facts.member.nickname)
  },
  beforeLink: ({ member, identity }) => identity.provider === 'kakao' ? (${judge})(member.nickname) : undefined,`

const people = ['unwanted', 'guest', 'refused', 'throws', 'hangs', 'nonsense', 'ill', 'adds', 'added']
let service: HooksModule
aroundAll(async (runTests) => {
  service = hooksModule(hooks)
  await runTests()
  service.remove()
})
const it = testWithStack(() => ({
  personas: people.map((key) => atKakao(key, { nickname: key })),
  environment: service.environment,
}))

const meOf = async (who: Visitor) => (await who.call('GET', '/me', { bearer: who.accessToken })).body

const refusal = {
  type: expect.stringMatching(/^http:\/\/localhost:\d+\/problems\/refused_by_service$/),
  status: 403,
  code: 'invitation_required',
  detail: '초대가 필요합니다.',
}

describe('a service that is asked before a sign-up', () => {
  it('refuses with a code and a text of its own, and nobody is made', async ({ stack }) => {
    const who = visitor(stack, { client: 'app' })
    const response = await who.emailSignUp('refused@example.org', { nickname: 'refused' })
    expect(response).toMatchObject({ status: 403, body: refusal })
    expect((await who.registerByEmail({ nickname: 'fine' })).status).toBe(201)
  })

  it('refuses a visit from a provider, which may try again', async ({ stack }) => {
    const who = visitor(stack, { client: 'app' })
    await who.direct('guest')
    expect(await who.register({ nickname: 'refused' })).toMatchObject({ status: 403, body: refusal })
    expect((await who.register({ nickname: 'fine' })).status).toBe(201)
  })

  it('adds attributes, and changes nothing else', async ({ stack }) => {
    const who = visitor(stack, { client: 'app' })
    const attributes = { interests: ['food'] }
    expect((await who.emailSignUp('adds@example.org', { nickname: 'adds', attributes })).status).toBe(201)
    expect(await meOf(who)).toMatchObject({
      email: 'adds@example.org',
      attributes: { position: 'developer' },
    })
    expect(Object.keys(Object((await meOf(who))['attributes']))).toEqual(['position'])
  })

  it.for(['throws', 'hangs', 'nonsense', 'ill'])(
    'and fails (%s) makes nobody',
    async (nickname, { stack }) => {
      const who = visitor(stack, { client: 'app' })
      const response = await who.emailSignUp(`${nickname}@example.org`, { nickname })
      expect(response).toMatchObject({ status: 503, body: { code: 'hook_failed' } })
      expect((await who.registerByEmail({ nickname: 'fine' })).status).toBe(201)
    },
  )
})

/** A member who has signed up by e-mail, and whose visit at Kakao matches fully. */
async function matched(stack: TestStack, key: string): Promise<Visitor> {
  const who = visitor(stack, { client: 'app' })
  await who.emailSignUp(`${key}@example.com`, { nickname: key === 'added' ? 'adds' : key, name: '김하나' })
  return who
}

describe('a service that is asked before a link', () => {
  const hooked = ['refused', 'throws', 'hangs', 'nonsense', 'ill']

  it.for(hooked)('%s: links nothing at a visit that matches the member', async (key, { stack }) => {
    const member = visitor(stack, { client: 'app' })
    await member.emailSignUp(`${key}@example.com`, { nickname: 'fine', name: '김하나' })
    await member.change({ nickname: key })
    const who = visitor(stack, { client: 'app' })
    expect((await who.direct(key)).body).toMatchObject({ outcome: 'link_confirmation_required' })
    const expected = key === 'refused' ? refusal : { status: 503, code: 'hook_failed' }
    expect((await who.link()).body).toMatchObject(expected)
    expect(await meOf(member)).toMatchObject({ identities: [] })
    // The question is still open. It is asked once more, since the member has changed.
    await member.change({ nickname: 'fine' })
    expect((await who.link()).body).toMatchObject({ outcome: 'link_confirmation_required' })
    expect((await who.link()).body).toMatchObject({ outcome: 'signed_in' })
  })

  it('adds attributes with the link', async ({ stack }) => {
    const member = await matched(stack, 'adds')
    await member.change({ attributes: { position: 'planner', interests: ['food'] } })
    const who = visitor(stack, { client: 'app' })
    await who.direct('adds')
    expect((await who.link()).body).toMatchObject({ outcome: 'signed_in' })
    expect(await meOf(member)).toMatchObject({
      identities: [{ provider: 'kakao' }],
      attributes: { position: 'developer' },
    })
  })

  it.for(['direct', 'redirect'] as const)(
    'refuses a provider that a member adds, and the connection ends (%s)',
    async (flow, { stack }) => {
      const member = visitor(stack, { client: 'app' })
      await member.emailSignUp(`${flow}@example.com`, { nickname: 'fine', name: '문하늘' })
      await member.change({ nickname: 'refused' })
      expect((await member.startLink('unwanted', {}, flow)).body).toMatchObject(refusal)
      stack.advanceClock(1801)
      await member.sweep()
      expect(stack.kakao.isConnected('unwanted')).toBe(false)
    },
  )

  it('is asked when a signed-in member adds a provider', async ({ stack }) => {
    const member = await matched(stack, 'added')
    await member.change({ attributes: { position: 'planner' } })
    expect((await member.startLink('added', {}, 'direct')).body).toMatchObject({ outcome: 'linked' })
    expect(await meOf(member)).toMatchObject({ attributes: { position: 'developer' } })
  })
})
