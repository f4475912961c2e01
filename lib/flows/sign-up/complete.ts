import type { ContactRelease, ShownAddress } from '../../domain/leads/release.ts'
import type { Registration, Registrations } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import type { ComposeWorld } from '../steps/compose-message.ts'
import type { VacateWorld } from '../steps/ended/vacate.ts'
import { discardUploads, keepUploads, type Uploader } from '../steps/keep-uploads.ts'
import { type Releases, releaseNotices, releasesOf, takenBy } from '../steps/release-contacts.ts'
import { type ContactPlace, joinShared } from '../steps/share-contacts.ts'
import { conflict, retryOnConflict } from '../visit/decide-and-act.ts'

/** The result of a sign-up once nobody claims its contacts. */
export type Completed = Exclude<Awaited<ReturnType<Registrations['complete']>>, { kind: 'contact_claimed' }>

/**
 * Whether no member refers to a sign-up's uploads. After `used`, the faster request with the same token may
 * have created a member that refers to them.
 */
const isLeftBehind = ({ kind }: { readonly kind: string }): boolean =>
  kind !== 'registered' && kind !== 'used'

export type CompleteRegistrationWorld = Pick<
  World,
  'stage' | 'attributes' | 'hashes' | 'uploads' | 'report' | 'members' | 'registrations'
> &
  VacateWorld &
  ComposeWorld

/**
 * Writes a sign-up, and keeps the uploads in its attributes. Contacts that other members never verified, or proved
 * long ago, are taken from them where they can do without; they are notified. `places` are known ones at contacts that several
 * may have. Gives the store's result. Throws
 * `invalid_request` for missing uploads, and `email_taken` or `phone_taken` if a member keeps a contact.
 */
export async function completeRegistration(
  world: CompleteRegistrationWorld,
  uploader: Uploader,
  registration: Registration,
  shown: readonly ShownAddress[],
  places: readonly ContactPlace[] = [],
): Promise<Completed> {
  const { attributes } = registration.member
  const { added } = await keepUploads(world, { uploader, attributes })
  const completed = await write(world, registration, shown, places)
  if (isLeftBehind(completed)) await discardUploads(world, added)
  if (completed.kind === 'kept') throw takenBy(completed.address)
  return completed
}

/** The first attempt expects that nobody claims the contacts; the members who do are looked at only then. */
async function write(
  world: Pick<World, 'stage' | 'members' | 'registrations'> & VacateWorld & ComposeWorld,
  registration: Registration,
  shown: readonly ShownAddress[],
  places: readonly ContactPlace[],
): Promise<Completed | Extract<Releases, { kind: 'kept' }>> {
  const first = await attempt(world, registration, shown, [], places)
  if (first !== conflict) return first
  return retryOnConflict(async () => {
    const found = await releasesOf(world, shown)
    return found.kind === 'kept' ? found : attempt(world, registration, shown, found.releases)
  })
}

async function attempt(
  world: Pick<World, 'stage' | 'clock' | 'members' | 'registrations'> & ComposeWorld,
  registration: Registration,
  shown: readonly ShownAddress[],
  released: readonly ContactRelease[],
  known: readonly ContactPlace[] = [],
): Promise<Completed | Extract<Releases, { kind: 'kept' }> | typeof conflict> {
  const joining = await joinShared(world, { after: registration.member, shown, known })
  if (joining.kind === 'kept') return joining
  // Who releases two contacts at once is judged without both, which no rule does for a shared one.
  const twice = joining.releases.find(({ id }) => released.some((one) => one.id === id))
  const [address] = twice?.addresses ?? []
  if (address !== undefined) return { kind: 'kept', address }
  const releases = [...released, ...joining.releases]
  const messages = releaseNotices(world, releases)
  const shares = joining.places.map(({ share }) => share)
  const result = await world.registrations.complete(
    { ...registration, shares, releases, messages },
    world.clock.now(),
  )
  return result.kind === 'contact_claimed' ? conflict : result
}
