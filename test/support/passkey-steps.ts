import { Authenticator, type Deviations, type Options } from './authenticator.ts'
import type { Call, TestResponse } from './caller.ts'
import type { Visitor } from './steps.ts'
import type { TestStack } from './test-stack.ts'

const optionsIn = ({ body }: TestResponse): Options => Object(body['options'])

/** The differences from the steps of a well-behaved client with a good authenticator. */
interface PasskeyOver {
  readonly made?: Deviations
  readonly body?: Readonly<Record<string, unknown>>
  readonly call?: Call
}

/** The steps of a person with an authenticator at hand. */
export const passkeySteps = (stack: TestStack, authenticator = new Authenticator(stack.origin)) => ({
  authenticator,

  /** Adds a passkey to the account that somebody is signed in to. */
  async add(person: Visitor, { made, body, call }: PasskeyOver = {}): Promise<TestResponse> {
    const bearer = person.accessToken
    const started = await person.call('POST', '/me/passkeys/options', { bearer, body: {} })
    if (started.status !== 200) return started
    const { transaction } = started.body
    const credential = authenticator.create(optionsIn(started), made)
    return person.call('POST', '/me/passkeys', {
      bearer,
      body: { transaction, credential, ...body },
      ...call,
    })
  },

  /** Signs in by passkey. */
  async signIn(person: Visitor, { made, body, call }: PasskeyOver = {}): Promise<TestResponse> {
    const asked = { clientId: person.clientId }
    const started = await person.call('POST', '/login/passkey/options', { body: asked })
    if (started.status !== 200) return started
    const { transaction } = started.body
    const credential = authenticator.get(optionsIn(started), made)
    const given = { transaction, credential, ...body }
    return person.take(await person.call('POST', '/login/passkey', { body: given, ...call }))
  },

  /** Re-authenticates a signed-in member by passkey. */
  async reauth(person: Visitor, { made, body, call }: PasskeyOver = {}): Promise<TestResponse> {
    const bearer = person.accessToken
    const asked = { clientId: person.clientId, intent: 'reauth' }
    const started = await person.call('POST', '/login/passkey/options', { bearer, body: asked })
    if (started.status !== 200) return started
    const { transaction } = started.body
    const credential = authenticator.get(optionsIn(started), made)
    const given = { transaction, credential, ...body }
    return person.take(await person.call('POST', '/login/passkey', { bearer, body: given, ...call }))
  },

  rename: (person: Visitor, id: string, name: string): Promise<TestResponse> =>
    person.call('PATCH', `/me/passkeys/${id}`, { bearer: person.accessToken, body: { name } }),

  remove: (person: Visitor, id: string): Promise<TestResponse> =>
    person.call('DELETE', `/me/passkeys/${id}`, { bearer: person.accessToken }),
})

/** The ids of the passkeys of a member, as an answer shows them. */
export const passkeyIdsIn = ({ body }: TestResponse): readonly string[] => {
  const listed: unknown = body['passkeys']
  return Array.isArray(listed) ? listed.map((passkey: unknown) => String(Object(passkey).id)) : []
}
