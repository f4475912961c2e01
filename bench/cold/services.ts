import { execFileSync } from 'node:child_process'
import { createPrivateKey, generateKeyPairSync, type JsonWebKey, sign } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type IncomingMessage, type RequestListener, request } from 'node:http'
import { createServer, type Server } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { portOf } from '../../lib/stand-ins/host/port-of.ts'

/** What a function waits for. */
type ServiceName = 'table' | 'secrets' | 'provider'

/** One request of a function: what it asked, and when it came and was answered (`performance.now()`). */
export interface Passed {
  readonly service: ServiceName
  readonly asked: string
  readonly from: number
  readonly until: number
}

/** What a function reaches in the cloud, here over TLS as there. */
export interface CloudServices {
  /** The certificate that a function has to trust (`NODE_EXTRA_CA_CERTS`). */
  readonly certificate: string
  readonly database: string
  readonly secrets: string
  readonly provider: string
  /** Delays each request from now on, in milliseconds. */
  delay(ms: Partial<Record<ServiceName, number>>): void
  /** The requests since the last call. */
  takePassed(): readonly Passed[]
  stop(): Promise<void>
}

/** What the provider knows of a visit, in its code. */
export interface Visit {
  readonly subject: string
  readonly audience: string
  readonly nonce: string
}

/** The code with which the provider answers for a visit. */
export const codeOf = (visit: Visit): string => Buffer.from(JSON.stringify(visit)).toString('base64url')

const json = (value: unknown): string => JSON.stringify(value)
const part = (value: unknown): string => Buffer.from(json(value)).toString('base64url')

/** A provider as far as a returning visitor needs one: its keys, and a token for each code. */
function providerListener(origin: () => string): RequestListener {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk: JsonWebKey = publicKey.export({ format: 'jwk' })
  const key = createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' }))
  return async (incoming, outgoing) => {
    outgoing.setHeader('content-type', 'application/json')
    let text = ''
    for await (const chunk of incoming) text += String(chunk)
    if (incoming.method === 'GET') {
      outgoing.end(json({ keys: [{ ...jwk, kid: 'one', alg: 'RS256', use: 'sig' }] }))
      return
    }
    const code = new URLSearchParams(text).get('code') ?? ''
    const { subject: sub, audience: aud, nonce } = JSON.parse(Buffer.from(code, 'base64url').toString())
    const iat = Math.floor(Date.now() / 1000)
    const claims = { iss: origin(), aud, sub, nonce, iat, exp: iat + 3_600, auth_time: iat }
    const signed = `${part({ alg: 'RS256', kid: 'one', typ: 'JWT' })}.${part(claims)}`
    const id_token = `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`
    outgoing.end(
      json({ token_type: 'bearer', access_token: 'a', expires_in: 3_600, scope: 'openid', id_token }),
    )
  }
}

/** What a request asks for: the operation of AWS, or the path. */
const askedBy = ({ headers, method, url }: IncomingMessage): string =>
  `${headers['x-amz-target'] ?? `${method} ${url}`}`.replace(/^.*\./, '')

/** Passes requests on to a service of this machine. */
const forwarding =
  (target: string): RequestListener =>
  (incoming, outgoing) => {
    const { method = 'POST', headers, url = '/' } = incoming
    const sent = request(new URL(url, target), { method, headers }, (response) => {
      outgoing.writeHead(response.statusCode ?? 500, response.headers)
      response.pipe(outgoing)
    })
    sent.on('error', () => outgoing.destroy())
    incoming.pipe(sent)
  }

/** Starts the services. Takes the database, and the texts of the two secrets. Needs the program `openssl`. */
export async function startCloudServices(
  database: string,
  secrets: Readonly<Record<'keys' | 'lookup', string>>,
): Promise<CloudServices> {
  const folder = mkdtempSync(join(tmpdir(), 'ieum-services-'))
  const [keyFile, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  execFileSync('openssl', ['req', '-x509', ...curve, ...subject, '-keyout', keyFile, '-out', certificate], {
    stdio: 'ignore',
  })
  const tls = { key: readFileSync(keyFile), cert: readFileSync(certificate) }
  const servers: Server[] = []
  let delays: Partial<Record<ServiceName, number>> = {}
  let passed: Passed[] = []
  async function listen(service: ServiceName, listener: RequestListener): Promise<string> {
    const server = createServer({ ...tls, keepAliveTimeout: 60_000 }, (incoming, outgoing) => {
      const [from, asked] = [performance.now(), askedBy(incoming)]
      outgoing.once('finish', () => passed.push({ service, asked, from, until: performance.now() }))
      const ms = delays[service]
      if (ms === undefined) listener(incoming, outgoing)
      else setTimeout(() => listener(incoming, outgoing), ms)
    })
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return `https://localhost:${portOf(server)}`
  }
  let provider = ''
  provider = await listen(
    'provider',
    providerListener(() => provider),
  )
  return {
    certificate,
    database: await listen('table', forwarding(database)),
    secrets: await listen('secrets', async (incoming, outgoing) => {
      let text = ''
      for await (const chunk of incoming) text += String(chunk)
      outgoing.end(json({ SecretString: secrets[text.includes('lookup') ? 'lookup' : 'keys'] }))
    }),
    provider,
    delay: (ms) => {
      delays = ms
    },
    takePassed() {
      const all = passed
      passed = []
      return all
    },
    async stop() {
      rmSync(folder, { recursive: true })
      for (const server of servers) server.close().closeAllConnections()
    },
  }
}
