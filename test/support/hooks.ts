import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ServiceHooks } from '../../lib/flows/ports/hooks.ts'

/** A service without hooks. */
export const withoutHooks: ServiceHooks = {
  beforeRegister: undefined,
  beforeLink: undefined,
  legacySignIn: undefined,
  tokenClaims: undefined,
  messages: undefined,
  sms: undefined,
}

/** The module of hooks of a service, as a file that a stack reads. */
export interface HooksModule {
  /** The variable that names the module. */
  readonly environment: { readonly IEUM_HOOKS: string }
  /** Replaces the module. The stack reads it by itself. */
  write(text: string): void
  remove(): void
}

/** Writes a module of hooks, in TypeScript. Takes the properties of its default export. */
export const hooksModule = (hooks: string): HooksModule => wholeModule(moduleOf(hooks))

/** The same of a whole module, as the documentation shows one. */
export function wholeModule(text: string): HooksModule {
  const folder = mkdtempSync(join(tmpdir(), 'ieum-service-'))
  const file = join(folder, 'hooks.ts')
  writeFileSync(file, text.replace('ieum/hooks', typesFile))
  return {
    environment: { IEUM_HOOKS: file },
    write: (hooks) => writeFileSync(file, moduleOf(hooks)),
    remove: () => rmSync(folder, { recursive: true }),
  }
}

const typesFile = join(import.meta.dirname, '../../lib/hooks/hooks.ts')

const moduleOf = (hooks: string): string => `
  import type { Hooks } from '${typesFile}'
  export default { ${hooks} } satisfies Hooks
`
