import type { AuditEvent } from '../../domain/history/audit.ts'
import type { ContactRelease } from '../../domain/leads/release.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import { eventWrite } from '../rows/member/history.ts'
import { releaseContactsWrite } from '../rows/member/member-changes.ts'
import type { Write } from '../table/expressions.ts'

/** The writes for members who release contacts to another one: one change and one event each. */
export const releaseWrites = (
  releases: readonly ContactRelease[],
  { event, byMember }: { readonly event: AuditEvent; readonly byMember: MemberId },
): Record<`release:${string}`, Write> => {
  const displaced = { id: event.id, type: 'contact.displaced', at: event.at, byMember } as const
  return Object.fromEntries(
    releases.flatMap((release) => [
      [`release:${release.id}`, releaseContactsWrite(release)] as const,
      [`release:${release.id}:event`, eventWrite(release, displaced)] as const,
    ]),
  )
}
