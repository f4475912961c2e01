import { randomUUID } from 'node:crypto'
import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import * as v from 'valibot'
import { withFileNamed } from '../../named-file.ts'
import { UnusableFile } from '../reading/unusable-file.ts'

/** How often a command says that it still works, and how long its lock lasts without that. */
const beatMs = 10_000
const lastsMs = 60_000

const held = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ token: v.string(), host: v.string(), process: v.number(), since: v.string() }),
)

/** A lock that a command holds. */
export interface HeldLock {
  /** Throws an `Error` when another command has taken the lock over, since this one did not say that it works. */
  assertHeld(): void
}

const lockOf = (file: string): string => `${file}.lock`

/** Whether a process of this machine lives. A process that may not be asked lives. */
function isAlive(id: number): boolean {
  try {
    process.kill(id, 0)
    return true
  } catch (error) {
    return Object(error)['code'] === 'EPERM'
  }
}

/** The text of a lock and when its holder last said that it works. Undefined without a lock. */
async function readLock(
  path: string,
): Promise<{ readonly text: string; readonly beatAt: number } | undefined> {
  try {
    return { text: await readFile(path, 'utf8'), beatAt: (await stat(path)).mtimeMs }
  } catch (error) {
    if (Object(error)['code'] === 'ENOENT') return undefined
    throw error
  }
}

/** The error for a file that another command holds. */
function refusal(file: string, text: string): UnusableFile {
  const { success, output } = v.safeParse(held, text)
  return new UnusableFile(
    success
      ? `${file} is in work by process ${output.process} of ${output.host} since ${output.since}. Wait until it ends. If it was killed, run this command again in a minute`
      : `${file} is in work by another command. Wait until it ends. If it was killed, run this command again in a minute`,
  )
}

/** Takes the lock of a command that was killed out of the way. Gives false when another command was faster. */
async function removeStale(path: string, text: string): Promise<boolean> {
  const aside = `${path}.${randomUUID()}`
  try {
    await rename(path, aside)
  } catch (error) {
    if (Object(error)['code'] === 'ENOENT') return false
    throw error
  }
  const moved = await readFile(aside, 'utf8')
  // Between reading and moving, another command may have taken it over: it gets its lock back.
  if (moved !== text) await writeFile(path, moved, { flag: 'wx', mode: 0o600 }).catch(() => {})
  await rm(aside)
  return moved === text
}

const isStale = ({ text, beatAt }: { readonly text: string; readonly beatAt: number }): boolean => {
  const { success, output } = v.safeParse(held, text)
  if (Date.now() - beatAt > lastsMs) return true
  return success && output.host === hostname() && !isAlive(output.process)
}

async function take(file: string, token: string): Promise<void> {
  const path = lockOf(file)
  const since = new Date().toISOString()
  const own = JSON.stringify({ token, host: hostname(), process: process.pid, since })
  for (;;) {
    try {
      await withFileNamed(path, () => writeFile(path, own, { flag: 'wx', mode: 0o600 }))
      return
    } catch (error) {
      if (Object(error)['code'] !== 'EEXIST') throw error
    }
    const other = await readLock(path)
    if (other === undefined) continue
    if (!isStale(other) || !(await removeStale(path, other.text))) throw refusal(file, other.text)
  }
}

const isOwn = async (path: string, token: string): Promise<boolean> => {
  const { success, output } = v.safeParse(held, (await readLock(path))?.text ?? '')
  return success && output.token === token
}

/**
 * Works with a file that no other command works with, on this machine or another that has the same disk. The lock stands
 * beside the file (`FILE.lock`). It ends with the work, at once when its process of this machine has ended, and a minute after a
 * process of another machine was killed. Throws `UnusableFile` that says who holds the file.
 */
export async function withLock<Result>(
  file: string,
  work: (lock: HeldLock) => Promise<Result>,
): Promise<Result> {
  const [path, token] = [lockOf(file), randomUUID()]
  await take(file, token)
  let isLost = false
  const beat = async (): Promise<void> => {
    if (await isOwn(path, token)) await utimes(path, new Date(), new Date())
    else isLost = true
  }
  const timer = setInterval(() => void beat().catch(() => {}), beatMs)
  timer.unref()
  try {
    return await work({
      assertHeld() {
        if (isLost) throw new Error(`Another command has taken ${file} over, since this one stood still`)
      },
    })
  } finally {
    clearInterval(timer)
    if (await isOwn(path, token).catch(() => false)) await rm(path, { force: true })
  }
}
