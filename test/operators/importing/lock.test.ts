import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { faultInKorean } from '../../../lib/commands/saying/korean-faults.ts'
import { withLock } from '../../../lib/operators/importing/progress/lock.ts'

const folder = await mkdtemp(join(tmpdir(), 'ieum-lock-'))
afterAll(() => rm(folder, { recursive: true }))

let files = 0
const newFile = (): string => join(folder, `${++files}.csv`)

/** Work that goes on until it is told to end. */
function work() {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { run: () => promise, end: resolve }
}

/** A lock as another command left it, with the age of its last sign of life. */
async function leave(file: string, lock: object | string, seconds: number): Promise<void> {
  await writeFile(`${file}.lock`, typeof lock === 'string' ? lock : JSON.stringify(lock))
  const at = new Date(Date.now() - seconds * 1000)
  await utimes(`${file}.lock`, at, at)
}

const elsewhere = { token: 'x', host: 'another-machine', process: 1, since: '2026-11-30T10:00:00.000Z' }

/** A process of this machine that has ended. */
async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'close')
  return child.pid ?? 0
}

describe('the lock of a file', () => {
  it('lets one command work, tells the other one who does, and ends with the work', async () => {
    const file = newFile()
    const { run, end } = work()
    const first = withLock(file, run)
    await vi.waitFor(async () => expect(await readFile(`${file}.lock`, 'utf8')).toContain('token'))
    const refused = await withLock(file, run).catch((error: unknown) => error)
    const said = refused instanceof Error ? refused.message : ''
    expect(said).toContain(`${file} is in work by process ${process.pid} of ${hostname()} since 20`)
    expect(said).toContain('If it was killed, run this command again in a minute')
    expect(faultInKorean(said)).toContain(`${hostname()}의 프로세스 ${process.pid}이(가)`)
    end()
    await first
    expect(existsSync(`${file}.lock`)).toBe(false)
    await expect(withLock(file, async () => 'worked')).resolves.toBe('worked')
  })

  it('ends with work that fails', async () => {
    const file = newFile()
    await expect(withLock(file, () => Promise.reject(new Error('no table')))).rejects.toThrow('no table')
    expect(existsSync(`${file}.lock`)).toBe(false)
  })

  it('of a killed process of this machine ends at once', async () => {
    const file = newFile()
    await leave(file, { ...elsewhere, host: hostname(), process: await endedProcess() }, 1)
    await expect(withLock(file, async () => 'worked')).resolves.toBe('worked')
  })

  it.each([
    ['another machine', elsewhere, 'process 1 of another-machine'],
    ['a command that has just begun it', '', 'another command'],
  ])('of %s lasts a minute after its last sign of life', async (_, lock, holder) => {
    const file = newFile()
    await leave(file, lock, 50)
    await expect(withLock(file, async () => 'worked')).rejects.toThrow(`is in work by ${holder}`)
    await leave(file, lock, 61)
    await expect(withLock(file, async () => 'worked')).resolves.toBe('worked')
  })

  it('that has run out goes to one of several commands', async () => {
    const file = newFile()
    await leave(file, elsewhere, 61)
    const { run, end } = work()
    let refused = 0
    const tries = Array.from({ length: 8 }, () =>
      withLock(file, run).then(
        () => 'worked',
        () => {
          refused += 1
          if (refused === 7) end()
          return 'refused'
        },
      ),
    )
    const outcomes = await Promise.all(tries)
    expect(outcomes.filter((outcome) => outcome === 'worked')).toHaveLength(1)
  })

  it('is noticed when another command has taken it over', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    try {
      const file = newFile()
      await withLock(file, async (lock) => {
        lock.assertHeld()
        await leave(file, elsewhere, 0)
        vi.advanceTimersByTime(10_000)
        await vi.waitFor(() => expect(() => lock.assertHeld()).toThrow(`has taken ${file} over`))
      })
      expect(JSON.parse(await readFile(`${file}.lock`, 'utf8'))).toEqual(elsewhere)
    } finally {
      vi.useRealTimers()
    }
  })
})
