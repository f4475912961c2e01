import { describe, expect } from 'vitest'
import { type ProviderId, providerIds } from '../../lib/domain/values/identity.ts'
import { textIn } from '../support/read-response.ts'
import { providerAnswerIn, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { asksNobody, writesNothing } from './nothing-written.ts'

/*
 * Minji starts at Google, and Mallory makes the response arrive at our callback for another provider (mix-up, RFC
 * 9700, section 4.4). That provider would get Google's code, and our secret with it, or a provider of Mallory would
 * pass for Google.
 * Defence: each provider has an own callback, the sealed OAuth request names the provider, and both are compared
 * before any call.
 */

const it = testWithStack()

const personas = {
  kakao: 'minji',
  naver: 'siwoo',
  google: 'seoa',
  github: 'haneul',
  apple: 'byeolha',
  line: 'yui',
  oidc: 'gaon',
} as const satisfies Record<ProviderId, string>
const refused = { status: 400, body: { code: 'invalid_transaction' } }

/** Runs an attack that must end before any write and any call. */
const inVain = <Result>(stack: TestStack, attack: () => Promise<Result>) =>
  writesNothing(stack, () => asksNobody(stack, attack))

const pairs = providerIds.flatMap((started) =>
  providerIds.filter((other) => other !== started).map((finished) => [started, finished] as const),
)

describe.each(pairs)('a visit that starts at %s', (started, finished) => {
  it(`is not finished at ${finished} by a client`, async ({ stack }) => {
    const minji = visitor(stack, { client: 'app', provider: started })
    await minji.startDirect()
    const brought = providerAnswerIn(minji.consent(personas[started]))
    minji.provider = finished
    expect(await inVain(stack, () => minji.finishDirect(brought))).toMatchObject(refused)
    minji.provider = started
    expect((await minji.finishDirect(brought)).status).toBe(200)
  })

  it(`is not finished at ${finished} by a browser`, async ({ stack }) => {
    const minji = visitor(stack, { provider: started })
    await minji.startRedirect()
    const address = minji.consent(personas[started])
    const elsewhere = address.replace(`/callback/${started}`, `/callback/${finished}`)
    expect(elsewhere).not.toBe(address)
    const response = await inVain(stack, () => minji.call('GET', elsewhere))
    expect(response.status).toBe(400)
    expect(response.headers.get('location')).toBeNull()
    expect((await minji.call('GET', address)).status).toBe(302)
  })

  it(`brings a code that ${finished} does not redeem, and ${started} is not called`, async ({ stack }) => {
    const theirs = visitor(stack, { client: 'app', provider: started })
    await theirs.startDirect()
    const { code } = providerAnswerIn(theirs.consent(personas[started]))
    const ours = visitor(stack, { client: 'app', provider: finished })
    const state = textIn(await ours.startDirect(), 'state')
    const before = stack.standIns[started].requests.length
    const response = await writesNothing(stack, () => ours.finishDirect({ code, state }))
    expect(response).toMatchObject({ status: 400, body: { code: 'provider_grant_invalid' } })
    expect(stack.standIns[started].requests).toHaveLength(before)
  })
})

it('an id_token of one provider is worthless at another', async ({ stack }) => {
  const minji = visitor(stack, { client: 'app', provider: 'google' })
  const { body } = await minji.startDirect()
  const { idToken } = stack.kakao.nativeTokens('minji', { nonce: String(body['nonce']) })
  expect(await writesNothing(stack, () => minji.finishDirect({ idToken }))).toMatchObject({
    status: 400,
    body: { code: 'provider_grant_invalid' },
  })
})

/*
 * Mallory's provider answers Minji's visit at another one with an error, so that she gives up there and tries Mallory's.
 * Defence: a provider that names itself beside its answers is believed in an error only when it does (RFC 9207, section 2).
 */
describe('an error of another provider', () => {
  const errorOf = async (stack: TestStack, issuer: string | undefined) => {
    const minji = visitor(stack, { client: 'app', provider: 'oidc' })
    const state = textIn(await minji.startDirect(), 'state')
    return minji.finishDirect({ error: 'access_denied', state, ...(issuer !== undefined && { iss: issuer }) })
  }

  it.for(['https://mallory.example', undefined])(
    'is no refusal of the person: issuer %s',
    async (issuer, { stack }) => {
      expect(await errorOf(stack, issuer)).toMatchObject({
        status: 400,
        body: { code: 'provider_grant_invalid' },
      })
    },
  )

  it('is one with the issuer of the visit', async ({ stack }) => {
    expect(await errorOf(stack, stack.standIns.oidc.origin)).toMatchObject({
      status: 400,
      body: { code: 'provider_denied' },
    })
  })

  it('through a browser is told apart in the same way', async ({ stack }) => {
    for (const [issuer, code] of [
      ['https://mallory.example', 'provider_grant_invalid'],
      [stack.standIns.oidc.origin, 'provider_denied'],
    ] as const) {
      const minji = visitor(stack, { provider: 'oidc' })
      await minji.startRedirect()
      const address = new URL(minji.consent('gaon', { cancel: true }))
      address.searchParams.set('iss', issuer)
      expect((await minji.redeemAt(await minji.comeBack(address.href))).body).toMatchObject({ code })
    }
  })
})
