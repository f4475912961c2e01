import * as v from 'valibot'
import { defined } from '../domain/values/defined.ts'
import { type ProblemCode, problems } from '../domain/values/problem.ts'
import type { BusEvent } from './aws/bus.ts'
import type { SentMessage } from './aws/outbox.ts'
import { demoFile } from './demo-files.ts'
import { jsonAnswer, type LocalRequest, type LocalResponse, splitTarget } from './gateway/exchange.ts'
import type { LogEntry } from './gateway/request-log.ts'
import type { Sum } from './local-metrics.ts'

/** A person whom a visitor can choose at a stand-in. */
export interface CastMember {
  readonly provider: string
  readonly id: string
  readonly name?: string | undefined
  /** What the person shows. */
  readonly note: Readonly<Record<'ko' | 'en', string>>
}

/** A member whom the service had from the start, with what to type. */
export interface ListedMember {
  readonly name: string
  readonly email?: string | undefined
  readonly phone?: string | undefined
  /** Absent where the member has none. */
  readonly password?: string | undefined
  readonly status: string
  readonly note: Readonly<Record<'ko' | 'en', string>>
}

/** What the doors under `/_local` open to. */
export interface Backstage {
  outbox(): Promise<readonly SentMessage[]>
  events(): Promise<readonly BusEvent[]>
  log(): readonly LogEntry[]
  metrics(): readonly Sum[]
  cast(): readonly CastMember[]
  members(): readonly ListedMember[]
  /** The schema of what the service wants to know of its members. */
  attributes(): unknown
  /** Where the identity gateway of this laptop is; undefined where it is another one. */
  identityGateway(): string | undefined
  /** Runs the sweep, and gives what it did. */
  sweep(): Promise<unknown>
  /** Gives the product's time after the move. */
  advanceClock(seconds: number): Date
}

/** Ten years; beyond that a slip of the finger is likelier than a test. */
const mostSeconds = 10 * 366 * 86_400

const clockSchema = v.strictObject({
  advanceSeconds: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(mostSeconds)),
})

/** The doors that exist on a laptop only, under `/_local`. Any other path gives `undefined`. */
export function localDoors(backstage: Backstage) {
  return async (request: LocalRequest): Promise<LocalResponse | undefined> => {
    const { path } = splitTarget(request.target)
    if (path !== '/_local' && !path.startsWith('/_local/')) return undefined
    switch (`${request.method} ${path}`) {
      case 'GET /_local/outbox':
        return jsonAnswer(200, await backstage.outbox())
      case 'GET /_local/inbox':
        return demoFile('/demo/inbox.html')
      case 'GET /_local/events':
        return jsonAnswer(200, await backstage.events())
      case 'GET /_local/funnel':
        return demoFile('/demo/funnel.html')
      case 'GET /_local/metrics':
        return jsonAnswer(200, backstage.metrics())
      case 'GET /_local/log':
        return jsonAnswer(200, backstage.log())
      case 'GET /_local/cast':
        return jsonAnswer(200, backstage.cast())
      case 'GET /_local/members':
        return jsonAnswer(200, backstage.members())
      case 'GET /_local/attributes':
        return jsonAnswer(200, Object(backstage.attributes()))
      case 'GET /_local/identity-gateway':
        return jsonAnswer(200, windowOf(backstage.identityGateway()))
      case 'POST /_local/sweep':
        return jsonAnswer(200, await backstage.sweep())
      case 'POST /_local/clock':
        return moveClock(request, backstage)
      default:
        return problem('not_found', path)
    }
  }
}

/** The window that the real gateway's script would open. */
const windowOf = (origin: string | undefined) => (origin === undefined ? {} : { window: `${origin}/window` })

function moveClock({ body, target }: LocalRequest, backstage: Backstage): LocalResponse {
  const { path } = splitTarget(target)
  const json = parse(body)
  if (json === undefined) return problem('invalid_request', path, [{ pointer: '', detail: 'not JSON' }])
  const input = v.safeParse(clockSchema, json)
  if (!input.success) return problem('invalid_request', path, input.issues.map(faultOf))
  return jsonAnswer(200, { now: backstage.advanceClock(input.output.advanceSeconds).toISOString() })
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

/** A problem in the form that the API itself uses (RFC 9457). */
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
  return jsonAnswer(status, body, 'application/problem+json')
}
