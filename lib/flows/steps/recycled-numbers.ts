import type { Recycling } from '../../domain/sign-up/login-by-code.ts'
import type { World } from '../ports/world.ts'

/** What this stage makes, now, of numbers that were given to somebody else. */
export const recyclingOf = ({ stage, clock }: Pick<World, 'stage' | 'clock'>): Recycling => ({
  recycledAfterSeconds: stage.sms.recycledAfterSeconds,
  now: clock.now(),
})
