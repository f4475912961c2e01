import type { Identity } from './identity.ts'
import type { SessionId } from './ids.ts'

/** What happened to a member; only ever appended, in the same transaction as the change. Ids only. */
export interface AuditEvent {
  readonly id: string
  readonly type: 'member.registered'
  readonly at: Date
  readonly identity?: Identity
  readonly sessionId?: SessionId
}
