import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Socket } from 'node:net'
import { createInterface } from 'node:readline'

/**
 * Runs a program beside a shell that waits for the end of a pipe which only this process holds. A killed
 * process runs no handler, but its pipes always close.
 */
const watchdog = `
exec 3<&0
"$@" </dev/null 3<&- &
program=$!
{ read -r _ <&3; kill "$program"; } 2>/dev/null &
watch=$!
wait "$program"
status=$?
kill "$watch" 2>/dev/null
exit "$status"`

/** A program that ends with this process, however this process ends. */
export interface ChildService {
  /** Resolves when the program has ended. Calling it twice is harmless. */
  stop(): Promise<void>
}

/**
 * Starts a program and waits until a printed line contains `ready`. Gives the printed lines instead when the
 * program ends before. A running program does not keep this process alive.
 */
export async function startChildService(
  program: string,
  options: readonly string[],
  ready: string,
): Promise<ChildService | { readonly failure: string }> {
  const child = spawn('/bin/sh', ['-c', watchdog, 'watchdog', program, ...options], {
    stdio: 'pipe',
    // A separate process group: Ctrl-C in a terminal ends this process first, and the program after it.
    detached: true,
  })
  const printed: string[] = []
  const ended = once(child, 'exit').then(() => ({ failure: printed.join(' ') || 'no reason given' }))
  const isReady = new Promise<ChildService>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        printed.push(line)
        if (line.includes(ready)) resolve({ stop: () => stop(child) })
      })
    }
  })
  const outcome = await Promise.race([isReady, ended])
  child.unref()
  for (const pipe of child.stdio) if (pipe instanceof Socket) pipe.unref()
  return outcome
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.ref()
  const ended = once(child, 'exit')
  child.stdin?.end()
  await ended
}
