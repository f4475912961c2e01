import { describe, expect } from 'vitest'
import { Authenticator, type Deviations } from '../support/authenticator.ts'
import { passkeyIdsIn, passkeySteps } from '../support/passkey-steps.ts'
import { settle } from '../support/people-of-the-service.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * Mallory wants to be Minji, who signs in by passkey. She shows a signature that Minji's authenticator made for a page of
 * hers, for another relying party, for an older challenge, for another purpose, or without verifying Minji; one of her own
 * under Minji's credential id or user handle; one by a copied key. Or she adds a passkey of hers to Minji's account by
 * Minji's challenge, or Minji's credential to her own.
 * Defence: a challenge is sealed for one purpose and one session, lives five minutes and is used in the transaction of its
 * effect; the library compares challenge, origin, relying party, presence, verification and signature (WebAuthn, sections
 * 7.1 and 7.2); credential ids are claimed; the counter of a signature must move on.
 */

const it = testWithStack()
it.afterEach(({ stack }) => expectSoundTable(stack))

let people = 0
async function person(stack: TestStack): Promise<Visitor> {
  people += 1
  const email = `person-${people}@example.com`
  await settle(stack, { email, name: '김민지', password: usualPassword })
  const someone = visitor(stack, { client: 'app' })
  await someone.passwordLogin(email)
  return someone
}

/** A member with a passkey. */
async function minji(stack: TestStack, authenticator = new Authenticator(stack.origin)) {
  const member = await person(stack)
  const steps = passkeySteps(stack, authenticator)
  expect((await steps.add(member)).status).toBe(201)
  return { member, steps }
}

const refused = { status: 401, body: { code: 'invalid_credentials' } }
const notAdded = { status: 400, body: { code: 'invalid_request', errors: [{ pointer: '/credential' }] } }
const stranger = 'A'.repeat(43)

describe('a signature', () => {
  it.for<readonly [string, Deviations]>([
    ['from another origin', { origin: 'http://localhost.example.com' }],
    ['from the origin with another port', { origin: 'http://localhost:1' }],
    ['for another relying party', { rpId: 'example.com' }],
    ['without user verification', { isVerified: false }],
    ['without anybody there', { isPresent: false }],
    ['under another challenge', { challenge: stranger }],
    ['of the making of a key', { type: 'webauthn.create' }],
    ['from a page that framed ours', { crossOrigin: true }],
    ['that is none', { signature: new Uint8Array(70) }],
    ['with the user handle of another member', { userHandle: stranger }],
    ['without a user handle', { userHandle: null }],
  ] as const)('%s signs nobody in', async ([_, made], { stack }) => {
    const { steps } = await minji(stack)
    expect(await steps.signIn(visitor(stack), { made })).toMatchObject(refused)
    expect(await steps.signIn(visitor(stack))).toMatchObject({ status: 200 })
  })

  it('by a key of Mallory under the id of Minji’s signs nobody in', async ({ stack }) => {
    const { steps } = await minji(stack)
    const [credential] = steps.authenticator.credentials
    const forger = new Authenticator(stack.origin)
    forger.create(
      { rp: { id: 'localhost' }, user: { id: credential?.userHandle }, challenge: stranger },
      { id: credential?.id ?? '' },
    )
    expect(await passkeySteps(stack, forger).signIn(visitor(stack))).toMatchObject(refused)
  })

  it.for<readonly [string, Deviations]>([
    ['a wrong one', { signature: new Uint8Array(70) }],
    ['one from another origin', { origin: 'https://mallory.example' }],
  ])('that nobody knows the credential of gets the answer of %s', async ([_, made], { stack }) => {
    const unknown = new Authenticator(stack.origin)
    unknown.create({ rp: { id: 'localhost' }, user: { id: stranger }, challenge: stranger })
    const { steps } = await minji(stack)
    const wrong = await steps.signIn(visitor(stack), { made })
    const nobody = await passkeySteps(stack, unknown).signIn(visitor(stack), { made })
    const { instance: _instance, ...of } = wrong.body
    expect(nobody).toMatchObject({ status: wrong.status, body: of })
  })

  it('from an origin that is not listed says where to list it', async ({ stack }) => {
    const { member, steps } = await minji(stack)
    const made = { origin: 'http://localhost:8080' }
    const { body } = await steps.signIn(visitor(stack), { made })
    expect(body['detail']).toContain('passkeys.origins')
    const added = await passkeySteps(stack, new Authenticator(stack.origin)).add(member, { made })
    expect(JSON.stringify(added.body['errors'])).toContain('passkeys.origins')
  })

  it('works once, also when it is shown twice at the same time', async ({ stack }) => {
    const { steps } = await minji(stack)
    const { body } = await visitor(stack).call('POST', '/login/passkey/options', {
      body: { clientId: 'app' },
    })
    const credential = steps.authenticator.get(Object(body['options']))
    const show = () =>
      visitor(stack).call('POST', '/login/passkey', {
        body: { transaction: body['transaction'], credential },
      })
    const responses = await Promise.all([show(), show(), show()])
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await show()).toMatchObject({ status: 409, body: { code: 'token_used' } })
  })

  it('is late after five minutes', async ({ stack }) => {
    const { steps } = await minji(stack)
    const { body } = await visitor(stack).call('POST', '/login/passkey/options', {
      body: { clientId: 'app' },
    })
    stack.advanceClock(301)
    const credential = steps.authenticator.get(Object(body['options']))
    const given = { transaction: body['transaction'], credential }
    expect(await visitor(stack).call('POST', '/login/passkey', { body: given })).toMatchObject({
      status: 400,
      body: { code: 'invalid_transaction' },
    })
  })

  it('whose counter went back is by a copied key, and signs nobody in', async ({ stack }) => {
    const { steps } = await minji(stack, new Authenticator(stack.origin, { counts: true, synced: false }))
    expect((await steps.signIn(visitor(stack), { made: { counter: 7 } })).status).toBe(200)
    for (const counter of [7, 6, 0]) {
      expect(await steps.signIn(visitor(stack), { made: { counter } })).toMatchObject(refused)
    }
    expect((await steps.signIn(visitor(stack), { made: { counter: 8 } })).status).toBe(200)
  })
})

