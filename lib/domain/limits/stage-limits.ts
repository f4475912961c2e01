import type { Limit } from './limit.ts'

/** The rate limits in a stage's settings. */
export interface LimitPolicy {
  /** Wrong passwords. A right one counts nowhere. */
  readonly failures: {
    /** For one identifier from one source, or from one device that has signed in before. */
    readonly per15Minutes: number
    /** For one identifier, from all devices that have signed in before and from all others. Then with pauses. */
    readonly perDay: number
    /** From one source. Offices and carriers have many people behind one address. */
    readonly perSourceAndHour: number
  }
  /** Requested codes. */
  readonly codes: {
    /** For one address and purpose, from one source. */
    readonly perHour: number
    /** For one address and purpose. Then each further one after a longer pause. */
    readonly perDay: number
    readonly perSourceAndHour: number
    /** Texts cost money. */
    readonly textsPerSourceAndHour: number
  }
  /** Changes of one session. Ending and removing something is not counted. */
  readonly changesPerHour: number
  /** Codes and tokens that a provider refuses in one visit. */
  readonly refusedGrants: number
  readonly identityChecksPerHour: number
  /** The sessions of one member. The oldest ends when one more begins. */
  readonly sessionsPerMember: number
  readonly uploads: { readonly perSignUp: number; readonly perDay: number }
}

/** The limits of a stage that sets none. */
export const defaultLimits: LimitPolicy = {
  failures: { per15Minutes: 10, perDay: 100, perSourceAndHour: 1000 },
  codes: { perHour: 5, perDay: 10, perSourceAndHour: 1000, textsPerSourceAndHour: 100 },
  changesPerHour: 60,
  refusedGrants: 5,
  identityChecksPerHour: 10,
  sessionsPerMember: 50,
  uploads: { perSignUp: 12, perDay: 30 },
}

const quarterSeconds = 900
const hourSeconds = 3600
const daySeconds = 86_400

/** Never a lock: after three hours at most, one more passes. */
const pauses = { firstSeconds: 60, longestSeconds: 3 * hourSeconds }

/** Seconds between two codes. */
const codeGapSeconds = 30

/** The limits of a stage, by the thing that they count. No two have the same name, so none share a counter. */
export const limitsOf = ({
  failures,
  codes,
  changesPerHour,
  refusedGrants,
  identityChecksPerHour,
  uploads,
}: LimitPolicy) =>
  ({
    failuresHere: { name: 'failures-here', max: failures.per15Minutes, windowSeconds: quarterSeconds },
    failures: { name: 'failures', max: failures.perDay, windowSeconds: daySeconds, pauses },
    failuresOfDevice: { name: 'failures-device', max: failures.per15Minutes, windowSeconds: quarterSeconds },
    failuresOfDevices: { name: 'failures-devices', max: failures.perDay, windowSeconds: daySeconds, pauses },
    failuresOfSource: {
      name: 'failures-source',
      max: failures.perSourceAndHour,
      windowSeconds: hourSeconds,
    },
    codesHere: {
      name: 'codes-here',
      max: codes.perHour,
      windowSeconds: hourSeconds,
      gapSeconds: codeGapSeconds,
    },
    codes: { name: 'codes', max: codes.perDay, windowSeconds: daySeconds, pauses },
    codesOfSource: { name: 'codes-source', max: codes.perSourceAndHour, windowSeconds: hourSeconds },
    textsOfSource: { name: 'texts-source', max: codes.textsPerSourceAndHour, windowSeconds: hourSeconds },
    changes: { name: 'changes', max: changesPerHour, windowSeconds: hourSeconds },
    refusedGrants: {
      name: 'refused-grants',
      max: refusedGrants,
      // No visit lives long enough for one more.
      windowSeconds: refusedGrants * daySeconds,
    },
    identityChecks: { name: 'identity-checks', max: identityChecksPerHour, windowSeconds: hourSeconds },
    uploadsOfSignUp: { name: 'uploads-sign-up', max: uploads.perSignUp, windowSeconds: hourSeconds },
    uploadsOfMember: { name: 'uploads-member', max: uploads.perDay, windowSeconds: daySeconds },
  }) as const satisfies Record<string, Limit>

/** The rate limits of one stage. */
export type StageLimits = ReturnType<typeof limitsOf>
