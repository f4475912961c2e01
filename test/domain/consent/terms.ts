import type { Term } from '../../../lib/domain/consent/consent.ts'

/** Terms that nobody reads. */
export const term = (tag: string, version: string, required: boolean): Term => ({
  tag,
  version,
  title: { ko: tag, en: tag },
  required,
  url: 'https://shop.example/terms',
})
