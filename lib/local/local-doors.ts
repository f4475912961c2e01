import * as v from 'valibot'
import { defined } from '../domain/values/defined.ts'
import { providerIds } from '../domain/values/identity.ts'
import { type ProblemCode, problems } from '../domain/values/problem.ts'
import { problemType } from '../http/problems/problem-type.ts'
import type { BusEvent } from './aws/bus.ts'
import type { SentMessage } from './aws/outbox.ts'
import { type LocalRequest, type LocalResponse, localJsonResponse, splitTarget } from './gateway/exchange.ts'
import type { LogEntry } from './gateway/request-log.ts'
import type { Sum } from './local-metrics.ts'
import { failMail, mailFailureSchema } from './mail-failure.ts'
import type { NativeSignIn, NativeTokens } from './native-tokens.ts'
import { demoFile } from './pages/demo-files.ts'

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
  /** The tokens that a provider's SDK would hand to an app. */
  nativeTokens(signIn: NativeSignIn): NativeTokens | undefined
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

const nativeSchema = v.strictObject({
  provider: v.picklist(providerIds),
  person: v.string(),
  nonce: v.optional(v.string()),
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
      case 'GET /_local/identity-gateway':
        return localJsonResponse(200, windowOf(backstage.identityGateway()))
      case 'POST /_local/sweep':
        return localJsonResponse(200, await backstage.sweep())
      case 'POST /_local/clock':
        return moveClock(request, backstage)
      case 'POST /_local/mail-failures':
        return withBody(request, mailFailureSchema, async (failure) =>
          localJsonResponse(200, Object(await failMail(failure))),
        )
      case 'POST /_local/native-tokens':
        return nativeSignIn(request, backstage)
      default:
        return problem('not_found', path)
    }
  }
}

/** The URL of the window that the real gateway's script would open. */
const windowOf = (origin: string | undefined) => (origin === undefined ? {} : { window: `${origin}/window` })

const moveClock = (request: LocalRequest, backstage: Backstage): Promise<LocalResponse> =>
  withBody(request, clockSchema, ({ advanceSeconds }) =>
    localJsonResponse(200, { now: backstage.advanceClock(advanceSeconds).toISOString() }),
  )

const nativeSignIn = (request: LocalRequest, backstage: Backstage): Promise<LocalResponse> =>
  withBody(request, nativeSchema, (signIn) => {
    const tokens = backstage.nativeTokens(signIn)
    return tokens === undefined
      ? problem('not_found', splitTarget(request.target).path)
      : localJsonResponse(200, tokens)
  })

/** Responds to a body that fits a schema, and with `invalid_request` to any other. */
async function withBody<Schema extends v.GenericSchema>(
  { body, target }: LocalRequest,
  schema: Schema,
  respond: (body: v.InferOutput<Schema>) => LocalResponse | Promise<LocalResponse>,
): Promise<LocalResponse> {
  const { path } = splitTarget(target)
  const json = parse(body)
  if (json === undefined) return problem('invalid_request', path, [{ pointer: '', detail: 'is not JSON' }])
  const input = v.safeParse(schema, json)
  return input.success ? respond(input.output) : problem('invalid_request', path, input.issues.map(faultOf))
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
    // A relative reference (RFC 9457, section 3.1.1): the laptop has one origin.
    type: problemType(code, ''),
    title,
    status,
    code,
    instance,
    ...defined({ errors }),
  }
  return localJsonResponse(status, body, 'application/problem+json')
}
