import { crowdAtKakao } from './units/crowd.ts'
import { disagreementsIn } from './units/disagreements.ts'
import { type CpuTimes, startLaptop } from './units/laptop.ts'
import { isReported, type LoadedMember, loadClients } from './units/load-clients.ts'

/**
 * Mixed traffic on the whole local stack, which runs in a process of its own: 35 % renewals, 35 % `GET /me`, 20 % returning
 * callbacks, 5 % sign-ups, 5 % links with their unlinks, 1.4 requests each on average, by 2,000 members at first. First as fast
 * as the laptop answers, then for the given seconds at the given rate. Prints rates, times by kind, times and CPU time by
 * minute, and errors. Fails for an error, when claims, identities and members disagree afterwards, or when the last minute's
 * median is above 1.2 of the first's.
 *
 *     node bench/load.ts [seconds, 60] [requests a second, by default 60 % of what saturates]
 */
const seconds = Number(process.argv[2] ?? 60)
const wanted = process.argv[3]
const atStart = 2_000
const saturatingMs = 15_000
const requestsOfAction = 1.4
/** Actions a second that no laptop reaches unasked. */
const mostActions = Math.max(1_500, Number(wanted ?? 0) / requestsOfAction)
/** Who signs up on the way, one in twenty actions. Nobody does twice, so they must not run out. */
const newcomers = Math.ceil(0.06 * mostActions * (seconds + saturatingMs / 1000))

/** What happened in one minute of the even rate. */
interface Minute {
  readonly times: number[]
  errors: number
  /** The actions that began in it and before, and the CPU time so far, at its end. */
  actions: number
  cpu: CpuTimes
}

const errors = new Map<string, number>()
const times = new Map<string, number[]>()
const minutes: Minute[] = []
let sustainedAt = Number.POSITIVE_INFINITY
let nextNewcomer = 0

const minuteOf = (at: number): number => Math.floor((at - sustainedAt) / 60_000)

function countError(error: string): void {
  errors.set(error, (errors.get(error) ?? 0) + 1)
}

function report(kind: string, startedAt: number, error?: string): void {
  const ms = performance.now() - startedAt
  const measured = times.get(kind) ?? []
  measured.push(ms)
  times.set(kind, measured)
  const minute = minutes[minuteOf(startedAt)]
  minute?.times.push(ms)
  if (error === undefined) return
  countError(error)
  if (minute !== undefined) minute.errors++
}

const shares = [
  ['readOwnData', 0.35],
  ['renew', 0.7],
  ['signIn', 0.9],
  ['signUp', 0.95],
  ['linkAndUnlink', 1],
] as const

/** Somebody, by chance, who has nothing under way. */
function freeMember(): LoadedMember | undefined {
  const from = Math.floor(Math.random() * members.length)
  for (let step = 0; step < members.length; step++) {
    const member = members[(from + step) % members.length]
    if (member !== undefined && !member.isBusy) return member
  }
  return undefined
}

async function run(action: (typeof shares)[number][0]): Promise<void> {
  if (action === 'signUp') return signUp(`new-${nextNewcomer++}`)
  const member = freeMember()
  if (member === undefined) return
  member.isBusy = true
  try {
    await act(action, member)
  } finally {
    member.isBusy = false
  }
}

/** One action of the mix. Counts its errors. */
async function actOnce(): Promise<void> {
  const chance = Math.random()
  const [action] = shares.find(([, upTo]) => chance < upTo) ?? shares[0]
  try {
    await run(action)
  } catch (error) {
    if (isReported(error)) return
    const cause = error instanceof Error ? String(error.cause ?? '') : ''
    countError(`${action}: ${String(error)} ${cause}`)
  }
}

/** Does a job by sixteen clients that never pause, as long as it says so. */
async function bySixteen(job: () => Promise<void> | undefined): Promise<void> {
  const client = async () => {
    for (let step = job(); step !== undefined; step = job()) await step
  }
  await Promise.all(Array.from({ length: 16 }, client))
}

