import type { HealthNote, MailNote, WorkList } from '../../../domain/health/health.ts'

/** What the courier leaves for the deep check, and for its own next look. */
export interface HealthNotes {
  /** Notes what the courier saw of the sender's identity. */
  note(note: MailNote): Promise<void>
  /** The last note of the sender's identity. Consistent; one read. Undefined before the first one. */
  find(): Promise<MailNote | undefined>
  /** Notes what the courier saw of the stage. */
  noteHealth(note: HealthNote): Promise<void>
  /** The last note of the stage. Consistent; one read. Undefined before the first one. */
  findHealth(): Promise<HealthNote | undefined>
  /** Whether a list has an entry that was due at a moment. Eventually consistent; one query. */
  isOverdue(list: WorkList, at: Date): Promise<boolean>
}
