import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHouse, type TestHouse } from '../support/house.ts'
import { type Visitor, visitor } from '../support/steps.ts'
import { type Ledger, ledgerOf } from './ledger.ts'

/*
 * Minji's phone signs her in with the access token that Kakao's SDK received. The token is for our app, it
 * lives for hours, and there is no nonce in it. Mallory finds it in a log and shows it in a visit of her own.
 *
 * What stops it: the hash of such a token is written, until the token ends, in the same database transaction
 * as the sign-in; a second one finds it there.
 */

let house: TestHouse
let ledger: Ledger
beforeAll(async () => {
  house = await openHouse()
  ledger = ledgerOf(house)
  await visitor(house).signUp('minji')
})
afterAll(async () => {
  await ledger.isSound()
  await house.stop()
})

async function started(): Promise<Visitor> {
  const phone = visitor(house, { client: 'app' })
  await phone.startDirect()
  return phone
}

const tokenOf = (persona: string): string => house.kakao.nativeTokens(persona, {}).accessToken

describe("a phone's access token that was shown before", () => {
  it('does not sign anyone in again, in this visit or another', async () => {
    const accessToken = tokenOf('minji')
    const phone = await started()
    expect((await phone.finishDirect({ accessToken })).body['outcome']).toBe('signed_in')
    for (const next of [phone, await started()]) {
      const answer = await ledger.unchangedBy(() => next.finishDirect({ accessToken }))
      expect(answer).toMatchObject({ status: 409, body: { code: 'token_used' } })
    }
  })

  it('is not kept as it is', async () => {
    const accessToken = tokenOf('minji')
    await (await started()).finishDirect({ accessToken })
    expect(JSON.stringify(await ledger.items())).not.toContain(accessToken)
  })

  it('opens one session when twenty visits show it at once', async () => {
    const accessToken = tokenOf('minji')
    const phones = await Promise.all(Array.from({ length: 20 }, started))
    const sessions = await ledger.count('session')
    const answers = await Promise.all(phones.map((phone) => phone.finishDirect({ accessToken })))
    const statuses = answers.map(({ status }) => status).toSorted()
    expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 409)])
    expect(await ledger.count('session')).toBe(sessions + 1)
  })

  it('does not make a second visit of a newcomer wait', async () => {
    const accessToken = tokenOf('eunbi')
    expect((await (await started()).finishDirect({ accessToken })).body['outcome']).toBe(
      'registration_required',
    )
    const again = await started()
    const answer = await ledger.unchangedBy(() => again.finishDirect({ accessToken }))
    expect(answer).toMatchObject({ status: 409, body: { code: 'token_used' } })
  })
})
