import { spawnSync } from 'node:child_process'

/**
 * Deploys the stage that the command line names, by `cdk deploy` with the same options. Without a name CDK would deploy `dev`,
 * which nobody means who forgets it, so this refuses.
 *
 *     npm run deploy -- -c stage=prod
 */
const options = process.argv.slice(2)
const line = options.join(' ')
if (/(?:^|\s)(?:-c|--context)[ =]?stage=\S/.test(line) || /(?:^|\s)(?:-h|--help)(?:\s|$)/.test(line)) {
  const { status, error } = spawnSync('cdk', ['deploy', ...options], { stdio: 'inherit' })
  if (error) console.error(error.message)
  process.exitCode = status ?? 1
} else {
  console.error('Which stage? Name it: npm run deploy -- -c stage=prod')
  process.exitCode = 2
}
