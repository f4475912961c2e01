import type { Registration, Registrations } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { discardUploads, keepUploads, type Uploader } from '../steps/keep-uploads.ts'

type Completed = Awaited<ReturnType<Registrations['complete']>>

/**
 * Whether no member refers to a sign-up's uploads. After `used`, the faster request with the same token may
 * have created a member that refers to them.
 */
const isLeftBehind = ({ kind }: Completed): boolean => kind !== 'registered' && kind !== 'used'

export type CompleteRegistrationWorld = Pick<
  World,
  'attributes' | 'clock' | 'hashes' | 'uploads' | 'report' | 'registrations'
>

/**
 * Writes a sign-up, and keeps the uploads in its attributes. Gives the store's result. Throws
 * `invalid_request` for missing uploads.
 */
export async function completeRegistration(
  world: CompleteRegistrationWorld,
  uploader: Uploader,
  registration: Registration,
): Promise<Completed> {
  const { attributes, locale } = registration.member
  const { added } = await keepUploads(world, { uploader, attributes, locale })
  const completed = await world.registrations.complete(registration, world.clock.now())
  if (isLeftBehind(completed)) await discardUploads(world, added)
  return completed
}
