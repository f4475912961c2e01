import type { MailNote, WorkList } from '../../../domain/health/health.ts'

/** What the courier and the deep check leave for each other. */
export interface HealthNotes {
  /** Notes what the courier saw. */
  note(note: MailNote): Promise<void>
  /** The last note. Consistent; one read. Undefined before the first one. */
  find(): Promise<MailNote | undefined>
  /** Whether a list has an entry that was due at a moment. Eventually consistent; one query. */
  isOverdue(list: WorkList, at: Date): Promise<boolean>
}
