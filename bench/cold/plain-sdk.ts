import { request } from 'node:https'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { createLocalJWKSet, exportJWK, generateKeyPair, importJWK, jwtVerify, SignJWT } from 'jose'

/*
 * A returning sign-in as short as it can be on the AWS SDK and jose: the provider's token, its id_token, one read, one write,
 * one access token. None of ieum's rules.
 */

const { IEUM_TABLE: TableName, BENCH_PROVIDER: provider = '' } = process.env
const table = DynamoDBDocumentClient.from(new DynamoDBClient({}))
const signing = generateKeyPair('ES256', { extractable: true }).then(async ({ privateKey }) =>
  importJWK(await exportJWK(privateKey), 'ES256'),
)

const ask = (path: string, form?: string): Promise<Record<string, unknown>> =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const sent = request(
      new URL(path, provider),
      { method: form ? 'POST' : 'GET', headers },
      async (response) => {
        let text = ''
        for await (const chunk of response) text += String(chunk)
        resolve({ ...Object(JSON.parse(text)) })
      },
    )
    sent.on('error', reject)
    sent.end(form)
  })

let keys: ReturnType<typeof createLocalJWKSet> | undefined

export async function handler({ code, audience }: { readonly code: string; readonly audience: string }) {
  const [response, known] = await Promise.all([
    ask('/oauth/token', new URLSearchParams({ grant_type: 'authorization_code', code }).toString()),
    keys ?? ask('/keys').then(({ keys: list }) => createLocalJWKSet({ keys: [list].flat().map(Object) })),
  ])
  keys = known
  const { payload } = await jwtVerify(String(response['id_token']), known, { issuer: provider, audience })
  const subject = `${payload.sub}`
  await table.send(new GetCommand({ TableName, Key: { PK: `BENCH#${subject}`, SK: 'CLAIM' } }))
  const session = crypto.randomUUID()
  await table.send(
    new PutCommand({ TableName, Item: { PK: `BENCH#${subject}`, SK: `SESSION#${session}`, kind: 'bench' } }),
  )
  const token = new SignJWT({ sid: session }).setProtectedHeader({ alg: 'ES256' }).setSubject(subject)
  return {
    statusCode: 200,
    token: await token
      .setIssuedAt()
      .setExpirationTime('10m')
      .sign(await signing),
  }
}
