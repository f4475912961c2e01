import { spawnSync } from 'node:child_process'

/**
 * Makes the template of the stage that the command line names, or of `dev`, by `cdk synth` with the same options. CDK ignores an
 * option and a key that it does not know, and would make `dev` for who misspells the name's option, so this refuses.
 *
 *     npm run synth -- -c stage=prod
 */
const options = process.argv.slice(2)
const line = ` ${options.join(' ')} `
const named = [...line.matchAll(/\s(?:-c|--context)[ =]?([\w-]+)=/g)].map(([, key = '']) => key)
if (/\s--?stages?\b/.test(line) || named.some((key) => key !== 'stage' && key !== 'part')) {
  console.error('Which stage? Name it: npm run synth -- -c stage=prod')
  process.exitCode = 2
} else {
  const { status, error } = spawnSync('cdk', ['synth', '--quiet', ...options], { stdio: 'inherit' })
  if (error) console.error(error.message)
  process.exitCode = status ?? 1
}
