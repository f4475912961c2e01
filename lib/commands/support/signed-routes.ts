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
  const response = await fetch(url, { method, headers: signed, ...(method === 'POST' && { body }) })
  const text = await response.text()
  if (response.ok) return JSON.parse(text)
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), problem), text)
  throw new Error(read.success ? saidProblem(read.output, locale) : refusedByGateway(response.status))
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
