import type { JsonWebKey } from 'node:crypto'

/*
 * The same sign-in as in plain-sdk.ts with nothing but Node: requests signed and tokens checked by hand. Nobody should write
 * this; it is the limit.
 */

const { createHash, createHmac, createPublicKey, generateKeyPairSync, randomUUID, sign, verify } =
  process.getBuiltinModule('node:crypto')
const { request, Agent } = process.getBuiltinModule('node:https')
const { IEUM_TABLE: TableName, BENCH_PROVIDER: provider = '', AWS_REGION: region = '' } = process.env
const endpoint = new URL(process.env['AWS_ENDPOINT_URL_DYNAMODB'] ?? '')
const agent = new Agent({ keepAlive: true })
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })

function ask(url: URL, headers: Record<string, string>, body?: string): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: body ? 'POST' : 'GET', headers, agent }, async (response) => {
      let text = ''
      for await (const chunk of response) text += String(chunk)
      resolve({ ...Object(JSON.parse(text)) })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** One request to the table (AWS Signature Version 4). */
function table(operation: string, input: object) {
  const body = JSON.stringify({ TableName, ...input })
  const time = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '')
  const scope = `${time.slice(0, 8)}/${region}/dynamodb/aws4_request`
  const target = `DynamoDB_20120810.${operation}`
  const signed = `host:${endpoint.host}\nx-amz-date:${time}\nx-amz-target:${target}\n`
  const names = 'host;x-amz-date;x-amz-target'
  const text = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha256(`POST\n/\n\n${signed}\n${names}\n${sha256(body)}`)}`
  const parts = [time.slice(0, 8), region, 'dynamodb', 'aws4_request']
  const key = parts.reduce<string | Buffer>(hmac, `AWS4${process.env['AWS_SECRET_ACCESS_KEY']}`)
  const credential = `${process.env['AWS_ACCESS_KEY_ID']}/${scope}`
  const signature = createHmac('sha256', key).update(text).digest('hex')
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-date': time,
    'x-amz-target': target,
    authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`,
  }
  return ask(endpoint, headers, body)
}

const decoded = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString())
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

let keys: readonly JsonWebKey[] | undefined

function subjectIn(idToken: string, known: readonly JsonWebKey[], audience: string): string {
  const [head, claims, signature = ''] = idToken.split('.')
  const { kid } = decoded(head)
  const jwk = known.find((one) => one['kid'] === kid)
  const { iss, aud, exp, sub } = decoded(claims)
  const right =
    jwk !== undefined &&
    verify(
      'sha256',
      Buffer.from(`${head}.${claims}`),
      createPublicKey({ key: jwk, format: 'jwk' }),
      Buffer.from(signature, 'base64url'),
    )
  if (!right || iss !== provider || aud !== audience || exp * 1000 < Date.now())
    throw new Error('bad id_token')
  return sub
}

export async function handler({ code, audience }: { readonly code: string; readonly audience: string }) {
  const form = new URLSearchParams({ grant_type: 'authorization_code', code }).toString()
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  const [{ id_token: idToken }, known] = await Promise.all([
    ask(new URL('/oauth/token', provider), type, form),
    keys ?? ask(new URL('/keys', provider), {}).then(({ keys: list }) => [list].flat().map(Object)),
  ])
  keys = known
  const subject = subjectIn(String(idToken), known, audience)
  await table('GetItem', { Key: { PK: { S: `BENCH#${subject}` }, SK: { S: 'CLAIM' } } })
  const session = randomUUID()
  const key = { PK: { S: `BENCH#${subject}` }, SK: { S: `SESSION#${session}` } }
  await table('PutItem', { Item: { ...key, kind: { S: 'bench' } } })
  const iat = Math.floor(Date.now() / 1000)
  const text = `${encoded({ alg: 'ES256' })}.${encoded({ sub: subject, sid: session, iat, exp: iat + 600 })}`
  const signature = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return { statusCode: 200, token: `${text}.${signature.toString('base64url')}` }
}
