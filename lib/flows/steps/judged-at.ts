import type { JudgedAt } from '../../domain/leads/lead.ts'
import type { World } from '../ports/world.ts'

/** The present time and the stage's rules: what leads are judged at. */
export const judgedAt = ({ stage, clock }: Pick<World, 'stage' | 'clock'>): JudgedAt => ({
  recycledAfterSeconds: stage.sms.recycledAfterSeconds,
  sharedContacts: stage.match.sharedContacts,
  doors: stage.doors,
  rpId: stage.passkeys?.rpId ?? null,
  now: clock.now(),
})
