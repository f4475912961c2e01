/** A person at Kakao for each key, and a second account of theirs, which links. */
export const crowdAtKakao = (keys: readonly string[]) =>
  keys.flatMap((key, index) => [
    atKakao(2 * index, key, index),
    atKakao(2 * index + 1, `${key}-second`, index, true),
  ])

/** Another name for everybody, since the stage `dev` also matches by names. */
const nameOf = (index: number): string =>
  `김${String.fromCodePoint(0xac00 + (index % 10_000))}${String.fromCodePoint(0xac00 + Math.floor(index / 10))}`

const atKakao = (id: number, key: string, index: number, isSecond = false) => ({
  key,
  id: String(4_000_000_000 + id),
  note: { ko: '부하', en: 'load' },
  nickname: key,
  name: nameOf(index),
  ...(!isSecond && { email: { address: `${key}@example.com`, valid: true, verified: true } }),
})
