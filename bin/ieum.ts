#!/usr/bin/env node
const usage = `ieum dev        runs the service locally with stages/dev.json and a stand-in for every provider
ieum keys       makes keys, and stores keys and credentials
ieum members    imports, analyses, exports and helps members
    each with --help tells its options`

const commands: Readonly<Record<string, () => Promise<unknown>>> = {
  dev: () => import('./dev.ts'),
  keys: () => import('./keys.ts'),
  members: () => import('./members.ts'),
}

const [, , name = ''] = process.argv
const command = Object.hasOwn(commands, name) ? commands[name] : undefined
if (command === undefined) {
  console.log(usage)
  process.exitCode = name === '' || name === '--help' ? 0 : 1
} else {
  process.argv.splice(2, 1)
  await command()
}
