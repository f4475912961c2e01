import { describe, expect } from 'vitest'
import { castsOf, subjectAt } from '../support/accounts.ts'
import { identityAt } from '../support/people.ts'
import { settle } from '../support/people-of-the-service.ts'
import { visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/* Who comes back costs one request to an OpenID provider: the code for the id_token, which names the person. */

const providers = ['kakao', 'google', 'apple', 'line', 'oidc'] as const
const person = { key: 'minji', name: '김민지', email: 'minji@example.com' }

const it = testWithStack({ casts: castsOf([person]), environment: { IEUM_POLICY: '{}' } })

/** The requests of the functions: a person's walk through the pages makes none, and the keys are fetched now and then. */
const requestsOf = (stack: TestStack, provider: (typeof providers)[number]) =>
  stack.standIns[provider].requests.filter(({ path }) => !/jwks|keys|certs|openid-configuration/.test(path))

describe.each(providers)('a returning sign-in with %s', (provider) => {
  it.beforeAll(async ({ stack }) => {
    const identities = [identityAt(provider, subjectAt(provider, person))]
    await settle(stack, { email: `${provider}@example.com`, identities })
  })

  it.for(['web', 'app'] as const)(
    'asks the provider once, for a client of the type %s',
    async (client, { stack }) => {
      const before = requestsOf(stack, provider).length
      const again = visitor(stack, { client, provider })
      expect((await again.redirect('minji')).body).toMatchObject({ outcome: 'signed_in', created: false })
      const asked = requestsOf(stack, provider).slice(before)
      expect(asked.map(({ method, params }) => [method, params['grant_type']])).toEqual([
        ['POST', 'authorization_code'],
      ])
    },
  )
})
