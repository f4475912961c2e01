import { issuer } from '@openauthjs/openauth'
import { Oauth2Provider } from '@openauthjs/openauth/provider/oauth2'
import { DynamoStorage } from '@openauthjs/openauth/storage/dynamo'
import { createSubjects } from '@openauthjs/openauth/subject'
import { handle } from 'hono/aws-lambda'
import { createLocalJWKSet, jwtVerify } from 'jose'
import * as v from 'valibot'

/*
 * A returning sign-in at OpenAuth (@openauthjs/openauth) with its storage in DynamoDB: the provider's token, its id_token, the
 * look-up of the member, which OpenAuth leaves to us, its code, and its tokens for that code. In a service the last step is a
 * second call of the function.
 */

const {
  AWS_ENDPOINT_URL_DYNAMODB: endpoint = '',
  BENCH_PROVIDER: provider = '',
  BENCH_TABLE: table = '',
} = process.env
const storage = DynamoStorage({ table, endpoint })
const redirectUri = 'http://localhost/done'

let keys: ReturnType<typeof createLocalJWKSet> | undefined
const fetchKeys = async () => createLocalJWKSet(Object(await (await fetch(`${provider}/keys`)).json()))

const app = issuer({
  storage,
  subjects: createSubjects({ member: v.object({ id: v.string() }) }),
  providers: {
    kakao: Oauth2Provider({
      clientID: 'bench',
      clientSecret: 'secret',
      scopes: ['openid'],
      pkce: true,
      endpoint: { authorization: `${provider}/oauth/authorize`, token: `${provider}/oauth/token` },
    }),
  },
  async success(response, { tokenset }) {
    keys ??= await fetchKeys()
    const { payload } = await jwtVerify(`${tokenset.raw['id_token']}`, keys, {
      issuer: provider,
      audience: 'bench',
    })
    await storage.get(['member', `${payload.sub}`])
    return response.subject('member', { id: `${payload.sub}` }, { subject: `${payload.sub}` })
  },
})
const gateway = handle(app)

interface Call {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly query?: string
  readonly cookies?: readonly string[]
  readonly form?: string
}

async function call({ method, path, query = '', cookies = [], form }: Call) {
  const event = {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    cookies: [...cookies],
    headers: { host: 'localhost', ...(form && { 'content-type': 'application/x-www-form-urlencoded' }) },
    requestContext: {
      accountId: '1',
      apiId: 'bench',
      authentication: null,
      authorizer: {},
      domainName: 'localhost',
      domainPrefix: 'localhost',
      requestId: 'bench',
      routeKey: '$default',
      stage: '$default',
      time: '',
      timeEpoch: 0,
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'bench' },
    },
    body: form ?? null,
    isBase64Encoded: false,
  }
  const { statusCode, headers = {}, body = '', cookies: set = [] } = Object(await gateway(event))
  return { statusCode, location: `${headers.location}`, body, set: [set].flat().map(String) }
}

const pairs = (lines: readonly string[]) => lines.map((line) => line.split(';')[0] ?? '')

/** What a visit leaves in the browser until the provider answers. */
async function begin() {
  const asked = new URLSearchParams({
    provider: 'kakao',
    client_id: 'app',
    redirect_uri: redirectUri,
    response_type: 'code',
    state: 'bench',
  })
  const first = await call({ method: 'GET', path: '/authorize', query: asked.toString() })
  const authorizing = pairs(first.set)
  const second = await call({ method: 'GET', path: '/kakao/authorize', cookies: authorizing })
  const state = new URL(second.location).searchParams.get('state')
  const cookies = [...authorizing, ...pairs(second.set)]
  return { statusCode: 200, body: JSON.stringify({ state, cookies }) }
}

interface Back {
  readonly kind: 'sign_in'
  readonly code: string
  readonly state: string
  readonly cookies: readonly string[]
}

async function signIn({ code, state, cookies }: Back) {
  const query = new URLSearchParams({ code, state }).toString()
  const done = await call({ method: 'GET', path: '/kakao/callback', query, cookies })
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    code: new URL(done.location).searchParams.get('code') ?? '',
    redirect_uri: redirectUri,
    client_id: 'app',
  })
  const { statusCode, body } = await call({ method: 'POST', path: '/token', form: form.toString() })
  return { statusCode, body }
}

export const handler = (event: Back | { readonly kind: 'begin' }) =>
  event.kind === 'begin' ? begin() : signIn(event)
