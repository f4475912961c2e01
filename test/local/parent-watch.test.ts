import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'

const watch = pathToFileURL(join('lib', 'local', 'parent-watch.ts')).href
/** A program that lives until its parent ends. */
const child = `import(${JSON.stringify(watch)}).then(({ watchParent }) => {
  const alive = setInterval(() => {}, 1e9)
  watchParent(() => { console.log('ended'); clearInterval(alive) })
  console.log('ready')
})`

/** What a program prints, until its pipe closes. */
async function untilClosed({ stdout }: ChildProcess, onReady: () => void): Promise<string> {
  let printed = ''
  stdout?.on('data', (chunk) => {
    printed += String(chunk)
    if (printed === 'ready\n') onReady()
  })
  if (stdout !== null) await once(stdout, 'close')
  return printed
}

it.each([
  ['its parent', '"$NODE" -e "$CHILD" & wait'],
  // As npm does it: a shell between the two.
  ["npm, its parent's parent", 'npm_lifecycle_event=start sh -c \'"$NODE" -e "$CHILD"; true\' & wait'],
])('a program ends when %s is killed', async (_, script) => {
  const env = { ...process.env, NODE: process.execPath, CHILD: child }
  const parent = spawn('sh', ['-c', script], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const printed = await untilClosed(parent, () => parent.kill('SIGKILL'))
  expect(printed).toBe('ready\nended\n')
})
