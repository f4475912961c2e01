import { execFileSync } from 'node:child_process'

const everyMs = 500

/** The parent of a process. Undefined where no `ps` says so, as on Windows. */
function parentOf(pid: number): number | undefined {
  try {
    const parent = Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }))
    return parent > 1 ? parent : undefined
  } catch {
    return undefined
  }
}

/** Whether a process lives. Signal 0 only asks; a process of somebody else answers `EPERM`. */
function lives(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * Calls `end` once when the parent of this process has ended. A parent that was killed tells its children nothing. npm
 * runs a script in a shell, so there the parent's parent counts too. The watch does not keep the process alive.
 */
export function watchParent(end: () => void): void {
  const parent = process.ppid
  const npm = process.env['npm_lifecycle_event'] === undefined ? undefined : parentOf(parent)
  const watch = setInterval(() => {
    if (process.ppid === parent && (npm === undefined || lives(npm))) return
    clearInterval(watch)
    end()
  }, everyMs)
  watch.unref()
}
