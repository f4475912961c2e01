import * as v from 'valibot'
import { describe, expect } from 'vitest'
import { clock } from '../../lib/runtime/clock.ts'
import { forgetWorld } from '../../lib/runtime/world.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { alterStage } from '../support/stage.ts'
import { type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import { testWithStack } from '../support/test-with-stack.ts'

const term = (tag: string, version: string, required: boolean) => ({
  tag,
  version,
  title: { ko: `${tag} 약관`, en: `${tag} terms` },
  required,
  url: 'https://shop.example/terms',
})
const terms = (service: string) => [
  term('service', service, true),
  term('privacy', '1', true),
  term('marketing', '1', false),
]

const undo: (() => void)[] = []
const it = testWithStack({
  personas: [atKakao('minji'), atKakao('taeyang', { name: '윤태양' }), atKakao('late', { name: '나늦음' })],
  environment: { IEUM_TERMS: JSON.stringify(terms('1')) },
})
it.afterAll(async ({ stack }) => {
  await expectSoundTable(stack)
  for (const step of undo.toReversed()) step()
})

/** The service brings a new version of its terms into force. */
function newTerms(version: string): void {
  undo.push(alterStage({ terms: terms(version) }))
  forgetWorld()
}

const dueIn = ({ body }: { readonly body: Readonly<Record<string, unknown>> }) => body['termsDue']
const agree = (who: Visitor, version: string) =>
  who.call('POST', '/me/consents', {
    bearer: who.accessToken,
    body: { consents: [{ tag: 'service', version, agreed: true }] },
  })
const responses = v.array(
  v.looseObject({ tag: v.string(), version: v.string(), channel: v.optional(v.string()) }),
)

describe('a new version of required terms', () => {
  it('is reported at every sign-in, by every method, until the member agrees', async ({ stack }) => {
    const minji = visitor(stack, { language: 'en' })
    expect(dueIn(await minji.signUp('minji'))).toBeUndefined()
    const haneul = visitor(stack)
    expect(dueIn(await haneul.emailSignUp('haneul@example.com'))).toBeUndefined()
    expect(dueIn(await minji.redirect('minji'))).toBeUndefined()

    newTerms('2')
    const due = { tag: 'service', version: '2', required: true, url: 'https://shop.example/terms' }
    expect(dueIn(await minji.redirect('minji'))).toEqual([{ ...due, title: 'service terms' }])
    expect(dueIn(await minji.direct('minji'))).toHaveLength(1)
    expect(dueIn(await haneul.passwordLogin('haneul@example.com'))).toEqual([
      { ...due, title: 'service 약관' },
    ])
    stack.advanceClock(31)
    expect(dueIn(await haneul.signInByCode('haneul@example.com'))).toHaveLength(1)
    // The member is signed in, and can act as usual.
    expect((await minji.me()).status).toBe(200)

    expect((await agree(minji, '1')).status).toBe(400)
    expect((await agree(minji, '2')).status).toBe(200)
    expect(dueIn(await minji.redirect('minji'))).toBeUndefined()
    expect(dueIn(await haneul.passwordLogin('haneul@example.com'))).toHaveLength(1)
  })

  it('keeps earlier consents in the history, with their client', async ({ stack }) => {
    const minji = visitor(stack, { client: 'app' })
    await minji.redirect('minji')
    const all = v.parse(responses, (await minji.consents()).body['consents'])
    const service = all.filter(({ tag }) => tag === 'service')
    expect(service.map(({ version, channel }) => [version, channel])).toEqual([
      ['1', 'web'],
      ['2', 'web'],
    ])
  })
})

describe('a version of required terms that lies ahead', () => {
  const inAnHour = () => new Date(clock.now().getTime() + 3_600_000).toISOString().replace(/\.\d+/, '')
  const listed = async (who: Visitor) =>
    v
      .parse(responses, (await who.call('GET', '/terms')).body['terms'])
      .map(({ tag, version }) => tag + version)

  it('is asked for from its moment on, and cannot be agreed to before', async ({ stack }) => {
    const haneul = visitor(stack)
    const ahead = { ...term('service', '3', true), from: inAnHour() }
    undo.push(alterStage({ terms: [ahead, ...terms('2')] }))
    forgetWorld()
    await haneul.passwordLogin('haneul@example.com')
    await agree(haneul, '2')
    expect((await agree(haneul, '3')).status).toBe(400)
    expect(dueIn(await haneul.passwordLogin('haneul@example.com'))).toBeUndefined()
    expect(await listed(haneul)).toEqual(['service2', 'privacy1', 'marketing1'])

    stack.advanceClock(3600)
    expect(await listed(haneul)).toEqual(['service3', 'privacy1', 'marketing1'])
    expect(dueIn(await haneul.passwordLogin('haneul@example.com'))).toMatchObject([{ version: '3' }])
    expect((await agree(haneul, '3')).status).toBe(200)
    undo.pop()?.()
    forgetWorld()
  })
})

describe('terms that were agreed in our form, and not at Kakao', () => {
  const consents = [
    { tag: 'service', version: '2', agreed: true },
    { tag: 'privacy', version: '1', agreed: true },
    { tag: 'marketing', version: '1', agreed: false },
  ]
  const refuse = ['terms:marketing']

  it('are reported to Kakao when the member is made, and later; a refusal never is', async ({ stack }) => {
    const taeyang = visitor(stack)
    await taeyang.redirect('taeyang', { refuse })
    expect(stack.kakao.agreedTerms('taeyang')).not.toContain('marketing')
    expect((await taeyang.register({ consents })).status).toBe(201)
    expect(stack.kakao.agreedTerms('taeyang')).not.toContain('marketing')
    expect((await taeyang.changeConsent('marketing', true)).status).toBe(200)
    expect(stack.kakao.agreedTerms('taeyang')).toContain('marketing')
  })

  it('make a member also when Kakao does not respond', async ({ stack }) => {
    const late = visitor(stack)
    await late.redirect('late', { refuse })
    stack.kakao.fail('/v2/user/upgrade/service_terms', 'server_error')
    const response = await late.register({
      consents: consents.map((given) => ({ ...given, agreed: true })),
    })
    expect(response).toMatchObject({ status: 201, body: { created: true } })
    const asked = stack.kakao.requests.filter(({ path }) => path === '/v2/user/upgrade/service_terms')
    expect(asked.length).toBeGreaterThan(0)
    stack.kakao.heal()
  })
})
