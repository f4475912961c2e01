import { describe, expect } from 'vitest'
import { newSecret, type Visitor, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { crowdOf } from './crowd.ts'
import { testWithLedger } from './ledger.ts'

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

const it = testWithLedger({ personas: cast })

/** Devices of one newcomer with a full match, each with the question. */
async function asked(stack: TestStack, pair: number, devices: number): Promise<readonly Visitor[]> {
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
const send = (stack: TestStack, body: unknown) =>
  visitor(stack, { client: 'app' }).call('POST', '/link', { body })

const used = { status: 409, body: { code: 'token_used' } }

describe('a link token', () => {
  it('links nobody with a secret of the thief, and the owner links afterwards', async ({ stack, ledger }) => {
    const [late] = await asked(stack, 0, 1)
    if (late === undefined) throw new Error('nobody was asked')
    const body = bodyOf(late)
    const stolen = { ...body, codeVerifier: newSecret().codeVerifier }
    expect(await ledger.unchangedBy(() => send(stack, stolen))).toMatchObject({
      status: 401,
      body: { code: 'invalid_token' },
    })
    expect(await send(stack, body)).toMatchObject({
      status: 200,
      body: { outcome: 'signed_in', created: false },
    })
    expect(await ledger.unchangedBy(() => send(stack, body))).toMatchObject(used)
    expect(await ledger.unchangedBy(() => send(stack, { ...body, consent: false }))).toMatchObject(used)
  })

  it('links once when it is sent twenty times at once', async ({ stack, ledger }) => {
    const [one] = await asked(stack, 2, 1)
    if (one === undefined) throw new Error('nobody was asked')
    const body = bodyOf(one)
    const [identities, sessions] = [await ledger.count('identity'), await ledger.count('session')]
    const responses = await Promise.all(Array.from({ length: 20 }, () => send(stack, body)))
    const statuses = responses.map(({ status }) => status).toSorted()
    expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 409)])
    expect(await ledger.count('identity')).toBe(identities + 1)
    expect(await ledger.count('session')).toBe(sessions + 1)
  })

  it('signs in once after another device linked first', async ({ stack, ledger }) => {
    const [early, late] = await asked(stack, 4, 2)
    if (early === undefined || late === undefined) throw new Error('nobody was asked')
    expect((await send(stack, bodyOf(early))).status).toBe(200)
    const sessions = await ledger.count('session')
    const responses = await Promise.all(Array.from({ length: 20 }, () => send(stack, bodyOf(late))))
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(responses.filter(({ status }) => status !== 200 && status !== 409)).toEqual([])
    expect(await ledger.count('session')).toBe(sessions + 1)
  })

  it('cannot both consent and decline', async ({ stack }) => {
    const [one] = await asked(stack, 6, 1)
    if (one === undefined) throw new Error('nobody was asked')
    const body = bodyOf(one)
    const responses = await Promise.all(
      Array.from({ length: 10 }, (_, index) => send(stack, { ...body, consent: index % 2 === 0 })),
    )
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(responses.filter(({ status }) => status !== 200 && status !== 409)).toEqual([])
    const isLinked = responses.some(({ body: { outcome } }) => outcome === 'signed_in')
    expect(stack.kakao.isConnected('person-7')).toBe(isLinked)
  })
})
