/** A list price in US dollars, with where and when it was read. */
export interface Price {
  readonly dollars: number
  readonly per: string
  /** The page that says so, and the date of the page; absent where nothing public confirmed the price. */
  readonly source?: string
}

const million = 1_000_000

/** List prices of AWS in us-east-1, without free tiers and discounts. Other regions cost up to a third more. */
export const prices = {
  httpApi: { dollars: 1 / million, per: 'call', source: 'appropri8-astro.pages.dev, 2025-12-02' },
  lambdaCall: {
    dollars: 0.2 / million,
    per: 'call',
    source: 'git.mcrn.ar/mariano/lambda_local_runner, 2026-05-11',
  },
  lambdaTime: {
    dollars: 0.0000133334,
    per: 'GB second on arm64',
    source: 'git.mcrn.ar/mariano/lambda_local_runner, 2026-05-11',
  },
  write: {
    dollars: 0.625 / million,
    per: 'write unit on demand',
    source: 'airbyte.com/data-engineering-resources/dynamodb-pricing, 2025-07-21',
  },
  read: {
    dollars: 0.125 / million,
    per: 'read unit on demand',
    source: 'airbyte.com/data-engineering-resources/dynamodb-pricing, 2025-07-21',
  },
  storage: { dollars: 0.25, per: 'GB and month' },
  backup: { dollars: 0.2, per: 'GB and month of point-in-time recovery' },
  mail: { dollars: 0.1 / 1000, per: 'mail' },
  logs: { dollars: 0.5, per: 'GB' },
  secret: { dollars: 0.4, per: 'secret and month' },
} as const satisfies Readonly<Record<string, Price>>

/** A service that is paid by the members who were active in a month. */
export interface Rival {
  readonly name: string
  readonly dollars: (activeMembers: number) => number
  readonly source: string
  /** Whether the maker's own page, or a copy of it, says the price for so many members. */
  readonly isConfirmed: boolean
}

const beyond =
  (free: number, dollars: number, base = 0) =>
  (members: number) =>
    base + Math.max(0, members - free) * dollars

/** List prices of others, for members who sign in by social login. Whoever is this large negotiates. */
export const rivals: readonly Rival[] = [
  {
    name: 'Amazon Cognito, Essentials',
    dollars: beyond(10_000, 0.015),
    source: 'danguisinger.com/aws/cognito: $0.015 beyond 10,000; read 2026-11-22',
    isConfirmed: false,
  },
  {
    name: 'Auth0, B2C',
    dollars: beyond(0, 0.023),
    source:
      'bytepane.com, 2026: $0.023; auth0.com/pricing lists $35 for 500 (2026-09-20), and no price for so many',
    isConfirmed: false,
  },
  {
    name: 'Clerk, Pro',
    dollars: beyond(50_000, 0.02, 25),
    source: 'clerk.com/articles/clerk-pricing-explained: $25, and $0.02 beyond 50,000; read 2026-11-22',
    isConfirmed: true,
  },
  {
    name: 'Supabase, Pro',
    dollars: beyond(100_000, 0.00325, 25),
    source:
      'supabase.com/docs/guides/platform/manage-your-usage/monthly-active-users: $0.00325 beyond 100,000',
    isConfirmed: true,
  },
  {
    name: 'Firebase, Identity Platform',
    dollars: beyond(50_000, 0.0055),
    source: 'bytepane.com, 2026: $0.0055 beyond 50,000; cheaper for more, of which no page was found',
    isConfirmed: false,
  },
]
