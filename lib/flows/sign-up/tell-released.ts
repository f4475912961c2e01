import type { Yielding } from '../../domain/sign-up/contact-takeover.ts'
import type { World } from '../ports/world.ts'
import { notify } from '../steps/notify.ts'

/** Tells a member that its number, which it had not proven for long, is somebody else's now. */
export const tellYielding = (world: World, yielding: Yielding | undefined): Promise<void> =>
  notify(world, yielding?.reach, { kind: 'way_removed', way: 'phone', at: world.clock.now() })
