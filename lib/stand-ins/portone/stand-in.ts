import { defined } from '../../domain/values/defined.ts'
import { type Host, startHost } from '../host/host.ts'
import {
  htmlResponse,
  jsonResponse,
  redirectResponse,
  type StandInRequest,
  type StandInResponse,
} from '../host/messages.ts'
import { pickerPage, refusalPage, type Scene } from '../host/pages.ts'
import type { PortOnePersona } from './cast.ts'

/** The registration of our store at the gateway. */
export interface PortOneStore {
  readonly storeId: string
  readonly channelKey: string
  readonly apiSecret: string
  readonly channelType: 'LIVE' | 'TEST'
  /** The URLs that a browser may return to, without query. */
  readonly redirectUrls: readonly string[]
}

/** An identity check in the gateway's records. */
interface Check {
  readonly customData: string | undefined
  readonly redirectUrl: string | undefined
  readonly requestedAt: string
  readonly channelType: 'LIVE' | 'TEST'
  readonly verified?: { readonly person: PortOnePersona; readonly at: string }
  readonly failed?: string
}

/** The differences of a test's check from one made in the window. */
export interface CheckOver {
  readonly customData?: string
  readonly channelType?: 'LIVE' | 'TEST'
  readonly verifiedAt?: Date
}

/** A running stand-in for the identity gateway. */
export interface PortOneStandIn extends Host {
  readonly personas: readonly PortOnePersona[]
  /** Opens the window with a check and completes it as a person would. Throws for an unknown key. */
  verify(begun: { readonly id: string; readonly nonce: string }, person: string, over?: CheckOver): void
  /** Opens the window and cancels the check. */
  cancel(begun: { readonly id: string; readonly nonce: string }): void
}

const scene = (request: StandInRequest): Scene => ({
  language: request.language,
  provider: { ko: '본인확인', en: 'Identity check' },
  accent: { surface: '#2f3b52', text: '#fff' },
  pick: { ko: '누구의 본인확인인가요?', en: 'Whose identity is checked?' },
})

const error = (status: number, type: string): StandInResponse => jsonResponse(status, { type, message: type })

/** A check in the form of PortOne's REST API v2 (`GET /identity-verifications/{id}`). */
function reportOf(id: string, { storeId, channelKey }: PortOneStore, check: Check) {
  const { customData, requestedAt, channelType, verified, failed } = check
  const at = verified?.at ?? requestedAt
  const commonFields = {
    id,
    channel: {
      type: channelType,
      id: `channel-id-${storeId}`,
      key: channelKey,
      pgProvider: 'DANAL',
      pgMerchantId: 'A010002002',
    },
    ...defined({ customData }),
    requestedAt,
    updatedAt: at,
    statusChangedAt: at,
    version: 'V2',
  }
  if (verified === undefined) {
    const failure = failed === undefined ? {} : { failure: { reason: failed, pgCode: 'cancel' } }
    return {
      status: failed === undefined ? 'READY' : 'FAILED',
      ...commonFields,
      requestedCustomer: {},
      ...failure,
    }
  }
  const { key: _, note: __, ...customer } = verified.person
  return {
    status: 'VERIFIED',
    ...commonFields,
    verifiedCustomer: { ...customer, operator: 'SKT', isForeigner: false },
    verifiedAt: verified.at,
    pgTxId: `tx-${id}`,
    pgRawResponse: JSON.stringify({ CI: customer.ci, NAME: customer.name }),
  }
}

/** The checks that were requested so far. A verified check never changes again. */
function createChecks({ channelType }: PortOneStore) {
  const checks = new Map<string, Check>()
  return {
    find: (id: string): Check | undefined => checks.get(id),
    isOpen: (id: string): boolean => checks.get(id)?.verified === undefined,
    request(id: string, customData: string | undefined, redirectUrl?: string): void {
      checks.set(id, { customData, redirectUrl, requestedAt: new Date().toISOString(), channelType })
    },
    update(id: string, changes: Partial<Check>): Check | undefined {
      const check = checks.get(id)
      if (check === undefined || check.verified !== undefined) return undefined
      const changed = { ...check, ...changes }
      checks.set(id, changed)
      return changed
    },
  }
}

