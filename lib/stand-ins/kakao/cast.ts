import { kakaoAcquaintances } from './acquaintances.ts'
import { kakaoNewcomers } from './newcomers.ts'
import type { KakaoPersona, ServiceTerms } from './persona.ts'

/** The terms of the local app: our own, and one of a sibling service that shares the app. */
export const kakaoTerms: readonly ServiceTerms[] = [
  {
    tag: 'service',
    title: { ko: '서비스 이용약관', en: 'Terms of service' },
    required: true,
    revocable: true,
    askedByDefault: true,
  },
  {
    tag: 'privacy',
    title: { ko: '개인정보 수집 및 이용', en: 'Collection and use of personal data' },
    required: true,
    revocable: true,
    askedByDefault: true,
  },
  {
    tag: 'marketing',
    title: { ko: '마케팅 정보 수신', en: 'Marketing messages' },
    required: false,
    revocable: true,
    askedByDefault: true,
  },
  {
    tag: 'sibling_service',
    title: { ko: '자매 서비스 이용약관', en: 'Terms of the sibling service' },
    required: false,
    revocable: false,
    askedByDefault: false,
  },
]

/**
 * Everyone who can be chosen at the local Kakao, each showing a case. All are fictional; 010-0000 numbers are
 * never assigned.
 */
export const kakaoCast: readonly KakaoPersona[] = [...kakaoNewcomers, ...kakaoAcquaintances]
