import * as v from 'valibot'
import { parsePhone } from '../contacts/phone.ts'
import type { GatewayReport, IdentityCheckId, VerifiedPerson } from '../domain/merge/identity-check.ts'
import { defined } from '../domain/values/defined.ts'
import type { Birth, CiHash, DiHash } from '../domain/values/evidence.ts'
import { ProviderFault } from '../domain/visit/provider-fault.ts'
import type { IdentityGateway } from '../flows/ports/identity-gateway.ts'
import type { ProviderHttp, ProviderRequest, ProviderResponse } from '../providers/wire/http.ts'
import { readJsonResponse } from '../providers/wire/json.ts'

/** The settings of our store at PortOne (REST API v2). */
export interface PortOneSettings {
  readonly origin?: string
  readonly storeId: string
  readonly channelKey: string
  readonly apiSecret: string
  /** The accepted channel type. A test channel verifies anybody as anybody. */
  readonly channelType: 'LIVE' | 'TEST'
}

/** Hashes under a key of the stage. The hashed values are not stored. */
export interface PersonHashes {
  readonly ci: (ci: string) => CiHash
  readonly di: (di: string) => DiHash
}

const timeoutMs = 2_500

/**
 * Builds the request for a check's report (PortOne REST API v2, `GET
 * /identity-verifications/{identityVerificationId}`). Pure.
 */
export function reportRequest(
  { origin = 'https://api.portone.io', storeId, apiSecret }: PortOneSettings,
  id: IdentityCheckId,
): ProviderRequest {
  const url = new URL(`/identity-verifications/${encodeURIComponent(id)}`, origin)
  url.searchParams.set('storeId', storeId)
  return {
    method: 'GET',
    url: url.href,
    headers: { accept: 'application/json', authorization: `PortOne ${apiSecret}` },
    timeoutMs,
  }
}

const text = v.exactOptional(v.string())
const moment = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.transform((time) => new Date(time)),
)

/** The parts of the report in use. `pgRawResponse` and other personal data are not read. */
const reportSchema = v.variant('status', [
  v.object({ status: v.literal('READY'), id: v.string() }),
  v.object({ status: v.literal('FAILED'), id: v.string() }),
  v.object({
    status: v.literal('VERIFIED'),
    id: v.string(),
    channel: v.object({ type: v.picklist(['LIVE', 'TEST']), pgProvider: v.string() }),
    customData: text,
    verifiedAt: moment,
    verifiedCustomer: v.object({
      name: v.pipe(v.string(), v.nonEmpty()),
      phoneNumber: text,
      birthDate: text,
      gender: v.exactOptional(v.picklist(['MALE', 'FEMALE', 'OTHER'])),
      ci: text,
      di: text,
    }),
  }),
])

type Verified = Extract<v.InferOutput<typeof reportSchema>, { status: 'VERIFIED' }>

/** Base64 of 64 bytes. Any other value is no CI. */
const isCi = (ci: string | undefined): ci is string => ci !== undefined && /^[A-Za-z0-9+/]{86}==$/.test(ci)

/** Birth dates of the report are always solar. */
function birthOf(date: string | undefined): Birth | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date ?? '') ?? []
  return year === undefined
    ? undefined
    : { year: Number(year), monthDay: `${month}${day}`, calendar: 'solar' }
}

/** The report's genders, named as in the providers' profiles. */
const genders = { MALE: 'male', FEMALE: 'female', OTHER: 'other' } as const

/** The checked person of a report, without anything that identifies a resident. Pure. */
function personOf({ verifiedCustomer, channel, verifiedAt }: Verified, hashes: PersonHashes): VerifiedPerson {
  const { name, phoneNumber, birthDate, gender } = verifiedCustomer
  const [ci, di] = [verifiedCustomer.ci?.trim(), verifiedCustomer.di?.trim()]
  const phone = phoneNumber === undefined ? undefined : parsePhone(phoneNumber, 'KR')
  const birth = birthOf(birthDate)
  return {
    name: name.trim(),
    ...defined({
      birth,
      gender: gender && genders[gender],
      phone,
      ci: isCi(ci) ? hashes.ci(ci) : undefined,
      di: di ? hashes.di(di) : undefined,
    }),
    source: `portone:${channel.pgProvider}`,
    verifiedAt,
  }
}

/**
 * Reads the response to `reportRequest` as untrusted input. Pure. `age` is in seconds.
 * Throws a `ProviderFault` (`unavailable`) for an unexpected status or body; errors
 * never contain any part of the response.
 */
export function readReport(
  response: ProviderResponse,
  id: IdentityCheckId,
  hashes: PersonHashes,
  now: Date,
): GatewayReport {
  // The visitor has not opened the gateway's window with this id yet.
  if (response.status === 404) return { kind: 'not_done' }
  const unusable = (why: string) =>
    new ProviderFault('unavailable', `PortOne responded ${response.status}${why}`)
  if (response.status !== 200) throw unusable('')
  const parsed = v.safeParse(reportSchema, readJsonResponse(response))
  if (!parsed.success) throw unusable(' without a valid report')
  const report = parsed.output
  if (report.id !== id) throw unusable(' with another check')
  if (report.status !== 'VERIFIED') return { kind: 'not_done' }
  const { channel, customData, verifiedAt } = report
  return {
    kind: 'verified',
    channel: channel.type === 'LIVE' ? 'live' : 'test',
    ...defined({ nonce: customData }),
    age: (now.getTime() - verifiedAt.getTime()) / 1000,
    person: personOf(report, hashes),
  }
}

/** PortOne (REST API v2) as the identity gateway. PortOne relays to Danal, KCP, KG Inicis and others. */
export const createPortOne = (
  settings: PortOneSettings,
  http: ProviderHttp,
  hashes: PersonHashes,
): IdentityGateway => ({
  opening: { storeId: settings.storeId, channelKey: settings.channelKey },
  acceptsTestChannel: settings.channelType === 'TEST',
  report: async (id) => readReport(await http(reportRequest(settings, id)), id, hashes, new Date()),
})
