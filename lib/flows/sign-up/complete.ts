import type { Registration, Registrations } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { keepUploads, letGoAll, type Uploader } from '../steps/keep-uploads.ts'

type Completed = Awaited<ReturnType<Registrations['complete']>>

/**
 * Whether a sign-up has certainly left its uploads to nobody. Where its token was used up, whoever was faster with
 * the very same token may have a member by now that refers to them.
 */
const isLeftBehind = ({ kind }: Completed): boolean => kind !== 'registered' && kind !== 'used'

/** Writes a sign-up, with the uploads that its attributes name. Throws `invalid_request` for those that are not there. */
export async function completeRegistration(
  world: World,
  uploader: Uploader,
  registration: Registration,
): Promise<Completed> {
  const { attributes, locale } = registration.member
  const { added } = await keepUploads(world, { uploader, attributes, locale })
  const completed = await world.registrations.complete(registration, world.clock.now())
  if (isLeftBehind(completed)) await letGoAll(world, added)
  return completed
}