type Checks = ReturnType<typeof createChecks>

const verifiedBy = (person: PortOnePersona, at = new Date()) => ({
  verified: { person, at: at.toISOString() },
})

/** The window, in which a person is chosen. */
function openWindow(
  request: StandInRequest,
  store: PortOneStore,
  checks: Checks,
  personas: readonly PortOnePersona[],
): StandInResponse {
  const { query } = request
  const id = query.get('identityVerificationId') ?? ''
  const redirectUrl = query.get('redirectUrl') ?? ''
  const refuse = (why: string) => htmlResponse(400, refusalPage(scene(request), 'INVALID_REQUEST', why))
  if (query.get('storeId') !== store.storeId) return refuse('no such store')
  if (query.get('channelKey') !== store.channelKey) return refuse('no such channel')
  if (!store.redirectUrls.includes(redirectUrl)) return refuse('this redirectUrl is not ours')
  if (id === '' || !checks.isOpen(id)) return refuse('this check was done already')
  checks.request(id, query.get('customData') ?? undefined, redirectUrl)
  const people = personas.map(({ key, name, birthDate, note }) => ({
    key,
    title: name,
    subtitle: birthDate,
    note,
    connected: false,
  }))
  return htmlResponse(200, pickerPage(scene(request), { visit: id, people }))
}

/** The choice in the window: a person, or cancelling. */
function choose(
  request: StandInRequest,
  checks: Checks,
  personas: readonly PortOnePersona[],
): StandInResponse {
  const id = request.form.get('visit') ?? ''
  const person = personas.find(({ key }) => key === request.form.get('person'))
  const check = checks.update(id, person === undefined ? { failed: '사용자가 취소' } : verifiedBy(person))
  if (check?.redirectUrl === undefined) {
    return htmlResponse(400, refusalPage(scene(request), 'INVALID_REQUEST', 'no such check'))
  }
  const back = new URL(check.redirectUrl)
  back.searchParams.set('identityVerificationId', id)
  back.searchParams.set('transactionType', 'IDENTITY_VERIFICATION')
  if (check.failed !== undefined) back.searchParams.set('code', 'FAILURE_TYPE_PG')
  return redirectResponse(back.href)
}

/** The REST API, by which a server reads the result. */
function report(
  { path, query, authorization }: StandInRequest,
  store: PortOneStore,
  checks: Checks,
): StandInResponse {
  if (authorization !== `PortOne ${store.apiSecret}`) return error(401, 'UNAUTHORIZED')
  if (query.get('storeId') !== store.storeId) return error(403, 'FORBIDDEN')
  const id = decodeURIComponent(path.split('/').at(-1) ?? '')
  const check = checks.find(id)
  return check === undefined
    ? error(404, 'IDENTITY_VERIFICATION_NOT_FOUND')
    : jsonResponse(200, reportOf(id, store, check))
}

/**
 * Starts a stand-in for the identity gateway (PortOne v2): the window, in which a person is chosen, and the
 * REST API, from which a server reads the result. As strict as the real gateway: our store, secret and
 * channel only.
 */
export async function startPortOneStandIn(
  store: PortOneStore,
  personas: readonly PortOnePersona[],
): Promise<PortOneStandIn> {
  const checks = createChecks(store)
  const host = await startHost(undefined, () => ({
    'GET /window': (request) => openWindow(request, store, checks, personas),
    'POST /stand-in/choose': (request) => choose(request, checks, personas),
    'GET /identity-verifications/*': (request) => report(request, store, checks),
  }))
  return {
    ...host,
    personas,
    verify({ id, nonce }, key, { customData = nonce, channelType = store.channelType, verifiedAt } = {}) {
      const person = personas.find((one) => one.key === key)
      if (person === undefined) throw new Error(`nobody has the key ${key} at the identity gateway`)
      checks.request(id, customData)
      checks.update(id, { channelType, ...verifiedBy(person, verifiedAt) })
    },
    cancel({ id, nonce }) {
      checks.request(id, nonce)
      checks.update(id, { failed: '사용자가 취소' })
    },
  }
}
