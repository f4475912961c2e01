import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { inject } from 'vitest'

/**
 * Fills a folder of this run once, whichever worker asks first. Gives its path when it is filled. Throws the text of the
 * error where filling it failed.
 */
export async function onceInRun(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(inject('runFolder'), name)
  const end = `${folder}.end`
  const isFirst = await mkdir(folder).then(
    () => true,
    () => false,
  )
  if (isFirst) {
    const failure = await fill(folder).then(
      () => '',
      (error: unknown) => String(error),
    )
    await writeFile(end, failure)
  }
  const failure = await textOf(end)
  if (failure !== '') throw new Error(failure)
  return folder
}

/** The text of a file as soon as there is one. */
async function textOf(file: string): Promise<string> {
  for (;;) {
    const text = await readFile(file, 'utf8').catch(() => undefined)
    if (text !== undefined) return text
    await setTimeout(100)
  }
}
