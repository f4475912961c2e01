import { defined } from '../../domain/values/defined.ts'
import type { HealthNotes } from '../ports/health/health-notes.ts'
import { checkHealth, type HealthWorld } from './check-health.ts'

/** What the courier looks at, and where it notes what it saw. */
export interface NoteHealthWorld extends HealthWorld {
  readonly healthNotes: HealthWorld['healthNotes'] & Pick<HealthNotes, 'noteHealth'>
  /** The hashes of the secrets that CloudFront may show. Undefined if the secrets could not be read. */
  originHashes(): readonly string[] | undefined
  report(notice: { readonly event: 'health_not_noted'; readonly error: string }): void
}

/**
 * Looks at the stage, and notes what works for the deep check, which anybody may ask and which reads no more than this note.
 * Never throws: after a failure the note grows old, which says as much.
 */
export async function noteHealth(world: NoteHealthWorld): Promise<void> {
  try {
    const { table: _, ...checks } = (await checkHealth(world)).checks
    const note = { checks, at: world.clock.now(), ...defined({ origins: world.originHashes() }) }
    await world.healthNotes.noteHealth(note)
  } catch (error) {
    world.report({ event: 'health_not_noted', error: error instanceof Error ? error.name : 'unknown' })
  }
}
