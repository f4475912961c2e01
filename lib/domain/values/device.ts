import type { Brand } from './brand.ts'

/** What a device says that it is, in a few plain words: for its member's eyes, and proof of nothing. */
export type DeviceLabel = Brand<string, 'DeviceLabel'>

/** Short, and of letters, digits and a few marks: no control character and no markup gets in. */
export const isDeviceLabel = (value: unknown): value is DeviceLabel =>
  typeof value === 'string' && /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._·-]{0,63}$/u.test(value)
