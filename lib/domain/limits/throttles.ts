/** Requests per second, and how many may come at once. */
export interface Throttle {
  readonly rate: number
  readonly burst: number
}

/** How much each kind of door takes. `costly`: one that hashes passwords or leads to a mail or text. */
const doorThrottles = {
  busy: { rate: 200, burst: 400 },
  quiet: { rate: 50, burst: 100 },
  costly: { rate: 30, burst: 60 },
} as const satisfies Record<string, Throttle>

export type DoorThrottle = keyof typeof doorThrottles

/** The throttle of each kind of door by default, and of requests without a door: guesses and scanners. */
export const defaultThrottles = {
  ...doorThrottles,
  unknown: { rate: 20, burst: 40 },
} as const satisfies Record<string, Throttle>
