import type { AuditEvent } from '../../domain/history/audit.ts'
import type { Recovered } from '../../domain/leads/recovery.ts'
import { freedClaimWrite, verifiedClaimWrite } from '../rows/claim.ts'
import { eventWrite } from '../rows/member/history.ts'
import type { Owner } from '../rows/owner.ts'
import type { Write } from '../table/expressions.ts'

/** The writes of a recovery beside that of the member: its claims, and its event. */
export const recoveryWrites = (
  { email, frees, event }: Recovered & { readonly event: AuditEvent },
  owner: Owner,
): { readonly claim: Write; readonly recovered: Write } & Record<`freed:${number}`, Write> => ({
  claim: verifiedClaimWrite({ channel: 'email', value: email }, owner.id),
  ...Object.fromEntries(
    frees.map(({ of, value }, index) => [`freed:${index}`, freedClaimWrite(of, value, owner.id)] as const),
  ),
  recovered: eventWrite(owner, event),
})
