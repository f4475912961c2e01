import type { TermVersion } from '../domain/consent/terms-in-force.ts'
import { limitsOf, type StageLimits } from '../domain/limits/stage-limits.ts'
import type { SessionLifetimes } from '../domain/values/lifetimes.ts'
import { defaultSmsPolicy, type SmsPolicy } from '../domain/values/sms-policy.ts'
import type { Stage } from './schema/stage-schema.ts'

/** A stage's settings in the domain's words and units. */
export interface StageSettings
  extends Omit<Stage, '$schema' | 'origin' | 'terms' | 'sessions' | 'sms' | 'limits' | 'reactivationUrl'> {
  readonly origin: string
  readonly terms: readonly TermVersion[]
  readonly sessions: SessionLifetimes
  readonly sms: SmsPolicy
  readonly limits: StageLimits
  /** The most sessions that one member may have. */
  readonly maxSessions: number
  /** The client's page in reactivation mails. Absent without a web client. */
  readonly reactivationUrl: string | undefined
}

const daySeconds = 86_400

/** The settings of a stage at an origin. Pure. */
export function settingsOf(stage: Omit<Stage, '$schema'>, origin: string): StageSettings {
  const { terms, sessions, sms, limits, reactivationUrl, ...rest } = stage
  return {
    ...rest,
    origin,
    terms: terms.map((term) => termOf(term, origin)),
    sessions: {
      idleSeconds: sessions.idleDays * daySeconds,
      totalSeconds: sessions.totalDays * daySeconds,
    },
    sms: smsOf(sms),
    limits: limitsOf(limits),
    maxSessions: limits.sessionsPerMember,
    reactivationUrl: reactivationUrl ?? firstPageOf(stage),
  }
}

const termOf = ({ title, url, from, ...rest }: Stage['terms'][number], origin: string): TermVersion => ({
  term: {
    ...rest,
    title: typeof title === 'string' ? { ko: title, en: title } : title,
    url: new URL(url, origin).href,
  },
  ...(from !== null && { from: new Date(from) }),
})

/** A stage without texts reaches no country. */
function smsOf(sms: Stage['sms']): SmsPolicy {
  if (sms === null) return { ...defaultSmsPolicy, countries: [] }
  const { recycledAfterDays, region, ...rest } = sms
  return { ...rest, recycledAfterSeconds: recycledAfterDays * daySeconds, ...(region !== null && { region }) }
}

/** The first web client's sign-in page, the default target of mails. */
const firstPageOf = ({ clients }: Pick<Stage, 'clients'>): string | undefined =>
  clients.find(({ type }) => type === 'web')?.redirectUris[0]
