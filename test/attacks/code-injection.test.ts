import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHouse, type TestHouse } from '../support/house.ts'
import { textIn } from '../support/read-answer.ts'
import { providerAnswerIn, visitor } from '../support/steps.ts'
import { kindsIn, writesNothing } from './nothing-written.ts'

/*
 * Minji's code leaks, from a log or a referrer, before it was redeemed. Mallory starts a visit of her own and
 * brings Minji's code to it, to come in as Minji (RFC 9700, section 4.5). Every visit has its own verifier
 * towards the provider, which refuses a code that was asked for with another challenge. A signed id_token is
 * bound to the visit by its nonce in the same way.
 */
let house: TestHouse
beforeAll(async () => {
  house = await openHouse()
  // Minji is a member: whoever comes in with her code would be her.
  await visitor(house).signUp('minji')
})
afterAll(() => house.stop())

const refused = { status: 400, body: { code: 'provider_grant_invalid' } }
const lastTokenRequest = () => house.kakao.requests.findLast(({ path }) => path === '/oauth/token')

/** The code of a visit that Minji started, and has not redeemed. */
async function leakedCode(flow: 'redirect' | 'direct'): Promise<string> {
  const minji = visitor(house)
  await (flow === 'redirect' ? minji.startRedirect() : minji.startDirect())
  return String(providerAnswerIn(minji.consent('minji'))['code'])
}

describe('a code of somebody else', () => {
  it('signs nobody in through a browser', async () => {
    const mallory = visitor(house)
    await mallory.startRedirect()
    const address = new URL(mallory.consent('joon'))
    address.searchParams.set('code', await leakedCode('redirect'))
    const arrived = await mallory.call('GET', address.href)
    expect(lastTokenRequest()?.params).toMatchObject({ code: address.searchParams.get('code') })
    expect(lastTokenRequest()?.params['code_verifier']).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(await mallory.redeemAt(arrived)).toMatchObject(refused)
    expect(await kindsIn(house)).toMatchObject({ member: 1, session: 1 })
  })

  it('signs nobody in directly', async () => {
    const mallory = visitor(house)
    const state = textIn(await mallory.startDirect(), 'state')
    const code = await leakedCode('direct')
    const answer = await writesNothing(house, () => mallory.finishDirect({ code, state }))
    expect(answer).toMatchObject(refused)
    expect(lastTokenRequest()?.params['code_verifier']).toMatch(/^[A-Za-z0-9_-]{43}$/)
  })

  it('signs nobody in whose own visit has another redirect URI', async () => {
    const mallory = visitor(house, { client: 'app' })
    const state = textIn(await mallory.startDirect(), 'state')
    const code = await leakedCode('direct')
    expect(await writesNothing(house, () => mallory.finishDirect({ code, state }))).toMatchObject(refused)
  })

  it('is refused without the secret of the client, before the provider is asked', async () => {
    const [minji, mallory] = [visitor(house), visitor(house)]
    await minji.startDirect()
    const brought = providerAnswerIn(minji.consent('minji'))
    // Mallory has overheard everything of the visit but the secret.
    mallory.transaction = minji.transaction
    const asked = house.kakao.requests.length
    const answer = await writesNothing(house, () => mallory.finishDirect(brought))
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_transaction' } })
    expect(house.kakao.requests.length).toBe(asked)
    expect(await minji.finishDirect(brought)).toMatchObject({ status: 200, body: { outcome: 'signed_in' } })
  })
})

describe('an id_token of somebody else', () => {
  it('signs nobody in whose visit has another nonce', async () => {
    const [minji, mallory] = [visitor(house), visitor(house)]
    const nonce = textIn(await minji.startDirect(), 'nonce')
    const { idToken } = house.kakao.nativeTokens('minji', { nonce })
    await mallory.startDirect()
    expect(await writesNothing(house, () => mallory.finishDirect({ idToken }))).toMatchObject(refused)
    expect(await minji.finishDirect({ idToken })).toMatchObject({ body: { outcome: 'signed_in' } })
  })
})
