import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { allDoors } from '../../lib/domain/values/verification.ts'
import { defaultPolicy, type MatchPolicy } from '../../lib/domain/visit/match-policy.ts'
import { analyzeFile } from '../../lib/operators/analyzing/analyze-file.ts'
import { reportOf } from '../../lib/operators/analyzing/report.ts'
import { plainOptions } from '../support/import-options.ts'

const folder = await mkdtemp(join(tmpdir(), 'ieum-analyze-'))
afterAll(() => rm(folder, { recursive: true }))

const hash = '$2b$12$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'
const csv = `externalId,email,emailVerified,phone,phoneVerified,phoneVerifiedAt,name,status,birthDate,passwordHash
1,whole@example.com,yes,010-1111-1111,yes,2026-11-01,김하나,,1990-02-20,${hash}
2,unverified@example.com,no,,,,이둘,,,${hash}
3,family@example.com,yes,,,,박셋,,,
4,family@example.com,yes,,,,박넷,,,
5,mixed@example.com,yes,,,,최다섯,,,
6,mixed@example.com,no,,,,최여섯,,,${hash}
7,paused@example.com,yes,,,,정일곱,deactivated,,
8,out@example.com,yes,,,,강여덟,suspended,,
9,,,010-9999-9999,yes,2026-11-01,조아홉,,,
10,,,,,,윤열,,,
`

const at = {
  now: new Date('2026-11-22T10:00:00Z'),
  recycledAfterSeconds: 90 * 86_400,
  sharedContacts: [],
  doors: allDoors,
  rpId: null,
}

async function analysis(policy: MatchPolicy) {
  const file = join(folder, 'old.csv')
  await writeFile(file, csv)
  return analyzeFile(file, policy, { ...plainOptions, timeZone: 'Asia/Seoul', at })
}

describe('the dry run of a policy', () => {
  it('names the row of each member, by the function that decides in production', async () => {
    const { members, rejected, choices } = await analysis(defaultPolicy)
    expect({ members, rejected }).toEqual({ members: 9, rejected: 1 })
    // 1; 7; 2 and 9; 3 to 6; 8.
    expect(Object.fromEntries(choices[0]?.rows ?? [])).toEqual({ 5: 1, 6: 1, 7: 2, 9: 4, 10: 1 })
  })

  it('shows the effect of another policy', async () => {
    const { choices } = await analysis(defaultPolicy)
    const byPhone = choices.find(({ policy }) => policy.full.join() === 'phone,name')
    expect(Object.fromEntries(byPhone?.rows ?? [])).toEqual({ 5: 2, 7: 1, 9: 4, 10: 2 })
  })

  it('counts shared contacts, unverified contacts, and members without any lead', async () => {
    const { alike, unverified, withoutLoginMethod, hashes } = await analysis(defaultPolicy)
    expect(alike).toEqual({ email: 4, phone: 0, name: 0, 'name+birth': 0 })
    expect(unverified).toEqual({ email: 2, phone: 0, nothingVerified: 2 })
    // 3 and 4 have one address, and nothing else. The address of 6 belongs to the one who verified it.
    expect(withoutLoginMethod).toBe(3)
    expect([...hashes]).toEqual([['bcrypt:12', 3]])
  })

  it.each([
    ['ko', '가져올 회원: 9'],
    ['en', 'members to import: 9'],
  ] as const)('is readable in %s', async (locale, first) => {
    const report = reportOf(await analysis(defaultPolicy), locale)
    expect(report.split('\n')[0]).toBe(first)
    expect(report).not.toContain('undefined')
    expect(report).not.toContain('example.com')
  })

  it('tells the first lines of each fault, masked members, and where the file ends too early', async () => {
    const file = join(folder, 'faulty.csv')
    const header = 'externalId,email,name,status,passwordHash,identities,loginId\n'
    await writeFile(
      file,
      `${header}1,hong@example.com,홍길동,active,$6$saltsalt$${'x'.repeat(86)},kakao:2.7E+09,hong
2,kim@example.com,김둘,정지,,,
1,lee@example.com,이셋,,5f4dcc3b5aa765d61d8327deb882cf99,,
4,"never closed,x,,,,
`,
    )
    const options = { ...plainOptions, timeZone: 'Asia/Seoul', at }
    const found = await analyzeFile(file, defaultPolicy, options)
    expect(found).toMatchObject({ members: 1, rejected: 1, unfinished: { line: 5 } })
    expect(found.repeatedIds).toEqual({ count: 1, lines: [4] })
    expect(found.faults).toEqual(
      expect.arrayContaining([
        {
          costs: 'value',
          column: 'passwordHash',
          detail: 'is a hash that nobody here knows, or costs too much: $6$‹8›$‹86›',
          count: 1,
          lines: [2],
        },
        expect.objectContaining({ costs: 'value', column: 'identities' }),
        expect.objectContaining({ costs: 'record', column: 'status' }),
      ]),
    )
    expect(reportOf(found, 'en')).toContain('1  rejected: status must be one of active')
    expect(reportOf(found, 'ko')).toContain(
      '1  거절: status active, deactivated, suspended 가운데 하나여야 합니다',
    )
    // The hash of a record that is not imported counts for nothing.
    expect([...found.hashes]).toEqual([])
    expect(found.unfinished?.message).toContain('A quote opens in line 5')
    for (const locale of ['ko', 'en'] as const) {
      const report = reportOf(found, locale)
      expect(report).toContain('h*****@… (not verified)')
      expect(report).toContain(locale === 'ko' ? '읽은 데까지만' : 'this counts what stands before')
      expect(report).not.toMatch(/홍길동|hong@|2\.7E|undefined/)
    }
  })

  it('counts what an import would bring: no repeated id, and no login ID or identity of an earlier member', async () => {
    const file = join(folder, 'colliding.csv')
    const rows = [
      '1,a@example.com,Hong.1,kakao:7',
      '2,b@example.com,hong.1,kakao:7;naver:n',
      '3,,HONG.1,kakao:7',
      '1,other@example.com,other,kakao:8',
      '3,c@example.com,other,kakao:8',
      '4,a@example.com,,',
    ]
    await writeFile(file, `externalId,email,loginId,identities\n${rows.join('\n')}\n`)
    const options = { ...plainOptions, timeZone: 'Asia/Seoul', at }
    const found = await analyzeFile(file, defaultPolicy, options)
    expect(found).toMatchObject({
      members: 4,
      rejected: 1,
      repeatedIds: { count: 1, lines: [5] },
      alike: { email: 2 },
      unverified: { email: 4 },
    })
    expect(reportOf(found, 'ko')).toContain('1  값 빠짐: loginId 다른 회원의 것입니다  (줄 3)')
    expect(reportOf(found, 'en')).toContain('1  left out: identities is linked to another member  (line 3)')
    expect(reportOf(found, 'en')).toContain('1  rejected: loginId belongs to another member  (line 4)')
    const rowsCounted = [...(found.choices[0]?.rows.values() ?? [])].reduce((sum, count) => sum + count, 0)
    expect(rowsCounted).toBe(4)
  })

  it('rejects for each value that is not understood where the import would', async () => {
    const file = join(folder, 'strict.csv')
    await writeFile(file, 'externalId,email,phone\n1,a@example.com,02-1-1\n2,b@example.com,\n')
    const options = { ...plainOptions, timeZone: 'Asia/Seoul', at }
    expect(await analyzeFile(file, defaultPolicy, options)).toMatchObject({ members: 2, rejected: 0 })
    const strict = await analyzeFile(file, defaultPolicy, { ...options, strict: true })
    expect(strict).toMatchObject({ members: 1, rejected: 1 })
  })
})
