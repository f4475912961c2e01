import type { Job } from './shape.ts'

/** What runs on a schedule, told once. */
export const jobs = {
  sweep: {
    id: 'sweep',
    does: 'ends at the provider what is overdue, and erases who left',
    everyMinutes: 5,
    touches: {
      table: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
      index: true,
      secret: true,
      mail: false,
      uploads: ['PutObjectTagging'],
    },
    memory: 512,
  },
} as const satisfies Record<string, Job>

export type JobId = keyof typeof jobs
