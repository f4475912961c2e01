import { createServer } from 'node:http'
import { type ClientMetadata, type Configuration, default as OidcProvider } from 'oidc-provider'
import { portOf } from '../../../lib/stand-ins/host/port-of.ts'
import { cookieJar } from '../../support/cookie-jar.ts'
import { callbackOf } from '../visit-at.ts'

/** The client secret of the tests, with every character that a form or a header writes in its own way. */
export const clientSecret = 'our secret:of+ours/100%&=? and enough of it'

const claims = {
  email: 'Haneul.Kim@Example.com',
  email_verified: true,
  name: '김하늘',
  birthdate: '1990-01-02',
  phone_number: '+82 10-1234-5678',
  phone_number_verified: true,
}

/**
 * A certified OpenID provider (the npm package `oidc-provider`) on a free port, with one client and one person of the
 * subject `user1`. Takes what differs of the client and of the provider.
 */
export async function startCertifiedProvider(client: Partial<ClientMetadata> = {}, more: Configuration = {}) {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const issuer = `http://127.0.0.1:${portOf(server)}`
  const provider = new OidcProvider(issuer, {
    clients: [
      { client_id: 'ours', client_secret: clientSecret, redirect_uris: [callbackOf('oidc')], ...client },
    ],
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      phone: ['phone_number', 'phone_number_verified'],
      profile: ['name', 'birthdate'],
    },
    findAccount: (_, accountId) => ({ accountId, claims: async () => ({ sub: accountId, ...claims }) }),
    features: { revocation: { enabled: true } },
    cookies: { keys: ['of the tests'] },
    ...more,
  })
  server.on('request', provider.callback())
  return {
    issuer,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** What a person fills in on a page of the provider. Throws for a page without a form. */
function filledIn(page: string, at: string): { readonly url: string; readonly form: URLSearchParams } {
  const [, action] = /action="([^"]+)"/.exec(page) ?? []
  if (action === undefined) throw new Error(`a page without a form: ${page.slice(0, 500)}`)
  const form = page.includes('value="login"')
    ? { prompt: 'login', login: 'user1', password: 'any' }
    : { prompt: 'consent' }
  return { url: new URL(action, at).href, form: new URLSearchParams(form) }
}

/** Walks through the provider's own pages as a person does. Takes where a visit starts; gives what comes back. */
export async function walk(start: string): Promise<URLSearchParams> {
  const jar = cookieJar()
  let step: { readonly url: string; readonly form?: URLSearchParams } = { url: start }
  while (!step.url.startsWith(callbackOf('oidc'))) {
    const { url, form } = step
    const cookie = jar.header()
    const response = await fetch(url, {
      redirect: 'manual',
      headers: cookie === undefined ? {} : { cookie },
      ...(form !== undefined && { method: 'POST', body: form }),
    })
    jar.take(response)
    const location = response.headers.get('location')
    step = location === null ? filledIn(await response.text(), url) : { url: new URL(location, url).href }
  }
  return new URL(step.url).searchParams
}
