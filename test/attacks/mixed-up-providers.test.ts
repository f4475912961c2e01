import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { providerIds } from '../../lib/domain/identity.ts'
import { castsOf } from '../support/accounts.ts'
import { openHouse, type TestHouse } from '../support/house.ts'
import { textIn } from '../support/read-answer.ts'
import { providerAnswerIn, visitor } from '../support/steps.ts'
import { asksNobody, kindsIn, writesNothing } from './nothing-written.ts'

/*
 * Mallory runs one of the providers, or has broken into it. A visit begins there, and she sends the browser back to
 * the callback of another one, so that we hand her its code, or redeem hers there (mix-up, RFC 9700, section 4.4).
 * Or she waits until somebody has the same number at her provider as Minji has at Kakao.
 *
 * What stops it: what `/login` seals names its provider, and a callback opens only what was sealed for itself,
 * before anybody is asked. A number identifies nobody without the provider that gave it.
 */

const minji = { key: 'minji', name: '김민지', email: 'minji@example.com' }
let house: TestHouse
beforeAll(async () => {
  const casts = castsOf([minji])
  const kakao = casts.kakao.map((person) => ({ ...person, id: '4000000001' }))
  house = await openHouse({
    casts: {
      kakao,
      naver: casts.naver.map((person) => ({
        ...person,
        id: '4000000001',
        name: '나이버',
        email: 'n@example.com',
      })),
      google: [{ key: 'minji', id: '4000000001', note: { ko: '', en: '' }, name: '구그리' }],
      github: casts.github.map((person) => ({ ...person, id: 4000000001n, name: 'git', emails: [] })),
    },
  })
})
afterAll(() => house.stop())

const pairs = providerIds.flatMap((from) =>
  providerIds.filter((to) => to !== from).map((to) => [from, to] as const),
)
const refused = { status: 400, body: { code: 'invalid_transaction' } }
const phone = (provider: (typeof providerIds)[number]) => visitor(house, { client: 'app', provider })

describe.each(pairs)('a visit that was started at %s', (from, to) => {
  it(`does not end at the callback of ${to}, for a program`, async () => {
    const mallory = phone(from)
    await mallory.startDirect()
    const brought = providerAnswerIn(mallory.consent('minji'))
    mallory.provider = to
    const attack = () => mallory.finishDirect(brought)
    expect(await writesNothing(house, () => asksNobody(house, attack))).toMatchObject(refused)
  })

  it(`does not end at the callback of ${to}, in its browser`, async () => {
    const mallory = visitor(house, { provider: from })
    await mallory.startRedirect()
    const back = new URL(mallory.consent('minji'))
    const elsewhere = back.href.replace(`/callback/${from}`, `/callback/${to}`)
    const attack = () => mallory.call('GET', elsewhere)
    expect(await writesNothing(house, () => asksNobody(house, attack))).toMatchObject(refused)
  })

  it(`brings a code that ${to} does not redeem, and nobody else is asked`, async () => {
    const [theirs, ours] = [phone(from), phone(to)]
    await theirs.startDirect()
    const { code } = providerAnswerIn(theirs.consent('minji'))
    const state = textIn(await ours.startDirect(), 'state')
    const before = house.standIns[from].requests.length
    const answer = await writesNothing(house, () => ours.finishDirect({ code, state }))
    expect(answer).toMatchObject({ status: 400, body: { code: 'provider_grant_invalid' } })
    expect(house.standIns[from].requests).toHaveLength(before)
  })
})

it('the same number at another provider is somebody else', async () => {
  await phone('kakao').signUp('minji')
  for (const provider of providerIds.filter((id) => id !== 'kakao')) {
    const { body } = await phone(provider).direct('minji')
    expect([provider, body['outcome']]).toEqual([provider, 'registration_required'])
  }
  expect(await kindsIn(house)).toMatchObject({ member: 1, identity: 1, identity_claim: 4 })
})
