import { budgets, type MeteredFlow } from './budgets.ts'
import { type Price, prices } from './prices.ts'

/** What happens in a month. */
export interface Month {
  readonly members: number
  readonly signIns: number
  readonly refreshes: number
  readonly signUps: number
  /** Mails beside those of the flows, such as codes and notices. */
  readonly mails: number
}

/** One line of a bill. */
export interface BillLine {
  readonly name: string
  readonly amount: number
  readonly price: Price
  readonly dollars: number
}

/** What a flow is besides its requests to the table. */
interface Shape {
  /** Calls of the API, each of them one of a Lambda. A redirect visit is `/login`, `/callback` and `/token`. */
  readonly calls: number
  /** Requests to the provider that wait for one another. */
  readonly provider: number
  readonly mails: number
}

const shapes: Readonly<Record<MeteredFlow, Shape>> = {
  'returning, direct': { calls: 2, provider: 1, mails: 0 },
  'returning, redirect': { calls: 3, provider: 1, mails: 0 },
  'first visit': { calls: 3, provider: 2, mails: 0 },
  register: { calls: 1, provider: 0, mails: 0 },
  link: { calls: 2, provider: 2, mails: 1 },
  refresh: { calls: 1, provider: 0, mails: 0 },
  'GET /me': { calls: 1, provider: 0, mails: 0 },
}

/** What is assumed and not measured. */
export const assumed = {
  tableMs: 5,
  providerMs: 50,
  /** CPU of a call on 512 MB. */
  cpuMs: 15,
  memoryGb: 0.5,
  /** One line of ours and the three of Lambda. */
  logKbOfACall: 1.2,
  /** The rows of a member, their keys and DynamoDB's 100 bytes for each. */
  tableKbOfAMember: 6,
  secrets: 2,
  /** A sign-up asks once for `/me`, and a sign-in as well. */
  meOfASignIn: 1,
} as const

/** How often each flow happens. */
const timesOf = ({ signIns, refreshes, signUps }: Month): Readonly<Record<MeteredFlow, number>> => ({
  'returning, direct': 0,
  'returning, redirect': signIns,
  'first visit': signUps,
  register: signUps,
  link: 0,
  refresh: refreshes,
  'GET /me': (signIns + signUps) * assumed.meOfASignIn,
})

/** The monthly bill, from the budgets to which a test holds the code, and from list prices. Pure. */
export function billOf(month: Month): readonly BillLine[] {
  const times = timesOf(month)
  const flows = Object.entries(shapes).map(([name, shape]) => {
    const flow = Object.keys(budgets).find((one): one is MeteredFlow => one === name)
    if (flow === undefined) throw new Error(`${name} has no budget`)
    return { shape, cost: budgets[flow], times: times[flow] }
  })
  const sum = (of: (flow: (typeof flows)[number]) => number): number =>
    flows.reduce((total, flow) => total + of(flow) * flow.times, 0)
  const calls = sum(({ shape }) => shape.calls)
  const seconds =
    sum(
      ({ shape, cost }) =>
        shape.calls * assumed.cpuMs + cost.depth * assumed.tableMs + shape.provider * assumed.providerMs,
    ) / 1000
  const gigabytes = (month.members * assumed.tableKbOfAMember) / 1024 / 1024
  const line = (name: string, amount: number, price: Price): BillLine => ({
    name,
    amount,
    price,
    dollars: amount * price.dollars,
  })
  return [
    line('API Gateway, HTTP API', calls, prices.httpApi),
    line('Lambda, calls', calls, prices.lambdaCall),
    line('Lambda, time', seconds * assumed.memoryGb, prices.lambdaTime),
    line(
      'DynamoDB, writes',
      sum(({ cost }) => cost.writes),
      prices.write,
    ),
    line(
      'DynamoDB, reads',
      sum(({ cost }) => cost.reads),
      prices.read,
    ),
    line('DynamoDB, storage', gigabytes, prices.storage),
    line('DynamoDB, recovery', gigabytes, prices.backup),
    line('SES', sum(({ shape }) => shape.mails) + month.mails, prices.mail),
    line('CloudWatch Logs', (calls * assumed.logKbOfACall) / 1024 / 1024, prices.logs),
    line('Secrets Manager', assumed.secrets, prices.secret),
  ]
}

/** The sum of a bill. */
export const totalOf = (lines: readonly BillLine[]): number =>
  lines.reduce((sum, { dollars }) => sum + dollars, 0)
