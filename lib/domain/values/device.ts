import type { Brand } from './brand.ts'

/** A short description that a device gives of itself. It is shown to the member and proves nothing. */
export type DeviceLabel = Brand<string, 'DeviceLabel'>

/**
 * Whether a value is 1 to 64 letters, digits, spaces and `._·-`, so no control character or markup gets in.
 */
export const isDeviceLabel = (value: unknown): value is DeviceLabel =>
  typeof value === 'string' && /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._·-]{0,63}$/u.test(value)
