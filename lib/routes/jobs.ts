import { both, type Job } from './shape.ts'

/** The scheduled jobs. */
export const jobs = {
  sweep: {
    id: 'sweep',
    does: 'disconnects overdue identities, and erases members after their grace period',
    everyMinutes: 5,
    touches: {
      table: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
      index: true,
      ledger: true,
      secrets: both,
      uploads: ['PutObjectTagging'],
    },
    memory: 512,
  },
} as const satisfies Record<string, Job>

export type JobId = keyof typeof jobs
