import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { castsOf, subjectAt } from '../support/accounts.ts'
import { identityAt } from '../support/people.ts'
import { settle } from '../support/people-of-the-service.ts'
import { visitor } from '../support/steps.ts'
import { openTestStack, type TestStack } from '../support/test-stack.ts'

/* Who comes back costs one request to an OpenID provider: the code for the id_token, which names the person. */

const providers = ['kakao', 'google', 'apple', 'line', 'oidc'] as const
const person = { key: 'minji', name: '김민지', email: 'minji@example.com' }

let stack: TestStack
beforeAll(async () => {
  stack = await openTestStack({ casts: castsOf([person]), environment: { IEUM_POLICY: '{}' } })
})
afterAll(() => stack.stop())

/** The requests of the functions: a person's walk through the pages makes none, and the keys are fetched now and then. */
const requestsOf = (provider: (typeof providers)[number]) =>
  stack.standIns[provider].requests.filter(({ path }) => !/jwks|keys|certs|openid-configuration/.test(path))

describe.each(providers)('a returning sign-in with %s', (provider) => {
  beforeAll(async () => {
    const identities = [identityAt(provider, subjectAt(provider, person))]
    await settle(stack, { email: `${provider}@example.com`, identities })
  })

  it.each(['web', 'app'] as const)('asks the provider once, for a client of the type %s', async (client) => {
    const before = requestsOf(provider).length
    const again = visitor(stack, { client, provider })
    expect((await again.redirect('minji')).body).toMatchObject({ outcome: 'signed_in', created: false })
    const asked = requestsOf(provider).slice(before)
    expect(asked.map(({ method, params }) => [method, params['grant_type']])).toEqual([
      ['POST', 'authorization_code'],
    ])
  })
})
