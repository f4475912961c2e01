import { createRequire } from 'node:module'
import { type HookName, hookNames } from '../domain/hooks/hook-name.ts'
import type { HookFunction } from './call-hook.ts'

const isFunction = (value: unknown): value is HookFunction => typeof value === 'function'
const isHookName = (name: string): name is HookName => hookNames.some((known) => known === name)

/**
 * Loads the bundled module of a service's hooks. Takes the absolute path of the file. Throws an `Error` for a module
 * without hooks as its default export, or with something else among them, and the module's own error.
 */
export function loadHooks(file: string): ReadonlyMap<HookName, HookFunction> {
  // Not by `import`: in a bundle, that would load the modules of ES modules for this one file.
  const loaded: unknown = createRequire(file)(file)
  return new Map(Object.entries(defaultExportOf(loaded)).flatMap(([name, hook]) => hookOf(name, hook)))
}

function defaultExportOf(loaded: unknown): object {
  const exported: unknown = Object(loaded).default
  if (typeof exported === 'object' && exported !== null) return exported
  throw new Error('the module of hooks must have an object of hooks as its default export')
}

/** A hook that is undefined is one that the service does not have. */
function hookOf(name: string, hook: unknown): readonly (readonly [HookName, HookFunction])[] {
  if (!isHookName(name)) throw new Error(`there is no hook ${name}; there are ${hookNames.join(', ')}`)
  if (hook === undefined) return []
  if (!isFunction(hook)) throw new Error(`the hook ${name} is no function`)
  return [[name, hook]]
}
