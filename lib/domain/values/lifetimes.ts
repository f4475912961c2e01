/** Lifetimes, in seconds. */
export const lifetimes = {
  /** The sealed OAuth request, from `/login` to the callback. */
  oauthRequest: 600,
  /** The cookie of a visit, which tells a visit that ran out from somebody else's. */
  visitCookie: 3600,
  /** The address that starts a visit in a mobile app's system browser. */
  startUrl: 60,
  ticket: 60,
  /** The challenge that an authenticator signs (WebAuthn, section 13.4.3). */
  passkeyChallenge: 300,
  accessToken: 600,
  /** A device that has signed in before: half a year. */
  knownDevice: 180 * 86_400,
  /** A code sent by mail or SMS. */
  code: 600,
  /** The maximum age of a sign-in that proves a member or allows a sensitive change. */
  freshSignIn: 600,
  /** The pending visit of a new identity that matches a deactivated member (row 6). */
  pendingWhileDeactivated: 86_400,
  /** Register, link, merge and verification tokens. */
  flowToken: 600,
  /** An identity check, from start to result. */
  identityCheck: 900,
  /** A pending connection, until the sweep disconnects it at the provider. */
  pendingConnection: 1800,
  /** The head start of a door that disconnects an identity; after it, the sweep also calls the provider. */
  ending: 60,
  /** How long a replaced refresh token still returns the current one, whoever used that meanwhile. */
  refreshGrace: 10,
  /** How long it does while nobody has used the current one: the response got lost. */
  lateRefreshRetry: 86_400,
  /** A reactivation token. A member may read the mail a day later. */
  reactivation: 86_400,
  /** The pause between two reactivation mails to one member. */
  reactivationMailPause: 60,
  /** A message that a transaction left to be sent. Nobody needs older news. */
  message: 86_400,
  /** A failed message, which an operator may send again: as long as the queue of failures names it. */
  failedMessage: 14 * 86_400,
  /** The courier's own time for one message, before another may send the message again. */
  messageLease: 60,
  /** A notice of one kind about the same thing goes at most once in this time. */
  repeatedNotice: 600,
} as const

/** How long a device stays signed in: without use, and in total. */
export interface SessionLifetimes {
  readonly idleSeconds: number
  readonly totalSeconds: number
}

/** The session lifetimes of a stage that sets none: 30 days without use, 90 days in total. */
export const defaultSessionLifetimes: SessionLifetimes = {
  idleSeconds: 30 * 86_400,
  totalSeconds: 90 * 86_400,
}

/** The moment `seconds` later. */
export const after = (moment: Date, seconds: number): Date => new Date(moment.getTime() + seconds * 1000)
