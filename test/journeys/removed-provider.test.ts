import { afterAll, describe, expect } from 'vitest'
import { settings } from '../../lib/config/current-stage.ts'
import { type ProviderId, providerIds } from '../../lib/domain/values/identity.ts'
import { setEnvironment } from '../../lib/local/environment.ts'
import { forgetWorld } from '../../lib/runtime/world.ts'
import { castsOf, subjectAt } from '../support/accounts.ts'
import { identityAt } from '../support/people.ts'
import { settle } from '../support/people-of-the-service.ts'
import { alterStage } from '../support/stage.ts'
import { usualPassword, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/* A provider that a stage's file gives up (`null`) is gone everywhere, and nothing else is. */

const person = (provider: ProviderId) => ({ key: `at-${provider}`, email: `at-${provider}@example.com` })
const it = testWithStack({ casts: castsOf(providerIds.map(person)), environment: { IEUM_POLICY: '{}' } })

/** Takes a provider out of the stage, and its credentials out of the secret. Gives a function that puts them back. */
function remove(id: ProviderId): () => void {
  const secrets: object = Object(JSON.parse(process.env['IEUM_SECRETS'] ?? '{}'))
  const others = Object.entries(secrets).filter(([name]) => !name.startsWith(id.toUpperCase()))
  const putBack = [
    alterStage({ providers: { ...settings().providers, [id]: null } }),
    setEnvironment({ IEUM_SECRETS: JSON.stringify(Object.fromEntries(others)) }),
  ]
  forgetWorld()
  return () => {
    for (const undo of putBack.toReversed()) undo()
    forgetWorld()
  }
}

/** Every list of providers in the paths of the API's description. */
async function describedProviders(stack: TestStack): Promise<readonly unknown[]> {
  const { body } = await visitor(stack).call('GET', '/openapi.json')
  const operations = Object.values(Object(body['paths'])).flatMap((path) => Object.values(Object(path)))
  return operations
    .flatMap((operation): unknown[] => Object(operation).parameters ?? [])
    .filter((parameter) => Object(parameter).name === 'provider')
    .map((parameter) => Object(parameter).schema.enum)
}

describe.each(providerIds)('a stage without %s', (id) => {
  const others = providerIds.filter((other) => other !== id)
  let putBack: () => void
  it.beforeAll(async ({ stack }) => {
    const identities = [identityAt(id, subjectAt(id, person(id)))]
    await settle(stack, { email: `linked-${id}@example.com`, password: usualPassword, identities })
    putBack = remove(id)
  })
  afterAll(() => putBack())
  it.afterEach(({ stack }) => expectSoundTable(stack))

  it('has no door for it', async ({ stack }) => {
    const who = visitor(stack, { provider: id })
    const json = { clientId: 'web', codeChallenge: 'c'.repeat(43), redirectUri: `${stack.origin}/demo/` }
    const callback = { transaction: 't', codeVerifier: 'v'.repeat(43), code: 'c', state: 's' }
    const query = new URLSearchParams(json)
    const notFound = { status: 404, body: { code: 'not_found' } }
    expect(await who.call('GET', `/login/${id}?${query}`)).toMatchObject(notFound)
    expect(await who.call('POST', `/login/${id}`, { body: json })).toMatchObject(notFound)
    expect(await who.call('POST', `/callback/${id}`, { body: callback })).toMatchObject(notFound)
    for (const headers of [{ 'content-type': 'application/secevent+jwt' }, {}]) {
      const body = headers['content-type'] === undefined ? { payload: 'x' } : 'x'
      expect(await who.call('POST', `/webhooks/${id}`, { body, headers })).toMatchObject(notFound)
    }
    expect(await who.call('GET', `/webhooks/${id}?user_id=1`)).toMatchObject(notFound)
    expect(await who.call('POST', `/callback/${id}`, { form: query })).toMatchObject({ status: 415 })
  })

  it('describes and shows the others alone', async ({ stack }) => {
    const described = await describedProviders(stack)
    expect(described.length).toBeGreaterThan(3)
    for (const list of described) expect(list).toEqual(others)
    const { body } = await visitor(stack).call('GET', '/login')
    expect(body['providers']).toEqual(others)
  })

  it('asks for none of its credentials, and signs in by the others', async ({ stack }) => {
    const [other = id] = others
    const visit = visitor(stack, { client: 'app', provider: other })
    expect((await visit.direct(person(other).key)).status).toBe(200)
  })

  it('keeps the identities of its members, who sign in by what they have beside it and may remove it', async ({
    stack,
  }) => {
    const member = visitor(stack, { client: 'app', provider: id })
    await member.passwordLogin(`linked-${id}@example.com`)
    expect((await member.me()).body).toMatchObject({ identities: [{ provider: id }] })
    expect((await member.unlink()).body).toMatchObject({ outcome: 'unlinked', member: { identities: [] } })
  })
})