/** Actions a second with clients that never pause. */
async function saturate(): Promise<number> {
  const startedAt = performance.now()
  let done = 0
  await bySixteen(() => {
    if (performance.now() - startedAt > saturatingMs) return undefined
    done++
    return actOnce()
  })
  return (1000 * done) / (performance.now() - startedAt)
}

/** Begins actions at an even rate, whether or not earlier ones have ended. Keeps what each minute took. */
async function sustain(rate: number): Promise<void> {
  sustainedAt = performance.now()
  const open: Promise<void>[] = []
  const endOfMinute = (): void => {
    const minute = minutes.at(-1)
    if (minute !== undefined) Object.assign(minute, { actions: open.length, cpu: laptop.cpuTimes() })
  }
  for (let now = sustainedAt; now - sustainedAt < seconds * 1000; now = performance.now()) {
    if (minutes.length <= minuteOf(now)) {
      endOfMinute()
      minutes.push({ times: [], errors: 0, actions: open.length, cpu: laptop.cpuTimes() })
    }
    const due = ((now - sustainedAt) / 1000) * rate
    while (open.length < due) open.push(actOnce())
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  endOfMinute()
  await Promise.all(open)
}

const quantile = (all: readonly number[], share: number): number =>
  all.toSorted((a, b) => a - b)[Math.floor(all.length * share)] ?? 0

/** CPU milliseconds of each part for one action. */
function costOf(before: CpuTimes, after: CpuTimes, actions: number): string {
  const parts = ['laptop', 'database', 'clients'] as const
  return parts.map((part) => `${part} ${((after[part] - before[part]) / actions).toFixed(2)}`).join(', ')
}

function printTimes(before: CpuTimes): void {
  let [last, began] = [before, 0]
  for (const [index, minute] of minutes.entries()) {
    const { times: ofMinute, errors: failed, actions, cpu } = minute
    const [median, high] = [0.5, 0.99].map((share) => quantile(ofMinute, share).toFixed(1))
    const cost = costOf(last, cpu, actions - began)
    console.log(
      `minute ${index + 1}: ${ofMinute.length} requests, median ${median} ms, 99 % within ${high} ms, errors: ${failed}, CPU ms of an action: ${cost}`,
    )
    last = cpu
    began = actions
  }
  console.log(`CPU ms of an action: ${costOf(before, last, began)}`)
  for (const [kind, all] of times) {
    const [median, high] = [0.5, 0.99].map((share) => quantile(all, share).toFixed(0))
    console.log(`${kind}: ${all.length} requests, median ${median} ms, 99 % within ${high} ms`)
  }
}

const keys = [
  ...Array.from({ length: atStart }, (_, index) => `first-${index}`),
  ...Array.from({ length: newcomers }, (_, index) => `new-${index}`),
]
const laptop = await startLaptop(crowdAtKakao(keys))
const { members, signUp, act, unclearSignUps } = loadClients(laptop, report)
try {
  const first = keys.slice(0, atStart).values()
  await bySixteen(() => {
    const { value: key } = first.next()
    return key === undefined ? undefined : signUp(key)
  })
  const saturated = await saturate()
  const rate = wanted === undefined ? 0.6 * saturated : Number(wanted) / requestsOfAction
  console.log(`saturated: ${saturated.toFixed(0)} actions/s; then ${rate.toFixed(0)} for ${seconds} s`)
  times.clear()
  const before = laptop.cpuTimes()
  await sustain(rate)
  printTimes(before)
  const counted = [...times.values()].reduce((sum, all) => sum + all.length, 0)
  const found = await disagreementsIn(laptop, { succeeded: members.length, unclear: unclearSignUps() })
  console.log(
    `${counted} requests, errors: ${JSON.stringify(Object.fromEntries(errors))}, disagreements: ${found.length}`,
  )
  const medians = minutes.map((minute) => quantile(minute.times, 0.5))
  const slowedDown = (medians.at(-1) ?? 0) > 1.2 * (medians[0] ?? 0)
  if (errors.size > 0 || found.length > 0 || slowedDown) {
    console.log(found.slice(0, 5).join('\n'))
    process.exitCode = 1
  }
} finally {
  await laptop.stop()
}
