import { describe, expect } from 'vitest'
import { overhear } from '../support/overheard.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { type Visitor, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithLedger } from './ledger.ts'
import { writesNothing } from './nothing-written.ts'
import { rawRequest } from './raw-request.ts'

/*
 * Mallory knows Minji's number at Kakao and the address of our webhook, and reports in Kakao's name that Minji
 * unlinked. Minji would lose her sign-in method and be signed out, and so would everybody with a number that Mallory
 * can count up to.
 * Defence: only Kakao knows our admin key. A notice without the key, or for another app, changes nothing. Even with
 * the key, ieum asks Kakao first: a connected person stays.
 */

const adminKey = 'an-admin-key-that-nobody-else-knows'
const minji = atKakao('minji')
let phone: Visitor
const it = testWithLedger({ personas: [minji], environment: { KAKAO_ADMIN_KEY: adminKey } })
it.beforeAll(async ({ stack }) => {
  phone = visitor(stack, { client: 'app' })
  await phone.signUp('minji')
})

interface Notice {
  readonly authorization?: string | undefined
  readonly fields?: string
  readonly contentType?: string
}
const fields = (over: Readonly<Record<string, string>> = {}): string =>
  new URLSearchParams({
    app_id: '1000001',
    user_id: `${minji.id}`,
    referrer_type: 'UNLINK_FROM_APPS',
    ...over,
  }).toString()

const asForm = 'application/x-www-form-urlencoded;charset=utf-8'
function send(stack: TestStack, method: 'GET' | 'POST', notice: Notice) {
  const { authorization = `KakaoAK ${adminKey}`, fields: sent = fields(), contentType = asForm } = notice
  return method === 'GET'
    ? rawRequest(stack, { method, path: `/webhooks/kakao?${sent}`, headers: { authorization } })
    : rawRequest(stack, {
        method,
        path: '/webhooks/kakao',
        headers: { authorization, 'content-type': contentType },
        body: sent,
      })
}

describe.each(['GET', 'POST'] as const)('a notice by %s', (method) => {
  it.for([
    '',
    'KakaoAK',
    'KakaoAK ',
    `KakaoAK ${adminKey}x`,
    `KakaoAK ${adminKey.slice(0, -1)}`,
    `KakaoAK ${adminKey.toUpperCase()}`,
    `kakaoak ${adminKey}`,
    `Bearer ${adminKey}`,
    adminKey,
    `KakaoAK ${adminKey}, KakaoAK ${adminKey}`,
    'KakaoAK undefined',
  ])('with the header "%s" is refused', async (authorization, { stack }) => {
    const response = await writesNothing(stack, () => send(stack, method, { authorization }))
    expect(response).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
    expect(response.text).not.toContain(adminKey)
  })

  it.for([
    ['another app', fields({ app_id: '999999' })],
    ['one of our keys for an app', fields({ app_id: 'local-rest-api-key' })],
    ['no app', `user_id=${minji.id}`],
    ['no person', 'app_id=1000001'],
    ['a person who is none', fields({ user_id: `${minji.id} OR 1=1` })],
    ['a number in another spelling', fields({ user_id: `0${minji.id}` })],
    ['two people', `${fields()}&user_id=1`],
    ['the same person twice', `${fields()}&user_id=${minji.id}`],
    ['nothing', ''],
  ] as const)('about %s is refused', async ([_, sent], { stack }) => {
    const response = await writesNothing(stack, () => send(stack, method, { fields: sent }))
    expect(response).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  })

  it('with the right key changes nothing for a connected person', async ({ stack, ledger }) => {
    expect((await ledger.unchangedBy(() => send(stack, method, {}))).status).toBe(200)
    expect((await phone.me()).status).toBe(200)
  })

  it('about an unknown person is accepted, and changes nothing', async ({ stack }) => {
    const response = await writesNothing(stack, () =>
      send(stack, method, { fields: fields({ user_id: '77' }) }),
    )
    expect(response).toMatchObject({ status: 200, text: '{}' })
  })

  it('leaves no key and no number in any log', async ({ stack }) => {
    const heard = overhear()
    await send(stack, method, {})
    await send(stack, method, { authorization: `KakaoAK ${adminKey}x` })
    await send(stack, method, { fields: fields({ app_id: '999999' }) })
    heard.stop()
    expect(heard.log).toHaveLength(3)
    const said = `${heard.everything()} ${JSON.stringify(stack.log())}`
    expect([adminKey, `${minji.id}`].filter((secret) => said.includes(secret))).toEqual([])
  })
})

it.for(['application/json', 'text/plain', 'multipart/form-data; boundary=x', ''])(
  'a body of the type "%s" is no notice',
  async (contentType, { stack }) => {
    const response = await writesNothing(stack, () => send(stack, 'POST', { contentType }))
    expect(response).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } })
  },
)

it('a notice of an unknown provider is not found', async ({ stack }) => {
  const request = {
    method: 'POST',
    path: '/webhooks/nobody',
    headers: { 'content-type': asForm },
    body: fields(),
  }
  expect((await rawRequest(stack, request)).status).toBe(404)
})
