import { expect, it } from 'vitest'
import { hookNames } from '../../../lib/domain/hooks/hook-name.ts'
import { problems } from '../../../lib/domain/values/problem.ts'
import type { Outcome } from '../../../lib/domain/visit/outcome.ts'
import { type Measured, metricsOf } from '../../../lib/http/log/metrics.ts'
import { outcomeSchemas } from '../../../lib/http/openapi/response-schemas.ts'
import { routes } from '../../../lib/routes/routes.ts'

// CloudWatch bills every combination of a metric with values of its dimensions that a stage writes in a month. Whoever adds a
// metric or a dimension sees here what that costs.

type Intent = 'login' | 'link' | 'reauth'
const everyIntent = ['login', 'link', 'reauth'] as const

/** The intents of the visits that may end so. */
const intentsOf = {
  signed_in: ['login'],
  member_deactivated: everyIntent,
  member_suspended: everyIntent,
  member_withdrawn: ['login'],
  mandatory_items_not_agreed: ['login', 'link'],
  link_confirmation_required: ['login'],
  link_proof_required: ['login'],
  registration_required: ['login'],
  guardian_consent_required: ['login'],
  rejoin_not_allowed_yet: ['login'],
  linked: ['link'],
  already_linked: ['link'],
  merge_confirmation_required: ['link'],
  merge_not_allowed: ['link'],
  identity_mismatch: ['login', 'link'],
  identity_verified: ['login'],
  reauthenticated: ['reauth'],
  reauthentication_mismatch: ['reauth'],
  provider_denied: everyIntent,
  provider_unavailable: everyIntent,
  provider_grant_invalid: everyIntent,
  provider_token_not_ours: everyIntent,
} as const satisfies Record<Outcome['kind'], readonly Intent[]>

const isKind = (kind: string): kind is Outcome['kind'] => Object.hasOwn(intentsOf, kind)

/** What the log says beside the outcomes of the description and the problems. */
const outcomesOfTheLog = [
  'ok',
  'preflight',
  'started',
  'ticket_issued',
  'ticket_repeated',
  'refreshed',
  'unlinked',
]

const providers = ['kakao', 'naver', 'google'] as const

/** Every combination that lines write, as `metric value value …`, but for faults. */
function metricsOfAll(lines: readonly Measured[]): ReadonlySet<string> {
  const found = lines.flatMap((line) => {
    const written = metricsOf(line)
    const values: Readonly<Record<string, unknown>> = { ...line, ...written }
    return written._aws.CloudWatchMetrics.flatMap(({ Dimensions, Metrics }) =>
      Dimensions.flatMap((by) =>
        Metrics.map(({ Name }) => [Name, ...by.map((one) => values[one])].join(' ')),
      ),
    )
  })
  return new Set(found.filter((metric) => !metric.startsWith('faults')))
}

const outcomes = [...Object.keys(problems), ...Object.keys(outcomeSchemas), ...outcomesOfTheLog]
const ofRequests = Object.keys(routes).flatMap((route) => outcomes.map((outcome) => ({ route, outcome })))
const ofVisits = (provider: (typeof providers)[number]): readonly Measured[] => [
  ...everyIntent.map((intent) => ({ route: 'login', outcome: 'started', provider, intent })),
  ...Object.keys(intentsOf)
    .filter(isKind)
    .flatMap((decided) =>
      intentsOf[decided].map((intent) => ({
        route: 'callback',
        outcome: decided,
        decided,
        provider,
        intent,
      })),
    ),
  { route: 'register', status: 201, basis: provider },
  ...['signed_in', 'declined', 'registration_required'].map((outcome) => ({
    route: 'link',
    outcome,
    provider,
  })),
  { abandoned: true, provider },
]

it('a stage writes at most so many metrics whatever happens, and so many more for each provider', () => {
  const whole = metricsOfAll(ofRequests).size
  expect(whole).toBeLessThanOrEqual(60)
  const [one, ...others] = providers.map(
    (provider) => metricsOfAll([...ofRequests, ...ofVisits(provider)]).size - whole,
  )
  expect(one).toBeLessThanOrEqual(45)
  expect(new Set(others)).toEqual(new Set([one]))
  expect(hookNames.length).toBeLessThanOrEqual(6)
})
