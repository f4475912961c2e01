import type { ContactRelease } from '../../domain/sign-up/contact-takeover.ts'
import type { World } from '../ports/world.ts'
import { notify } from '../steps/notify.ts'

/** Notifies a member that another person has taken over the member's recycled number. */
export const tellReleased = (
  world: Pick<World, 'clock' | 'mails' | 'report'>,
  release: ContactRelease | undefined,
): Promise<void> =>
  notify(world, release?.reach, { kind: 'login_method_removed', method: 'phone', at: world.clock.now() })
