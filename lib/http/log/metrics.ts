import type { LogContext } from '../../domain/visit/funnel.ts'
import { clock } from '../../runtime/clock.ts'
import { stageName, versionName } from './stage-name.ts'

/** The fields of a log line that its metrics depend on. */
export interface Measured extends Omit<LogContext, 'provider' | 'row'> {
  readonly provider?: string
  readonly row?: number
  readonly route?: string
  readonly status?: number
  readonly outcome?: string
}

/** A step of the funnel: its metric and its dimensions. */
interface VisitMetric {
  readonly metric: 'visits' | 'decisions' | 'registrations' | 'linkAnswers' | 'abandonments'
  readonly by: readonly (keyof LogContext | 'answer')[]
  readonly more?: Readonly<Record<string, string>>
}

/** A visitor's answer to a link question, by the outcome of the door. */
const linkAnswers: Readonly<Record<string, string>> = {
  signed_in: 'accepted',
  linked: 'accepted',
  declined: 'declined',
  registration_required: 'continued_as_new',
}

/** Outcomes that decide nothing for good: a repeated token, or a fault of ours. */
const undecided = new Set(['token_used', 'invalid_transaction', 'hook_failed', 'unavailable', 'unexpected'])

/** Outcomes that the redirect callback leaves to `/token`, since the member's state may change before it. */
const decidedAtToken = new Set<string>([
  'signed_in',
  'already_linked',
  'merge_confirmation_required',
  'reauthenticated',
])

/** The decision of a visit, if this door makes it. Each visit is counted once. */
function decisionOf({ route, outcome = '', decided }: Measured): string | undefined {
  if (decided === undefined || undecided.has(outcome)) return undefined
  if (outcome !== 'ticket_issued') return outcome
  return route === 'callback' && !decidedAtToken.has(decided) ? decided : undefined
}

function stepOf(line: Measured): VisitMetric | undefined {
  const { route, status = 500, outcome = '', abandoned } = line
  if (abandoned) return { metric: 'abandonments', by: ['provider'] }
  switch (route) {
    case 'login':
      return outcome === 'started' ? { metric: 'visits', by: ['provider', 'intent'] } : undefined
    case 'callback':
    case 'token': {
      const decided = decisionOf(line)
      return decided === undefined
        ? undefined
        : { metric: 'decisions', by: ['provider', 'intent', 'decided'], more: { decided } }
    }
    case 'register':
      return status === 201 ? { metric: 'registrations', by: ['basis'] } : undefined
    case 'link': {
      const answer = linkAnswers[outcome]
      return answer === undefined
        ? undefined
        : { metric: 'linkAnswers', by: ['provider', 'answer'], more: { answer } }
    }
    default:
      return undefined
  }
}

/** Doors at which somebody who comes back signs in, whether or not that works. */
const signInDoors = new Set(['callback', 'password-login', 'code-login'])
/** Doors whose `signed_in` opens a session. */
const openingDoors = new Set([...signInDoors, 'token', 'register', 'link'])

/** Sign-ins of the whole stage, tried and done: the alarm for "nobody gets in any more" compares them. */
function signInsOf({ route = '', outcome }: Measured) {
  const signInAttempts = signInDoors.has(route) ? 1 : 0
  const signIns = openingDoors.has(route) && outcome === 'signed_in' ? 1 : 0
  return signInAttempts + signIns === 0 ? undefined : { signInAttempts, signIns }
}

const metricsBy = (
  dimensions: readonly (readonly string[])[],
  metrics: Readonly<Record<string, string>>,
) => ({
  Namespace: 'ieum',
  Dimensions: dimensions.map((names) => ['stage', ...names]),
  Metrics: Object.entries(metrics).map(([Name, Unit]) => ({ Name, Unit })),
})

/** By outcome alone: Lambda counts and times the calls of each route without charge, and the line has both for a query. */
const requests = metricsBy([['outcome']], { requests: 'Count' })

const signInMetrics = metricsBy([[]], { signInAttempts: 'Count', signIns: 'Count' })

/** Outcomes that a version of the code is to blame for. A gradual deployment goes back on the first of them. */
const faults = new Set(['unexpected', 'hook_failed'])

const faultMetrics = metricsBy([['route', 'version']], { faults: 'Count' })

const countedSteps = new Map<string, ReturnType<typeof metricsBy>>()

/** The metric of a step. There are as many as lines of `stepOf`. */
function counted({ metric, by }: VisitMetric) {
  const known = countedSteps.get(metric)
  if (known !== undefined) return known
  const fresh = metricsBy([by], { [metric]: 'Count' })
  countedSteps.set(metric, fresh)
  return fresh
}

/**
 * The CloudWatch embedded metric format of a log line: the line itself carries the metric. Takes the line's
 * fields and gives the fields to add. Dimensions have low cardinality: the stage, and the route and outcome, or for a
 * funnel step the provider and the decision. Each combination is a metric that CloudWatch bills.
 */
export function metricsOf(line: Measured) {
  // A metric without all its dimensions is invalid, so such a step is dropped.
  const found = stepOf(line)
  const step = found?.by.every((name) => name in line || name in (found.more ?? {})) ? found : undefined
  const fields: Record<string, string | number> = { stage: stageName() }
  const metrics: ReturnType<typeof metricsBy>[] = []
  if (line.route !== undefined) {
    fields['requests'] = 1
    if (line.outcome !== undefined) metrics.push(requests)
    if (faults.has(line.outcome ?? '')) {
      Object.assign(fields, { faults: 1, version: versionName() })
      metrics.push(faultMetrics)
    }
  }
  const signIns = signInsOf(line)
  if (signIns !== undefined) {
    Object.assign(fields, signIns)
    metrics.push(signInMetrics)
  }
  if (step !== undefined) {
    fields[step.metric] = 1
    Object.assign(fields, step.more)
    metrics.push(counted(step))
  }
  return Object.assign(fields, { _aws: { Timestamp: clock.now().getTime(), CloudWatchMetrics: metrics } })
}
