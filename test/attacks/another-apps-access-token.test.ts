import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHouse, type TestHouse } from '../support/house.ts'
import { visitor } from '../support/steps.ts'
import { profileReads } from './forgery.ts'
import { type Ledger, ledgerOf } from './ledger.ts'

/*
 * Mallory runs an app of her own with Kakao Login. Minji signs in there, so Mallory holds an access token of
 * Minji's that Kakao accepts. She shows it at our door as if our own mobile app had received it. Nothing in
 * the token says whom it was made for, and Kakao would tell Minji's profile for it.
 *
 * What stops it: before anything else, Kakao is asked which app the token was issued to.
 */

let house: TestHouse
let ledger: Ledger
beforeAll(async () => {
  house = await openHouse()
  ledger = ledgerOf(house)
})
afterAll(async () => {
  await ledger.isSound()
  await house.stop()
})

async function show(accessToken: string) {
  const mallory = visitor(house, { client: 'app' })
  await mallory.startDirect()
  return mallory.finishDirect({ accessToken })
}

const refused = { status: 401, body: { code: 'provider_token_not_ours' } }

describe("another app's access token", () => {
  it('signs nobody up, and no profile is read for it', async () => {
    const before = house.kakao.requests.length
    const answer = await ledger.unchangedBy(() => show(house.kakao.foreignAccessToken('minji')))
    expect(answer).toMatchObject(refused)
    const asked = house.kakao.requests.slice(before).map(({ path }) => path)
    expect(asked).toEqual(['/v1/user/access_token_info'])
  })

  it('does not sign a member in, though it names the very same person', async () => {
    await visitor(house).signUp('minji')
    const reads = profileReads(house)
    const answer = await ledger.unchangedBy(() => show(house.kakao.foreignAccessToken('minji')))
    expect(answer).toMatchObject(refused)
    expect(answer.body).not.toHaveProperty('accessToken')
    expect(profileReads(house)).toBe(reads)
  })

  it('is refused where our own app’s token of that person is not', async () => {
    const minji = visitor(house, { client: 'app' })
    expect(await minji.native('minji', 'accessToken')).toMatchObject({
      status: 200,
      body: { outcome: 'signed_in', created: false },
    })
  })

  it('is as good as one that Kakao never issued, or that can be no token at all', async () => {
    for (const accessToken of ['made-up', 'two words', 'one\r\nX-Evil: two', 'ü'.repeat(20), '='.repeat(9)]) {
      const answer = await ledger.unchangedBy(() => show(accessToken))
      expect(answer).toMatchObject({ status: 400, body: { code: 'provider_grant_invalid' } })
    }
  })
})
