import { once } from 'node:events'
import { createWriteStream } from 'node:fs'

/** Fictional members of an old system, for measurements and tests. The same index gives the same member. */

const families = ['김', '이', '박', '최', '정', '강', '조', '윤', '장', '임']
const given = ['서연', '민준', '지우', '하은', '도윤', '예린', '수진', '현우', '나연', '강민']
const at = <Item>(items: readonly Item[], index: number): Item | undefined => items[index % items.length]
const day = (index: number): string => String(1 + (index % 28)).padStart(2, '0')

/** The password behind the one hash of all fictional members. */
export const madeUpPassword = 'an old password'
const hash = 'pbkdf2_sha256$1000$seasalt$YFkPyUADEO1Z+pLxCmj3HhLcnpJE8yNkz+m38/EiSD4='

/** A fictional member. One in ten shares another member's address, and one in fifty is faulty. */
export function madeUpMember(index: number): Readonly<Record<string, unknown>> {
  const shares = index % 10 === 9
  const person = shares ? index - 4 : index
  return {
    externalId: `old-${index}`,
    email: index % 50 === 49 ? 'no address' : `member${person}@example.com`,
    emailVerified: index % 3 !== 0,
    ...(index % 2 === 0 && {
      phone: `010-${String(1000 + (index % 9000))}-${String(1000 + Math.floor(index / 9000))}`,
      phoneVerified: true,
    }),
    name: `${at(families, index)}${at(given, Math.floor(index / 10))}`,
    status: index % 40 === 0 ? 'suspended' : 'active',
    joinedAt: `2019-05-${day(index)}T10:00:00Z`,
    ...(index % 4 !== 3 && { passwordHash: hash }),
    birthDate: `19${70 + (index % 30)}-0${1 + (index % 9)}-${day(index)}`,
    ...(index % 5 === 0 && { identities: [{ provider: 'kakao', subject: String(3_000_000_000 + index) }] }),
    ...(index % 7 === 0 && { ci: `${String(index).padStart(10, '0').repeat(8)}abcdef==` }),
    consents: [
      { tag: 'service', version: '2019-01', agreed: true },
      { tag: 'marketing', version: '2019-01', agreed: index % 2 === 0 },
    ],
  }
}

/** Writes `count` fictional members as JSON Lines. */
export async function writeMadeUpMembers(file: string, count: number): Promise<void> {
  const stream = createWriteStream(file)
  for (let index = 0; index < count; index += 1) {
    if (!stream.write(`${JSON.stringify(madeUpMember(index))}\n`)) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'finish')
}
