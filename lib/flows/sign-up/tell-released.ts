import type { ContactRelease } from '../../domain/sign-up/contact-takeover.ts'
import type { World } from '../ports/world.ts'
import { notify } from '../steps/notify.ts'

/** Tells a member that its number, which it had not proven for long, is somebody else's now. */
export const tellReleased = (world: World, release: ContactRelease | undefined): Promise<void> =>
  notify(world, release?.reach, { kind: 'way_removed', way: 'phone', at: world.clock.now() })
