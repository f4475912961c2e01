import {
  type Health,
  type HealthCheck,
  type HealthNote,
  healthWithoutTable,
  notedHealth,
} from '../../domain/health/health.ts'
import type { HealthNotes } from '../ports/health/health-notes.ts'
import type { World } from '../ports/world.ts'

/** The table, and where failures of it are told. */
export interface ReadHealthWorld extends Pick<World, 'clock'> {
  readonly healthNotes: Pick<HealthNotes, 'findHealth'>
  /** Tells the operators why a check failed. */
  reportFailedCheck(check: HealthCheck, why: unknown): void
}

/** The health of a stage, and the note that tells it, if the table could be read. */
export interface ReadHealth {
  readonly health: Health
  readonly note?: HealthNote | undefined
}

/** Reads what the courier noted of the stage: one read. Never throws. */
export async function readHealth({
  clock,
  healthNotes,
  reportFailedCheck,
}: ReadHealthWorld): Promise<ReadHealth> {
  try {
    const note = await healthNotes.findHealth()
    return { health: notedHealth(note, clock.now()), note }
  } catch (error) {
    reportFailedCheck('table', error)
    return { health: healthWithoutTable }
  }
}
