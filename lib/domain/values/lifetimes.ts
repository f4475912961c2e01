/** How long things live, in seconds. */
export const lifetimes = {
  /** From `/login` to the callback. */
  transaction: 600,
  ticket: 60,
  accessToken: 600,
  /** A code in a mail. */
  code: 600,
  /** How recent a sign-in must be to prove something or to change something sensitive. */
  freshSignIn: 600,
  /** How long a deactivated member's new identity waits (row 6). */
  pendingWhileDeactivated: 86_400,
  /** Register, link, merge and verification tokens. */
  flowToken: 600,
  /** A check of who somebody is, from its beginning to its result. */
  identityCheck: 900,
  /** A pending connection, until it is ended at the provider. */
  pendingConnection: 1800,
  /** How long whoever ends an identity has for asking its provider, until the sweep asks as well. */
  ending: 60,
  /** How long the refresh token before the current one still answers with the current one. */
  refreshGrace: 10,
  /** A reactivation token; long enough for a mail that is read tomorrow. */
  reactivation: 86_400,
  /** Between two reactivation mails to one member. */
  reactivationMailPause: 60,
} as const

/** How long a device stays signed in. */
export interface SessionLifetimes {
  readonly idleSeconds: number
  readonly totalSeconds: number
}

export const defaultSessionLifetimes: SessionLifetimes = {
  idleSeconds: 30 * 86_400,
  totalSeconds: 90 * 86_400,
}

export const after = (moment: Date, seconds: number): Date => new Date(moment.getTime() + seconds * 1000)
