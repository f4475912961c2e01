/** What a deep check of a stage looks at. The first three are what every sign-in needs. */
export const healthChecks = [
  'table',
  'secrets',
  'keys',
  'messages',
  'disconnections',
  'erasures',
  'mail',
] as const
export type HealthCheck = (typeof healthChecks)[number]

/** `unknown`: what it depends on fails, or nobody has looked yet. */
export const checkResults = ['ok', 'failing', 'unknown'] as const
export type CheckResult = (typeof checkResults)[number]

export type HealthChecks = Readonly<Record<HealthCheck, CheckResult>>

/** `failing`: nobody can sign in. `degraded`: people sign in, and something behind them does not go on. */
export interface Health {
  readonly status: 'ok' | 'degraded' | 'failing'
  readonly checks: HealthChecks
}

/** Judges a stage by its checks. */
export function healthOf(checks: HealthChecks): Health {
  const { table, secrets, keys } = checks
  if ([table, secrets, keys].includes('failing')) return { status: 'failing', checks }
  return { status: Object.values(checks).includes('failing') ? 'degraded' : 'ok', checks }
}

/** The lists of what is due, and the seconds after which an entry says that nobody works on the list. */
export const workLists = {
  // The courier is called every minute, and by every new message.
  messages: 10 * 60,
  // The sweep is called every five minutes, and puts off what fails.
  disconnections: 60 * 60,
  erasures: 60 * 60,
} as const satisfies Partial<Record<HealthCheck, number>>
export type WorkList = keyof typeof workLists

/** What the courier saw last of the sender's identity at SES. */
export interface MailNote {
  readonly mail: 'verified' | 'unverified'
  readonly at: Date
}

/** What the courier saw of everything but the table: who reads the note sees that itself. */
export interface HealthNote {
  readonly checks: Omit<HealthChecks, 'table'>
  readonly at: Date
  /** The hashes of the secrets that CloudFront may show. Absent while the courier cannot read them. */
  readonly origins?: readonly string[]
}

/** The courier looks every minute. */
const noteMaxAgeMs = 15 * 60_000

/** What nobody can tell. */
const untold = {
  secrets: 'unknown',
  keys: 'unknown',
  messages: 'unknown',
  disconnections: 'unknown',
  erasures: 'unknown',
  mail: 'unknown',
} as const satisfies HealthNote['checks']

/** The health of a stage whose table cannot be read. */
export const healthWithoutTable: Health = healthOf({ table: 'failing', ...untold })

/** The health that a note tells. A courier that is silent sends nothing, and says nothing of the rest. */
export function notedHealth(note: HealthNote | undefined, now: Date): Health {
  if (note === undefined) return healthOf({ table: 'ok', ...untold })
  if (isFresh(note.at, now)) return healthOf({ table: 'ok', ...note.checks })
  return healthOf({ table: 'ok', ...untold, messages: 'failing', mail: 'failing' })
}

const isFresh = (at: Date, now: Date): boolean => now.getTime() - at.getTime() < noteMaxAgeMs

/** The result of the check of mails. A courier that is silent is a failure too. */
export function mailResult(note: MailNote | undefined, now: Date): CheckResult {
  if (note === undefined) return 'unknown'
  return note.mail === 'verified' && isFresh(note.at, now) ? 'ok' : 'failing'
}
