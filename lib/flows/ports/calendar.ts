import type { ToSolar } from '../../domain/values/birth.ts'

/** The calendars that people here are born by. */
export interface Calendar {
  readonly toSolar: ToSolar
  /** The day that a moment falls on where the service is, as midnight of that day in UTC or later. */
  today(now: Date): Date
}
