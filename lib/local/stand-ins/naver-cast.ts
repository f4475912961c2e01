import { naverAcquaintances } from './naver-acquaintances.ts'
import { naverNewcomers } from './naver-newcomers.ts'
import type { NaverPersona } from './naver-persona.ts'

/**
 * People to sign in as with the local Naver, each of whom shows a case. None of them exists; 010-0000 numbers are
 * given to nobody.
 */
export const naverCast: readonly NaverPersona[] = [...naverNewcomers, ...naverAcquaintances]
