import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { handler as callback } from '../../functions/callback.ts'
import { handler as login } from '../../functions/login.ts'
import { handler as register } from '../../functions/register.ts'
import { secrets } from '../../lib/tokens/secrets.ts'
import type { Sent } from '../support/events.ts'
import { stage } from '../support/world.ts'
import { call, cookieOf, type Doorstep, dynamo, lastPut, type TestResponse } from './doorstep.ts'

const path = { provider: 'kakao' }
export const codeVerifier = 'a-secret-that-only-the-client-of-this-visit-knows'
export const codeChallenge = secrets.hash(codeVerifier)

/** `POST /login/kakao`, and the client's next request with a code of the provider. */
export async function started({ kakao }: Doorstep, persona: string, clientId = 'app'): Promise<Sent> {
  const { body } = await call(login, 'POST /login/{provider}', { path, body: { clientId, codeChallenge } })
  const back = new URL(kakao.authorize(String(body['authorizationUrl']), persona))
  const credential = { code: back.searchParams.get('code'), state: back.searchParams.get('state') }
  return { path, body: { transaction: body['transaction'], codeVerifier, ...credential } }
}

export const arrive = (sent: Sent): Promise<TestResponse> => call(callback, 'POST /callback/{provider}', sent)

/** `GET /login/kakao`, and the request of the returning browser. */
export async function sentAway({ kakao }: Doorstep, persona: string, clientId = 'web'): Promise<Sent> {
  const redirectUri = stage.clients.find(({ id }) => id === clientId)?.redirectUris[0] ?? ''
  const query = new URLSearchParams({
    clientId,
    redirectUri,
    codeChallenge,
    state: 'client-state',
  }).toString()
  const response = await call(login, 'GET /login/{provider}', { path, query })
  const back = new URL(kakao.authorize(String(response.headers['location']), persona))
  return { path, query: back.search.slice(1), cookies: [cookieOf(response, '__Host-ieum-visit-')] }
}

export const comeBack = (sent: Sent): Promise<TestResponse> =>
  call(callback, 'GET /callback/{provider}', sent)

/** The claim of a persona's identity, as in the table. */
export const claimOf = (subject: string, more: Record<string, unknown>) => ({
  PK: `CLAIM#identity#kakao#${subject}`,
  SK: 'CLAIM',
  kind: 'identity_claim',
  provider: 'kakao',
  subject,
  ...more,
})

const subjects: Readonly<Record<string, string>> = { minji: '2100000001' }

/** A visit before its sign-up, and the request that completes it. */
export async function aboutToRegister(
  doorstep: Doorstep,
  persona = 'minji',
  clientId = 'app',
): Promise<Sent> {
  const { body } = await arrive(await started(doorstep, persona, clientId))
  const pending = lastPut('pending')
  dynamo.on(GetCommand, { Key: { PK: pending['PK'], SK: pending['SK'] } }).resolves({ Item: pending })
  const consents = stage.terms.map(({ term: { tag, version } }) => ({ tag, version, agreed: true }))
  const identity = { provider: 'kakao', subject: subjects[persona] }
  return { body: { registerToken: body['registerToken'], codeVerifier, ...identity, consents } }
}

/** A whole sign-up. Gives its response. `lastPut` finds its writes. */
export const signedUp = async (doorstep: Doorstep, clientId = 'app'): Promise<TestResponse> =>
  call(register, 'POST /register', await aboutToRegister(doorstep, 'minji', clientId))
