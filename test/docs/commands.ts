import type { Block, Page } from './markdown.ts'

/** Commands that another test or a script runs, and the text in it as proof. */
export const ranElsewhere: readonly { readonly command: string; readonly by: string; readonly as: string }[] =
  [
    { command: 'npm ci', by: '.ci/run', as: '\nnpm ci\n' },
    { command: 'npm test', by: '.ci/run', as: '\nnpm test ' },
    { command: 'npm run check', by: '.ci/run', as: '\nnpm run check\n' },
    { command: 'npm run client-types', by: 'test/client/client.test.ts', as: 'clientTypes(openapi(' },
    ...[
      'npm install ./ieum-client-*.tgz',
      'mkdir ieum',
      'tar xzf ieum-client-*.tgz --strip-components 1 -C ieum',
    ].map((command) => ({ command, by: 'test/commands/client-package.test.ts', as: command })),
    { command: 'npm run pack', by: 'test/commands/package.test.ts', as: 'buildPackage(root, folder' },
    { command: 'npm run faults', by: 'package.json', as: 'vitest run test/journeys/fault-matrix' },
    { command: 'npm run synth', by: '.ci/run', as: '\nnpm run synth\n' },
  ]

/** Cheap commands: the test of commands runs each, and expects this output. */
export const cheap: readonly { readonly command: string; readonly prints: RegExp }[] = [
  { command: 'npm run --silent keys -- --stage dev', prints: /^\{"signing":\[.*"hashing"/ },
  { command: 'npm run cost -- --members 1000000 --signins 3000000', prints: /^ieum +\$[\d,.]+$/m },
  {
    command: 'npm run cost -- --members 1000000 --mails 500000',
    prints: /^SES +500,000 mail +\$50\.00/m,
  },
  { command: 'node bench/conflicts.ts 5', prints: /^1000 sign-ins a second for 5 s: \{"transactions":\d+/m },
  { command: 'npm run members -- --help', prints: /npm run members -- analyze FILE/ },
]

/** Commands that the test of commands runs in another way. */
export const ranWithCare = ['npm start', 'npm run format']

/** The commands of a block of shell, without comments and leading variables, with each part of `a && b` alone. */
export const commandsIn = (text: string): readonly string[] =>
  text
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.replace(/(?:^|\s)#.*$/, ''))
    .flatMap((line) => line.split('&&'))
    .map((command) => command.trim().replace(/^(?:[A-Z_]+=\S+\s+)+/, ''))
    .filter((command) => command !== '')

/** The check of a block of shell: `undefined` for any other block, and `unknown` for an unknown mark. */
export function checkOf({ language, title }: Block): 'ran' | 'walked' | 'needs_aws' | 'unknown' | undefined {
  if (!['sh', 'bash', 'shell', 'console', 'zsh'].includes(language)) return undefined
  switch (title) {
    case '':
      return 'ran'
    case 'walk':
      return 'walked'
    case 'aws':
      return 'needs_aws'
    default:
      return 'unknown'
  }
}

/** The commands of all blocks of a page with this check. */
export const commandsOf = (page: Page, ...checks: readonly ReturnType<typeof checkOf>[]): readonly string[] =>
  page.blocks.filter((block) => checks.includes(checkOf(block))).flatMap(({ text }) => commandsIn(text))

const program = /^(?:npm (?:ci|run|start|test|install|pack|exec)|npx|node|curl|cdk|git|docker|aws)(?= |$)/

/** Whether a code span in a text is a command that a reader could type. */
export const isCommand = (span: string): boolean =>
  /^npm (?:start|test|ci)$/.test(span) || program.test(withoutVariables(span))

/** A command in the form for comparisons: without leading variables, up to the first placeholder such as `FILE`. */
export const comparable = (span: string): string =>
  withoutVariables(span).replace(/\s(?:<\w+>|[A-Z][A-Z_]+|…)(?:\s.*)?$/, '')

const withoutVariables = (span: string): string => span.replace(/^(?:[A-Z_]+=\S+\s+)+/, '')
