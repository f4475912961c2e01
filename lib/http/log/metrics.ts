import type { LogContext } from '../../domain/visit/funnel.ts'
import { clock } from '../../runtime/clock.ts'

/** What the metrics of a line depend on. */
export interface Measured extends Omit<LogContext, 'provider' | 'row'> {
  readonly provider?: string
  readonly row?: number
  readonly route?: string
  readonly status?: number
  readonly outcome?: string
}

/** A step of the funnel: what is counted, and by what. */
interface Step {
  readonly metric: 'visits' | 'decisions' | 'registrations' | 'linkAnswers' | 'abandonments'
  readonly by: readonly (keyof LogContext | 'answer')[]
  readonly more?: Readonly<Record<string, string>>
}

/** What a visitor said to the question whether to link, by what the door answered. */
const linkAnswers: Readonly<Record<string, string>> = {
  signed_in: 'accepted',
  linked: 'accepted',
  declined: 'declined',
  registration_required: 'continued_as_new',
}

/** Answers after which nothing was decided for good: a replay, or our own fault. */
const undecided = new Set(['token_used', 'invalid_transaction', 'unavailable', 'unexpected'])

/** What a redirect's callback leaves to `token`: the member may be another by then, or not active. */
const decidedAtToken = new Set<string>([
  'signed_in',
  'already_linked',
  'merge_confirmation_required',
  'reauthenticated',
])

/** What a visit came to, if it did at this door: each visit is counted once. */
function decisionOf({ route, outcome = '', decided }: Measured): string | undefined {
  if (decided === undefined || undecided.has(outcome)) return undefined
  if (outcome !== 'ticket_issued') return outcome
  return route === 'callback' && !decidedAtToken.has(decided) ? decided : undefined
}

function stepOf(line: Measured): Step | undefined {
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

const requests = {
  Namespace: 'ieum',
  Dimensions: [['route'], ['route', 'outcome']],
  Metrics: [
    { Name: 'requests', Unit: 'Count' },
    { Name: 'durationMs', Unit: 'Milliseconds' },
  ],
}

const counted = ({ metric, by }: Step) => ({
  Namespace: 'ieum',
  Dimensions: [by],
  Metrics: [{ Name: metric, Unit: 'Count' }],
})

/**
 * CloudWatch's embedded metric format: the log line itself is the metric. Dimensions of low cardinality only:
 * route and outcome; and of the one step that the line is in the funnel, provider and what became of the visit.
 */
export function metricsOf(line: Measured) {
  // A line that does not say by what it is counted would be no metric at all.
  const found = stepOf(line)
  const step = found?.by.every((name) => name in line || name in (found.more ?? {})) ? found : undefined
  return {
    ...(line.route !== undefined && { requests: 1 }),
    ...(step && { [step.metric]: 1, ...step.more }),
    _aws: {
      Timestamp: clock.now().getTime(),
      CloudWatchMetrics: [
        ...(line.route === undefined ? [] : [requests]),
        ...(step === undefined ? [] : [counted(step)]),
      ],
    },
  }
}
