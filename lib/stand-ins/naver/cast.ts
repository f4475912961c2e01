import { naverAcquaintances } from './acquaintances.ts'
import { naverNewcomers } from './newcomers.ts'
import type { NaverPersona } from './persona.ts'

/**
 * Everyone who can be chosen at the local Naver, each showing a case. All are fictional; 010-0000 numbers are
 * never assigned.
 */
export const naverCast: readonly NaverPersona[] = [...naverNewcomers, ...naverAcquaintances]