describe('a challenge', () => {
  const start = (of: Visitor, path: string, body?: object) =>
    of.call('POST', path, { bearer: of.accessToken, ...(body && { body }) })

  it('for adding signs nobody in, and one for signing in adds nothing', async ({ stack }) => {
    const { member, steps } = await minji(stack)
    const toAdd = await start(member, '/me/passkeys/options', {})
    const used = steps.authenticator.get({ ...Object(toAdd.body['options']), rpId: 'localhost' })
    expect(
      await member.call('POST', '/login/passkey', {
        body: { transaction: toAdd.body['transaction'], credential: used },
      }),
    ).toMatchObject({ status: 400, body: { code: 'invalid_transaction' } })
    const toSignIn = await start(member, '/login/passkey/options', { clientId: 'app' })
    const made = steps.authenticator.create({
      ...Object(toSignIn.body['options']),
      rp: { id: 'localhost' },
      user: { id: stranger },
    })
    expect(
      await member.call('POST', '/me/passkeys', {
        bearer: member.accessToken,
        body: { transaction: toSignIn.body['transaction'], credential: made },
      }),
    ).toMatchObject({ status: 400, body: { code: 'invalid_transaction' } })
  })

  it('of one session is no challenge of another', async ({ stack }) => {
    const { member, steps } = await minji(stack)
    const mallory = await person(stack)
    const started = await start(member, '/me/passkeys/options', {})
    const credential = steps.authenticator.create(Object(started.body['options']))
    expect(
      await mallory.call('POST', '/me/passkeys', {
        bearer: mallory.accessToken,
        body: { transaction: started.body['transaction'], credential },
      }),
    ).toMatchObject({ status: 400, body: { code: 'invalid_transaction' } })
    const again = await start(member, '/login/passkey/options', { clientId: 'app', intent: 'reauth' })
    const use = steps.authenticator.get(Object(again.body['options']))
    expect(
      await mallory.call('POST', '/login/passkey', {
        bearer: mallory.accessToken,
        body: { transaction: again.body['transaction'], credential: use },
      }),
    ).toMatchObject({ status: 400, body: { code: 'invalid_transaction' } })
  })

  it('to re-authenticate is not answered by another member’s passkey', async ({ stack }) => {
    const { steps } = await minji(stack)
    const mallory = await person(stack)
    expect(await steps.reauth(mallory)).toMatchObject({
      status: 403,
      body: { code: 'reauthentication_mismatch' },
    })
  })

  it('is worth nothing once its session has ended', async ({ stack }) => {
    const { member, steps } = await minji(stack)
    const started = await start(member, '/me/passkeys/options', {})
    const credential = steps.authenticator.create(Object(started.body['options']))
    await member.call('POST', '/logout', { bearer: member.accessToken, body: {} })
    expect(
      await member.call('POST', '/me/passkeys', {
        bearer: member.accessToken,
        body: { transaction: started.body['transaction'], credential },
      }),
    ).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
  })
})

describe('a new passkey', () => {
  it.for<readonly [string, Deviations]>([
    ['from another origin', { origin: 'https://mallory.example' }],
    ['for another relying party', { rpId: 'example.com' }],
    ['without user verification', { isVerified: false }],
    ['under another challenge', { challenge: stranger }],
    ['that is a use of a key', { type: 'webauthn.get' }],
    ['from a page that framed ours', { crossOrigin: true }],
    ['with a certificate that nobody asked for', { format: 'fido-u2f' }],
  ] as const)('%s is not added', async ([_, made], { stack }) => {
    const member = await person(stack)
    expect(await passkeySteps(stack).add(member, { made })).toMatchObject(notAdded)
    expect(passkeyIdsIn(await member.me())).toEqual([])
  })

  it('with a credential that Minji has is not added to Mallory’s account', async ({ stack }) => {
    const { steps } = await minji(stack)
    const mallory = await person(stack)
    const id = steps.authenticator.credentials[0]?.id ?? ''
    expect(await passkeySteps(stack).add(mallory, { made: { id } })).toMatchObject(notAdded)
    expect((await steps.signIn(visitor(stack))).status).toBe(200)
  })
})

describe('somebody else’s passkey', () => {
  it('is neither renamed nor removed', async ({ stack }) => {
    const { member, steps } = await minji(stack)
    const [id = ''] = passkeyIdsIn(await member.me())
    const mallory = await person(stack)
    expect(await steps.rename(mallory, id, 'mine')).toMatchObject({ status: 404 })
    expect(await steps.remove(mallory, id)).toMatchObject({ status: 404 })
    expect((await steps.signIn(visitor(stack))).status).toBe(200)
  })
})
