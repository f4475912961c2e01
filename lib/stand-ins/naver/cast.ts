import { naverAcquaintances } from './acquaintances.ts'
import { naverNewcomers } from './newcomers.ts'
import type { NaverPersona } from './persona.ts'

/**
 * People to sign in as with the local Naver, each of whom shows a case. None of them exists; 010-0000 numbers are
 * given to nobody.
 */
export const naverCast: readonly NaverPersona[] = [...naverNewcomers, ...naverAcquaintances]
