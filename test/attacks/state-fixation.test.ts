import { expect } from 'vitest'
import { textIn } from '../support/read-response.ts'
import { visitor } from '../support/steps.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { asksNobody, writesNothing } from './nothing-written.ts'

/*
 * Mallory wants to choose the secrets of Minji's visit: by naming them at the start, by sending Minji to the provider
 * with the state of Mallory's visit, or by setting a cookie from a sibling domain.
 * Defence: every secret is ours and new, whatever the request says. The visit is in a `__Host-` cookie, which a
 * sibling domain cannot set. Two cookies of that name count as none.
 */
const it = testWithStack()

const chosen = 'M'.repeat(43)

it('takes no secret from the request that starts a visit', async ({ stack }) => {
  const mallory = visitor(stack)
  const response = await mallory.startRedirect({
    nonce: chosen,
    code_verifier: chosen,
    codeVerifier: chosen,
    code_challenge: chosen,
    transaction: chosen,
    state: chosen,
  })
  expect(response.status).toBe(302)
  expect(mallory.authorizationUrl).not.toContain(chosen)
  expect(mallory.cookies.has(`__Host-ieum-visit-${chosen.slice(0, 16)}`)).toBe(false)
})

it.for(['state', 'nonce', 'code_verifier', 'codeVerifier', 'transaction'])(
  'refuses a body that names a %s when a visit starts',
  async (name, { stack }) => {
    const mallory = visitor(stack)
    const body = { clientId: 'web', codeChallenge: mallory.secret.codeChallenge, [name]: chosen }
    const response = await writesNothing(stack, () => mallory.call('POST', '/login/kakao', { body }))
    expect(response).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  },
)

it('makes secrets anew for every visit', async ({ stack }) => {
  const person = visitor(stack)
  const seen = new Set<string>()
  for (let visit = 0; visit < 25; visit += 1) {
    await person.startDirect()
    const asked = new URL(person.authorizationUrl).searchParams
    expect(asked.get('code_challenge_method')).toBe('S256')
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(asked.get(name)).toMatch(/^[A-Za-z0-9_-]{43}$/)
      seen.add(asked.get(name) ?? '')
    }
  }
  expect(seen.size).toBe(75)
})

it('does not let Minji finish a visit of Mallory at the provider', async ({ stack }) => {
  const [mallory, minji] = [visitor(stack), visitor(stack)]
  await mallory.startRedirect()
  minji.authorizationUrl = mallory.authorizationUrl
  const response = await writesNothing(stack, () => asksNobody(stack, () => minji.arrive('minji')))
  expect(response).toMatchObject({ status: 400, body: { code: 'invalid_transaction' } })
})

it('finds no visit for two cookies of its name', async ({ stack }) => {
  const [mallory, minji] = [visitor(stack), visitor(stack)]
  await mallory.startRedirect()
  await minji.startRedirect()
  const address = minji.consent('minji')
  const [own] = Object.entries(minji.cookies.all())
  const [tossed] = Object.values(mallory.cookies.all())
  const name = own?.[0] ?? ''
  for (const cookie of [
    `${name}=${tossed}; ${name}=${own?.[1]}`,
    `${name}=${own?.[1]}; ${name}=${tossed}`,
    `${name}=${tossed}`,
    `${name}="${own?.[1]}"`,
    `${name.toLowerCase()}=${own?.[1]}`,
  ]) {
    const attack = () => minji.call('GET', address, { headers: { cookie } })
    const response = await writesNothing(stack, () => asksNobody(stack, attack))
    expect(response).toMatchObject({ status: 400, body: { code: 'invalid_transaction' } })
  }
  // The address was valid all along.
  expect((await minji.call('GET', address)).status).toBe(302)
})

it('does not accept the OAuth request of a direct visit with the state of another person', async ({
  stack,
}) => {
  const [mallory, minji] = [visitor(stack), visitor(stack)]
  await mallory.startDirect()
  const state = textIn(await minji.startDirect(), 'state')
  const code = new URL(minji.consent('minji')).searchParams.get('code')
  minji.transaction = mallory.transaction
  minji.secret = mallory.secret
  const attack = () => minji.finishDirect({ code, state })
  const response = await writesNothing(stack, () => asksNobody(stack, attack))
  expect(response).toMatchObject({ status: 400, body: { code: 'invalid_transaction' } })
})
