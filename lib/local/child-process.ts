import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Socket } from 'node:net'
import { createInterface } from 'node:readline'

/**
 * Runs a program beside a shell that waits for the end of a pipe which only this process holds: a process that
 * is killed runs no handler of its own, but its pipes always close.
 */
const tether = `
exec 3<&0
"$@" </dev/null 3<&- &
program=$!
{ read -r _ <&3; kill "$program"; } 2>/dev/null &
watch=$!
wait "$program"
status=$?
kill "$watch" 2>/dev/null
exit "$status"`

/** A program that ends when this process does, however that happens. */
export interface ChildService {
  /** Resolves when it has ended; asking twice does no harm. */
  stop(): Promise<void>
}

/**
 * Starts a program and waits until a line that it prints contains `ready`. Gives what it said instead when it
 * ended before. A running program does not keep this process from ending.
 */
export async function startChildService(
  program: string,
  options: readonly string[],
  ready: string,
): Promise<ChildService | { readonly failure: string }> {
  const child = spawn('/bin/sh', ['-c', tether, 'tether', program, ...options], {
    stdio: 'pipe',
    // A group of its own: Ctrl-C in a terminal ends us, and it after us.
    detached: true,
  })
  const said: string[] = []
  const failed = once(child, 'exit').then(() => ({ failure: said.join(' ') || 'no reason given' }))
  const isReady = new Promise<ChildService>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        said.push(line)
        if (line.includes(ready)) resolve({ stop: () => stop(child) })
      })
    }
  })
  const outcome = await Promise.race([isReady, failed])
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
