import type { Recycling } from '../../domain/sign-up/login-by-code.ts'
import type { World } from '../ports/world.ts'

/** The stage's rule for recycled numbers, applied now. */
export const recyclingOf = ({ stage, clock }: Pick<World, 'stage' | 'clock'>): Recycling => ({
  recycledAfterSeconds: stage.sms.recycledAfterSeconds,
  now: clock.now(),
})
