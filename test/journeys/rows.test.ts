import { describe, expect } from 'vitest'
import { providerAnswerIn, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/** The two flows. Both have the same outcome. */
const byFlow = (['redirect', 'direct'] as const).map((way) => ({
  way,
  it: testWithStack({ environment: { IEUM_POLICY: JSON.stringify({ siblingTags: ['sibling_service'] }) } }),
}))
describe.each(byFlow)('by the $way flow', ({ way, it }) => {
  it.afterEach(({ stack }) => expectSoundTable(stack))

  const answersTo = (stack: TestStack, path: string) =>
    stack.kakao.requests.filter((request) => request.path === path)

  it('row 12: a stranger may register, and no member exists before', async ({ stack }) => {
    const minji = visitor(stack)
    expect(await minji[way]('minji')).toMatchObject({
      status: 200,
      body: { outcome: 'registration_required', familyMember: false, missing: [] },
    })
    expect(await minji.register()).toMatchObject({ status: 201, body: { created: true } })
  })

  it('row 1: a linked member is signed in', async ({ stack }) => {
    expect(await visitor(stack)[way]('minji')).toMatchObject({
      status: 200,
      body: { outcome: 'signed_in', created: false },
    })
  })

  it('row 11: a person of a sibling service is recognised as family', async ({ stack }) => {
    expect(await visitor(stack)[way]('jiwoo')).toMatchObject({
      status: 200,
      body: { outcome: 'registration_required', familyMember: true },
    })
  })

  it('row 4: a visitor who refuses a required item learns which one, and is disconnected', async ({
    stack,
  }) => {
    expect(await visitor(stack)[way]('eunbi', { refuse: ['account_email'] })).toMatchObject({
      status: 400,
      body: {
        code: 'mandatory_items_not_agreed',
        items: ['email'],
        user_mapping: 'MANDATORY_ITEMS_NOT_AGREED',
      },
    })
    expect(stack.kakao.isConnected('eunbi')).toBe(false)
    // The next attempt asks again, and works.
    expect((await visitor(stack)[way]('eunbi')).body['outcome']).toBe('registration_required')
  })

  it('row 4 does not apply to an account without the item', async ({ stack }) => {
    expect(await visitor(stack)[way]('joon')).toMatchObject({
      status: 200,
      body: { outcome: 'registration_required', missing: ['email'] },
    })
  })

  it('row 13: a child is sent to a guardian, and is disconnected', async ({ stack }) => {
    expect(await visitor(stack)[way]('dain')).toMatchObject({
      status: 403,
      body: { code: 'guardian_consent_required' },
    })
    expect(stack.kakao.isConnected('dain')).toBe(false)
  })

  it('row 19: a visitor who declines at Kakao learns so, and nothing is stored', async ({ stack }) => {
    expect(await visitor(stack)[way]('taeyang', { cancel: true })).toMatchObject({
      status: 400,
      body: { code: 'provider_denied' },
    })
  })

  it('row 20: an outage of Kakao is reported, and the next attempt works', async ({ stack }) => {
    stack.kakao.fail('/oauth/token', 'server_error', 1)
    expect(await visitor(stack)[way]('minji')).toMatchObject({
      status: 502,
      body: { code: 'provider_unavailable' },
    })
    expect((await visitor(stack)[way]('minji')).body['outcome']).toBe('signed_in')
  })

  it('row 20: a new identity without a profile is not decided', async ({ stack }) => {
    stack.kakao.fail('/v2/user/me', 'nonsense', 1)
    expect((await visitor(stack)[way]('taeyang')).body['code']).toBe('provider_unavailable')
  })

  it('row 25: a code that Kakao rejects signs nobody in', async ({ stack }) => {
    const mallory = visitor(stack)
    await (way === 'redirect' ? mallory.startRedirect() : mallory.startDirect())
    const url = new URL(mallory.consent('minji'))
    url.searchParams.set('code', 'made-up')
    const response =
      way === 'direct'
        ? await mallory.finishDirect(providerAnswerIn(url.href))
        : await mallory.redeemAt(await mallory.call('GET', url.href))
    expect(response).toMatchObject({ status: 400, body: { code: 'provider_grant_invalid' } })
  })

  it('where a sibling service shares the app, a refusal revokes our own terms and keeps the connection', async ({
    stack,
  }) => {
    const before = answersTo(stack, '/v1/user/unlink').length
    stack.kakao.fail('/v2/user/service_terms', 'server_error', 1)
    expect((await visitor(stack)[way]('dain')).body['code']).toBe('guardian_consent_required')
    expect(answersTo(stack, '/v1/user/unlink')).toHaveLength(before)
    expect(answersTo(stack, '/v2/user/revoke/service_terms')).not.toHaveLength(0)
    expect(stack.kakao.isConnected('dain')).toBe(true)
  })
})
