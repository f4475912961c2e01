import type { ImportOptions } from '../../lib/operators/importing/import-file.ts'

/** An import without options of its own. */
export const plainOptions = {
  reading: { map: new Map(), ignoresUnknown: false },
  words: new Map(),
  strict: false,
  checks: false,
  updates: false,
  onProgress: () => {},
} as const satisfies Omit<ImportOptions, 'file' | 'atOnce'>
