import {
  type CheckResult,
  type Health,
  type HealthCheck,
  healthOf,
  mailResult,
  type WorkList,
  workLists,
} from '../../domain/health/health.ts'
import { after } from '../../domain/values/lifetimes.ts'
import type { HealthNotes } from '../ports/health/health-notes.ts'
import type { World } from '../ports/world.ts'

/** The parts of a stage that a deep check reaches. Each call throws what its part throws. */
export interface HealthWorld extends Pick<World, 'clock'> {
  readonly healthNotes: Pick<HealthNotes, 'find' | 'isOverdue'>
  /** Reads the stage's secrets anew. The result reads their keys. */
  openSecrets(): Promise<{ readKeys(): Promise<unknown> }>
  /** Tells the operators why a check failed. */
  reportFailedCheck(check: HealthCheck, why: unknown): void
}

const failed: unique symbol = Symbol('failed')

/**
 * Looks at each part of a stage, all at once: four requests to the table, and one to each secret. Never throws. Says only
 * which part works; the reasons go to the operators.
 */
export async function checkHealth(world: HealthWorld): Promise<Health> {
  const now = world.clock.now()
  const [note, opened, messages, disconnections, erasures] = await Promise.all([
    attempt(world, 'table', () => world.healthNotes.find()),
    attempt(world, 'secrets', () => world.openSecrets()),
    listResult(world, 'messages', now),
    listResult(world, 'disconnections', now),
    listResult(world, 'erasures', now),
  ])
  const mail = note === failed ? 'unknown' : mailResult(note, now)
  if (mail === 'failing')
    world.reportFailedCheck('mail', note !== failed && note?.mail === 'unverified' ? 'unverified' : 'silent')
  return healthOf({
    table: resultOf(note),
    secrets: resultOf(opened),
    keys: opened === failed ? 'unknown' : resultOf(await attempt(world, 'keys', () => opened.readKeys())),
    messages,
    disconnections,
    erasures,
    mail,
  })
}

const resultOf = (made: unknown): CheckResult => (made === failed ? 'failing' : 'ok')

async function attempt<Result>(
  { reportFailedCheck }: HealthWorld,
  check: HealthCheck,
  work: () => Promise<Result>,
): Promise<Result | typeof failed> {
  try {
    return await work()
  } catch (error) {
    reportFailedCheck(check, error)
    return failed
  }
}

/** A list that cannot be read says nothing of those who work on it. */
async function listResult(world: HealthWorld, list: WorkList, now: Date): Promise<CheckResult> {
  const since = after(now, -workLists[list])
  const isOverdue = await attempt(world, list, () => world.healthNotes.isOverdue(list, since))
  if (isOverdue === failed) return 'unknown'
  if (isOverdue) world.reportFailedCheck(list, 'overdue')
  return isOverdue ? 'failing' : 'ok'
}
