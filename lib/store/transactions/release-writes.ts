import type { AuditEvent } from '../../domain/history/audit.ts'
import type { ContactRelease } from '../../domain/leads/release.ts'
import { blockedValuesOfMember } from '../../domain/leaving/closing-policy.ts'
import { defined } from '../../domain/values/defined.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import { contactKindOf } from '../../domain/values/verification.ts'
import type { ContactShare } from '../../flows/ports/store.ts'
import type { KeyedHashes } from '../../flows/ports/tokens.ts'
import { freedClaimWrite } from '../rows/claim.ts'
import { eventWrite } from '../rows/member/history.ts'
import { releaseContactsWrite } from '../rows/member/member-changes.ts'
import { rejoinBlockWrite } from '../rows/member/rejoin-block.ts'
import { sharedEntryWrites } from '../rows/member/shared.ts'
import type { Write } from '../table/expressions.ts'

/** What contacts are released for. */
interface Released {
  readonly event: AuditEvent
  readonly byMember: MemberId
  readonly hashes: KeyedHashes
  /** The contacts that the other member shares from now on. It claims all others itself. */
  readonly shares: readonly ContactShare[]
}

/** The writes for members who release contacts to another one: one change and one event each. */
export const releaseWrites = (
  releases: readonly ContactRelease[],
  { event, byMember, hashes, shares }: Released,
): Record<string, Write> => {
  const displaced = { id: event.id, type: 'contact.displaced', at: event.at, byMember } as const
  return Object.fromEntries(
    releases.flatMap((release) => [
      [`release:${release.id}`, releaseContactsWrite(release)] as const,
      [`release:${release.id}:event`, eventWrite(release, displaced)] as const,
      ...unreachableWrites(release, event.at),
      ...Object.entries(placeWrites(release, hashes, shares)),
      ...blockWrites(release, hashes, event.at),
    ]),
  )
}

/** The event of a member whom nothing lets in, if there is one. */
const unreachableWrites = ({ unreachableEvent: id, ...release }: ContactRelease, at: Date) =>
  id === undefined
    ? []
    : [
        [
          `release:${release.id}:unreachable`,
          eventWrite(release, { id, type: 'member.unreachable', at }),
        ] as const,
      ]

/** What the erasure of a member who has left for good would leave in the place of these addresses. */
function blockWrites({ rejoinFrom, ...release }: ContactRelease, hashes: KeyedHashes, at: Date) {
  if (rejoinFrom === undefined || rejoinFrom <= at) return []
  return blockedValuesOfMember(release)
    .filter(({ value }) => release.addresses.some((one) => one.value === value))
    .map((one, index) => [`block:${release.id}:${index}`, rejoinBlockWrite(hashes, one, rejoinFrom)] as const)
}

/** Ends the place of a member among those who share a contact: an entry, or the claim from before it could be shared. */
function placeWrites(
  release: ContactRelease,
  hashes: KeyedHashes,
  shares: readonly ContactShare[],
): Record<string, Write> {
  const isReleased = (value: string | undefined) => release.addresses.some((one) => one.value === value)
  const { id, email, phone } = release
  const after = {
    id,
    ...defined({
      email: isReleased(email?.value) ? undefined : email,
      phone: isReleased(phone?.value) ? undefined : phone,
    }),
  }
  const claimed = shares.filter(
    ({ address }) => isReleased(address.value) && release[contactKindOf(address)]?.shared !== true,
  )
  return {
    ...sharedEntryWrites(hashes, release, after),
    ...Object.fromEntries(
      claimed.map(({ address }) => {
        const of = contactKindOf(address)
        return [`freed:${of}:${id}`, freedClaimWrite(of, address.value, id)] as const
      }),
    ),
  }
}
