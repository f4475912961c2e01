import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { madeUpMember } from '../../../bench/made-up-members.ts'
import { UnfinishedFile, UnusableFile } from '../../../lib/operators/importing/reading/unusable-file.ts'
import { plainRules } from '../../../lib/operators/importing/understanding/rules.ts'
import {
  understoodBySize,
  understoodInThread,
} from '../../../lib/operators/importing/understood-in-thread.ts'
import {
  type UnderstandFile,
  type Understanding,
  understoodRecords,
} from '../../../lib/operators/importing/understood-records.ts'

const folder = await mkdtemp(join(tmpdir(), 'ieum-thread-'))
afterAll(() => rm(folder, { recursive: true }))

const reading = { map: new Map([['회원번호', 'externalId' as const]]), ignoresUnknown: false }
const rules = { ...plainRules(new Date('2026-11-30T00:00:00Z')), words: new Map([['정지', 'suspended']]) }

async function understandingOf(name: string, text: string, after = 0): Promise<Understanding> {
  const file = join(folder, name)
  await writeFile(file, text)
  return { file, reading, rules, strict: false, after }
}

/** All records, and what ended the file. */
async function all(understand: UnderstandFile, understanding: Understanding) {
  const records: unknown[] = []
  try {
    for await (const some of understand(understanding)) records.push(...some)
    return { records, error: undefined }
  } catch (error) {
    return { records, error }
  }
}

const lines = (count: number): string =>
  Array.from({ length: count }, (_, index) => `${JSON.stringify(madeUpMember(index))}\n`).join('')

const files: readonly (readonly [string, string, string])[] = [
  ['members of all kinds', 'many.jsonl', lines(1000)],
  [
    'a mapped column, a word and a fault',
    'mapped.csv',
    '회원번호,email,status\n1,a@example.com,정지\n2,b@x,\n',
  ],
]

describe('a file that another thread reads', () => {
  it.each(files)('brings what this thread would read: %s', async (_, name, text) => {
    const understanding = await understandingOf(name, text)
    const [here, there] = [
      await all(understoodRecords, understanding),
      await all(understoodInThread, understanding),
    ]
    expect(there.records).toEqual(here.records)
    expect(there.error).toEqual(here.error)
  })

  it('goes on after the records of an interrupted import', async () => {
    const { records } = await all(understoodInThread, await understandingOf('after.jsonl', lines(300), 298))
    expect(records).toHaveLength(300)
    expect(records.slice(297)).toMatchObject([
      { number: 298, understood: { kind: 'earlier', externalId: 'old-297' } },
      { number: 299, understood: { kind: 'member' } },
      { number: 300, understood: { kind: 'rejected' } },
    ])
  })

  it('ends with the line, the reason and the options that would go on', async () => {
    const open = await all(understoodInThread, await understandingOf('open.csv', '회원번호,email\n1,"b\n'))
    expect(open.error).toBeInstanceOf(UnfinishedFile)
    expect(open.error).toMatchObject({ line: 2, message: expect.stringContaining('A quote opens in line 2') })
    const unknown = await all(understoodInThread, await understandingOf('u.csv', '회원번호,이메일\n1,a\n'))
    expect(unknown.error).toBeInstanceOf(UnusableFile)
    expect(unknown.error).toMatchObject({ tryOptions: ['--map', '이메일=email'] })
  })

  it('fails as the thread does where the file is not the reason', async () => {
    const understanding = {
      ...(await understandingOf('gone.csv', '')),
      file: join(folder, 'is-not-there.csv'),
    }
    const { error } = await all(understoodInThread, understanding)
    expect(error).toMatchObject({ message: expect.stringContaining('ENOENT') })
  })

  it('is not read on when its records are no longer taken', async () => {
    const records = understoodInThread(await understandingOf('left.jsonl', lines(2000)))[
      Symbol.asyncIterator
    ]()
    expect((await records.next()).value).toHaveLength(64)
    expect(await records.return?.()).toEqual({ done: true, value: undefined })
  })

  it('is one of a megabyte or more', async () => {
    const sizes = await Promise.all(
      [10, 2500].map(async (count) => {
        const understanding = await understandingOf(`${count}.jsonl`, lines(count))
        const batches: number[] = []
        for await (const some of understoodBySize(understanding)) batches.push(some.length)
        return batches[0]
      }),
    )
    expect(sizes).toEqual([1, 64])
  })
})
