import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newSecret, type Visitor, visitor } from '../support/steps.ts'
import { openTestStack, type TestStack } from '../support/test-stack.ts'
import { crowdOf } from './crowd.ts'
import { type Ledger, ledgerOf } from './ledger.ts'

/*
 * A visitor is asked about an account, and holds a link token to consent with. Mallory gets the token and consents
 * for the visitor. Or the consent is sent again and again, to link twice or to sign in repeatedly, also after another
 * device of the same person consented first.
 * Defence: the token works only with the secret of its visit, and is consumed in the transaction of its effect,
 * linking or signing in.
 */

// Every person with an even number is a member. The next one has the same name and verified address.
const cast = crowdOf(12).map((person, index, all) => {
  const { name, email } = all[index - (index % 2)] ?? person
  return { ...person, ...(name && { name }), ...(email && { email }) }
})

let stack: TestStack
let ledger: Ledger
beforeAll(async () => {
  stack = await openTestStack({ personas: cast })
  ledger = ledgerOf(stack)
})
afterAll(async () => {
  await ledger.isSound()
  await stack.stop()
})

/** Devices of one newcomer with a full match, each with the question. */
async function asked(pair: number, devices: number): Promise<readonly Visitor[]> {
  await visitor(stack).signUp(`person-${pair}`)
  const all = Array.from({ length: devices }, () => visitor(stack))
  for (const one of all) {
    expect(await one.redirect(`person-${pair + 1}`)).toMatchObject({
      body: { outcome: 'link_confirmation_required' },
    })
  }
  return all
}

const bodyOf = ({ outcome, secret }: Visitor) => ({
  linkToken: outcome['linkToken'],
  codeVerifier: secret.codeVerifier,
  consent: true,
})
const send = (body: unknown) => visitor(stack, { client: 'app' }).call('POST', '/link', { body })

const used = { status: 409, body: { code: 'token_used' } }

describe('a link token', () => {
  it('links nobody with a secret of the thief, and the owner links afterwards', async () => {
    const [late] = await asked(0, 1)
    if (late === undefined) throw new Error('nobody was asked')
    const body = bodyOf(late)
    const stolen = { ...body, codeVerifier: newSecret().codeVerifier }
    expect(await ledger.unchangedBy(() => send(stolen))).toMatchObject({
      status: 401,
      body: { code: 'invalid_token' },
    })
    expect(await send(body)).toMatchObject({ status: 200, body: { outcome: 'signed_in', created: false } })
    expect(await ledger.unchangedBy(() => send(body))).toMatchObject(used)
    expect(await ledger.unchangedBy(() => send({ ...body, consent: false }))).toMatchObject(used)
  })

  it('links once when it is sent twenty times at once', async () => {
    const [one] = await asked(2, 1)
    if (one === undefined) throw new Error('nobody was asked')
    const body = bodyOf(one)
    const [identities, sessions] = [await ledger.count('identity'), await ledger.count('session')]
    const responses = await Promise.all(Array.from({ length: 20 }, () => send(body)))
    const statuses = responses.map(({ status }) => status).toSorted()
    expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 409)])
    expect(await ledger.count('identity')).toBe(identities + 1)
    expect(await ledger.count('session')).toBe(sessions + 1)
  })

  it('signs in once after another device linked first', async () => {
    const [early, late] = await asked(4, 2)
    if (early === undefined || late === undefined) throw new Error('nobody was asked')
    expect((await send(bodyOf(early))).status).toBe(200)
    const sessions = await ledger.count('session')
    const responses = await Promise.all(Array.from({ length: 20 }, () => send(bodyOf(late))))
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(responses.filter(({ status }) => status !== 200 && status !== 409)).toEqual([])
    expect(await ledger.count('session')).toBe(sessions + 1)
  })

  it('cannot both consent and decline', async () => {
    const [one] = await asked(6, 1)
    if (one === undefined) throw new Error('nobody was asked')
    const body = bodyOf(one)
    const responses = await Promise.all(
      Array.from({ length: 10 }, (_, index) => send({ ...body, consent: index % 2 === 0 })),
    )
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(responses.filter(({ status }) => status !== 200 && status !== 409)).toEqual([])
    const isLinked = responses.some(({ body: { outcome } }) => outcome === 'signed_in')
    expect(stack.kakao.isConnected('person-7')).toBe(isLinked)
  })
})
