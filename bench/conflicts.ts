/**
 * Simulates sign-ins and counts what conflicts in the table. Two transactions conflict when they hold one item at the
 * same time; DynamoDB then cancels the later one, and ieum sends it again after a pause, as `lib/store/table/retry.ts`
 * does. Prints for 10, 100 and 1,000 sign-ins a second: transactions, conflicts, what gave up, and writes to the index of
 * what is due. The same seed gives the same numbers.
 *
 *     node bench/conflicts.ts 60
 */
const seconds = Number(process.argv[2] ?? 60)

const model = {
  members: 1_000_000,
  /** A transaction holds its items for this long at the median; one of a hundred takes ten times as long. */
  heldMs: 10,
  refreshesOfASignIn: 10,
  /** Sign-ins that the same member repeats within a second: a double click, two devices, two tabs. */
  repeated: 0.02,
  /** Newcomers among the visitors; each claims an identity as pending, and registers a minute later. */
  newcomers: 0.05,
  maxAttempts: 7,
  firstPauseMs: 20,
  maxPauseMs: 320,
} as const

/** A generator of numbers below 1 (mulberry32). */
function chanceOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

interface Transaction {
  readonly at: number
  readonly attempt: number
  /** The items that others may hold too. What is new with the transaction, such as its session, never conflicts. */
  readonly items: readonly string[]
  /** Writes to the partition of due identities in the index. */
  readonly due: number
}

const member = (id: number) => [`member ${id}`]

/** The transactions of `perSecond` sign-ins a second, by time. */
function trafficOf(perSecond: number, chance: () => number): Transaction[] {
  const all: Transaction[] = []
  const come = (at: number, items: readonly string[], due = 0) => all.push({ at, attempt: 1, items, due })
  const end = seconds * 1000
  for (let at = 0; at < end; at += (-Math.log(1 - chance()) * 1000) / perSecond) {
    const id = Math.floor(chance() * model.members)
    if (chance() < model.newcomers) {
      come(at, [`claim ${at}`], 1)
      come(at + 60_000, [`claim ${at}`], 1)
      continue
    }
    come(at, member(id))
    if (chance() < model.repeated) come(at + chance() * 1000, member(id))
    for (let index = 0; index < model.refreshesOfASignIn; index++) {
      const someone = Math.floor(chance() * model.members)
      come(at + chance() * 1000, [`member ${someone}`, `session ${someone}`])
    }
  }
  return all.sort((a, b) => a.at - b.at)
}

/** Adds a transaction at its place in time. */
function insert(queue: Transaction[], from: number, late: Transaction): void {
  let [low, high] = [from, queue.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((queue[middle]?.at ?? 0) < late.at) low = middle + 1
    else high = middle
  }
  queue.splice(low, 0, late)
}

function simulate(perSecond: number) {
  const chance = chanceOf(perSecond)
  const queue = trafficOf(perSecond, chance)
  const heldUntil = new Map<string, number>()
  const found = { transactions: queue.length, conflicts: 0, 'gave up': 0 }
  let due = 0
  for (let index = 0; index < queue.length; index++) {
    const transaction = queue[index]
    if (transaction === undefined) break
    const { at, attempt, items } = transaction
    if (items.some((item) => (heldUntil.get(item) ?? 0) > at)) {
      found.conflicts++
      if (attempt === model.maxAttempts) found['gave up']++
      else {
        const pause = Math.min(model.firstPauseMs * 2 ** (attempt - 1), model.maxPauseMs) * chance()
        insert(queue, index + 1, { ...transaction, at: at + pause, attempt: attempt + 1 })
      }
      continue
    }
    const held = model.heldMs * (chance() < 0.01 ? 10 : 0.5 + chance())
    for (const item of items) heldUntil.set(item, at + held)
    due += transaction.due
  }
  return { ...found, 'index, units a second': (due / seconds).toFixed(1) }
}

for (const perSecond of [10, 100, 1000]) {
  console.log(`${perSecond} sign-ins a second for ${seconds} s: ${JSON.stringify(simulate(perSecond))}`)
}
