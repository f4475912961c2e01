import type { ToSolar } from '../../domain/values/birth.ts'

/** The calendars in which members give their birth dates. */
export interface Calendar {
  readonly toSolar: ToSolar
  /** The service's local date at a moment, as a UTC date on that day. */
  today(now: Date): Date
}
