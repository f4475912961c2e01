import * as v from 'valibot'
import { createSigner, type SignRequest } from '../../aws/sign-request.ts'
import type { Locale } from '../../domain/values/locale.ts'
import { saidProblem } from './refused-argument.ts'
import type { ServiceRoutes } from './service-routes.ts'

const problem = v.object({
  code: v.string(),
  detail: v.string(),
  errors: v.optional(v.array(v.object({ pointer: v.string(), detail: v.string() }))),
})
const found = v.object({ members: v.array(v.looseObject({ id: v.string() })) })

/** API Gateway answers by itself where the signature or the policy does not fit. */
const refusedByGateway = (status: number): string =>
  `The API answers ${status}. Check the credentials and the region of this shell, and that its policy allows execute-api:Invoke`

/** The fault of a host, or of the network on the way to it, with its reason: Node's own message is `fetch failed`. */
const unreachable = (origin: string, error: unknown): Error =>
  new Error(
    `${origin} does not answer (${reasonOf(error)}). Check the origin of the stage's file and its DNS record; IEUM_SERVICE_ORIGIN names another`,
    { cause: error },
  )

/** The innermost reason: the message, or the code of several attempts that failed alike. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.cause !== undefined) return reasonOf(error.cause)
  return error.message || ('code' in error ? String(error.code) : error.name)
}

/** Another host than ieum's may answer with anything, also with 200. */
function readJson(origin: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Error(
      `${origin} answers, but not as ieum does. Check the origin of the stage's file; IEUM_SERVICE_ORIGIN names another`,
      { cause: error },
    )
  }
}

interface Caller {
  readonly sign: SignRequest
  readonly locale: Locale
}

async function call(
  { sign, locale }: Caller,
  method: 'GET' | 'POST',
  url: URL,
  body: string,
): Promise<unknown> {
  const headers = {
    'accept-language': locale,
    ...(method === 'POST' && { 'content-type': 'application/json' }),
  }
  const { host: _, ...signed } = await sign({ method, url, headers, body })
  const { status, ok, text } = await fetchText(url, {
    method,
    headers: signed,
    ...(method === 'POST' && { body }),
  })
  if (ok) return readJson(url.origin, text)
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), problem), text)
  throw new Error(read.success ? saidProblem(read.output, locale) : refusedByGateway(status))
}

/** The whole response. Throws an `Error` that names the host where none comes. */
async function fetchText(url: URL, request: RequestInit) {
  try {
    const response = await fetch(url, request)
    return { status: response.status, ok: response.ok, text: await response.text() }
  } catch (error) {
    throw unreachable(url.origin, error)
  }
}

/**
 * The service routes of a deployed stage, by the credentials of this shell: its IAM identity is the operator. `origin` is
 * the API's. Refusals speak the operator's language.
 */
export function signedRoutes(origin: string, locale: Locale): ServiceRoutes {
  const caller = { sign: createSigner(), locale }
  const at = (path: string, query: Readonly<Record<string, string>> = {}): URL => {
    const url = new URL(`/service/members${path}`, origin)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    return url
  }
  const get = (url: URL) => call(caller, 'GET', url, '')
  return {
    search: async ([parameter, value]) => v.parse(found, await get(at('', { [parameter]: value }))).members,
    show: (id) => get(at(`/${encodeURIComponent(id)}`)),
    history: (id, before) =>
      get(at(`/${encodeURIComponent(id)}/history`, before === undefined ? {} : { before })),
    act: (id, action, body) =>
      call(caller, 'POST', at(`/${encodeURIComponent(id)}/${action}`), JSON.stringify(body)),
  }
}
