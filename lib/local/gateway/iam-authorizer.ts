import { createHash, timingSafeEqual } from 'node:crypto'
import { createSigner, signedService } from '../../aws/sign-request.ts'
import { localCredentials } from '../environment.ts'
import { type LocalRequest, type LocalResponse, localJsonResponse } from './exchange.ts'

/** The header that shows the laptop's printed key instead of a signature. Only the local gateway knows it. */
export const serviceKeyHeader = 'x-ieum-service-key'

/** The ARN of everybody who signs with the laptop's credentials, or shows its key. */
export const localCaller = 'arn:aws:iam::000000000000:user/local'

/** The gateway's response to a request that is not signed, or not by somebody who may call. */
export const forbidden: LocalResponse = localJsonResponse(403, { message: 'Forbidden' })

/** API Gateway refuses a signature that is older. */
const maxSkewMs = 5 * 60_000

const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest()
const isEqual = (one: string, other: string): boolean => timingSafeEqual(sha256(one), sha256(other))

const authorization =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=[0-9a-f]{64}$/

/** `20261129T010203Z`. */
function readDate(text: string): Date {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? []
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
}

/**
 * Acts as the gateway's IAM authorizer: gives the ARN of the caller. Undefined without a valid signature (Signature
 * Version 4) by the laptop's credentials and without its key.
 */
export async function callerOf(request: LocalRequest, serviceKey: string): Promise<string | undefined> {
  const headers = new Map(request.headers.map(([name, value]) => [name.toLowerCase(), value]))
  if (isEqual(headers.get(serviceKeyHeader) ?? '', serviceKey)) return localCaller
  return (await isSigned(request, headers)) ? localCaller : undefined
}

async function isSigned(request: LocalRequest, headers: ReadonlyMap<string, string>): Promise<boolean> {
  const given = headers.get('authorization') ?? ''
  const [, accessKeyId, region, service, names = ''] = authorization.exec(given) ?? []
  if (accessKeyId !== localCredentials.accessKeyId || service !== signedService || region === undefined) {
    return false
  }
  const signingDate = readDate(headers.get('x-amz-date') ?? '')
  const skewMs = Math.abs(Date.now() - signingDate.getTime())
  const stated = headers.get('x-amz-content-sha256')
  // The signer believes a stated hash of the body.
  const isBody = stated === undefined || stated === sha256(request.body).toString('hex')
  if (!(skewMs <= maxSkewMs) || !isBody) return false
  const signedNames = names.split(';')
  const sign = createSigner({ region, credentials: localCredentials })
  const signed = await sign(
    {
      method: request.method,
      url: new URL(request.target, `http://${headers.get('host') ?? 'localhost'}`),
      headers: Object.fromEntries(
        signedNames.filter((name) => name !== 'host').map((name) => [name, headers.get(name) ?? '']),
      ),
      body: request.body.toString('utf8'),
    },
    {
      signingDate,
      unsignableHeaders: new Set(['x-amz-content-sha256'].filter((name) => !signedNames.includes(name))),
    },
  )
  return isEqual(withoutSpaces(given), withoutSpaces(signed['authorization'] ?? ''))
}

/** Signers differ in the space after a comma. */
const withoutSpaces = (text: string): string => text.replaceAll(', ', ',')
