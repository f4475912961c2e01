import * as v from 'valibot'
import type { ClosingPolicy } from '../domain/leaving/closing-policy.ts'
import { defined } from '../domain/values/defined.ts'
import { type ProblemCode, problems } from '../domain/values/problem.ts'
import type { BusEvent } from './aws/bus.ts'
import type { SentMessage } from './aws/outbox.ts'
import { demoFile } from './demo-files.ts'
import { type LocalRequest, type LocalResponse, localJsonResponse, splitTarget } from './gateway/exchange.ts'
import type { LogEntry } from './gateway/request-log.ts'
import type { Sum } from './local-metrics.ts'

/** A person whom a visitor can choose at a stand-in. */
export interface CastMember {
  readonly provider: string
  readonly id: string
  readonly name?: string | undefined
  /** The case that the person shows. */
  readonly note: Readonly<Record<'ko' | 'en', string>>
}

/** A member that exists from the start, with the values to type. */
export interface ListedMember {
  readonly name: string
  readonly email?: string | undefined
  readonly phone?: string | undefined
  /** Absent for a member without a password. */
  readonly password?: string | undefined
  readonly status: string
  readonly note: Readonly<Record<'ko' | 'en', string>>
}

/** The data and actions behind the doors under `/_local`. */
export interface Backstage {
  outbox(): Promise<readonly SentMessage[]>
  events(): Promise<readonly BusEvent[]>
  log(): readonly LogEntry[]
  metrics(): readonly Sum[]
  cast(): readonly CastMember[]
  members(): readonly ListedMember[]
  /** The schema of the stage's attributes. */
  attributes(): unknown
  /** How the stage closes accounts. */
  closing(): ClosingPolicy
  /** The origin of the local identity gateway. Undefined where the environment names a real one. */
  identityGateway(): string | undefined
  /** Runs the sweep and gives its result. */
  sweep(): Promise<unknown>
  /** Moves the clock and gives the new time. */
  advanceClock(seconds: number): Date
}

/** Ten years. More is likelier a typing error than a test. */
const maxSeconds = 10 * 366 * 86_400

const clockSchema = v.strictObject({
  advanceSeconds: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(maxSeconds)),
})

/** The doors under `/_local`, which exist on a laptop only. Gives undefined for any other path. */
export function localDoors(backstage: Backstage) {
  return async (request: LocalRequest): Promise<LocalResponse | undefined> => {
    const { path } = splitTarget(request.target)
    if (path !== '/_local' && !path.startsWith('/_local/')) return undefined
    switch (`${request.method} ${path}`) {
      case 'GET /_local/outbox':
        return localJsonResponse(200, await backstage.outbox())
      case 'GET /_local/inbox':
        return demoFile('/demo/inbox.html')
      case 'GET /_local/events':
        return localJsonResponse(200, await backstage.events())
      case 'GET /_local/funnel':
        return demoFile('/demo/funnel.html')
      case 'GET /_local/metrics':
        return localJsonResponse(200, backstage.metrics())
      case 'GET /_local/log':
        return localJsonResponse(200, backstage.log())
      case 'GET /_local/cast':
        return localJsonResponse(200, backstage.cast())
      case 'GET /_local/members':
        return localJsonResponse(200, backstage.members())
      case 'GET /_local/attributes':
        return localJsonResponse(200, Object(backstage.attributes()))
      case 'GET /_local/closing':
        return localJsonResponse(200, backstage.closing())
      case 'GET /_local/identity-gateway':
        return localJsonResponse(200, windowOf(backstage.identityGateway()))
      case 'POST /_local/sweep':
        return localJsonResponse(200, await backstage.sweep())
      case 'POST /_local/clock':
        return moveClock(request, backstage)
      default:
        return problem('not_found', path)
    }
  }
}

/** The URL of the window that the real gateway's script would open. */
const windowOf = (origin: string | undefined) => (origin === undefined ? {} : { window: `${origin}/window` })

function moveClock({ body, target }: LocalRequest, backstage: Backstage): LocalResponse {
  const { path } = splitTarget(target)
  const json = parse(body)
  if (json === undefined) return problem('invalid_request', path, [{ pointer: '', detail: 'is not JSON' }])
  const input = v.safeParse(clockSchema, json)
  if (!input.success) return problem('invalid_request', path, input.issues.map(faultOf))
  return localJsonResponse(200, { now: backstage.advanceClock(input.output.advanceSeconds).toISOString() })
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

const faultOf = (issue: v.BaseIssue<unknown>) => ({
  pointer: `/${(issue.path ?? []).map(({ key }) => String(key)).join('/')}`,
  detail: issue.message,
})

/** A problem in the form of the API (RFC 9457). */
function problem(code: ProblemCode, instance: string, errors?: readonly object[]): LocalResponse {
  const { status, title } = problems[code]
  const body = {
    type: `urn:ieum:problem:${code}`,
    title,
    status,
    code,
    instance,
    ...defined({ errors }),
  }
  return localJsonResponse(status, body, 'application/problem+json')
}
