import { expect, it } from 'vitest'
import { type FaultText, inKorean } from '../../../lib/operators/importing/reading/fault-text.ts'

/** One fault of each form that names a number or a word. */
const filled: readonly (readonly [FaultText, string])[] = [
  [
    'ends after 2 of 3 values: those that lack count as empty',
    '3개 가운데 2개의 값만 있습니다. 없는 값은 빈 것으로 봅니다',
  ],
  ['has 4 values, and the header names 3', '값이 4개인데 머리글은 3개입니다'],
  [
    'is a hash that nobody here knows, or costs too much: $6$‹8›',
    '모르는 해시이거나 너무 비싼 해시입니다: $6$‹8›',
  ],
  ['is more than the 10 entries that a member may have', '한 회원에 10개까지만 둘 수 있습니다'],
  ['must be one of ko, en', 'ko, en 가운데 하나여야 합니다'],
  [
    'must be one of active, suspended. Say what a word means by --map-value 정지=suspended',
    'active, suspended 가운데 하나여야 합니다. 낱말의 뜻은 --map-value 정지=suspended 로 알려 주세요',
  ],
  ['must have 88 characters', '88자여야 합니다'],
  ['repeats the externalId of line 12', '12번째 줄과 externalId가 같습니다'],
  ['must have a provider: kakao, naver', '제공자를 적어야 합니다: kakao, naver'],
  ['must be an e-mail address', '이메일 주소여야 합니다'],
]

it.each(filled)('a fault is told in Korean: %s', (fault, korean) => {
  expect(inKorean(fault)).toBe(korean)
})
